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

std::optional<std::int32_t> small(const MaybeElement& element, std::int32_t least, std::int32_t most) {
  return within(whole_of(element), least, most);
}

std::string_view view_of(const MaybeElement& element) {
  std::string_view text;
  if (!element || element->get(text) != simdjson::SUCCESS) return {};
  return text;
}

// The members of a Standing beside `data`; those that repeat a field of it are asked only where that is missing.
void read_member(std::string_view name, dom::element value, StandingRecord& record) {
  const MaybeElement element = value;
  if (name == "class") {
    record.class_name = view_of(element);
  } else if (name == "bestLapTime") {
    record.best_lap = time_of(whole_of(element));
  } else if (name == "lastLapTime") {
    record.last_lap = time_of(whole_of(element));
  } else if (name == "isLastLapBestPersonal") {
    record.last_lap_personal = truth_of(element).value_or(false);
  } else if (name == "isCheckered") {
    record.checkered = truth_of(element).value_or(false);
  } else if (name == "isRunning") {
    record.running = truth_of(element).value_or(false);
  } else if (name == "currentLapStartTime") {
    if (const auto at = instant_of(whole_of(element))) record.lap_start = at;
  } else if (name == "currentSectors") {
    read_sector_text(view_of(element), record.sectors);
  } else if (name == "lastSectors") {
    read_sector_text(view_of(element), record.last_sectors);
  } else if (name == "currentLoopSectors") {
    read_loop_text(view_of(element), record.loops);
  } else if (name == "previousLoopSectors") {
    read_loop_text(view_of(element), record.last_loops);
  } else if (name == "laps" && !record.laps) {
    record.laps = small(element, 0, timing::kMaxLap);
  } else if (name == "currentLapNumber" && !record.current_lap) {
    record.current_lap = small(element, 0, timing::kMaxLap);
  }
}

}  // namespace

std::optional<StandingRecord> read_data_text(std::string_view data) {
  std::array<std::string_view, kDataFields> fields;
  Fields rest(data);
  for (std::string_view& field : fields) field = rest.next();
  const auto car = timing::CarNumber::parse(fields[kCar]);
  if (!car) return std::nullopt;
  StandingRecord record;
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
  auto record = read_data_text(view_of(member(standing, "data")));
  if (!record) return std::nullopt;
  for (const dom::key_value_pair pair : object) read_member(pair.key, unwrapped(pair.value), *record);
  if (!record->position) record->position = within(whole(key), 1, timing::kMaxPosition);
  return record;
}

}  // namespace stint::live::alkamel
