// Every link of the documentation leads somewhere: to a file of the project and, with #, to a heading in it.
#include <gtest/gtest.h>

#include <cctype>
#include <regex>

#include "project_files.hpp"

namespace stint {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const std::string place : {"README.md", "HACKING.md", "CHANGELOG.md", "docs", "src/README.md", "scenarios/README.md"}) {
    for (const auto& file : project::files_in(place)) {
      if (file.extension() == ".md") found.push_back(file);
    }
  }
  return found;
}

// How a heading is addressed: small letters, blanks as hyphens, other punctuation left out.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_') anchor += static_cast<char>(std::tolower(byte));
    if (c == ' ') anchor += '-';
  }
  return anchor;
}

bool has_heading(const fs::path& file, const std::string& anchor) {
  static const std::regex heading(R"(^#+\s+(.*?)\s*$)");
  for (const auto& line : project::lines_of(file)) {
    std::smatch match;
    if (std::regex_match(line, match, heading) && anchor_of(match[1]) == anchor) return true;
  }
  return false;
}

TEST(Links, LeadToAFileOrAHeadingOfTheProject) {
  const std::regex link(R"(\]\(([^)\s]+)\))");
  ASSERT_FALSE(documents().empty());
  for (const auto& document : documents()) {
    const std::string text = project::text_of(document);
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
      const std::string target = (*it)[1];
      if (target.find("://") != std::string::npos || target.starts_with("mailto:")) continue;
      const auto hash = target.find('#');
      const std::string path = target.substr(0, hash);
      const fs::path file = path.empty() ? document : document.parent_path() / path;
      EXPECT_TRUE(fs::exists(file)) << project::name_of(document) << " links to " << target;
      if (hash != std::string::npos && fs::is_regular_file(file)) {
        EXPECT_TRUE(has_heading(file, target.substr(hash + 1))) << project::name_of(document) << " links to " << target;
      }
    }
  }
}

}  // namespace
}  // namespace stint
