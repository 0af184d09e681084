// CSS selectors as XPath, so that one engine (libxml2's) serves both.
//
//   list     = complex ("," complex)*
//   complex  = compound ((blank | ">" | "+" | "~") compound)*
//   compound = [name | "*"] ("." class | "#" id | "[" attribute [operator value] "]" | pseudo)*
//   operator = "=" "~=" "|=" "^=" "$=" "*="
//   pseudo   = ":first-child" ":last-child" ":only-child" ":empty" ":nth-child(N | odd | even | aN+b)" ":nth-of-type(..)"
//              ":not(compound)"
//
// The path is relative to the node that it is asked of, and finds what is below it.
#pragma once

#include <string>
#include <string_view>

#include "timing/error.hpp"

namespace stint::live::page {

// Errors: bad_configuration (what was expected, and at which character).
[[nodiscard]] Result<std::string> css_to_xpath(std::string_view css);

// A text as XPath writes it: in quotes that it doesn't hold itself.
[[nodiscard]] std::string xpath_literal(std::string_view text);

}  // namespace stint::live::page
