// JSON in which every character beyond ASCII is an escape: "é" is \u00e9.
#pragma once

#include <string>
#include <string_view>

namespace stint::mock::alkamel {

// REQUIRES: valid UTF-8.
[[nodiscard]] std::string ascii_json(std::string_view json);

}  // namespace stint::mock::alkamel
