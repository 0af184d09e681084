// Standard output, with its failures said.
#pragma once

#include <string_view>

#include "timing/error.hpp"

namespace stint::app {

// Errors: output_unwritable (a full disk behind a redirection).
[[nodiscard]] Result<void> print(std::string_view text);

}  // namespace stint::app
