#include "insight/strategy/decisions/place_band.hpp"

#include <algorithm>

namespace stint::insight {

// Rival by rival: he is ahead and everybody's count grows by one, or he isn't.
PlaceOdds place_odds(const std::vector<double>& chances_ahead) {
  std::vector<double> ahead{1};
  for (const double chance : chances_ahead) {
    ahead.push_back(0);
    for (std::size_t i = ahead.size() - 1; i > 0; --i) ahead[i] = ahead[i] * (1 - chance) + ahead[i - 1] * chance;
    ahead[0] *= 1 - chance;
  }
  return {std::move(ahead)};
}

Quantiles place_band(const PlaceOdds& odds) {
  const auto quantile = [&](double share) {
    double sum = 0;
    for (std::size_t i = 0; i < odds.of.size(); ++i) {
      sum += odds.of[i];
      if (sum >= share) return static_cast<double>(i + 1);
    }
    return static_cast<double>(odds.of.size());
  };
  return {quantile(0.1), quantile(0.5), quantile(0.9)};
}

std::int32_t likeliest_place(const PlaceOdds& odds) {
  return static_cast<std::int32_t>(std::ranges::max_element(odds.of) - odds.of.begin()) + 1;
}

}  // namespace stint::insight
