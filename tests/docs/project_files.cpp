#include "project_files.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace stint::project {

namespace fs = std::filesystem;

fs::path root() {
  const char* given = std::getenv("STINT_ROOT");
  return given == nullptr ? fs::current_path() : fs::path(given);
}

std::string name_of(const fs::path& file) { return file.lexically_relative(root()).generic_string(); }

std::vector<fs::path> files_in(const std::string& folder) {
  static const std::set<std::string> left_by_builds = {"build", "node_modules", "dist", ".git", "test-results"};
  const fs::path start = root() / folder;
  if (fs::is_regular_file(start)) return {start};
  std::vector<fs::path> files;
  if (!fs::is_directory(start)) return files;
  for (auto it = fs::recursive_directory_iterator(start); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory() && left_by_builds.contains(it->path().filename().string())) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::istringstream in(text_of(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace stint::project
