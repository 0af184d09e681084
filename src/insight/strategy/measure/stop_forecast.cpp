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
// Share of the chances under which the rest is nothing.
constexpr double kNothing = 1e-4;

// Habits were learnt with tanks as doubtful as they usually are; only doubt beyond that widens a forecast.
double doubt_beyond_usual(const Tank& tank) {
  const double usual = 0.5 + 0.03 * tank.laps;
  return std::sqrt(std::max(0.0, tank.error * tank.error - usual * usual));
}

double burn_ahead(const CautionsAhead& cautions) { return 1 - (1 - cautions.yellow_burn) * cautions.share; }

}  // namespace

double whole_quantile(const std::vector<double>& chance, double total, double share) {
  double sum = 0;
  for (std::size_t i = 0; i < chance.size(); ++i) {
    sum += chance[i];
    if (sum >= share * total) return static_cast<double>(i);
  }
  return chance.empty() ? 0 : static_cast<double>(chance.size() - 1);
}

// [i]: of coming in at the end of lap next_lap + i.
std::vector<double> StopForecaster::stop_chances(const StopQuestion& question, double tank, std::optional<double> to_go) const {
  const CautionsAhead& cautions = question.cautions;
  const std::int32_t most =
      std::min(kMostLapsAhead, to_go ? std::max(1, static_cast<std::int32_t>(std::lround(*to_go)) - 1) : kMostLapsAhead);
  std::vector<double> chance(static_cast<std::size_t>(most) + static_cast<std::size_t>(cautions.delay) + 1, 0.0);
  double stays = 1, used = question.used;
  for (std::int32_t ahead = 1; ahead <= most && stays > kNothing; ++ahead) {
    // The caution that is out ends at any time: its rest is spread exponentially.
    const double neutral = question.caution_left > 0 ? std::exp(-ahead / std::max(0.5, question.caution_left)) : 0.0;
    used += 1 - (1 - cautions.yellow_burn) * neutral;
    const StopNeed need = stop_need(used, tank, to_go ? std::optional(*to_go - ahead) : std::nullopt);
    const auto place = static_cast<std::size_t>(ahead - 1);
    const double under =
        chances_.caution(caution_state_ahead(question.caution_laps, question.since_open, ahead), used, tank, need);
    const double at_pace = chances_.green(used, tank * question.tank.usual / question.tank.laps, need);
    const double now = neutral * under + (1 - neutral) * at_pace + chances_.drive_through();
    const double surprise =
        (1 - neutral) * cautions.per_lap * chances_.in_caution(cautions.laps, used, tank, need) * (1 - std::min(1.0, now));
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
  for (std::size_t t = 0; t < kNodes.size(); ++t) {
    const double tank = std::max(1.0, question.tank.laps + kNodes[t] * doubt_beyond_usual(question.tank));
    for (std::size_t g = 0; g < kNodes.size(); ++g) {
      if (!question.to_go && g != 1) continue;
      const auto to_go =
          question.to_go ? std::optional(std::max(0.0, *question.to_go + kNodes[g] * question.to_go_error)) : std::nullopt;
      const double weight = kNodeWeights[t] * (question.to_go ? kNodeWeights[g] : 1.0);
      const auto chance = stop_chances(question, tank, to_go);
      if (next.chance.size() < chance.size()) next.chance.resize(chance.size());
      for (std::size_t i = 0; i < chance.size(); ++i) next.chance[i] += weight * chance[i];
    }
  }
  double total = 0;
  for (const double chance : next.chance) total += chance;
  next.none = std::max(0.0, 1 - total);
  if (total < 0.02) return next;
  const auto lap = [&](double share) { return next.first_lap + whole_quantile(next.chance, total, share); };
  next.lap = Quantiles{lap(0.1), lap(0.5), lap(0.9)};
  return next;
}

const StopForecaster::Renewal& StopForecaster::renewal(const StopQuestion& question, double tank, std::size_t laps) const {
  const std::tuple key{static_cast<int>(std::lround(tank * 2)),
                       static_cast<int>(std::lround(question.tank.usual / question.tank.laps * 50)),
                       static_cast<int>(std::lround(question.cautions.share * 1000))};
  Renewal& counts = renewals_[key];
  if (counts.size() > laps) return counts;
  const double rounded = std::max(1.0, std::get<0>(key) / 2.0), burn = burn_ahead(question.cautions);
  const auto longest = static_cast<std::size_t>(std::ceil(1.4 * rounded / burn)) + 2;
  // Chances of coming in after so many laps on the tank, by what stopping then means.
  std::vector<std::array<double, kStopNeeds>> hazard(longest + 1);
  for (std::size_t lap = 1; lap <= longest; ++lap) {
    const double used = static_cast<double>(lap) * burn;
    for (std::size_t need = 0; need < kStopNeeds; ++need) {
      const auto of = static_cast<StopNeed>(need);
      const double green = chances_.green(used, rounded * std::get<1>(key) / 50, of);
      const double surprise = question.cautions.per_lap * chances_.in_caution(question.cautions.laps, used, rounded, of);
      hazard[lap][need] = lap == longest ? 1 : 1 - (1 - green) * (1 - std::min(1.0, surprise));
    }
  }
  for (std::size_t to_go = counts.size(); to_go <= laps; ++to_go) {
    std::vector<float> count(1, 0.F);
    double stays = 1;
    for (std::size_t lap = 1; lap < to_go && lap <= longest && stays > kNothing; ++lap) {
      const StopNeed need = stop_need(static_cast<double>(lap) * burn, rounded, static_cast<double>(to_go - lap) * burn);
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

std::optional<StopsLeft> StopForecaster::stops_left(const StopQuestion& question) const {
  if (!question.to_go) return std::nullopt;
  StopsLeft left;
  left.chance.assign(1, 0.0);
  const auto furthest = static_cast<std::size_t>(*question.to_go + 2 * question.to_go_error) + 1;
  for (std::size_t t = 0; t < kNodes.size(); ++t) {
    const double tank = std::max(1.0, question.tank.laps + kNodes[t] * doubt_beyond_usual(question.tank));
    const Renewal& counts = renewal(question, tank, furthest);
    for (std::size_t g = 0; g < kNodes.size(); ++g) {
      const double to_go = std::max(0.0, *question.to_go + kNodes[g] * question.to_go_error);
      const double weight = kNodeWeights[t] * kNodeWeights[g];
      const auto chance = stop_chances(question, tank, to_go);
      double none = 1;
      for (std::size_t i = 0; i < chance.size(); ++i) {
        none -= chance[i];
        const auto rest = static_cast<std::size_t>(std::max(0.0, std::round(to_go) - static_cast<double>(i) - 1));
        const auto& after = counts[std::min(rest, counts.size() - 1)];
        if (left.chance.size() < after.size() + 1) left.chance.resize(after.size() + 1, 0.0);
        for (std::size_t n = 0; n < after.size(); ++n) left.chance[n + 1] += weight * chance[i] * static_cast<double>(after[n]);
      }
      left.chance[0] += weight * std::max(0.0, none);
    }
  }
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
