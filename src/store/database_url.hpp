// Where DATABASE_URL points.
#pragma once

#include <filesystem>
#include <string_view>

#include "timing/error.hpp"

namespace stint::store {

// "sqlite:///./data/racing.db" and "sqlite:///data/racing.db" are relative to the working folder, "sqlite:////srv/racing.db" is
// absolute, and what has no scheme is a path. Error: bad_configuration (another database system, no path).
[[nodiscard]] Result<std::filesystem::path> database_path(std::string_view url);

}  // namespace stint::store
