#include "app/rule_files.hpp"

#include <algorithm>
#include <filesystem>

#include "app/text_file.hpp"

namespace stint::app {

namespace fs = std::filesystem;

Result<std::vector<std::string>> rule_files_at(const std::string& place) {
  std::error_code problem;
  if (!fs::is_directory(place, problem)) {
    if (!fs::exists(place, problem)) return fail(ErrorCode::file_unreadable, place + ": there is no such file or folder");
    return std::vector{place};
  }
  std::vector<std::string> found;
  for (fs::directory_iterator it(place, problem), end; it != end; it.increment(problem)) {
    const std::string name = it->path().filename().string();
    // Editors leave hidden files behind.
    if (name.ends_with(".toml") && !name.starts_with('.') && it->is_regular_file(problem)) found.push_back(it->path().string());
  }
  if (problem) return fail(ErrorCode::file_unreadable, place + ": " + problem.message());
  std::ranges::sort(found);
  return found;
}

Result<insight::RuleLibrary> rule_library(const Configuration& configuration) {
  auto library = insight::RuleLibrary::built_in();
  const SettingInForce& place = configuration.in_force(SettingKey::rules);
  const auto files = rule_files_at(place.value);
  if (!files && place.origin == "default") return library;
  if (!files) return std::unexpected(files.error());
  for (const std::string& file : *files) {
    auto text = read_text_file(file);
    if (!text) return std::unexpected(text.error());
    if (library) library = library->with({file, std::move(*text), true});
  }
  return library;
}

}  // namespace stint::app
