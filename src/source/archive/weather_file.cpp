#include "source/archive/weather_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "source/archive/csv_header.hpp"
#include "source/archive/csv_rows.hpp"

namespace stint::source::archive {
namespace {

enum Quantity : std::size_t { kAir, kTrack, kHumidity, kPressure, kWind, kDirection, kRain, kQuantities };

constexpr std::array<std::string_view, kQuantities> kNames = {"AIR_TEMP",   "TRACK_TEMP",     "HUMIDITY", "PRESSURE",
                                                              "WIND_SPEED", "WIND_DIRECTION", "RAIN"};

struct Range {
  double low, high;
};

// What each quantity can be, in degC, %, hPa, km/h and degrees; outside of it a value is no reading.
constexpr std::array<Range, kRain> kPlausible = {{{-40, 60}, {-40, 90}, {0, 100}, {500, 1100}, {0, 300}, {0, 360}}};

// Epoch seconds of 1990 and 2100.
constexpr std::int64_t kFirstSecond = 631152000;
constexpr std::int64_t kLastSecond = 4102444800;

// Pressure on Earth is 15 to 33 inches of mercury or 500 to 1100 hectopascals: the two never meet.
constexpr double kMaxInchesOfMercury = 40;
// No race is run in air of over 50 degC, and few below 50 degF: this tells the units of a file without pressure.
constexpr double kMaxAirCelsius = 50;

constexpr double kHectopascalPerInch = 33.86389;
constexpr double kKilometresPerMile = 1.609344;

struct Reading {
  std::size_t line = 0;
  std::int64_t seconds = 0;
  std::array<std::optional<double>, kQuantities> values;
};

double to_celsius(double fahrenheit) { return (fahrenheit - 32.0) * 5.0 / 9.0; }

std::optional<double> median(const std::vector<Reading>& readings, Quantity quantity) {
  std::vector<double> values;
  for (const Reading& reading : readings) {
    if (reading.values[quantity]) values.push_back(*reading.values[quantity]);
  }
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// IMSA publishes degF, inHg and mph together, everyone else degC, hPa and km/h: one decision for the file.
bool has_american_units(const std::vector<Reading>& readings) {
  if (const auto pressure = median(readings, kPressure)) return *pressure < kMaxInchesOfMercury;
  const auto air = median(readings, kAir);
  return air && *air > kMaxAirCelsius;
}

void convert(Reading& reading) {
  auto& values = reading.values;
  for (const Quantity temperature : {kAir, kTrack}) {
    if (values[temperature]) values[temperature] = to_celsius(*values[temperature]);
  }
  if (values[kPressure]) values[kPressure] = *values[kPressure] * kHectopascalPerInch;
  if (values[kWind]) values[kWind] = *values[kWind] * kKilometresPerMile;
}

std::optional<double> parse_value(std::string_view text) {
  double value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

struct WeatherColumns {
  std::size_t seconds;
  std::array<std::size_t, kQuantities> values;
};

std::optional<Reading> read_row(const CsvRows& rows, const WeatherColumns& columns, ComplaintLog& complaints) {
  const auto complain = [&](std::size_t column, std::string_view what) {
    complaints.add(rows.line(), column + 1, std::string(what) + " '" + std::string(rows.field(column).substr(0, 40)) + "'");
  };
  Reading reading;
  reading.line = rows.line();
  const auto seconds = parse_value(rows.field(columns.seconds));
  if (!seconds || *seconds < static_cast<double>(kFirstSecond) || *seconds > static_cast<double>(kLastSecond)) {
    complain(columns.seconds, "the row is left out: no time in seconds since 1970:");
    return std::nullopt;
  }
  reading.seconds = static_cast<std::int64_t>(*seconds);
  for (std::size_t i = 0; i < kQuantities; ++i) {
    const std::string_view text = rows.field(columns.values[i]);
    if (text.empty()) continue;
    reading.values[i] = parse_value(text);
    if (!reading.values[i]) complain(columns.values[i], "taken as unknown: no number:");
  }
  return reading;
}

WeatherRow to_row(Reading& reading, const WeatherColumns& columns, ComplaintLog& complaints) {
  for (std::size_t i = 0; i < kRain; ++i) {
    auto& value = reading.values[i];
    if (!value || (*value >= kPlausible[i].low && *value <= kPlausible[i].high)) continue;
    complaints.add(reading.line, columns.values[i] + 1, std::string(kNames[i]) + " is taken as unknown: weather can't be so");
    value.reset();
  }
  WeatherRow row;
  row.at = timing::instant_from_ms(reading.seconds * 1000);
  const auto& values = reading.values;
  row.weather = {.air_c = values[kAir],
                 .track_c = values[kTrack],
                 .humidity_pct = values[kHumidity],
                 .wind_kph = values[kWind],
                 .wind_dir_deg = values[kDirection],
                 .pressure_hpa = values[kPressure],
                 .rain = std::nullopt};
  // -1 stands for "no sensor".
  if (values[kRain] && *values[kRain] >= 0) row.weather.rain = *values[kRain] > 0;
  return row;
}

}  // namespace

Result<std::vector<WeatherRow>> parse_weather(std::string_view text, ComplaintLog& complaints) {
  CsvRows rows(text, find_separator(text));
  if (!rows.next() || rows.fault() != RowFault::none) {
    return fail(ErrorCode::not_a_timing_file,
                text.empty() ? "the file is empty" : "the first line is no header of a weather file");
  }
  const CsvHeader header(rows);
  if (!header.has("TIME_UTC_SECONDS")) {
    return fail(ErrorCode::not_a_timing_file,
                "expected a weather file (columns TIME_UTC_SECONDS, AIR_TEMP ...), but " + describe(header));
  }
  WeatherColumns columns{.seconds = header.find("TIME_UTC_SECONDS"), .values = {}};
  for (std::size_t i = 0; i < kQuantities; ++i) columns.values[i] = header.find(kNames[i]);

  std::vector<Reading> readings;
  while (rows.next()) {
    if (rows.fault() != RowFault::none) {
      complaints.add(rows.line(), 0, "the row is left out: " + std::string(fault_text(rows.fault())));
    } else if (readings.size() == kMaxWeatherRows) {
      complaints.add(rows.line(), 0, "the rest of the file is left out: more than 100,000 readings");
      break;
    } else if (auto reading = read_row(rows, columns, complaints)) {
      readings.push_back(*reading);
    }
  }
  if (has_american_units(readings)) std::ranges::for_each(readings, convert);
  std::vector<WeatherRow> weather;
  weather.reserve(readings.size());
  for (Reading& reading : readings) weather.push_back(to_row(reading, columns, complaints));
  std::ranges::stable_sort(weather, {}, &WeatherRow::at);
  return weather;
}

}  // namespace stint::source::archive
