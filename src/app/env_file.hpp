// The `.env` file: KEY=VALUE lines, as shells and container tools write them.
//
//   line    = blank | "#" anything | ["export"] KEY "=" value
//   KEY     = letter or "_", then letters, digits, "_"
//   value   = bare | 'as it stands' | "with \n \t \" \\ \$ escapes"; a bare value ends before " #" and loses outer blanks
//
// Values are never expanded. A key given twice has its last value.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "timing/error.hpp"

namespace stint::app {

// Errors: bad_configuration (file and line).
[[nodiscard]] Result<std::map<std::string, std::string>> parse_env_file(std::string_view name, std::string_view text);

}  // namespace stint::app
