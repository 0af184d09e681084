#include "insight/strategy/decisions/field_now.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

constexpr double kOutLapShare = 0.95;  // of a lap is left when a car leaves the lane, at least

bool is_racing(race::CarState state) {
  using enum race::CarState;
  return state == running || state == in_pit || state == out_lap || state == stopped;
}

double lap_of(const race::CarSnapshot& car, const CarMeasure& measured, const Measured& all) {
  if (measured.lap_ms && *measured.lap_ms > 0) return *measured.lap_ms;
  const double of_class = all.classes[measured.class_index].lap_ms;
  if (of_class > 0) return of_class;
  return car.best_lap ? static_cast<double>(car.best_lap->time.count()) : 0;
}

// The latest sector end that the car has crossed on the lap under way, as long as no sector before it is missing; the shares of
// a lap are those of its best sectors.
void find_point(const race::CarSnapshot& car, CarNow& road) {
  road.point_ms = road.line_ms;
  if (!car.ideal_lap || car.ideal_lap->count() <= 0) return;
  double covered = 0;
  for (std::size_t i = 0; i < car.sectors.size() && i < car.best_sectors.size(); ++i) {
    if (!car.best_sectors[i] || !car.sectors[i] || car.sectors[i]->lap != car.laps + 1) break;
    covered += static_cast<double>(car.best_sectors[i]->time.count());
    road.point_ms += static_cast<double>(car.sectors[i]->time.count());
  }
  road.lap_left = std::clamp(1 - covered / static_cast<double>(car.ideal_lap->count()), 0.0, 1.0);
}

// Laps of the stint that the stop ended.
double laps_before(const race::CarSnapshot& car, const race::PitStop& stop) {
  std::int32_t from = 0;
  for (const race::PitStop& earlier : car.pit_stops) {
    if (earlier.in_lap < stop.in_lap && !earlier.red_flag) from = earlier.in_lap;
  }
  return stop.in_lap - from;
}

CarNow road_car(const race::Snapshot& race, const race::CarSnapshot& car, const CarMeasure& measured, const Measured& all) {
  CarNow road;
  road.seen = &car;
  road.measured = &measured;
  road.class_index = measured.class_index;
  road.laps = car.laps;
  const race::LapRecord& last = car.laps_done.back();
  road.line_ms = static_cast<double>((last.ended_at - race.at).count());
  find_point(car, road);
  road.lap_ms = lap_of(car, measured, all);
  road.lap_spread_ms = measured.lap_spread_ms;
  road.tank_laps = measured.tank_laps ? measured.tank_laps->mean : 0;
  road.since_stop = car.laps_since_stop.value_or(car.laps);
  road.in_lane = car.state == race::CarState::in_pit;
  road.lane_after_line = road.in_lane && last.in_lap;
  return road;
}

}  // namespace

FieldNow::FieldNow(const race::Snapshot& race, const Measured& measured)
    : race_(&race),
      measured_(&measured),
      losses_(race, measured),
      fresh_gains_(fresh_gains(race, measured)),
      pace_(pace_of(race.flag, race.session.series)) {
  for (std::size_t i = 0; i < race.cars.size() && i < measured.cars.size(); ++i) {
    const race::CarSnapshot& car = race.cars[i];
    if (!is_racing(car.state) || car.laps_done.empty()) continue;
    const CarNow road = road_car(race, car, measured.cars[i], measured);
    if (road.lap_ms > 0) cars_.push_back(road);
  }
}

const CarNow* FieldNow::find(const race::CarNumber& car) const {
  const auto found = std::ranges::find_if(cars_, [&](const CarNow& road) { return road.number() == car; });
  return found == cars_.end() ? nullptr : &*found;
}

double FieldNow::slow_down(const CarNow& car, Pace pace) const {
  return measured_->classes[car.class_index].slow_down[static_cast<std::size_t>(pace)];
}

double FieldNow::fill_laps(const CarNow& car) const {
  const auto left = laps_left(car);
  // What was burnt goes in again, but no more than is needed to the flag: a lap is kept in reserve.
  const double burnt = car.measured->fuel_used_laps + 1;
  return left ? std::min(burnt, std::max(0.0, *left)) : burnt;
}

double FieldNow::loss_left_ms(const CarNow& car) const {
  const bool made = car.seen->state == race::CarState::out_lap && !car.seen->pit_stops.empty();
  if (!car.in_lane && !made) return 0;
  // A feed can show a car in the pit lane without ever having told of a stop.
  const race::PitStop* stop = car.seen->pit_stops.empty() ? nullptr : &car.seen->pit_stops.back();
  if (stop != nullptr && stop->red_flag) return 0;
  const auto loss =
      losses_.of(car.number(), car.class_index, pace_, stop != nullptr ? laps_before(*car.seen, *stop) : fill_laps(car));
  const double whole = loss ? loss->mean_ms : 0, before_line = loss ? loss->in_lap_ms : 0;
  if (!car.in_lane) {
    // It has left the lane: the lane time says what it lost, if that is known, and the in-lap has part of it. Once it has
    // crossed a sector's end the timing has it all.
    if (!car.seen->laps_done.back().in_lap || car.lap_left < 1) return 0;
    const double longer = stop->lane && loss && loss->lane_ms ? static_cast<double>(stop->lane->count()) - *loss->lane_ms : 0;
    return std::max(0.0, whole - before_line + longer);
  }
  if (!car.lane_after_line) return whole;
  // What lasts far longer than a stop is a repair, and those that have lasted so long last as long again.
  constexpr double kLonger = 1.5, kLongerMs = 20'000;
  const double stood = -car.line_ms;
  return stood > std::max(kLonger * whole, whole + kLongerMs) ? 2 * stood : std::max(0.0, whole - before_line);
}

double FieldNow::line_crossing_ms(const CarNow& car, std::int32_t ahead, Pace pace) const {
  const double lap = car.lap_ms * slow_down(car, pace);
  double first = car.point_ms + lap * car.lap_left + loss_left_ms(car);
  // Overdue: it has not crossed yet.
  first = std::max(first, car.lane_after_line ? kOutLapShare * lap : 0);
  return first + lap * (ahead - 1);
}

std::optional<double> FieldNow::crossed_ms(const CarNow& car, std::int32_t lap) const {
  const auto& laps = car.seen->laps_done;
  for (std::size_t i = laps.size(); i > 0; --i) {
    if (laps[i - 1].number == lap) return static_cast<double>((laps[i - 1].ended_at - race_->at).count());
    if (laps[i - 1].number < lap) break;
  }
  return std::nullopt;
}

std::optional<double> FieldNow::laps_left(const CarNow& car) const { return car.measured->laps_left; }

}  // namespace stint::insight
