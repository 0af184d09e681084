#include "insight/strategy/decisions/net_position.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/decisions/place_band.hpp"

namespace stint::insight {
namespace {

// When the car ends the lap that the class leader is on, all at the class's lap time: a common line for all, so that it doesn't
// matter which of them has crossed it already. What is left of a stop under way is in it.
double at_leaders_line(const FieldNow& field, const CarNow& car, const CarNow& leader) {
  const double lap = field.measured().classes[car.class_index].lap_ms;
  return field.line_crossing_ms(car, 1, Pace::green) + (lap > 0 ? lap : car.lap_ms) * (leader.laps - car.laps);
}

// Between these shares of a tank lies the border between cars that have stopped in the cycle and cars that have not. Chosen on
// IMSA 2021 and 2022 and WEC and Le Mans 2019 to 2021, which are not scored: of six ranges and four fixed borders, the one that
// is better than the order on the road on each.
constexpr double kEarliestBorder = 0.1, kLatestBorder = 0.6;

// The middle of the widest gap between what the cars have used.
double border_of(std::vector<double> used) {
  std::erase_if(used, [](double share) { return share <= kEarliestBorder || share >= kLatestBorder; });
  used.push_back(kEarliestBorder);
  used.push_back(kLatestBorder);
  std::ranges::sort(used);
  std::size_t widest = 1;
  for (std::size_t i = 2; i < used.size(); ++i) {
    if (used[i] - used[i - 1] > used[widest] - used[widest - 1]) widest = i;
  }
  return (used[widest - 1] + used[widest]) / 2;
}

// What stands for the class: crews differ less than what is known of one of them.
struct ClassCycle {
  double tank_laps = 0, loss_ms = 0, loss_spread_ms = 0;
  double border = 0;  // share of a tank: who has used less has stopped in this cycle
};

double cycle_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

std::optional<ClassCycle> cycle_of(const FieldNow& field, std::size_t class_index) {
  std::vector<double> tanks, losses, spreads, used;
  for (const CarNow& car : field.cars()) {
    if (car.class_index != class_index) continue;
    const double fill = std::max(car.tank_laps, car.since_stop);
    auto loss = field.losses().of(car.number(), class_index, field.pace_now(), fill);
    if (!loss) loss = field.losses().of(car.number(), class_index, Pace::green, fill);
    if (car.tank_laps <= 0 || !loss) continue;
    tanks.push_back(car.tank_laps);
    losses.push_back(loss->mean_ms);
    spreads.push_back(loss->spread_ms);
    if (!car.in_lane) used.push_back(car.measured->fuel_used_laps);
  }
  if (tanks.empty()) return std::nullopt;
  ClassCycle cycle{cycle_median(std::move(tanks)), cycle_median(std::move(losses)), cycle_median(std::move(spreads)), 0};
  for (double& laps : used) laps /= cycle.tank_laps;
  cycle.border = border_of(std::move(used));
  return cycle;
}

struct Owed {
  double ms = 0, spread_ms = 0;
};

// What the car's stop in this cycle is still worth.
Owed owed_in_cycle(const FieldNow& field, const CarNow& car, const ClassCycle& cycle) {
  if (field.loss_left_ms(car) > 0) return {0, cycle.loss_spread_ms};  // the rest is in its projection
  const double used = car.measured->fuel_used_laps / cycle.tank_laps;
  // A stop more or less is in doubt near the edge: as many laps as tanks differ by.
  constexpr double kDoubt = 0.1;
  const double chance = 1 / (1 + std::exp(-(used - cycle.border) / (kDoubt / 2)));
  const double spread = cycle.loss_ms * std::sqrt(chance * (1 - chance));
  const auto to_flag = field.laps_left(car);
  if (to_flag && *to_flag <= cycle.tank_laps - car.measured->fuel_used_laps) return {0, spread / 2};
  if (used <= cycle.border) return {0, spread};
  return {cycle.loss_ms, std::hypot(cycle.loss_spread_ms, spread)};
}

struct Row {
  std::size_t place = 0;  // in the field
  double at_ms = 0;       // at the leader's line, with what it owes
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
    const CarNow* leader = nullptr;
    const auto cycle = cycle_of(field, of_class);
    if (!cycle) continue;
    for (std::size_t i = 0; i < cars.size(); ++i) {
      if (cars[i].class_index != of_class) continue;
      if (leader == nullptr) leader = &cars[i];
      const Owed owed = owed_in_cycle(field, cars[i], *cycle);
      standings[i].owed_ms = owed.ms;
      rows.push_back({i, at_leaders_line(field, cars[i], *leader) + owed.ms, owed.spread_ms});
    }
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
