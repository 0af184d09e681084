#include "insight/anomaly/unflagged_caution.hpp"

#include <chrono>
#include <limits>

namespace stint::insight {

void UnflaggedCaution::add(const PaceReading& sector) {
  constexpr std::size_t kFewest = 6, kNobody = std::numeric_limits<std::size_t>::max();
  sectors_.add(sector);
  const auto median = sectors_.median_since(sector.at - std::chrono::seconds{45}, kNobody, kFewest, false);
  if (!median) return;
  latest_ = *median;
  if (!on_ && latest_ > kCreeps) {
    on_ = true;
    began_ = sector.at;
  } else if (on_ && latest_ < kRaces) {
    on_ = false;
    over_ = sector.at;
  }
}

}  // namespace stint::insight
