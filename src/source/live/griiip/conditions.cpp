// Weather, tyres, energy, and where a car is on the lap.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {
namespace {

using timing::Instant;
using timing::Millis;

// The tank is told per car several times a minute; a change below this is not worth an event. A rise is a refuelling.
constexpr double kEnergyStep = 1.0;
constexpr double kRefuelled = 0.5;
constexpr Millis kBetweenPositions = std::chrono::seconds{5};

constexpr std::array<std::string_view, 16> kCompass = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                                       "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};

std::optional<double> degrees_of(std::string_view code) {
  const auto found = std::ranges::find(kCompass, code);
  if (found == kCompass.end()) return std::nullopt;
  return 360.0 / static_cast<double>(kCompass.size()) * static_cast<double>(found - kCompass.begin());
}

// A sky that names rain says that it rains; any other doesn't say that it doesn't.
std::optional<bool> rain_in(std::string_view sky) {
  for (const std::string_view word : {"Rain", "rain", "Drizzle", "drizzle", "Shower", "shower", "Storm", "storm"}) {
    if (sky.find(word) != std::string_view::npos) return true;
  }
  return std::nullopt;
}

// One compound, or all four corners if they differ: "MEDIUM", "SOFT/SOFT/MEDIUM/MEDIUM" (front left, right, rear left, right).
// Their age is left out: it is not to be relied on.
std::string compounds(const Item& tyres) {
  std::array<std::string, 4> corners;
  static constexpr std::array<std::string_view, 4> kIds = {"frontLeft", "frontRight", "rearLeft", "rearRight"};
  each_item(tyres.list("tires"), [&](const Item& tyre) {
    const auto corner = std::ranges::find(kIds, tyre.text("id"));
    if (corner != kIds.end()) corners[static_cast<std::size_t>(corner - kIds.begin())] = tyre.text("compound");
  });
  if (std::ranges::all_of(corners, [&](const std::string& corner) { return corner == corners[0]; })) return corners[0];
  std::string all;
  for (const std::string& corner : corners)
    all += (all.empty() && &corner == &corners[0] ? "" : "/") + (corner.empty() ? "?" : corner);
  return all;
}

}  // namespace

void SessionFeed::read_weather(const Item& item, Intake& intake) {
  const Instant at = time_of(item, intake);
  if (weather_at_ && at <= *weather_at_) return;
  timing::Weather weather;
  weather.air_c = item.measure("temperature");
  weather.track_c = item.measure("trackTemperature");
  weather.humidity_pct = item.measure("humidity");
  weather.pressure_hpa = item.measure("pressure");
  weather.wind_kph = item.measure("windSpeedKph");
  weather.wind_dir_deg = degrees_of(item.text("windDirectionCode"));
  weather.rain = rain_in(item.text("sky"));
  if (weather == timing::Weather{}) return;
  weather_at_ = at;
  say(intake, at, weather);
}

void SessionFeed::read_tyres(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  if (car == nullptr) return;
  std::string fitted = compounds(item);
  if (fitted.empty() || fitted == car->telemetry.tyres) return;
  car->telemetry.car = car->number;
  car->telemetry.tyres = std::move(fitted);
  say(intake, time_of(item, intake), car->telemetry);
}

void SessionFeed::read_energy(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  const auto energy = item.measure("e");
  if (car == nullptr || !energy || *energy < 0) return;
  const auto& known = car->telemetry.energy_pct;
  if (known && *energy - *known < kRefuelled && *known - *energy < kEnergyStep) return;
  car->telemetry.car = car->number;
  car->telemetry.energy_pct = energy;
  say(intake, time_of(item, intake), car->telemetry);
}

void SessionFeed::read_geo_location(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  const auto fraction = item.measure("relativeDistance");
  if (car == nullptr || !fraction || *fraction < 0 || *fraction > 1) return;
  const Instant at = time_of(item, intake);
  if (at < car->located_at + kBetweenPositions) return;
  car->located_at = at;
  say(intake, at, timing::Position{.car = car->number, .fraction = fraction, .x = {}, .y = {}});
}

}  // namespace stint::live::griiip
