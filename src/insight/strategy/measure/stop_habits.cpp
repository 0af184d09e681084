#include "insight/strategy/measure/stop_habits.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

// Distances to the tank's end, in fuel_scale(): from kNearest on they are told apart by kStep, those before by share of the
// tank.
constexpr double kFarthest = -6, kStep = 0.5;
constexpr std::array kShares{0.1, 0.25, 0.45, 0.65, 0.8};
constexpr std::size_t kFirstNear = kShares.size() + 1;
constexpr std::array kCautionShares{0.15, 0.3, 0.5, 0.7, 0.9};
static_assert(kCautionShares.size() + 1 == kCautionFuel);

constexpr double kSprint_h = 4;
// From IMSA 2019 to 2022 and WEC 2019 to 2021: three quarters of the way to the flag half of the cars that would have needed so
// much of their tank to reach it came in once more.
constexpr LastStint kLastOfSprint{1.15, 0.06}, kLastOfLong{1.01, 0.03};

// Rates without a race to learn from: a tank is run down to its end.
double assumed_rate(std::size_t bin) {
  if (bin < kFirstNear) return 0.005;
  const double distance = kFarthest + kStep * (static_cast<double>(bin - kFirstNear) + 0.5);
  return std::clamp(std::exp(2 * distance) * 0.7, 0.01, 3.0);
}

double assumed_caution(std::size_t state, std::size_t bin) {
  constexpr std::array kByFuel{0.02, 0.08, 0.15, 0.25, 0.35, 0.4};
  return (state == 0 ? 0.2 : 1.0) * kByFuel.at(bin);
}

// Nobody comes in for certain.
constexpr double kSurest = 0.98;

double drawn(const StopCount& count, double to, double weight) {
  return (count.stops + weight * to) / (count.chances + weight);
}

}  // namespace

bool is_sprint(double race_h) { return race_h < kSprint_h; }

LastStint last_stint(std::optional<double> race_h) { return race_h && is_sprint(*race_h) ? kLastOfSprint : kLastOfLong; }

StopNeed stop_need(double used, double tank, double last_tank, std::optional<double> to_go) {
  if (!to_go) return StopNeed::middle_open;
  if (*to_go <= last_tank - used) return StopNeed::none;
  const auto stops = [&](double from) { return 1 + std::max(0.0, std::ceil((from - last_tank) / tank)); };
  const double waiting = stops(*to_go - std::max(0.0, tank - used)), now = stops(*to_go);
  if (waiting <= 1) return now <= 1 ? StopNeed::last_open : StopNeed::last_closed;
  return now <= waiting ? StopNeed::middle_open : StopNeed::middle_closed;
}

double fuel_scale(double tank) { return 1 + tank / 30; }

std::size_t fuel_bin(double used, double tank) {
  const double distance = (used - tank) / fuel_scale(tank);
  if (distance >= kFarthest) {
    const auto near = static_cast<std::size_t>((distance - kFarthest) / kStep);
    return std::min(kFirstNear + near, kFuelBins - 1);
  }
  const double share = used / tank;
  return static_cast<std::size_t>(std::ranges::upper_bound(kShares, share) - kShares.begin());
}

std::size_t caution_fuel_bin(double used, double tank) {
  return static_cast<std::size_t>(std::ranges::upper_bound(kCautionShares, used / tank) - kCautionShares.begin());
}

std::size_t caution_need(StopNeed need) {
  if (need == StopNeed::none) return 0;
  return need == StopNeed::last_closed || need == StopNeed::middle_closed ? 1 : 2;
}

std::size_t caution_state(int caution_laps, std::optional<int> crossings_since_open) {
  if (crossings_since_open) return 3 + static_cast<std::size_t>(std::clamp(*crossings_since_open, 0, 2));
  return static_cast<std::size_t>(std::clamp(caution_laps, 1, 3)) - 1;
}

std::size_t caution_state_ahead(int caution_laps, std::optional<int> crossings_since_open, int laps_ahead) {
  if (crossings_since_open) return caution_state(0, *crossings_since_open + laps_ahead - 1);
  // Who waits for the class to come in first will see it by the fourth lap; then it is as if the car had stayed out once.
  constexpr int kOpenBy = 4;
  const int lap = caution_laps + laps_ahead;
  return lap <= kOpenBy || laps_ahead == 1 ? caution_state(lap, std::nullopt) : caution_state(lap, lap - kOpenBy);
}

StopHabits& StopHabits::operator+=(const StopHabits& other) {
  for (std::size_t need = 0; need < kStopNeeds; ++need) {
    for (std::size_t bin = 0; bin < kFuelBins; ++bin) green[need][bin] += other.green[need][bin];
  }
  for (std::size_t need = 0; need < caution.size(); ++need) {
    for (std::size_t lap = 0; lap < kCautionStates; ++lap) {
      for (std::size_t bin = 0; bin < kCautionFuel; ++bin) caution[need][lap][bin] += other.caution[need][lap][bin];
    }
  }
  drive_through += other.drive_through;
  return *this;
}

StopChances::StopChances() : StopChances(StopHabits{}, StopHabits{}) {}

StopChances::StopChances(const StopHabits& own, const StopHabits& all) {
  // A cell is drawn to the same cell of all races, that to the cell of any need, that to what is assumed.
  constexpr double kWeight = 4;
  for (std::size_t bin = 0; bin < kFuelBins; ++bin) {
    StopCount any;
    for (std::size_t need = 0; need < kStopNeeds; ++need) any += all.green[need][bin];
    const double usual = drawn(any, assumed_rate(bin), kWeight);
    for (std::size_t need = 0; need < kStopNeeds; ++need) {
      green_rate_[need][bin] = drawn(own.green[need][bin], drawn(all.green[need][bin], usual, kWeight), kWeight);
    }
  }
  for (std::size_t lap = 0; lap < kCautionStates; ++lap) {
    for (std::size_t bin = 0; bin < kCautionFuel; ++bin) {
      StopCount any;
      for (std::size_t need = 0; need < caution_.size(); ++need) any += all.caution[need][lap][bin];
      const double usual = drawn(any, assumed_caution(lap, bin), kWeight);
      for (std::size_t need = 0; need < caution_.size(); ++need) {
        const double of_all = drawn(all.caution[need][lap][bin], usual, kWeight);
        caution_[need][lap][bin] = drawn(own.caution[need][lap][bin], of_all, kWeight);
      }
    }
  }
  drive_through_ = drawn(own.drive_through, drawn(all.drive_through, 0.0005, 1000), 5000);
}

double StopChances::green(double used, double tank, StopNeed need) const {
  // As it was counted: stops over laps, each lap a step of the scaled distance. Taken for a rate in continuous time, four cars
  // of five that come in on the tank's last lap would be one of two.
  return std::min(kSurest, green_rate_[static_cast<std::size_t>(need)][fuel_bin(used, tank)] / fuel_scale(tank));
}

double StopChances::caution(std::size_t state, double used, double tank, StopNeed need) const {
  return std::min(1.0, caution_[caution_need(need)][state][caution_fuel_bin(used, tank)]);
}

double StopChances::in_caution(double laps, double used, double tank, StopNeed need) const {
  double stays = 1;
  for (int lap = 1; lap <= static_cast<int>(std::lround(laps)); ++lap) {
    stays *= 1 - caution(caution_state_ahead(0, std::nullopt, lap), used, tank, need);
  }
  return 1 - stays;
}

}  // namespace stint::insight
