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
  double tank_laps = 0, loss_ms = 0;
  double border = 0;  // share of a tank: who has used less has stopped in this cycle
};

double cycle_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

std::optional<ClassCycle> cycle_of(const FieldNow& field, std::size_t class_index) {
  std::vector<double> tanks, losses, used;
  for (const CarNow& car : field.cars()) {
    if (car.class_index != class_index) continue;
    const double fill = std::max(car.tank_laps, car.since_stop);
    auto loss = field.losses().of(car.number(), class_index, field.pace_now(), fill);
    if (!loss) loss = field.losses().of(car.number(), class_index, Pace::green, fill);
    if (car.tank_laps <= 0 || !loss) continue;
    tanks.push_back(car.tank_laps);
    losses.push_back(loss->mean_ms);
    if (!car.in_lane) used.push_back(car.measured->fuel_used_laps);
  }
  if (tanks.empty()) return std::nullopt;
  ClassCycle cycle{cycle_median(std::move(tanks)), cycle_median(std::move(losses)), 0};
  for (double& laps : used) laps /= cycle.tank_laps;
  cycle.border = border_of(std::move(used));
  return cycle;
}

// Whether the car has a stop of this cycle still to make. Between the border and half a tank either is likely: half a stint is
// as far as the classes' cars go out of step.
double owes_chance(const FieldNow& field, const CarNow& car, const ClassCycle& cycle) {
  constexpr double kHalf = 0.5, kDoubt = 0.1;  // shares of a tank
  if (field.loss_left_ms(car) > 0) return 0;   // the rest is in its projection
  const double used = car.measured->fuel_used_laps / cycle.tank_laps;
  const auto to_flag = field.laps_left(car);
  if (to_flag && *to_flag <= cycle.tank_laps - car.measured->fuel_used_laps) return 0;
  return 1 / (1 + std::exp(-(used - (cycle.border + kHalf) / 2) / kDoubt));
}

struct Row {
  std::size_t place = 0;        // in the field
  double line_ms = 0;           // at the leader's line, without what it owes
  double owes_chance = 0;       // that it has a stop to make
  bool stopping = false;        // what is left of a stop is in its line
  int ahead_of_it = 0;          // cars that are ahead with the cycle removed
  std::vector<double> chances;  // of each of those that may be
};

// What decides a distance beside the stops until both have made theirs: a lap in traffic, a slow wheel. This and the two below
// were chosen on IMSA 2021 and 2022 and WEC and Le Mans 2019 to 2021, which are not scored.
constexpr double kBesideStops = 5'000;  // ms
// Against the order on the road a car is moved only where the odds are clearly for it: who owes a stop is a guess. Of a stop
// under way the better half will do.
constexpr double kToMove = 0.6, kToMoveStopping = 0.5;

double chance_in_front(double lead_ms) { return 0.5 * std::erfc(-lead_ms / kBesideStops / std::sqrt(2.0)); }

struct PairOdds {
  double by_time = 0;  // that the first is ahead of the second, by time alone
  double by_road = 0;  // the same, but two that owe as much keep the order of the road
};

// Each owes its stop or has made it: four cases. `loss_ms`: of one stop. REQUIRES: the first leads on the road.
PairOdds odds_of_leader(const Row& leader, const Row& other, double loss_ms) {
  PairOdds odds;
  for (const bool leader_owes : {false, true}) {
    for (const bool other_owes : {false, true}) {
      const double weight = (leader_owes ? leader.owes_chance : 1 - leader.owes_chance) *
                            (other_owes ? other.owes_chance : 1 - other.owes_chance);
      const double debt = (other_owes ? loss_ms : 0) - (leader_owes ? loss_ms : 0);
      const double by_time = chance_in_front(other.line_ms - leader.line_ms + debt);
      odds.by_time += weight * by_time;
      odds.by_road += weight * (leader_owes == other_owes && !leader.stopping && !other.stopping ? 1 : by_time);
    }
  }
  return odds;
}

// REQUIRES: `rows` are in the order of the road.
void compare_pairs(std::vector<Row>& rows, double loss_ms) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      const PairOdds odds = odds_of_leader(rows[i], rows[j], loss_ms);
      rows[i].chances.push_back(1 - odds.by_time);
      rows[j].chances.push_back(odds.by_time);
      const double to_move = rows[i].stopping || rows[j].stopping ? kToMoveStopping : kToMove;
      ++(1 - odds.by_road > to_move ? rows[i] : rows[j]).ahead_of_it;
    }
  }
}

// REQUIRES: `rows` are in NET order.
void stand(const std::vector<Row>& rows, double loss_ms, std::vector<NetStanding>& standings) {
  std::optional<double> leader_ms;
  double gap = 0;  // who was not moved for want of odds is no further ahead than the car before him
  for (std::size_t i = 0; i < rows.size(); ++i) {
    NetStanding& standing = standings[rows[i].place];
    standing.owed_ms = rows[i].owes_chance > 0.5 ? loss_ms : 0;
    const double at = rows[i].line_ms + standing.owed_ms;
    gap = std::max(gap, at - leader_ms.value_or(at));
    if (!leader_ms) leader_ms = at;
    standing.class_position = static_cast<std::int32_t>(i + 1);
    standing.gap = Millis{std::llround(gap)};
    standing.band = place_band(place_odds(rows[i].chances));
  }
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
      rows.push_back({i,
                      at_leaders_line(field, cars[i], *leader),
                      owes_chance(field, cars[i], *cycle),
                      field.loss_left_ms(cars[i]) > 0,
                      0,
                      {}});
    }
    compare_pairs(rows, cycle->loss_ms);
    std::ranges::stable_sort(rows, {}, &Row::ahead_of_it);
    stand(rows, cycle->loss_ms, standings);
  }
  return standings;
}

}  // namespace stint::insight
