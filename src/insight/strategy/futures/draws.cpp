#include "insight/strategy/futures/draws.hpp"

#include <cmath>

namespace stint::insight {
namespace {

// Quantiles of the normal distribution at the bounds of equal shares; in between, the straight line. The first and last share
// are beyond the table and are worked out.
constexpr std::size_t kShareBits = 10;
constexpr std::size_t kShares = std::size_t{1} << kShareBits;

struct NormalTable {
  NormalTable() {
    for (std::size_t i = 1; i < kShares; ++i) at[i] = normal_quantile(static_cast<double>(i) / kShares);
  }
  std::array<double, kShares + 1> at{};
};
const NormalTable kNormal;

}  // namespace

double normal_quantile(double p) {
  constexpr std::array a{-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                         1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr std::array b{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                         -1.328068155288572e+01};
  constexpr std::array c{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                         -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr std::array d{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  constexpr double kTail = 0.02425;
  const auto tail = [&](double q) {
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  };
  if (p < kTail) return tail(std::sqrt(-2 * std::log(p)));
  if (p > 1 - kTail) return -tail(std::sqrt(-2 * std::log(1 - p)));
  const double q = p - 0.5;
  const double r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double normal_share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double Draws::normal(std::uint64_t number) const {
  const std::uint64_t drawn = bits(number);
  const std::size_t share = drawn >> (64U - kShareBits);
  const double within = (static_cast<double>(drawn << kShareBits >> 12U) + 0.5) * 0x1.0p-52;
  if (share == 0 || share == kShares - 1) return normal_quantile((static_cast<double>(share) + within) / kShares);
  return kNormal.at[share] + within * (kNormal.at[share + 1] - kNormal.at[share]);
}

double Draws::exponential(std::uint64_t number) const { return -std::log(uniform(number)); }

}  // namespace stint::insight
