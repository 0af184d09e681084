// The project's own files, as the checks of this folder read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stint::project {

// The project's root: STINT_ROOT, which ctest sets.
[[nodiscard]] std::filesystem::path root();

// Path from the root with forward slashes.
[[nodiscard]] std::string name_of(const std::filesystem::path& file);

// All files below root()/folder (or that one file), without what builds leave behind, sorted.
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::string& folder);

[[nodiscard]] std::string text_of(const std::filesystem::path& file);
[[nodiscard]] std::vector<std::string> lines_of(const std::filesystem::path& file);

}  // namespace stint::project
