#include "insight/strategy/measure/caution_length.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/futures/draws.hpp"
#include "insight/strategy/measure/measured.hpp"

namespace stint::insight {
namespace {

constexpr double kShortest_ms = 60'000, kLeastRatio = 0.33, kLongest = 0.99;
// The two or three cautions of a race tell little of their spread: as many more have the one that is known.
constexpr double kSpreadWeight = 6;

}  // namespace

double CautionLength::at(double normal) const { return std::exp(log_mean + log_spread * normal); }

CautionLength caution_length(const Measure& known) {
  const double mean = std::max(kShortest_ms, known.mean), ratio = std::max(kLeastRatio, known.spread / mean);
  const double variance = std::log1p(ratio * ratio);
  return {std::log(mean) - variance / 2, std::sqrt(variance)};
}

CautionLength caution_length(std::span<const double> seen, const Measure& known, double weight) {
  const CautionLength before = caution_length(known);
  const double all = weight + static_cast<double>(seen.size());
  double sum = weight * before.log_mean;
  for (const double ms : seen) sum += std::log(std::max(kShortest_ms, ms));
  const double mean = sum / all;
  const double known_variance = before.log_spread * before.log_spread;
  double squares = weight * (known_variance + std::pow(before.log_mean - mean, 2)) + kSpreadWeight * known_variance;
  for (const double ms : seen) squares += std::pow(std::log(std::max(kShortest_ms, ms)) - mean, 2);
  return {mean, std::sqrt(squares / (all + kSpreadWeight))};
}

void put_length(const CautionLength& length, Measure& to) {
  const double variance = length.log_spread * length.log_spread;
  to.mean = std::exp(length.log_mean + variance / 2);
  to.spread = to.mean * std::sqrt(std::expm1(variance));
  constexpr double kTenth = 1.2816;
  to.band = {length.at(-kTenth), length.at(0), length.at(kTenth)};
}

double CautionRest::left_ms(double share) const {
  const double over =
      length.log_spread > 0 && age_ms > 0 ? normal_share((std::log(age_ms) - length.log_mean) / length.log_spread) : 0.0;
  const double of_all = std::clamp(over + (1 - over) * share, 1e-9, 1 - 1e-9);
  return std::max(0.0, length.at(normal_quantile(of_all)) - age_ms);
}

double CautionRest::mean_left_ms() const {
  constexpr int kSteps = 64;
  double sum = 0;
  for (int i = 0; i < kSteps; ++i) sum += left_ms(kLongest * (i + 0.5) / kSteps);
  return sum / kSteps;
}

}  // namespace stint::insight
