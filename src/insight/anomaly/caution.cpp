#include "insight/anomaly/caution.hpp"

namespace stint::insight {

bool raced_since(const Field& field, Instant from) {
  const auto flags = field.flags();
  for (auto period = flags.rbegin(); period != flags.rend(); ++period) {
    if (period->until && *period->until <= from) break;
    if (!is_racing_flag(period->kind)) return false;
  }
  return true;
}

}  // namespace stint::insight
