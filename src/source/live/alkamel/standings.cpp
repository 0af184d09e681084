#include "source/live/alkamel/standings.hpp"

#include <utility>

#include "source/live/alkamel/ejson.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

// More cars than any race has entered.
constexpr std::size_t kMostRows = 500;

bool is_newer(const StandingRecord& a, const StandingRecord& b) {
  return std::pair(a.laps, a.lap_start) > std::pair(b.laps, b.lap_start);
}

}  // namespace

void Standings::put(std::size_t row, std::optional<StandingRecord> record) {
  if (!record) ++changes_.unreadable;
  const auto& before = rows_[row];
  const bool same_car = before && record && before->car == record->car && before->class_name == record->class_name &&
                        before->position == record->position;
  if (!same_car) changes_.order = true;
  if (record != before) changes_.rows.push_back(row);
  rows_[row] = std::move(record);
}

void Standings::update(std::size_t row, const DocumentBytes::Place& place) {
  if (!rows_[row] || place.reshaped) return put(row, read_standing(bytes_, place, space_));
  switch (update_standing(bytes_, place, *rows_[row], space_)) {
    case StandingChange::none:
      break;
    case StandingChange::row:
      changes_.order = true;
      changes_.rows.push_back(row);
      break;
    case StandingChange::timing:
      changes_.rows.push_back(row);
      break;
    case StandingChange::unreadable:
      put(row, std::nullopt);
      break;
  }
}

const Standings::Changes* Standings::read_frame(std::string_view frame) {
  if (!bytes_.compare(frame, changed_places_)) return nullptr;
  changes_.rows.clear();
  changes_.order = false;
  changes_.unreadable = 0;
  if (rows_.size() != bytes_.places().size()) {
    changes_.order = true;
    rows_.resize(bytes_.places().size());
  }
  for (const std::size_t place : changed_places_) update(place, bytes_.places()[place]);
  return &changes_;
}

const Standings::Changes& Standings::read_document(dom::element document, std::string_view frame) {
  changes_ = {};
  bytes_.forget();
  dom::object standings;
  const auto inner = member(MaybeElement(document), "standings");
  if (!inner || inner->get(standings) != simdjson::SUCCESS) return changes_;
  std::size_t row = 0;
  for (const dom::key_value_pair pair : standings) {
    if (row == kMostRows) break;
    if (row == rows_.size()) rows_.emplace_back();
    put(row++, read_standing(pair.value, pair.key));
  }
  if (row != rows_.size()) changes_.order = true;
  rows_.resize(row);
  if (!frame.empty() && bytes_.learn(frame) && bytes_.places().size() != rows_.size()) bytes_.forget();
  return changes_;
}

const StandingRecord* Standings::find(const timing::CarNumber& car) const {
  const StandingRecord* found = nullptr;
  for (const auto& row : rows_) {
    if (row && row->car == car && (found == nullptr || is_newer(*row, *found))) found = &*row;
  }
  return found;
}

}  // namespace stint::live::alkamel
