#include "insight/strategy/decisions/place_band.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

// [i]: the chance that exactly i rivals are ahead; car by car.
std::vector<double> cars_ahead(const std::vector<double>& chances) {
  std::vector<double> ahead{1};
  for (const double chance : chances) {
    ahead.push_back(0);
    for (std::size_t i = ahead.size() - 1; i > 0; --i) ahead[i] = ahead[i] * (1 - chance) + ahead[i - 1] * chance;
    ahead[0] *= 1 - chance;
  }
  return ahead;
}

}  // namespace

Quantiles place_band(const std::vector<double>& chances_ahead) {
  const std::vector<double> ahead = cars_ahead(chances_ahead);
  const auto quantile = [&](double share) {
    double sum = 0;
    for (std::size_t i = 0; i < ahead.size(); ++i) {
      sum += ahead[i];
      if (sum >= share) return static_cast<double>(i + 1);
    }
    return static_cast<double>(ahead.size());
  };
  return {quantile(0.1), quantile(0.5), quantile(0.9)};
}

std::int32_t likeliest_place(const std::vector<double>& chances_ahead) {
  const std::vector<double> ahead = cars_ahead(chances_ahead);
  return static_cast<std::int32_t>(std::ranges::max_element(ahead) - ahead.begin()) + 1;
}

}  // namespace stint::insight
