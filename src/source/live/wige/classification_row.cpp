#include "source/live/wige/classification_row.hpp"

#include <charconv>

#include "source/live/number_text.hpp"

namespace stint::live::wige {
namespace {

using simdjson::dom::element;
using timing::BestMark;

// Longer texts are no name of anything (timing::kMaxNameBytes).
constexpr std::size_t kLongestName = 1000;

// A view of a string, or of a number written into `digits`.
std::string_view view_of(const element& value, std::array<char, 24>& digits) {
  std::string_view text;
  if (value.get_string().get(text) == simdjson::SUCCESS) return text;
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS) {
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), static_cast<std::size_t>(written.ptr - digits.data())};
  }
  return {};
}

BestMark mark_of(std::string_view code) {
  if (code == "2") return BestMark::overall;
  return code == "1" ? BestMark::personal : BestMark::none;
}

void set_name(std::string& name, std::string_view text) { name.assign(trimmed(text).substr(0, kLongestName)); }

std::optional<std::int32_t> count_of(std::string_view text) {
  const auto count = parse_number<std::int32_t>(text);
  return count && *count >= 0 && *count <= 100'000 ? count : std::nullopt;
}

void set_sector_text(SectorCell& cell, std::string_view text) {
  text = trimmed(text);
  cell.present = !text.empty();
  cell.time = parse_time(text);
  cell.in_lane = text == "PIT" || text == "IN";
}

// "000262.118": seconds, zero-padded; 0 is a car that has not been in the lane.
std::optional<Millis> lane_sum(std::string_view text) {
  const auto first = text.find_first_not_of('0');
  if (first == std::string_view::npos) return std::nullopt;
  return parse_time(text[first] == '.' ? text.substr(first - 1) : text.substr(first));
}

// S1TIME, S1SPEED, ST1T: `rest` is what follows the S.
void set_sector_member(ClassificationRow& row, std::string_view rest, std::string_view text) {
  const bool mark = rest.size() == 3 && rest[0] == 'T' && rest[2] == 'T';
  const char digit = mark ? rest[1] : rest[0];
  if (digit < '1' || digit > '9') return;
  SectorCell& cell = row.sectors[static_cast<std::size_t>(digit - '1')];
  if (mark) {
    cell.best = mark_of(text);
  } else if (rest.substr(1) == "TIME") {
    set_sector_text(cell, text);
  } else if (rest.substr(1) == "SPEED") {
    const auto speed = parse_number<double>(text);
    if (speed && *speed > 0 && *speed < 500) cell.speed_kph = speed;
  }
}

void set_member(ClassificationRow& row, std::string_view key, std::string_view text) {
  if (key.empty()) return;
  switch (key.front()) {
    case 'S':
      if (key == "STNR") {
        row.car = timing::CarNumber::parse(trimmed(text)).value_or(timing::CarNumber{});
      } else if (key.size() >= 4) {
        set_sector_member(row, key.substr(1), text);
      }
      return;
    case 'P':
      if (key == "POSITION") row.position = count_of(text);
      if (key == "PRO") set_name(row.group, text);
      if (key == "PITSTOPCOUNT") row.pit_stops = count_of(text);
      if (key == "PITSUM") row.pit_time = lane_sum(text);
      return;
    case 'L':
      if (key == "LAPS") row.laps = count_of(text);
      if (key == "LASTLAPTIME") {
        row.last_lap_text.assign(text);
        row.last_lap = parse_time(text);
      }
      if (key == "LLTS") row.last_lap_best = mark_of(text);
      if (key == "LASTINTERMEDIATENUMBER") row.point = count_of(text);
      if (key == "LASTIMTIME") row.point_at = parse_epoch_ms(text);
      return;
    case 'C':
      if (key == "CLASSRANK") row.class_position = count_of(text);
      if (key == "CLASSNAME") set_name(row.class_name, text);
      if (key == "CAR") set_name(row.vehicle, text);
      return;
    case 'N':
      if (key == "NAME") set_name(row.driver, text);
      return;
    case 'T':
      if (key == "TEAM") set_name(row.team, text);
      return;
    case 'G':
      if (key == "GAP") row.gap = parse_gap(text);
      return;
    default:
      return;
  }
}

}  // namespace

std::string text_of(const element& value) {
  std::array<char, 24> digits{};
  return std::string(view_of(value, digits));
}

std::string text_of(const simdjson::dom::object& object, std::string_view key) {
  element value;
  return object.at_key(key).get(value) == simdjson::SUCCESS ? text_of(value) : std::string();
}

std::optional<ClassificationRow> decode_row(const simdjson::dom::object& row) {
  ClassificationRow decoded;
  std::array<char, 24> digits{};
  for (const auto& [key, value] : row) set_member(decoded, key, view_of(value, digits));
  if (decoded.car.empty()) return std::nullopt;
  if (decoded.position == 0) decoded.position.reset();
  if (decoded.class_position == 0) decoded.class_position.reset();
  return decoded;
}

}  // namespace stint::live::wige
