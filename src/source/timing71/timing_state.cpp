#include "source/timing71/timing_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "source/live/number_text.hpp"
#include "timing/event_limits.hpp"

namespace stint::source::timing71 {
namespace {

using timing::BestMark;
using timing::FlagKind;

constexpr std::size_t kMostColumns = 200;
constexpr std::size_t kMostCars = 1000;
constexpr std::size_t kLongestName = 1000;
constexpr double kLongestSeconds = 100.0 * 24 * 3600;
// Messages of older recordings are stamped in seconds; 1e11 s is the year 5138, 1e11 ms is 1973.
constexpr double kLeastEpochMs = 1e11;

constexpr std::array<std::pair<std::string_view, FlagKind>, 14> kFlags{{{"none", FlagKind::none},
                                                                        {"green", FlagKind::green},
                                                                        {"white", FlagKind::white},
                                                                        {"chequered", FlagKind::chequered},
                                                                        {"yellow", FlagKind::yellow},
                                                                        {"fcy", FlagKind::fcy},
                                                                        {"code_60", FlagKind::code60},
                                                                        {"vsc", FlagKind::vsc},
                                                                        {"sc", FlagKind::safety_car},
                                                                        {"red", FlagKind::red},
                                                                        {"slow_zone", FlagKind::slow_zone},
                                                                        {"yellow", FlagKind::double_yellow},
                                                                        {"caution", FlagKind::fcy},
                                                                        {"code_60_zone", FlagKind::slow_zone}}};

const JsonTree* value_of(const JsonTree* cell) {
  if (cell == nullptr || cell->array() == nullptr) return cell;
  return cell->at(0);
}

std::string flag_of_cell(const JsonTree* cell) {
  const JsonTree* flag = cell == nullptr ? nullptr : cell->at(1);
  return flag != nullptr && flag->text() != nullptr ? *flag->text() : std::string();
}

BestMark mark_of(std::string_view flag) {
  if (flag == "sb" || flag == "sb-new") return BestMark::overall;
  return flag == "pb" ? BestMark::personal : BestMark::none;
}

std::string text_of(const JsonTree* value, std::size_t longest = kLongestName) {
  if (value == nullptr) return {};
  if (const std::string* text = value->text()) return std::string(live::trimmed(*text).substr(0, longest));
  const auto number = value->number();
  const bool whole = number && *number == std::floor(*number) && std::fabs(*number) < 1e15;
  return whole ? std::to_string(static_cast<std::int64_t>(*number)) : std::string();
}

std::optional<Millis> seconds_of(const JsonTree* value) {
  const auto seconds = value == nullptr ? std::nullopt : value->number();
  if (!seconds || *seconds < 0 || *seconds > kLongestSeconds) return std::nullopt;
  return Millis{std::llround(*seconds * 1000)};
}

// A lap or sector of no length is none.
std::optional<Millis> time_of(const JsonTree* value) {
  const auto time = seconds_of(value);
  return time && *time > Millis{0} ? time : std::nullopt;
}

std::optional<std::int32_t> count_of(const JsonTree* value, std::int32_t most) {
  const auto number = value == nullptr ? std::nullopt : value->number();
  if (!number || *number < 0 || *number > most) return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<Instant> instant_of(const JsonTree* value, double unit_ms) {
  const auto number = value == nullptr ? std::nullopt : value->number();
  if (!number || *number <= 0 || *number * unit_ms > 4e12) return std::nullopt;
  return timing::instant_from_ms(std::llround(*number * unit_ms));
}

// "1 lap", "3 laps", or seconds.
void set_gap(CarRow& row, const JsonTree* value) {
  row.gap = seconds_of(value);
  const std::string* text = value == nullptr ? nullptr : value->text();
  const auto word = text == nullptr ? std::string::npos : text->find(" lap");
  if (word != std::string::npos) row.gap_laps = live::parse_number<std::int32_t>(std::string_view(*text).substr(0, word));
  if (row.gap_laps && (*row.gap_laps < 0 || *row.gap_laps > timing::kMaxLap)) row.gap_laps.reset();
}

// S1 to S9: its place from 0.
std::optional<std::size_t> sector_of(std::string_view title) {
  if (title.size() != 2 || title[0] != 'S' || title[1] < '1' || title[1] > '9') return std::nullopt;
  return static_cast<std::size_t>(title[1] - '1');
}

void set_cell(CarRow& row, std::string_view title, const JsonTree& cell) {
  const JsonTree* value = value_of(&cell);
  if (const auto place = sector_of(title)) {
    if (row.sectors.size() <= *place) row.sectors.resize(*place + 1);
    const std::string flag = flag_of_cell(&cell);
    row.sectors[*place] = {time_of(value), flag == "old", mark_of(flag)};
  } else if (title == "Num") {
    row.car = timing::CarNumber::parse(text_of(value)).value_or(timing::CarNumber{});
  } else if (title == "State") {
    row.state = text_of(value);
  } else if (title == "Class") {
    row.class_name = text_of(value);
  } else if (title == "PIC") {
    row.class_position = count_of(value, timing::kMaxPosition);
    if (row.class_position == 0) row.class_position.reset();
  } else if (title == "Team") {
    row.team = text_of(value);
  } else if (title == "Driver") {
    row.driver = text_of(value);
  } else if (title == "Car") {
    row.vehicle = text_of(value);
  } else if (title == "Laps") {
    row.laps = count_of(value, timing::kMaxLap);
  } else if (title == "Gap") {
    set_gap(row, value);
  } else if (title == "Last") {
    row.last = time_of(value);
    row.last_best = mark_of(flag_of_cell(&cell));
  } else if (title == "Best") {
    row.best = time_of(value);
  } else if (title == "Pits") {
    row.pits = count_of(value, timing::kMaxLap);
  } else if (title == "VFT") {
    const auto energy = value == nullptr ? std::nullopt : value->number();
    if (energy && *energy >= 0 && *energy <= 100) row.energy_pct = energy;
  }
}

CarRow read_car(const JsonTree& cells, const std::vector<std::string>& columns) {
  CarRow row;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (const JsonTree* cell = cells.at(i)) set_cell(row, columns[i], *cell);
  }
  return row;
}

void set_weather(timing::Weather& weather, std::string_view title, const JsonTree* cell) {
  const JsonTree* value = value_of(cell);
  auto number = value == nullptr ? std::nullopt : value->number();
  if (!number || std::fabs(*number) > 1e6) return;
  const std::string unit = flag_of_cell(cell);
  const auto celsius = [&] { return unit.ends_with('F') ? (*number - 32) / 1.8 : *number; };
  if (title == "Air temp" || title == "Air Temp" || title == "Air temperature") weather.air_c = celsius();
  if (title == "Track temp" || title == "Track Temp" || title == "Track temperature") weather.track_c = celsius();
  if (title == "Humidity") weather.humidity_pct = number;
  if (title == "Pressure") weather.pressure_hpa = number;
  if (title == "Wind direction" || title == "Wind Direction") weather.wind_dir_deg = number;
  if (title == "Wind speed" || title == "Wind Speed") {
    weather.wind_kph = unit == "mph" ? *number * 1.609344 : unit == "m/s" || unit == "mps" ? *number * 3.6 : *number;
  }
}

std::optional<StateMessage> read_message(const JsonTree& row) {
  StateMessage message;
  const JsonTree* when = row.at(0);
  const auto stamp = when == nullptr ? std::nullopt : when->number();
  const auto at = instant_of(when, stamp && *stamp < kLeastEpochMs ? 1000 : 1);
  if (!at) return std::nullopt;
  message.at = *at;
  message.category = text_of(row.at(1));
  message.text = text_of(row.at(2), timing::kMaxMessageBytes);
  message.style = text_of(row.at(3));
  message.car = text_of(row.at(4));
  return message;
}

}  // namespace

std::optional<FlagKind> flag_of(std::string_view flag) {
  const auto found = std::ranges::find(kFlags, flag, &std::pair<std::string_view, FlagKind>::first);
  return found == kFlags.end() ? std::nullopt : std::optional(found->second);
}

std::string_view flag_text(FlagKind flag) {
  const auto found = std::ranges::find(kFlags, flag, &std::pair<std::string_view, FlagKind>::second);
  return found == kFlags.end() ? "none" : found->first;
}

std::optional<Manifest> read_manifest(const JsonTree& from) {
  const JsonTree* version = from.find("version");
  if (version != nullptr && version->number() != 1) return std::nullopt;
  const JsonTree* columns = from.find("colSpec");
  if (columns == nullptr) columns = from.find("columnSpec");  // its old name
  if (columns == nullptr || columns->array() == nullptr) return std::nullopt;
  Manifest manifest;
  manifest.uuid = text_of(from.find("uuid"), 200);
  manifest.name = text_of(from.find("name"));
  manifest.description = text_of(from.find("description"));
  manifest.started_at = instant_of(from.find("startTime"), 1000);
  for (const JsonTree& column : *columns->array()) {
    const std::string title = text_of(column.array() != nullptr ? column.at(0) : &column);
    const bool twice = std::ranges::find(manifest.columns, title) != manifest.columns.end();
    manifest.columns.push_back(twice ? "" : title);
    if (manifest.columns.size() == kMostColumns) break;
  }
  if (const JsonTree* titles = from.find("trackDataSpec"); titles != nullptr && titles->array() != nullptr) {
    for (const JsonTree& title : *titles->array()) manifest.track_data.push_back(text_of(&title));
  }
  return manifest;
}

TimingState read_state(const JsonTree& from, const Manifest& manifest) {
  TimingState state;
  if (const JsonTree* cars = from.find("cars"); cars != nullptr && cars->array() != nullptr) {
    for (const JsonTree& cells : *cars->array()) {
      if (state.cars.size() == kMostCars) break;
      state.cars.push_back(read_car(cells, manifest.columns));
    }
  }
  if (const JsonTree* session = from.find("session")) {
    state.flag = text_of(session->find("flagState"));
    state.elapsed = seconds_of(session->find("timeElapsed"));
    state.remaining = seconds_of(session->find("timeRemain"));
    state.laps_remaining = count_of(session->find("lapsRemain"), timing::kMaxLap);
    const JsonTree* paused = session->find("pauseClocks");
    state.paused = paused != nullptr && paused->flag().value_or(false);
    const JsonTree* data = session->find("trackData");
    for (std::size_t i = 0; data != nullptr && i < manifest.track_data.size(); ++i) {
      set_weather(state.weather, manifest.track_data[i], data->at(i));
    }
  }
  if (const JsonTree* messages = from.find("messages"); messages != nullptr && messages->array() != nullptr) {
    for (const JsonTree& row : *messages->array()) {
      if (auto message = read_message(row)) state.messages.push_back(std::move(*message));
    }
  }
  state.updated_at = instant_of(from.find("lastUpdated"), 1);
  return state;
}

}  // namespace stint::source::timing71
