// Cautions as context: what was driven under one says nothing of the driver.
#pragma once

#include "insight/field/field.hpp"

namespace stint::insight {

// Whether the track has been at racing speed ever since `from`. A full course yellow of two minutes fits between two crossings
// of the line, and shows on neither: the flags that other cars met tell of it.
[[nodiscard]] bool raced_since(const Field& field, Instant from);

}  // namespace stint::insight
