#include "source/live/alkamel/standing_record.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {
namespace {

namespace dom = simdjson::dom;

// Where the fields of `data` are. Fields 3, 5 and 6 mean different things to different readers, so nothing is read from them.
enum DataField : std::size_t { kPosition = 0, kCar = 1, kClassification = 2, kLaps = 4, kLapStart = 7, kStatus = 8, kLap = 9 };
constexpr std::size_t kDataFields = 10;
constexpr std::size_t kSectorFields = 6;

// Takes one field after the other off a `;`-separated text; what is not there is empty.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  std::string_view next() {
    const auto end = rest_.find(';');
    const std::string_view field = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return field;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<std::int32_t> within(std::optional<std::int64_t> value, std::int32_t least, std::int32_t most) {
  if (!value || *value < least || *value > most) return std::nullopt;
  return static_cast<std::int32_t>(*value);
}

Classification classification_of(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, Classification>, 6> kNames{
      {{"CLASSIFIED", Classification::classified},
       {"NOT_CLASSIFIED", Classification::not_classified},
       {"NOT_STARTED", Classification::not_started},
       {"RETIRED", Classification::retired},
       {"DISQUALIFIED", Classification::disqualified},
       {"EXCLUDED", Classification::disqualified}}};
  const auto found = std::ranges::find(kNames, text, &std::pair<std::string_view, Classification>::first);
  return found == kNames.end() ? Classification::unknown : found->second;
}

// Texts out of bytes have not been through a parser.
bool is_text(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return std::ranges::none_of(text, control) && simdjson::validate_utf8(text);
}

TrackStatus status_of(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, TrackStatus>, 5> kNames{{{"TRACK", TrackStatus::track},
                                                                                   {"BOX", TrackStatus::box},
                                                                                   {"OUT_LAP", TrackStatus::out_lap},
                                                                                   {"STOPPED", TrackStatus::stopped},
                                                                                   {"IN_LAP", TrackStatus::track}}};
  const auto found = std::ranges::find(kNames, text, &std::pair<std::string_view, TrackStatus>::first);
  return found == kNames.end() ? TrackStatus::unknown : found->second;
}

timing::BestMark mark_of(std::string_view personal, std::string_view session, std::string_view in_class) {
  if (session == "true") return timing::BestMark::overall;
  if (in_class == "true") return timing::BestMark::in_class;
  return personal == "true" ? timing::BestMark::personal : timing::BestMark::none;
}

std::optional<std::int32_t> small(const Scalar& value, std::int32_t least, std::int32_t most) {
  return within(value.whole(), least, most);
}

// The members of a Standing beside `data`; those that repeat a field of it are asked only where that is missing.
void read_value(std::string_view name, const Scalar& value, StandingValues& record) {
  if (name == "class") {
    record.class_name = is_text(value.text()) ? value.text() : std::string_view();
  } else if (name == "bestLapTime") {
    record.best_lap = time_of(value.whole());
  } else if (name == "lastLapTime") {
    record.last_lap = time_of(value.whole());
  } else if (name == "isLastLapBestPersonal") {
    record.last_lap_personal = value.truth().value_or(false);
  } else if (name == "isCheckered") {
    record.checkered = value.truth().value_or(false);
  } else if (name == "isRunning") {
    record.running = value.truth().value_or(false);
  } else if (name == "currentLapStartTime") {
    if (const auto at = instant_of(value.whole())) record.lap_start = at;
  } else if (name == "laps" && !record.laps) {
    record.laps = small(value, 0, timing::kMaxLap);
  } else if (name == "currentLapNumber" && !record.current_lap) {
    record.current_lap = small(value, 0, timing::kMaxLap);
  }
}

// The list of `record` that is called `name`: of sectors or of loops, or neither.
std::vector<SectorText>* sectors_called(std::string_view name, StandingRecord& record) {
  if (name == "currentSectors") return &record.sectors;
  return name == "lastSectors" ? &record.last_sectors : nullptr;
}

std::vector<LoopText>* loops_called(std::string_view name, StandingRecord& record) {
  if (name == "currentLoopSectors") return &record.loops;
  return name == "previousLoopSectors" ? &record.last_loops : nullptr;
}

void read_list(std::string_view name, const Scalar& value, StandingRecord& record) {
  if (auto* sectors = sectors_called(name, record)) {
    read_sector_text(value.text(), *sectors);
  } else if (auto* loops = loops_called(name, record)) {
    read_loop_text(value.text(), *loops);
  }
}

// All but the lists, out of bytes.
std::optional<StandingValues> read_values(const DocumentBytes& document, const DocumentBytes::Place& place,
                                          std::string& space) {
  std::optional<StandingValues> values;
  for (const DocumentBytes::Member& member : place.members) {
    if (document.name(place, member) == "data") values = read_data_text(document.value(place, member, space).text());
  }
  if (!values) return std::nullopt;
  for (const DocumentBytes::Member& member : place.members) {
    read_value(document.name(place, member), document.value(place, member, space), *values);
  }
  if (!values->position) values->position = within(whole(document.key(place)), 1, timing::kMaxPosition);
  return values;
}

// Whether the list called `name` is another one now; nullopt if no list is called so.
std::optional<bool> update_list(std::string_view name, const Scalar& value, StandingRecord& record) {
  const auto update = [&](auto& list, const auto& read) {
    auto before = std::exchange(list, {});
    read(value.text(), list);
    return before != list;
  };
  if (auto* sectors = sectors_called(name, record)) return update(*sectors, read_sector_text);
  if (auto* loops = loops_called(name, record)) return update(*loops, read_loop_text);
  return std::nullopt;
}

}  // namespace

std::optional<StandingValues> read_data_text(std::string_view data) {
  std::array<std::string_view, kDataFields> fields;
  Fields rest(data);
  for (std::string_view& field : fields) field = rest.next();
  const auto car = timing::CarNumber::parse(fields[kCar]);
  if (!car) return std::nullopt;
  StandingValues record;
  record.car = *car;
  record.position = within(whole(fields[kPosition]), 1, timing::kMaxPosition);
  record.classification = classification_of(fields[kClassification]);
  record.laps = within(whole(fields[kLaps]), 0, timing::kMaxLap);
  record.lap_start = instant_of(whole(fields[kLapStart]));
  record.status = status_of(fields[kStatus]);
  // A row that is all there, but with neither word: the car stands in the pits.
  const bool complete = std::ranges::count(data, ';') > static_cast<std::ptrdiff_t>(kStatus);
  if (complete && fields[kClassification].empty() && fields[kStatus].empty()) record.status = TrackStatus::box;
  record.current_lap = within(whole(fields[kLap]), 0, timing::kMaxLap);
  return record;
}

void read_sector_text(std::string_view text, std::vector<SectorText>& sectors) {
  sectors.clear();
  sectors.reserve(static_cast<std::size_t>(std::ranges::count(text, ';')) / kSectorFields);
  for (Fields fields(text); !fields.done();) {
    std::array<std::string_view, kSectorFields> group;
    for (std::string_view& field : group) field = fields.next();
    const auto index = within(whole(group[0]), 1, timing::kMaxSectorIndex);
    const auto time = time_of(whole(group[1]));
    if (!index || !time || group[5] == "true") continue;
    sectors.push_back({*index, *time, mark_of(group[2], group[3], group[4])});
  }
}

void read_loop_text(std::string_view text, std::vector<LoopText>& loops) {
  loops.clear();
  loops.reserve(static_cast<std::size_t>(std::ranges::count(text, ';')) / 2);
  for (Fields fields(text); !fields.done();) {
    const auto index = within(whole(fields.next()), 1, timing::kMaxSectorIndex);
    const auto since = time_of(whole(fields.next()));
    if (index && since) loops.push_back({*index, *since});
  }
}

std::optional<StandingRecord> read_standing(dom::element standing, std::string_view key) {
  dom::object object;
  if (standing.get(object) != simdjson::SUCCESS) return std::nullopt;
  const MaybeElement data = member(standing, "data");
  const auto values = read_data_text(data ? Scalar(*data).text() : std::string_view());
  if (!values) return std::nullopt;
  StandingRecord record{*values, {}, {}, {}, {}};
  for (const dom::key_value_pair pair : object) {
    const Scalar value(unwrapped(pair.value));
    read_value(pair.key, value, record);
    read_list(pair.key, value, record);
  }
  if (!record.position) record.position = within(whole(key), 1, timing::kMaxPosition);
  return record;
}

std::optional<StandingRecord> read_standing(const DocumentBytes& document, const DocumentBytes::Place& place,
                                            std::string& space) {
  auto values = read_values(document, place, space);
  if (!values) return std::nullopt;
  StandingRecord record{std::move(*values), {}, {}, {}, {}};
  for (const DocumentBytes::Member& member : place.members) {
    read_list(document.name(place, member), document.value(place, member, space), record);
  }
  return record;
}

StandingChange update_standing(const DocumentBytes& document, const DocumentBytes::Place& place, StandingRecord& record,
                               std::string& space) {
  bool lists_differ = false, values_differ = false;
  for (const DocumentBytes::Member& member : place.members) {
    if (!member.changed) continue;
    const auto differs = update_list(document.name(place, member), document.value(place, member, space), record);
    lists_differ = lists_differ || differs.value_or(false);
    values_differ = values_differ || !differs;
  }
  const StandingChange change = lists_differ ? StandingChange::timing : StandingChange::none;
  if (!values_differ) return change;
  auto values = read_values(document, place, space);
  if (!values) return StandingChange::unreadable;
  StandingValues& before = record;
  if (before == *values) return change;
  const bool same_row =
      before.car == values->car && before.class_name == values->class_name && before.position == values->position;
  before = std::move(*values);
  return same_row ? StandingChange::timing : StandingChange::row;
}

}  // namespace stint::live::alkamel
