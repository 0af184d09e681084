// The truth behind a simulated race, as NDJSON lines: docs/simulator.md documents each field.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/simulate/race_car.hpp"
#include "timing/json_writer.hpp"

namespace stint::source {

class TruthLog {
 public:
  explicit TruthLog(bool keep) : keep_(keep) {}

  void car(const RaceCar& car, std::int32_t grid);
  // The lap that the car has just completed.
  void lap(const RaceCar& car, RaceTime now, RaceTime time_ms, double wetness);
  // A new incident; returns its id. `sector` is 1-based; `other` the second car of a contact.
  std::int32_t incident(const RaceCar& car, const Mishap& mishap, RaceTime at, std::string_view other);
  // An incident without a car: a slow zone in a sector.
  std::int32_t slow_zone(RaceTime at, std::int32_t zone, std::int32_t sector);
  void incident_over(std::int32_t id, RaceTime at);
  // The stop that the car has just completed, or abandoned (`left` false).
  void stop(const RaceCar& car, RaceTime now, bool left);
  void retirement(const RaceCar& car, RaceTime at, std::string_view where);
  void caution(std::string_view kind, RaceTime at, std::int32_t cause);

  [[nodiscard]] std::vector<std::string> take() { return std::exchange(lines_, {}); }

 private:
  template <class Fill>
  void add(std::string_view what, RaceTime at, const Fill& fill) {
    if (!keep_) return;
    std::string line;
    timing::JsonWriter json(line);
    json.begin_object().field("truth", what).field("at_ms", at);
    fill(json);
    json.end_object();
    lines_.push_back(std::move(line));
  }

  bool keep_;
  std::int32_t incidents_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace stint::source
