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
constexpr double kCarDraw = 1.5, kMakeDraw = 3;
// Spread of a full stint about its car's tank: laps are whole, and drivers differ.
constexpr double kLeastSpread = 0.5, kSpreadShare = 0.02;

struct Weighted {
  double value, weight;
};

// Of values in order.
double weighted_quantile(const std::vector<Weighted>& sorted, double share) {
  double total = 0;
  for (const Weighted& item : sorted) total += item.weight;
  double sum = 0;
  for (const Weighted& item : sorted) {
    sum += item.weight;
    if (sum >= share * total) return item.value;
  }
  return sorted.back().value;
}

double spread_of_stint(double tank) { return kLeastSpread + kSpreadShare * tank; }

}  // namespace

TankBook::TankBook(std::vector<std::size_t> classes, std::vector<std::string> makes, std::size_t class_count)
    : classes_(std::move(classes)),
      makes_(std::move(makes)),
      expected_(class_count),
      class_tanks_(class_count),
      car_tanks_(classes_.size()),
      class_stints_(class_count),
      car_stints_(classes_.size()) {}

void TankBook::expect(std::size_t class_index, const Tank& tank) {
  expected_[class_index] = tank;
  learn_class(class_index);
}

bool TankBook::is_long(double laps, double tank) const { return laps >= kLong * tank; }

void TankBook::add(std::size_t car, double green_laps, bool ended_green) {
  const std::size_t of = classes_[car];
  // In a caution everybody stops, with half a tank too: only what went as far as a tank tells of it.
  if (!ended_green && !is_long(green_laps, class_tanks_[of].laps)) return;
  auto& stints = class_stints_[of];
  stints.insert(std::ranges::upper_bound(stints, green_laps), green_laps);
  car_stints_[car].push_back(green_laps);
  learn_class(of);
}

void TankBook::learn_class(std::size_t class_index) {
  const Tank& expected = expected_[class_index];
  const auto& stints = class_stints_[class_index];
  std::vector<Weighted> all;
  all.reserve(stints.size() + 1);
  for (const double laps : stints) all.push_back({laps, 1});
  if (expected.laps > 0) {
    // The surer the belief, the more it weighs: 5 % is worth kExpectedWeight stints.
    const double sureness = std::clamp(0.05 * expected.laps / std::max(expected.error, 0.01), 0.1, 1.5);
    const Weighted belief{expected.laps, kExpectedWeight * sureness};
    all.insert(std::ranges::upper_bound(all, belief.value, {}, &Weighted::value), belief);
  }
  if (all.empty()) return;
  const double upper = weighted_quantile(all, kUpper);
  std::erase_if(all, [&](const Weighted& item) { return !is_long(item.value, upper); });
  Tank& tank = class_tanks_[class_index];
  tank.laps = weighted_quantile(all, 0.5);
  const auto count = std::ranges::count_if(stints, [&](double laps) { return is_long(laps, upper); });
  tank.stints = static_cast<int>(count);
  const double spread = spread_of_stint(tank.laps);
  tank.error = spread / std::sqrt(1.0 + static_cast<double>(count));
  tank.basis = Basis::race_class;
  if (count < 3) {
    tank.basis = expected.laps > 0 ? expected.basis : Basis::race_class;
    tank.error =
        std::max(tank.error, expected.laps > 0 ? expected.error / (1.0 + static_cast<double>(count)) : 0.15 * tank.laps);
  }
  for (std::size_t car = 0; car < classes_.size(); ++car) {
    if (classes_[car] == class_index) learn_car(car);
  }
}

void TankBook::learn_car(std::size_t car) {
  const Tank& of_class = class_tanks_[classes_[car]];
  double make_sum = 0, make_count = 0, own_sum = 0, own_count = 0;
  for (std::size_t other = 0; other < classes_.size(); ++other) {
    if (classes_[other] != classes_[car]) continue;
    if (other != car && (makes_[car].empty() || makes_[other] != makes_[car])) continue;
    for (const double laps : car_stints_[other]) {
      if (!is_long(laps, of_class.laps)) continue;
      make_sum += laps;
      make_count += 1;
      if (other != car) continue;
      own_sum += laps;
      own_count += 1;
    }
  }
  const double of_make = (make_sum + kMakeDraw * of_class.laps) / (make_count + kMakeDraw);
  Tank& tank = car_tanks_[car];
  tank = of_class;
  tank.laps = (own_sum + kCarDraw * of_make) / (own_count + kCarDraw);
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
