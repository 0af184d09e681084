// A check before a TOML text is parsed, for what the parser (toml++ 3.3 of Debian) doesn't refuse as it should. Found by
// fuzzing: letters that are not ASCII outside of texts and comments are undefined behaviour in
// is_non_ascii_horizontal_whitespace(), and a table's head without a name fails an assertion in parse_key().
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stint::insight {

struct TomlFault {
  std::size_t line = 1, column = 1;  // column in bytes
  std::string_view what;             // in words
};

// The first letter that is not ASCII and stands outside of texts and comments (a byte order mark at the beginning is none), or
// the first table's head that is none: these files know [name] and [[name]] alone. nullopt: there is neither.
[[nodiscard]] std::optional<TomlFault> find_toml_fault(std::string_view text);

}  // namespace stint::insight
