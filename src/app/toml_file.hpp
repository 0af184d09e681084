// stint.toml: the keys of the configuration table, flat, each a string or a number.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "timing/error.hpp"

namespace stint::app {

// Values as text by their name in the file. Errors: bad_configuration (syntax with line and column, an unknown key, a value
// that is neither text nor number).
[[nodiscard]] Result<std::map<std::string, std::string>> parse_toml_settings(std::string_view name, std::string_view text);

}  // namespace stint::app
