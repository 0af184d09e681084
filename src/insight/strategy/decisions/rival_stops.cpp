#include "insight/strategy/decisions/rival_stops.hpp"

namespace stint::insight {
namespace {

// What a lap on new tyres is worth against one on tyres of this age: the class's gain is for the usual age at a stop.
std::optional<double> gain_at(const FieldNow& field, const CarNow& car, std::int32_t tyre_laps) {
  const auto& gain = field.fresh_gain(car.class_index);
  if (!gain) return std::nullopt;
  const auto& degradation = field.measured().classes[car.class_index].degradation_ms;
  if (!degradation || car.tank_laps <= 0) return gain->mean;
  return gain->mean + degradation->mean * (tyre_laps - car.tank_laps);
}

std::int32_t tyre_laps(const CarNow& car) {
  return car.measured->tyre_laps > 0 ? car.measured->tyre_laps : static_cast<std::int32_t>(car.since_stop);
}

}  // namespace

RivalStop rival_stop(const FieldNow& field, const CarNow& car, const CarNow& rival) {
  RivalStop told{rival.number(), {}, {}};
  if (car.in_lane || rival.in_lane) return told;
  const double fuel = field.measured().classes[car.class_index].fuel_ms_per_lap;
  if (const auto gain = gain_at(field, rival, tyre_laps(rival) + 1)) told.undercut_ms = *gain + fuel;
  if (const auto gain = gain_at(field, car, tyre_laps(car) + 1)) told.overcut_ms = -*gain - fuel;
  return told;
}

std::vector<RivalStop> rival_stops(const FieldNow& field, const CarNow& car) {
  const CarNow *ahead = nullptr, *behind = nullptr;
  bool passed = false;
  for (const CarNow& other : field.cars()) {
    if (other.class_index != car.class_index) continue;
    if (&other == &car) {
      passed = true;
    } else if (!passed) {
      ahead = &other;
    } else if (behind == nullptr) {
      behind = &other;
    }
  }
  std::vector<RivalStop> told;
  for (const CarNow* rival : {ahead, behind}) {
    if (rival != nullptr) told.push_back(rival_stop(field, car, *rival));
  }
  return told;
}

}  // namespace stint::insight
