#include "insight/strategy/measure/tank_book.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

// A stint of at least this share of the tank has run it down; cars of one class differ by some per cent.
constexpr double kLong = 0.88;
// The upper quantile of the stints that the cluster hangs from: a tenth may be freak.
constexpr double kUpper = 0.85;
// What a belief from before the race weighs, in stints.
constexpr double kExpectedWeight = 3;
// A car's own tank is drawn to its make's by so many stints, that to its class's likewise.
constexpr double kCarsTankDraw = 1.5, kMakeDraw = 3;
// Spread of a full stint about its car's tank: laps are whole, and drivers differ.
constexpr double kLeastSpread = 0.5, kSpreadShare = 0.02;
// What a stint counts that strategy ended, or that came near to the tank whatever ended it.
// Of the stints over half a tank, the usual one is a little above the middle.
constexpr double kHalf = 0.5, kUsual = 0.6;
constexpr double kPartWeight = 0.25, kNear = 0.95;
// A stint far below what other races say of the tank says only that the tank is at least as large: in a sprint a whole class
// stops early and none runs dry. So far below: two errors of the belief, and this share of it. Many such stints change the
// belief all the same.
constexpr double kEarlyShare = 0.2, kEarlyErrors = 2.5, kEarlyWeight = 0.2;

// What a crew says of its tank holds to a quarter of a lap, standard deviation: drivers and traffic differ.
constexpr double kToldSpread = 0.25;

// Of the items from `least` on, in order; 0 of none.
template <class Item>
double quantile(const std::vector<Item>& sorted, double least, double share, double Item::* weight) {
  double total = 0, sum = 0;
  for (const Item& item : sorted) total += item.laps >= least ? item.*weight : 0;
  for (const Item& item : sorted) {
    if (item.laps < least) continue;
    sum += item.*weight;
    if (sum >= share * total) return item.laps;
  }
  return 0;
}

double spread_of_stint(double tank) { return kLeastSpread + kSpreadShare * tank; }

}  // namespace

TankBook::TankBook(std::vector<std::size_t> classes, std::vector<std::string> makes, std::size_t class_count)
    : classes_(std::move(classes)),
      makes_(std::move(makes)),
      expected_(class_count),
      class_tanks_(class_count),
      car_tanks_(classes_.size()),
      car_is_learnt_(classes_.size(), 1),
      class_stints_(class_count),
      running_(classes_.size()),
      car_stints_(classes_.size()),
      known_(classes_.size()) {}

void TankBook::expect(std::size_t class_index, const Tank& tank) {
  expected_[class_index] = tank;
  learn_class(class_index);
}

bool TankBook::is_long(double laps, double tank) const { return laps >= kLong * tank; }

bool TankBook::ended_early(std::size_t class_index, double laps) const {
  const Tank& expected = expected_[class_index];
  return laps < expected.laps - std::max(kEarlyErrors * expected.error, kEarlyShare * expected.laps);
}

void TankBook::add(std::size_t car, double green_laps, StintWorth worth) {
  const std::size_t of = classes_[car];
  running_[car] = 0;
  const bool near = green_laps >= kNear * class_tanks_[of].laps;
  if (!near && worth == StintWorth::nothing) return;
  const double weight = ended_early(of, green_laps) ? kEarlyWeight : near || worth == StintWorth::full ? 1 : kPartWeight;
  const Stint stint{green_laps, weight, 1};
  auto& stints = class_stints_[of];
  stints.insert(std::ranges::upper_bound(stints, green_laps, {}, &Stint::laps), stint);
  car_stints_[car].push_back(green_laps);
  learn_class(of);
}

void TankBook::goes_on(std::size_t car, double green_laps) {
  constexpr double kBeyond = 0.75;  // laps
  const double believed = of_car(car).laps;
  if (believed <= 0 || green_laps < believed + kBeyond) return;
  running_[car] = green_laps;
  learn_class(classes_[car]);
}

void TankBook::know(std::size_t car, double green_laps) {
  known_[car] = green_laps;
  car_is_learnt_[car] = 0;
}

// Those of the class in order of length, with what was believed before and those that go on beyond it.
std::vector<TankBook::Stint> TankBook::with_belief(std::size_t class_index) const {
  std::vector<Stint> all = class_stints_[class_index];
  const auto place = [&](double laps, double weight, double usual_weight) {
    all.insert(std::ranges::upper_bound(all, laps, {}, &Stint::laps), {laps, weight, usual_weight});
  };
  for (std::size_t car = 0; car < classes_.size(); ++car) {
    if (classes_[car] == class_index && running_[car] > 0) place(running_[car], 1, 1);
  }
  const Tank& expected = expected_[class_index];
  if (expected.laps <= 0) return all;
  // The surer the belief, the more it weighs: 5 % is worth kExpectedWeight stints.
  const double sureness = std::clamp(0.05 * expected.laps / std::max(expected.error, 0.01), 0.1, 1.5);
  place(expected.laps, kExpectedWeight * sureness, 0);
  place(expected.usual > 0 ? expected.usual : expected.laps, 0, kExpectedWeight * sureness);
  return all;
}

void TankBook::learn_class(std::size_t class_index) {
  const Tank& expected = expected_[class_index];
  const std::vector<Stint> all = with_belief(class_index);
  if (all.empty()) return;
  // The middle of the cluster of long ones, which hangs from the upper quantile.
  const double upper = quantile(all, 0, kUpper, &Stint::weight);
  Tank& tank = class_tanks_[class_index];
  tank.laps = quantile(all, kLong * upper, 0.5, &Stint::weight);
  tank.usual = quantile(all, kHalf * tank.laps, kUsual, &Stint::usual_weight);
  double count = 0;
  for (const Stint& stint : class_stints_[class_index]) {
    if (is_long(stint.laps, upper)) count += stint.weight;
  }
  tank.stints = static_cast<int>(count);
  tank.error = spread_of_stint(tank.laps) / std::sqrt(1.0 + count);
  tank.basis = Basis::race_class;
  if (count < 3) {
    tank.basis = expected.laps > 0 ? expected.basis : Basis::race_class;
    tank.error = std::max(tank.error, expected.laps > 0 ? expected.error / (1.0 + count) : 0.15 * tank.laps);
  }
  for (std::size_t car = 0; car < classes_.size(); ++car) {
    if (classes_[car] == class_index) car_is_learnt_[car] = 0;
  }
}

// A car's own long stints, drawn to those of its make, and those to the class's.
double TankBook::drawn_to_class(std::size_t car, double of_class, double& own_count) const {
  double make_sum = 0, make_count = 0, own_sum = 0;
  for (std::size_t other = 0; other < classes_.size(); ++other) {
    if (classes_[other] != classes_[car]) continue;
    if (other != car && (makes_[car].empty() || makes_[other] != makes_[car])) continue;
    for (const double laps : car_stints_[other]) {
      if (!is_long(laps, of_class)) continue;
      make_sum += laps;
      make_count += 1;
      if (other != car) continue;
      own_sum += laps;
      own_count += 1;
    }
  }
  if (running_[car] > 0) {
    own_sum += running_[car];
    own_count += 1;
  }
  const double of_make = (make_sum + kMakeDraw * of_class) / (make_count + kMakeDraw);
  return (own_sum + kCarsTankDraw * of_make) / (own_count + kCarsTankDraw);
}

const Tank& TankBook::of_car(std::size_t car) const {
  if (car_is_learnt_[car] == 0) learn_car(car);
  car_is_learnt_[car] = 1;
  return car_tanks_[car];
}

void TankBook::learn_car(std::size_t car) const {
  const Tank& of_class = class_tanks_[classes_[car]];
  Tank& tank = car_tanks_[car];
  tank = of_class;
  double own_count = 0, usual_count = 0;
  tank.laps = drawn_to_class(car, of_class.laps, own_count);
  tank.usual = drawn_to_class(car, of_class.usual, usual_count);
  if (known_[car] > 0) {
    tank = {known_[car], std::min(known_[car], tank.usual), kToldSpread, static_cast<int>(own_count), Basis::car, true};
    return;
  }
  if (own_count < 1) return;
  tank.error = std::min(of_class.error, spread_of_stint(tank.laps) / std::sqrt(1 + own_count));
  if (own_count >= 2) {
    tank.basis = Basis::car;
    tank.stints = static_cast<int>(own_count);
  }
}

std::vector<double> TankBook::long_stints(std::size_t car) const {
  std::vector<double> found;
  for (const double laps : car_stints_[car]) {
    if (is_long(laps, class_tanks_[classes_[car]].laps)) found.push_back(laps);
  }
  return found;
}

}  // namespace stint::insight
