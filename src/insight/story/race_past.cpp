#include "insight/story/race_past.hpp"

#include <algorithm>
#include <tuple>

namespace stint::insight::story {
namespace {

constexpr std::size_t kUsualLaps = 5;
constexpr std::size_t kFewestUsualLaps = 3;

bool is_calm(race::FlagKind flag) {
  return flag == race::FlagKind::green || flag == race::FlagKind::chequered || flag == race::FlagKind::none;
}

}  // namespace

bool is_neutralised(const LapRecord& lap) { return !is_calm(lap.flag_at_start) || !is_calm(lap.flag_at_end); }

bool is_caution(race::FlagKind flag) {
  using enum race::FlagKind;
  return flag == fcy || flag == safety_car || flag == vsc || flag == code60 || flag == red;
}

RacePast::RacePast(const race::Snapshot& race, Instant until) : race_(race), until_(until) {}

std::vector<CarIndex> RacePast::cars_in(const std::string& class_name) const {
  std::vector<CarIndex> cars;
  for (CarIndex car = 0; car < race_.cars.size(); ++car) {
    const bool is_of_class = class_name.empty() || class_of(car) == class_name;
    if (is_of_class && race_.cars[car].state != race::CarState::disqualified) cars.push_back(car);
  }
  return cars;
}

std::size_t RacePast::records_by(CarIndex car, Instant at) const {
  const auto& laps = race_.cars[car].laps_done;
  const auto later = std::upper_bound(laps.begin(), laps.end(), std::min(at, until_),
                                      [](Instant when, const LapRecord& lap) { return when < lap.ended_at; });
  return static_cast<std::size_t>(later - laps.begin());
}

std::int32_t RacePast::laps_by(CarIndex car, Instant at) const {
  const std::size_t records = records_by(car, at);
  return records == 0 ? 0 : race_.cars[car].laps_done[records - 1].number;
}

const LapRecord* RacePast::first_from(CarIndex car, std::int32_t number) const {
  const auto& laps = race_.cars[car].laps_done;
  const auto found = std::lower_bound(laps.begin(), laps.end(), number,
                                      [](const LapRecord& lap, std::int32_t wanted) { return lap.number < wanted; });
  return found != laps.end() && found->ended_at <= until_ ? &*found : nullptr;
}

const LapRecord* RacePast::lap(CarIndex car, std::int32_t number) const {
  const LapRecord* found = first_from(car, number);
  return found != nullptr && found->number == number ? found : nullptr;
}

std::vector<CarIndex> RacePast::order_at(Instant at, const std::string& class_name) const {
  std::vector<std::tuple<std::int32_t, Instant, CarNumber, CarIndex>> places;
  for (const CarIndex car : cars_in(class_name)) {
    const std::size_t records = records_by(car, at);
    if (records == 0) continue;
    const LapRecord& last = race_.cars[car].laps_done[records - 1];
    places.emplace_back(-last.number, last.ended_at, number(car), car);
  }
  std::ranges::sort(places);
  std::vector<CarIndex> order;
  for (const auto& place : places) order.push_back(std::get<CarIndex>(place));
  return order;
}

std::vector<CarIndex> RacePast::order_after_first_lap(const std::string& class_name) const {
  std::vector<std::tuple<Instant, CarNumber, CarIndex>> places;
  for (const CarIndex car : cars_in(class_name)) {
    if (const LapRecord* first = lap(car, 1)) places.emplace_back(first->ended_at, number(car), car);
  }
  std::ranges::sort(places);
  std::vector<CarIndex> order;
  for (const auto& place : places) order.push_back(std::get<CarIndex>(place));
  return order;
}

bool RacePast::is_pit_lap(CarIndex car, std::int32_t number) const {
  const LapRecord* record = lap(car, number);
  if (record != nullptr && (record->in_lap || record->out_lap)) return true;
  return std::ranges::any_of(race_.cars[car].pit_stops, [&](const race::PitStop& stop) {
    return stop.in_at <= until_ && (stop.in_lap == number || stop.out_lap == number);
  });
}

bool RacePast::is_in_lane(CarIndex car, Instant at) const {
  return std::ranges::any_of(race_.cars[car].pit_stops, [&](const race::PitStop& stop) {
    return stop.in_at <= at && (!stop.out_at || *stop.out_at > at);
  });
}

std::optional<Millis> RacePast::usual_lap(CarIndex car, std::int32_t number) const {
  std::vector<Millis> times;
  const auto& laps = race_.cars[car].laps_done;
  for (std::size_t i = records_by(car, until_); i > 0 && times.size() < kUsualLaps; --i) {
    const LapRecord& lap = laps[i - 1];
    if (lap.number < number && lap.is_green() && lap.time) times.push_back(*lap.time);
  }
  if (times.size() < kFewestUsualLaps) return std::nullopt;
  std::ranges::sort(times);
  const std::size_t middle = times.size() / 2;
  return times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
}

}  // namespace stint::insight::story
