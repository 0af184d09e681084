#include "insight/anomaly/lap_reading.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::insight {
namespace {

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

struct Term {
  double value;
  double weight;
};

template <std::size_t Size>
double sum(const std::array<Term, Size>& terms) {
  double total = 0;
  for (const Term& term : terms) total += term.value * term.weight;
  return total;
}

double part_above(double value, double from, double most) { return std::clamp(value - from, 0.0, most); }
double log_ratio(double excess, double usual) { return std::log(std::max(excess, 0.01) / (usual + 0.005)); }

}  // namespace

double incident_probability(const LapReading& r) {
  const double least = std::min(r.by_sectors, r.by_lap);
  const double most = std::max(r.by_sectors, r.by_lap);
  const std::array<Term, 13> terms{{
      {std::clamp(least, 0.0, 0.15), 79.5},
      {part_above(least, 0.08, 0.07), -28.65},
      {std::clamp(most - least, 0.0, 0.1), 11.82},
      {part_above(r.noise, 0.012, 0.03), 57.37},
      {part_above(r.noise, 0.03, 0.1), -29.33},
      {part_above(r.own_noise, 0.006, 0.02), -2.42},
      {part_above(r.own_noise, 0.02, 0.08), -42.41},
      {std::clamp(r.by_previous, -0.1, 0.12), 47.34},
      {std::clamp(0.05 - r.by_previous, 0.0, 0.15), 51.44},
      {std::clamp(r.worst_sector, 0.0, 0.1), 19.06},
      {std::clamp(r.disorder, 0.0, 0.06), 5.35},
      {log_ratio(least, r.noise), 1.28},
      {log_ratio(least, r.own_noise), -0.41},
  }};
  return logistic(sum(terms) - 12.76);
}

double verdict_probability(const LapReading& r) {
  const double least = std::min(r.by_sectors, r.by_lap);
  const double most = std::max(r.by_sectors, r.by_lap);
  const double least_after = std::min(r.by_both_sides, r.sectors_both_sides);
  const double most_after = std::max(r.by_both_sides, r.sectors_both_sides);
  const std::array<Term, 19> terms{{
      {std::clamp(least, 0.0, 0.15), 62.17},
      {part_above(least, 0.08, 0.07), -76.1},
      {std::clamp(most - least, 0.0, 0.1), 9.33},
      {part_above(r.noise, 0.012, 0.03), 54.32},
      {part_above(r.noise, 0.03, 0.1), -34.83},
      {part_above(r.own_noise, 0.006, 0.02), 14.76},
      {part_above(r.own_noise, 0.02, 0.08), -43.2},
      {std::clamp(r.by_previous, -0.1, 0.12), 41.62},
      {std::clamp(0.05 - r.by_previous, 0.0, 0.15), 41.27},
      {std::clamp(r.worst_sector, 0.0, 0.1), 16.96},
      {std::clamp(r.disorder, 0.0, 0.06), 5.64},
      {log_ratio(least, r.noise), 1.34},
      {log_ratio(least, r.own_noise), -0.06},
      {std::clamp(r.by_both_sides, -0.02, 0.14), 29.6},
      {std::clamp(r.sectors_both_sides, -0.02, 0.14), -16.53},
      {std::clamp(least_after, -0.02, 0.12), -4.15},
      {part_above(least_after, 0.07, 0.06), 116.37},
      {std::clamp(most_after, 0.0, 0.15), -9.76},
      {log_ratio(least_after, r.noise), -0.12},
  }};
  return logistic(sum(terms) - 12.07);
}

}  // namespace stint::insight
