#include "source/live/alkamel/standings.hpp"

#include <utility>

#include "source/live/alkamel/ejson.hpp"
#include "source/live/alkamel/sockjs.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

// More cars than any race has entered.
constexpr std::size_t kMostRows = 500;

bool is_newer(const StandingRecord& a, const StandingRecord& b) {
  return std::pair(a.laps, a.lap_start) > std::pair(b.laps, b.lap_start);
}

// The key of a place, without its quotes: `\"12\":` is 12.
std::string_view key_digits(const StandingsBytes::Place& place) {
  const std::string_view key = std::string_view(place.bytes).substr(0, place.key_size);
  const auto first = key.find_first_of("0123456789");
  if (first == std::string_view::npos) return {};
  return key.substr(first, key.find_first_not_of("0123456789", first) - first);
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

std::optional<StandingRecord> Standings::decode(const StandingsBytes::Place& place) {
  text_.clear();
  if (!bytes_.escaped()) {
    text_ = place.object();
  } else if (!unescape(place.object(), text_)) {
    return std::nullopt;
  }
  text_.reserve(text_.size() + simdjson::SIMDJSON_PADDING);
  dom::element standing;
  if (parser_.parse(text_.data(), text_.size(), false).get(standing) != simdjson::SUCCESS) return std::nullopt;
  return read_standing(standing, key_digits(place));
}

const Standings::Changes* Standings::read_frame(std::string_view frame) {
  if (!bytes_.compare(frame, changed_places_)) return nullptr;
  changes_ = {};
  if (rows_.size() != bytes_.places().size()) {
    changes_.order = true;
    rows_.resize(bytes_.places().size());
  }
  for (const std::size_t place : changed_places_) put(place, decode(bytes_.places()[place]));
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
