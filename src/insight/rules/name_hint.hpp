// What was probably meant by a name that doesn't exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::insight {

// "; did you mean 'x'?" of what is nearest to `name`; empty if nothing is near.
[[nodiscard]] std::string name_hint(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace stint::insight
