// Whole files and standard input as text.
// What is written is there whole or not at all, also if the machine loses power.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "timing/error.hpp"

namespace stint::app {

[[nodiscard]] bool is_file(const std::string& path);

// Errors: file_unreadable (path and cause).
[[nodiscard]] Result<std::string> read_text_file(const std::string& path);
[[nodiscard]] Result<std::string> read_standard_input();

// Who may read a file that is written.
enum class FileAccess : std::uint8_t { everybody, owner };

// Replaces the file, if there is one. Errors: output_unwritable (path and cause).
[[nodiscard]] Result<void> write_text_file(const std::string& path, std::string_view text,
                                           FileAccess access = FileAccess::everybody);

}  // namespace stint::app
