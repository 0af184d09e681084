// One header line of an answer, as libcurl hands it out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stint::net {

// Header names are compared without regard to case (RFC 9110, 5.1).
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

// The value of the line "Name: value" if it is the header `name`, without the blanks around it; nullopt if it is another one or
// has no value.
[[nodiscard]] std::optional<std::string> header_value(std::string_view line, std::string_view name);

}  // namespace stint::net
