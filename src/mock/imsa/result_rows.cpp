#include "mock/imsa/result_rows.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "mock/imsa/scoring_text.hpp"
#include "mock/in_lane.hpp"

namespace stint::mock::imsa {
namespace {

using race::CarSnapshot;
using timing::JsonWriter;

std::string loud(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// Average speed of the last lap in mph.
std::string speed_text(double miles, const CarSnapshot& car) {
  if (miles <= 0 || !car.last_lap) return "--.---";
  constexpr double kMillisInHour = 3'600'000;
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%.3f", miles * kMillisInHour / static_cast<double>(car.last_lap->time.count()));
  return text.data();
}

std::string fastest_driver(const CarSnapshot& car) {
  if (!car.best_lap) return "";
  const auto lap = std::ranges::find(car.laps_done, car.best_lap->lap, &race::LapRecord::number);
  if (lap == car.laps_done.end() || !lap->driver) return "";
  const auto driver = std::ranges::find(car.entry->drivers, *lap->driver, &timing::Driver::id);
  return driver == car.entry->drivers.end() ? "" : driver->name;
}

bool is_out(const CarSnapshot& car) {
  return car.state == race::CarState::retired || car.state == race::CarState::disqualified ||
         car.state == race::CarState::not_started;
}

// A transponder that belongs to nobody, or a car of the organiser.
void write_stranger(JsonWriter& json, std::size_t place, const std::string& number) {
  json.begin_object().field("A", place).field("N", number).field("I", 9'000).field("C", "").field("PIC", 0).field("F", " ");
  json.field("V", "").field("T", "").field("L", 3).field("LL", "1:40.000").field("BL", "1:40.000").field("IN", 1);
  for (const std::string_view gap : {"D", "G", "DIC", "GIC"}) json.field(gap, "--.---");
  json.field("P", 0).field("PS", 0).field("S", "Active").end_object();
}

}  // namespace

void write_rows(JsonWriter& json, const race::Snapshot& race, const RowStyle& style,
                const std::function<std::string(const std::string&)>& name_text) {
  const auto write = [&](std::size_t place, const CarSnapshot& car) {
    const bool in_pit = in_lane(car);
    const std::string driver = name_text(car.driver_name);
    json.begin_object().field("A", place).field("N", car.number());
    json.field("I", 1'000 + std::hash<timing::CarNumber>{}(car.number()) % 1'000).field("C", car.entry->class_name);
    json.field("PIC", car.class_position.value_or(0)).field("F", style.loud_in_pit && in_pit ? loud(driver) : driver);
    json.field("V", name_text(car.entry->vehicle.empty() ? car.entry->manufacturer : car.entry->vehicle));
    json.field("L", car.laps).field("LL", lap_text(car.last_lap ? std::optional(car.last_lap->time) : std::nullopt));
    json.field("BL", lap_text(car.best_lap ? std::optional(car.best_lap->time) : std::nullopt));
    json.field("IN", car.best_lap ? car.best_lap->lap : 0).field("D", gap_text(car.gap, car.position == 1));
    json.field("G", gap_text(car.interval, car.position == 1)).field("DIC", gap_text(car.class_gap, car.class_position == 1));
    json.field("P", in_pit ? 1 : 0).field("PS", car.stops).field("S", is_out(car) ? "OUT" : "Active");
    if (!style.brief) {
      json.field("T", name_text(car.entry->team)).field("GIC", gap_text(car.class_interval, car.class_position == 1));
      json.field("FD", name_text(fastest_driver(car))).field("SP", speed_text(style.lap_miles, car)).field("RM", 0);
      json.field("LS", "").key("SR").begin_array().end_array();
      json.field("A1", car.entry->vehicle).field("A2", "").field("A3", "");
    }
    json.end_object();
  };
  const std::size_t cars = race.cars.size();
  const std::size_t missing = style.disorder != nullptr && cars > 0 ? style.disorder->roll % cars : cars;
  std::size_t place = 0;
  for (std::size_t i = 0; i < cars; ++i) {
    ++place;
    if (i != missing) write(place, race.cars[i]);
  }
  if (style.disorder == nullptr || cars == 0) return;
  const CarSnapshot& twice = race.cars[(missing + 1) % cars];
  write(++place, twice);
  write_stranger(json, ++place, "Tx1234567");
  write_stranger(json, ++place, "0" + twice.number().str());
}

}  // namespace stint::mock::imsa
