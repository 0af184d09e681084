// ISO 3166: the three letters that our events use, from the two that the service gives.
#pragma once

#include <string>
#include <string_view>

namespace stint::live::griiip {

// Empty for a code that the table doesn't have: the countries that drivers' licences have come from.
[[nodiscard]] std::string alpha3_of(std::string_view alpha2);

}  // namespace stint::live::griiip
