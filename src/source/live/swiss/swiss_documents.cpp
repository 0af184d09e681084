#include "source/live/swiss/swiss_documents.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "source/archive/clock_text.hpp"
#include "source/live/number_text.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::swiss {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using timing::BestMark;

constexpr std::size_t kLongestName = 1000;
constexpr std::size_t kMostSectors = 9;
constexpr std::int32_t kMostCount = 100'000;

std::string text_at(const object& from, std::string_view key, std::size_t longest = kLongestName) {
  std::string_view text;
  if (from.at_key(key).get_string().get(text) != simdjson::SUCCESS) return {};
  return std::string(trimmed(text).substr(0, longest));
}

std::optional<std::int64_t> number_at(const object& from, std::string_view key) {
  std::int64_t number = 0;
  if (from.at_key(key).get_int64().get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

std::optional<std::int32_t> count_at(const object& from, std::string_view key) {
  const auto number = number_at(from, key);
  if (!number || *number < 0 || *number > kMostCount) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<std::int32_t> rank_at(const object& from, std::string_view key) {
  const auto rank = count_at(from, key);
  return rank && *rank > 0 && *rank <= timing::kMaxPosition ? rank : std::nullopt;
}

std::optional<double> measure_at(const object& from, std::string_view key) {
  double number = 0;
  if (from.at_key(key).get_double().get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

bool flag_at(const object& from, std::string_view key) {
  bool set = false;
  return from.at_key(key).get_bool().get(set) == simdjson::SUCCESS && set;
}

std::optional<object> object_at(const object& from, std::string_view key) {
  object inner;
  if (from.at_key(key).get_object().get(inner) != simdjson::SUCCESS) return std::nullopt;
  return inner;
}

std::optional<object> content_of(const element& document) {
  object outer;
  if (document.get_object().get(outer) != simdjson::SUCCESS) return std::nullopt;
  const auto content = object_at(outer, "content");
  return content ? object_at(*content, "full") : std::nullopt;
}

BestMark mark_at(const object& from) {
  const auto state = number_at(from, "TimeState").value_or(0);
  if (state == 2) return BestMark::overall;
  return state == 1 ? BestMark::personal : BestMark::none;
}

LapCells read_lap(const object& from) {
  LapCells lap;
  lap.lap = count_at(from, "LapNumber");
  lap.time = parse_time(text_at(from, "Time"));
  lap.best = mark_at(from);
  array sectors;
  if (from.at_key("Intermediates").get_array().get(sectors) != simdjson::SUCCESS) return lap;
  for (const element value : sectors) {
    object cell;
    if (value.get_object().get(cell) != simdjson::SUCCESS || lap.sectors.size() == kMostSectors) break;
    auto speed = measure_at(cell, "Speed");
    if (speed && (*speed <= 0 || *speed > 500)) speed.reset();
    lap.sectors.push_back({parse_time(text_at(cell, "Time")), speed, mark_at(cell)});
  }
  return lap;
}

// "4.997", "1:02.345", or "3L".
void set_behind(Result& result, std::string_view text) {
  if (text.ends_with('L')) {
    const auto laps = parse_number<std::int32_t>(text.substr(0, text.size() - 1));
    if (laps && *laps > 0 && *laps <= kMostCount) result.behind_laps = laps;
  } else {
    result.behind = parse_time(text);
  }
}

std::optional<Result> read_result(const object& from) {
  const auto main = object_at(from, "MainResult");
  Result result;
  result.competitor = text_at(from, "CompetitorId");
  if (!main || result.competitor.empty()) return std::nullopt;
  result.rank = rank_at(*main, "Rank");
  result.class_rank = rank_at(*main, "ClassRank");
  result.laps = count_at(*main, "TotalLapCount");
  result.total_time = parse_time(text_at(*main, "TotalTime"));
  set_behind(result, text_at(*main, "Behind"));
  result.status = number_at(*main, "Status").value_or(0);
  result.sectors_done = measure_at(*main, "SectBasedPcntPos");
  if (const auto last = object_at(*main, "LastLap")) result.last_lap = read_lap(*last);
  return result;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

timing::Driver read_driver(const object& from, std::int64_t place) {
  timing::Driver driver;
  const std::string first = text_at(from, "FirstName", 500);
  driver.id = timing::DriverId(std::to_string(number_at(from, "ListIndex").value_or(place) % 1000));
  driver.name = first + (first.empty() ? "" : " ") + text_at(from, "LastName", 500);
  driver.tla = text_at(from, "ShortName");
  driver.country = text_at(from, "CountryCode");
  driver.grade = lower(text_at(from, "LicenseTypeName"));
  return driver;
}

void read_drivers(Competitor& competitor, const object& from) {
  const auto drivers = object_at(from, "Drivers");
  if (!drivers) return;
  const std::string current = text_at(from, "CurrentDriverId");
  for (const auto& [id, value] : *drivers) {
    object row;
    if (value.get_object().get(row) != simdjson::SUCCESS || competitor.entry.drivers.size() == timing::kMaxDrivers) continue;
    competitor.entry.drivers.push_back(read_driver(row, static_cast<std::int64_t>(competitor.entry.drivers.size()) + 1));
    if (!current.empty() && id == current) competitor.driver = competitor.entry.drivers.back().id;
  }
  std::ranges::stable_sort(competitor.entry.drivers, {}, &timing::Driver::id);
}

std::optional<Competitor> read_competitor(const object& from, const std::map<std::string, std::string>& classes) {
  Competitor competitor;
  const auto number = timing::CarNumber::parse(text_at(from, "Bib"));
  const std::string class_id = text_at(from, "ClassId");
  competitor.id = text_at(from, "Id");
  competitor.entry.vehicle = text_at(from, "CarTypeName");
  if (!number || competitor.id.empty() || (class_id.empty() && competitor.entry.vehicle.empty())) return std::nullopt;
  competitor.entry.car = *number;
  competitor.entry.key = competitor.id;
  const auto named = classes.find(class_id);
  if (named != classes.end()) competitor.entry.class_name = named->second;
  competitor.entry.team = text_at(from, "TeamName");
  competitor.entry.manufacturer = text_at(from, "ManufacturerName");
  competitor.in_pit_lane = flag_at(from, "InPitLane");
  competitor.stops = count_at(from, "PitStopCount");
  read_drivers(competitor, from);
  return competitor;
}

bool is_world_challenge(const Unit& unit) {
  const std::string name = lower(unit.series);
  return name.find("gtworldch") != std::string::npos || name.find("gt world") != std::string::npos;
}

Unit read_unit_row(const object& row, const object& schedule) {
  Unit unit;
  unit.id = text_at(row, "Id");
  unit.name = text_at(row, "Name");
  unit.begins_at = source::parse_day_first(text_at(row, "BeginTime"));
  unit.duration = parse_time(text_at(row, "Duration"));
  unit.type = number_at(row, "Type").value_or(-1);
  unit.state = number_at(row, "State").value_or(-1);
  const auto competitions = object_at(schedule, "Competitions");
  const auto competition = competitions ? object_at(*competitions, text_at(row, "CompetitionId")) : std::nullopt;
  if (competition) {
    unit.series = text_at(*competition, "Name");
    unit.full_course_yellow = flag_at(*competition, "UsesFullCourseYellow");
  }
  return unit;
}

}  // namespace

std::optional<Millis> parse_time(std::string_view text) {
  const auto clock = source::archive::parse_clock(text);
  if (!clock || clock->count() == 0) return std::nullopt;
  return Millis{*clock};
}

std::optional<std::string> read_current_season(const element& document) {
  const auto content = content_of(document);
  if (!content) return std::nullopt;
  std::string season = text_at(*content, "CurrentSeason");
  const bool year = season.size() == 4 && std::ranges::all_of(season, [](char c) { return c >= '0' && c <= '9'; });
  return year ? std::optional(std::move(season)) : std::nullopt;
}

std::optional<Meeting> read_meeting(const element& document) {
  const auto content = content_of(document);
  const auto meetings = content ? object_at(*content, "Meetings") : std::nullopt;
  if (!meetings) return std::nullopt;
  Meeting meeting;
  meeting.id = text_at(*content, "PresentationMeetingId");
  if (meeting.id.empty()) return std::nullopt;
  if (const auto row = object_at(*meetings, meeting.id)) {
    meeting.name = text_at(*row, "Name");
    meeting.track = text_at(*row, "TrackName");
    meeting.country = text_at(*row, "CountryCode");
  }
  return meeting;
}

std::string_view zone_of(std::string_view country) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kZones{{{"BEL", "Europe/Brussels"},
                                                                                         {"FRA", "Europe/Paris"},
                                                                                         {"GBR", "Europe/London"},
                                                                                         {"ITA", "Europe/Rome"},
                                                                                         {"DEU", "Europe/Berlin"},
                                                                                         {"NLD", "Europe/Amsterdam"},
                                                                                         {"ESP", "Europe/Madrid"},
                                                                                         {"PRT", "Europe/Lisbon"},
                                                                                         {"AUT", "Europe/Vienna"},
                                                                                         {"HUN", "Europe/Budapest"},
                                                                                         {"SAU", "Asia/Riyadh"},
                                                                                         {"ARE", "Asia/Dubai"}}};
  const auto found = std::ranges::find(kZones, country, &std::pair<std::string_view, std::string_view>::first);
  return found == kZones.end() ? "Europe/Brussels" : found->second;
}

std::optional<Unit> read_unit(const element& document) {
  const auto content = content_of(document);
  const auto units = content ? object_at(*content, "Units") : std::nullopt;
  if (!units) return std::nullopt;
  const std::string presented_id = text_at(*content, "PresentationRoundId");
  std::optional<Unit> presented;
  std::optional<Unit> live;
  for (const auto& [id, value] : *units) {
    object row;
    if (value.get_object().get(row) != simdjson::SUCCESS) continue;
    Unit unit = read_unit_row(row, *content);
    if (unit.id.empty()) continue;
    if (!live && unit.state == 1 && is_world_challenge(unit)) live = unit;
    if (unit.id == presented_id) presented = std::move(unit);
  }
  if (presented && (is_world_challenge(*presented) || !live)) return presented;
  return live;
}

std::optional<UnitTiming> read_timing(const element& document) {
  const auto content = content_of(document);
  const auto results = content ? object_at(*content, "Results") : std::nullopt;
  if (!results) return std::nullopt;
  UnitTiming timing;
  timing.unit = text_at(*content, "UnitId");
  if (const auto info = object_at(*content, "UntInfo")) {
    timing.chequered = flag_at(*info, "ChequeredFlag");
    timing.track_flag = number_at(*info, "TrackFlag");
    timing.started_at = source::parse_day_first(text_at(*info, "StartRealTime"));
    const auto remaining = source::archive::parse_clock(text_at(*info, "RemainingTime"));
    if (remaining) timing.remaining = Millis{*remaining};
    array flags;
    if (flag_at(*info, "ShowSectorFlags") && info->at_key("SectorFlags").get_array().get(flags) == simdjson::SUCCESS) {
      for (const element flag : flags) {
        std::int64_t code = 0;
        if (flag.get_int64().get(code) != simdjson::SUCCESS || timing.sector_flags.size() == kMostSectors) break;
        timing.sector_flags.push_back(code);
      }
    }
  }
  std::vector<std::pair<std::int64_t, Result>> listed;
  for (const auto& [id, value] : *results) {
    object row;
    if (value.get_object().get(row) != simdjson::SUCCESS) continue;
    auto result = read_result(row);
    if (result) listed.emplace_back(number_at(row, "ListIndex").value_or(kMostCount), std::move(*result));
  }
  std::ranges::stable_sort(listed, {}, [](const auto& row) { return row.first; });
  for (auto& [place, result] : listed) timing.results.push_back(std::move(result));
  return timing;
}

std::optional<UnitCompetitors> read_competitors(const element& document) {
  const auto content = content_of(document);
  const auto rows = content ? object_at(*content, "Competitors") : std::nullopt;
  if (!rows) return std::nullopt;
  std::map<std::string, std::string> classes;
  if (const auto named = object_at(*content, "Classes")) {
    for (const auto& [id, value] : *named) {
      object row;
      if (value.get_object().get(row) == simdjson::SUCCESS) classes[std::string(id)] = text_at(row, "Name");
    }
  }
  UnitCompetitors unit;
  unit.unit = text_at(*content, "UnitId");
  for (const auto& [id, value] : *rows) {
    object row;
    if (value.get_object().get(row) != simdjson::SUCCESS) continue;
    if (auto competitor = read_competitor(row, classes)) unit.competitors.push_back(std::move(*competitor));
  }
  array messages;
  if (content->at_key("Messages").get_array().get(messages) == simdjson::SUCCESS) {
    for (const element value : messages) {
      object row;
      if (value.get_object().get(row) != simdjson::SUCCESS) continue;
      const auto at = source::parse_day_first(text_at(row, "Time"));
      std::string text = text_at(row, "Text", timing::kMaxMessageBytes);
      if (at && !text.empty()) unit.messages.push_back({*at, std::move(text)});
    }
  }
  array sectors;
  if (content->at_key("IntermediateDefinitions").get_array().get(sectors) == simdjson::SUCCESS) {
    unit.sector_count = std::min(sectors.size(), kMostSectors);
  }
  return unit;
}

}  // namespace stint::live::swiss
