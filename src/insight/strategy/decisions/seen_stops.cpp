#include "insight/strategy/decisions/seen_stops.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

bool is_neutral(FlagKind flag) {
  using enum FlagKind;
  return flag == fcy || flag == vsc || flag == safety_car || flag == code60;
}

bool is_green(FlagKind flag) { return !is_neutral(flag) && flag != FlagKind::red; }

double median_lane(const std::vector<const race::PitStop*>& stops) {
  std::vector<double> lanes;
  for (const race::PitStop* stop : stops) lanes.push_back(static_cast<double>(stop->lane->count()));
  const auto middle = lanes.begin() + static_cast<std::ptrdiff_t>(lanes.size() / 2);
  std::ranges::nth_element(lanes, middle);
  return *middle;
}

// What a stop of each class usually takes in the lane. A class's first stop may be a repair: lanes of classes are alike.
std::vector<double> usual_lanes(const std::vector<std::vector<const race::PitStop*>>& timed, const Measured& measured) {
  constexpr double kLeast = 0.7, kMost = 1.35;
  std::vector<double> known;
  for (const ClassMeasure& of_class : measured.classes) {
    if (of_class.lane_ms[0]) known.push_back(of_class.lane_ms[0]->mean);
  }
  std::ranges::sort(known);
  const double all = known.empty() ? 0 : known[known.size() / 2];
  std::vector<double> usual;
  for (const auto& stops : timed) {
    const double own = stops.empty() ? 0 : median_lane(stops);
    usual.push_back(all > 0 && own > 0 ? std::clamp(own, kLeast * all, kMost * all) : own);
  }
  return usual;
}

bool is_timed(const race::PitStop& stop) { return stop.lane && !stop.red_flag && stop.flag != FlagKind::red; }

// The first lap with this number or a later one.
auto lap_from(const race::CarSnapshot& car, std::int32_t number) {
  return std::lower_bound(car.laps_done.begin(), car.laps_done.end(), number,
                          [](const race::LapRecord& lap, std::int32_t wanted) { return lap.number < wanted; });
}

// Green laps that the fuel of the laps (from, to] was worth; each end under caution makes half a lap a slow one.
double fuel_of(const race::CarSnapshot& car, std::int32_t from, std::int32_t to, double yellow_burn) {
  double slow = 0;
  for (auto lap = lap_from(car, from + 1); lap != car.laps_done.end() && lap->number <= to; ++lap)
    slow += (is_neutral(lap->flag_at_start) ? 0.5 : 0) + (is_neutral(lap->flag_at_end) ? 0.5 : 0);
  return to - from - (1 - yellow_burn) * slow;
}

std::optional<double> in_lap_excess(const race::CarSnapshot& car, std::int32_t number, double usual_lap) {
  const auto lap = lap_from(car, number);
  if (lap == car.laps_done.end() || lap->number != number || !lap->time || lap->out_lap || usual_lap <= 0) return std::nullopt;
  if (!is_green(lap->flag_at_start) || !is_green(lap->flag_at_end)) return std::nullopt;
  return static_cast<double>(lap->time->count()) - usual_lap;
}

}  // namespace

std::vector<std::vector<SeenStop>> seen_stops(const race::Snapshot& race, const Measured& measured) {
  const std::size_t cars = std::min(race.cars.size(), measured.cars.size());
  std::vector<std::vector<const race::PitStop*>> timed(measured.classes.size());
  for (std::size_t i = 0; i < cars; ++i) {
    for (const race::PitStop& stop : race.cars[i].pit_stops) {
      if (is_timed(stop)) timed[measured.cars[i].class_index].push_back(&stop);
    }
  }
  const std::vector<double> usual = usual_lanes(timed, measured);
  std::vector<std::vector<SeenStop>> seen(measured.classes.size());
  for (std::size_t i = 0; i < cars; ++i) {
    const race::CarSnapshot& car = race.cars[i];
    const std::size_t of = measured.cars[i].class_index;
    const ClassMeasure& of_class = measured.classes[of];
    const double lap = measured.cars[i].lap_ms.value_or(of_class.lap_ms);
    std::int32_t from = 0;
    for (const race::PitStop& stop : car.pit_stops) {
      const double lane = is_timed(stop) ? static_cast<double>(stop.lane->count()) : 0;
      if (lane > 0 && lane < 0.6 * usual[of]) continue;  // driven through: the tank stays as it was
      if (lane > 0 && lane <= 1.5 * usual[of]) {
        SeenStop told;
        told.car = car.number();
        told.at = stop.in_at;
        told.green = is_green(stop.flag);
        told.fill = fuel_of(car, from, stop.in_lap, of_class.yellow_burn);
        told.lane = lane;
        if (stop.cost && stop.cost->count() > 0 && told.green) told.cost = static_cast<double>(stop.cost->count());
        if (told.green) told.in_lap = in_lap_excess(car, stop.in_lap, lap);
        seen[of].push_back(told);
      }
      if (!stop.red_flag) from = stop.in_lap;
    }
  }
  return seen;
}

}  // namespace stint::insight
