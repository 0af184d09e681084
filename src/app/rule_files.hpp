// The rules in force: those inside the program, and the user's own files above them (docs/rules.md).
#pragma once

#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "insight/rules/rule_library.hpp"
#include "timing/error.hpp"

namespace stint::app {

// `place` itself if it is a file; of a folder its NAME.toml files, by name. Error: file_unreadable, if there is no such place.
[[nodiscard]] Result<std::vector<std::string>> rule_files_at(const std::string& place);

// Of the setting `rules`; its default may be absent. Errors: bad_configuration (a file's fault, with line and column),
// file_unreadable.
[[nodiscard]] Result<insight::RuleLibrary> rule_library(const Configuration& configuration);

}  // namespace stint::app
