#include "insight/strategy/decisions/net_position.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/decisions/place_band.hpp"

namespace stint::insight {
namespace {

// How far a car is behind the class leader on the road, as time: from the crossing of the last line that both have timed, and
// whole laps at the car's own pace where they are further apart than the leader's laps are known.
std::optional<double> behind_ms(const FieldNow& field, const RoadCar& car, const RoadCar& leader) {
  if (&car == &leader) return 0;
  const auto crossed = field.crossed_ms(leader, car.laps);
  if (!crossed) return std::nullopt;
  return car.line_ms - *crossed;
}

struct Owed {
  double ms = 0, spread_ms = 0;
};

// What the car's stop in this cycle is still worth.
std::optional<Owed> owed_in_cycle(const FieldNow& field, const RoadCar& car) {
  const auto loss = field.losses().of(car.number(), car.class_index, Pace::green, std::max(car.tank_laps, car.since_stop));
  if (!loss) return std::nullopt;
  const double left = field.loss_left_ms(car);
  if (left > 0) return Owed{left, loss->spread_ms};
  const auto to_flag = field.laps_left(car);
  const double tank = car.tank_laps;
  if (tank <= 0) return std::nullopt;
  const double used = std::clamp(car.since_stop / tank, 0.0, 1.0);
  const bool reaches_flag = to_flag && *to_flag <= tank - car.since_stop;
  if (reaches_flag) return Owed{};
  return Owed{loss->mean_ms * used, std::hypot(loss->spread_ms * used, 0.1 * loss->mean_ms)};
}

struct Row {
  std::size_t place = 0;  // in the field
  double at_ms = 0;       // behind the class leader, with what it owes
  double spread_ms = 0;
};

double chance_ahead(const Row& row, const Row& of) {
  const double spread = std::hypot(row.spread_ms, of.spread_ms);
  if (spread <= 0) return row.at_ms < of.at_ms ? 1 : 0;
  return 0.5 * std::erfc((row.at_ms - of.at_ms) / spread / std::sqrt(2.0));
}

}  // namespace

std::vector<NetStanding> net_standings(const FieldNow& field) {
  const auto cars = field.cars();
  std::vector<NetStanding> standings(cars.size());
  for (std::size_t i = 0; i < cars.size(); ++i) standings[i].car = cars[i].number();
  for (std::size_t of_class = 0; of_class < field.measured().classes.size(); ++of_class) {
    std::vector<Row> rows;
    const RoadCar* leader = nullptr;
    bool known = true;
    for (std::size_t i = 0; i < cars.size(); ++i) {
      if (cars[i].class_index != of_class) continue;
      if (leader == nullptr) leader = &cars[i];
      const auto behind = behind_ms(field, cars[i], *leader);
      const auto owed = owed_in_cycle(field, cars[i]);
      known = known && owed;
      if (!behind || !owed) continue;
      standings[i].owed_ms = owed->ms;
      rows.push_back({i, *behind + owed->ms, owed->spread_ms});
    }
    if (!known || rows.empty()) continue;
    std::ranges::stable_sort(rows, {}, &Row::at_ms);
    for (std::size_t place = 0; place < rows.size(); ++place) {
      NetStanding& standing = standings[rows[place].place];
      standing.class_position = static_cast<std::int32_t>(place + 1);
      standing.gap = Millis{std::llround(rows[place].at_ms - rows.front().at_ms)};
      std::vector<double> ahead;
      for (std::size_t other = 0; other < rows.size(); ++other) {
        if (other != place) ahead.push_back(chance_ahead(rows[other], rows[place]));
      }
      standing.band = place_band(ahead);
    }
  }
  return standings;
}

}  // namespace stint::insight
