#include "race/pit_stops.hpp"

#include <algorithm>

namespace stint::race {

void enter_pit_lane(CarProgress& car, std::int32_t lap, Instant at, FlagKind flag) {
  // The same visit told twice, or a red-flag lap that stood in the lane and then ended in it.
  if (!car.stops.empty() && car.stops.back().in_lap >= lap) return;
  PitStop stop;
  stop.in_lap = lap;
  stop.in_at = at;
  stop.flag = flag;
  stop.driver_in = car.driver;
  stop.driver_in_name = car.driver_name(car.driver);
  stop.red_flag = flag == FlagKind::red;
  car.stops.push_back(std::move(stop));
}

std::optional<std::size_t> leave_pit_lane(CarProgress& car, std::int32_t lap, Instant at, std::optional<Millis> lane,
                                          FlagKind flag) {
  const PitStop* open = car.open_stop();
  if (open == nullptr) {
    const bool from_garage = car.stops.empty() && lap == 1;
    if (from_garage) return std::nullopt;
    const bool told_already = !car.stops.empty() && car.stops.back().out_lap == lap && car.stops.back().in_lap < lap;
    if (told_already) return std::nullopt;
    // Its pit in was not seen. A visit that a red-flag lap has used up ends on the lap after it; else it began on this lap.
    const bool second_visit = !car.stops.empty() && car.stops.back().in_lap == lap - 1 && car.stops.back().out_lap == lap - 1;
    // Without a lane time of its own it is the end of the standing that has been told already.
    if (second_visit && !lane) return std::nullopt;
    PitStop stop;
    stop.in_lap = second_visit ? lap - 1 : lap;
    stop.in_at = lane ? at - *lane : at;
    stop.flag = flag;
    stop.driver_in = car.driver;
    stop.driver_in_name = car.driver_name(car.driver);
    stop.red_flag = flag == FlagKind::red;
    car.stops.push_back(std::move(stop));
  }
  const std::size_t place = car.stops.size() - 1;
  PitStop& stop = car.stops.edit(place);
  stop.out_lap = lap;
  stop.out_at = at;
  stop.lane = lane;
  return place;
}

const PitStop* stop_after_lap(const CarProgress& car, std::int32_t in_lap) {
  for (std::size_t i = car.stops.size(); i > 0 && car.stops[i - 1].in_lap >= in_lap; --i) {
    const PitStop& stop = car.stops[i - 1];
    if (stop.in_lap == in_lap && !stop.red_flag) return &stop;
  }
  return nullptr;
}

std::int32_t last_stop_before(const CarProgress& car, std::int32_t lap) {
  for (std::size_t i = car.stops.size(); i > 0; --i) {
    const PitStop& stop = car.stops[i - 1];
    if (stop.in_lap < lap && !stop.red_flag) return stop.in_lap;
  }
  return 0;
}

std::int32_t counted_stops(const CarProgress& car) {
  return static_cast<std::int32_t>(std::ranges::count_if(car.stops, [](const PitStop& stop) { return !stop.red_flag; }));
}

}  // namespace stint::race
