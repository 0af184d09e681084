// Whole files and standard input as text.
#pragma once

#include <string>

#include "timing/error.hpp"

namespace stint::app {

[[nodiscard]] bool is_file(const std::string& path);

// Errors: file_unreadable (path and cause).
[[nodiscard]] Result<std::string> read_text_file(const std::string& path);
[[nodiscard]] Result<std::string> read_standard_input();

}  // namespace stint::app
