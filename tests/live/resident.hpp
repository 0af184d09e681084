// How much of this process is in memory.
#pragma once

#include <cstddef>

namespace stint::testing {

// In bytes.
[[nodiscard]] std::size_t resident_bytes();

}  // namespace stint::testing
