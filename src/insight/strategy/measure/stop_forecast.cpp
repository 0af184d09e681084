#include "insight/strategy/measure/stop_forecast.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::insight {
namespace {

constexpr std::int32_t kMostLapsAhead = 120;
// Three points that stand for a normal distribution.
constexpr std::array kNodes{-1.732, 0.0, 1.732};
constexpr std::array kNodeWeights{1.0 / 6, 2.0 / 3, 1.0 / 6};
// Where the last lap ends, beside what cautions do: standard deviation.
constexpr double kFlagDoubt_laps = 0.6;
// Share of the chances under which the rest is nothing.
constexpr double kNothing = 1e-4;

// Habits were learnt with tanks as doubtful as they usually are; only doubt beyond that widens a forecast.
double doubt_beyond_usual(const Tank& tank) {
  const double usual = 0.5 + 0.03 * tank.laps;
  return std::sqrt(std::max(0.0, tank.error * tank.error - usual * usual));
}

// Fuel of a lap on the way, in green laps.
double burn_on(const WayToFlag& way, const CautionsAhead& cautions) { return 1 - (1 - cautions.yellow_burn) * way.share; }

// Chance that a caution begins on a lap of the way.
double rate_on(const WayToFlag& way) { return std::min(1.0, way.cautions / std::max(1.0, way.laps * (1 - way.share))); }

// The stops of `planned` and a Poisson number of others.
std::vector<double> with_unplanned(const std::vector<double>& planned, double mean) {
  constexpr std::size_t kMost = 6;
  std::vector<double> both(planned.size() + kMost, 0.0);
  double chance = std::exp(-mean);
  for (std::size_t others = 0; others <= kMost; ++others) {
    for (std::size_t n = 0; n + others < both.size() && n < planned.size(); ++n) both[n + others] += planned[n] * chance;
    chance *= mean / static_cast<double>(others + 1);
  }
  return both;
}

}  // namespace

double whole_quantile(const std::vector<double>& chance, double total, double share) {
  double sum = 0;
  for (std::size_t i = 0; i < chance.size(); ++i) {
    sum += chance[i];
    if (sum >= share * total) return static_cast<double>(i);
  }
  return chance.empty() ? 0 : static_cast<double>(chance.size() - 1);
}

std::vector<StopForecaster::TankNode> StopForecaster::tank_nodes(const StopQuestion& question) {
  const double doubt = doubt_beyond_usual(question.tank);
  const double last_doubt = std::hypot(doubt, question.last_stint.spread * question.tank.laps, kFlagDoubt_laps);
  std::vector<TankNode> nodes;
  for (std::size_t t = 0; t < kNodes.size(); ++t) {
    const double laps = std::max(1.0, question.tank.laps + kNodes[t] * doubt);
    nodes.push_back(
        {kNodeWeights[t], laps, std::max(1.0, question.last_stint.share * question.tank.laps + kNodes[t] * last_doubt)});
  }
  return nodes;
}

// [i]: of coming in at the end of lap next_lap + i. `way`: nullptr if it isn't known.
std::vector<double> StopForecaster::stop_chances(const StopQuestion& question, const TankNode& tank,
                                                 const WayToFlag* way) const {
  const CautionsAhead& cautions = question.cautions;
  const std::int32_t most = std::min(
      kMostLapsAhead, way != nullptr ? std::max(1, static_cast<std::int32_t>(std::lround(way->laps)) - 1) : kMostLapsAhead);
  const double burn = way != nullptr ? burn_on(*way, cautions) : 1, rate = way != nullptr ? rate_on(*way) : cautions.per_lap;
  std::vector<double> chance(static_cast<std::size_t>(most) + static_cast<std::size_t>(cautions.delay) + 1, 0.0);
  double stays = 1, used = question.used;
  for (std::int32_t ahead = 1; ahead <= most && stays > kNothing; ++ahead) {
    // The caution that is out ends at any time: its rest is spread exponentially.
    const double neutral = question.caution_left > 0 ? std::exp(-ahead / std::max(0.5, question.caution_left)) : 0.0;
    used += 1 - (1 - cautions.yellow_burn) * neutral;
    const auto to_go = way != nullptr ? std::optional((way->laps - ahead) * burn) : std::nullopt;
    // What the way's cautions save is saved before the flag as well as after the lap asked about.
    const StopNeed need = stop_need(way != nullptr ? question.used + ahead * burn : used, tank.laps, tank.last, to_go);
    const auto place = static_cast<std::size_t>(ahead - 1);
    const double under =
        chances_.caution(caution_state_ahead(question.caution_laps, question.since_open, ahead), used, tank.laps, need);
    const double at_pace = chances_.green(used, tank.laps * question.tank.usual / question.tank.laps, need);
    const double now = neutral * under + (1 - neutral) * at_pace + chances_.drive_through();
    const double surprise =
        (1 - neutral) * rate * chances_.in_caution(cautions.laps, used, tank.laps, need) * (1 - std::min(1.0, now));
    chance[place] += stays * std::min(1.0, now);
    chance[place + static_cast<std::size_t>(cautions.delay)] += stays * surprise;
    stays *= std::max(0.0, 1 - std::min(1.0, now) - surprise);
  }
  chance.resize(static_cast<std::size_t>(most));
  return chance;
}

NextStop StopForecaster::next_stop(const StopQuestion& question) const {
  NextStop next;
  next.first_lap = question.next_lap;
  const auto add = [&](const TankNode& tank, const WayToFlag* way) {
    const auto chance = stop_chances(question, tank, way);
    if (next.chance.size() < chance.size()) next.chance.resize(chance.size());
    for (std::size_t i = 0; i < chance.size(); ++i) {
      next.chance[i] += tank.weight * (way != nullptr ? way->weight : 1) * chance[i];
    }
  };
  for (const TankNode& tank : tank_nodes(question)) {
    if (question.ways.empty()) add(tank, nullptr);
    for (const WayToFlag& way : question.ways) add(tank, &way);
  }
  double total = 0;
  for (const double chance : next.chance) total += chance;
  next.none = std::max(0.0, 1 - total);
  if (total < 0.02) return next;
  const auto lap = [&](double share) { return next.first_lap + whole_quantile(next.chance, total, share); };
  next.lap = Quantiles{lap(0.1), lap(0.5), lap(0.9)};
  return next;
}

const StopForecaster::Renewal& StopForecaster::renewal(const StopQuestion& question, const TankNode& tank, const WayToFlag& way,
                                                       std::size_t laps) const {
  const auto rounded_by = [](double value, double step) { return static_cast<int>(std::lround(value / step)); };
  constexpr double kHalf = 0.5, kShare = 0.02, kRate = 0.005;
  const std::tuple key{rounded_by(tank.laps, kHalf), rounded_by(tank.last, kHalf),
                       rounded_by(question.tank.usual / question.tank.laps, kShare), rounded_by(way.share, kShare),
                       rounded_by(rate_on(way), kRate)};
  Renewal& counts = renewals_[key];
  if (counts.size() > laps) return counts;
  const double rounded = std::max(1.0, std::get<0>(key) * kHalf), last = std::max(1.0, std::get<1>(key) * kHalf),
               usual = rounded * std::get<2>(key) * kShare;
  const double burn = 1 - (1 - question.cautions.yellow_burn) * std::get<3>(key) * kShare, rate = std::get<4>(key) * kRate;
  const auto longest = static_cast<std::size_t>(std::ceil(1.4 * std::max(rounded, last) / burn)) + 2;
  // Chances of coming in after so many laps on the tank, by what stopping then means.
  std::vector<std::array<double, kStopNeeds>> hazard(longest + 1);
  for (std::size_t lap = 1; lap <= longest; ++lap) {
    const double used = static_cast<double>(lap) * burn;
    for (std::size_t need = 0; need < kStopNeeds; ++need) {
      const auto of = static_cast<StopNeed>(need);
      const double green = chances_.green(used, usual, of);
      const double surprise = rate * chances_.in_caution(question.cautions.laps, used, rounded, of);
      hazard[lap][need] = lap == longest ? 1 : 1 - (1 - green) * (1 - std::min(1.0, surprise));
    }
  }
  for (std::size_t to_go = counts.size(); to_go <= laps; ++to_go) {
    std::vector<float> count(1, 0.F);
    double stays = 1;
    for (std::size_t lap = 1; lap < to_go && lap <= longest && stays > kNothing; ++lap) {
      const StopNeed need = stop_need(static_cast<double>(lap) * burn, rounded, last, static_cast<double>(to_go - lap) * burn);
      const double comes = stays * hazard[lap][static_cast<std::size_t>(need)];
      const auto& after = counts[to_go - lap];
      if (count.size() < after.size() + 1) count.resize(after.size() + 1, 0.F);
      for (std::size_t n = 0; n < after.size(); ++n) count[n + 1] += static_cast<float>(comes) * after[n];
      stays -= comes;
    }
    count[0] += static_cast<float>(stays);
    while (count.size() > 1 && count.back() < 1e-6F) count.pop_back();
    counts.push_back(std::move(count));
  }
  return counts;
}

void StopForecaster::add_stops(const StopQuestion& question, const TankNode& tank, const WayToFlag& way,
                               std::vector<double>& counted) const {
  const Renewal& counts = renewal(question, tank, way, static_cast<std::size_t>(way.laps) + 1);
  const auto chance = stop_chances(question, tank, &way);
  const double weight = tank.weight * way.weight;
  double none = 1;
  for (std::size_t i = 0; i < chance.size(); ++i) {
    none -= chance[i];
    const auto rest = static_cast<std::size_t>(std::max(0.0, std::round(way.laps) - static_cast<double>(i) - 1));
    const auto& after = counts[std::min(rest, counts.size() - 1)];
    if (counted.size() < after.size() + 1) counted.resize(after.size() + 1, 0.0);
    for (std::size_t n = 0; n < after.size(); ++n) counted[n + 1] += weight * chance[i] * static_cast<double>(after[n]);
  }
  counted[0] += weight * std::max(0.0, none);
}

std::optional<StopsLeft> StopForecaster::stops_left(const StopQuestion& question) const {
  if (question.ways.empty()) return std::nullopt;
  StopsLeft left;
  left.chance.assign(1, 0.0);
  for (const TankNode& tank : tank_nodes(question)) {
    for (const WayToFlag& way : question.ways) add_stops(question, tank, way, left.chance);
  }
  left.chance = with_unplanned(left.chance, question.unplanned);
  double total = 0;
  for (const double chance : left.chance) total += chance;
  for (std::size_t n = 0; n < left.chance.size(); ++n) {
    left.chance[n] /= total;
    left.mean += static_cast<double>(n) * left.chance[n];
    if (left.chance[n] <= left.most_likely_chance) continue;
    left.most_likely = static_cast<std::int32_t>(n);
    left.most_likely_chance = left.chance[n];
  }
  left.band = {whole_quantile(left.chance, 1, 0.1), whole_quantile(left.chance, 1, 0.5), whole_quantile(left.chance, 1, 0.9)};
  return left;
}

}  // namespace stint::insight
