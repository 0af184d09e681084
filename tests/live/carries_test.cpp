// The masks of the round trips are those that the pages of the sources tell users of.
#include "live/carries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace stint::testing {
namespace {

constexpr std::string_view kSentence = "Left out when a race is played and followed: ";

// What the page lists after the sentence, up to its full stop.
std::vector<std::string> listed_in(const std::string& source) {
  const char* root = std::getenv("STINT_ROOT");
  std::ifstream file(std::filesystem::path(root == nullptr ? "." : root) / "docs" / "sources" / (source + ".md"));
  std::stringstream text;
  text << file.rdbuf();
  std::string page = text.str();
  std::ranges::replace(page, '\n', ' ');
  const auto found = page.find(kSentence);
  if (found == std::string::npos) return {"(the sentence is missing)"};
  const std::string list = page.substr(found + kSentence.size(), page.find('.', found) - found - kSentence.size());
  std::vector<std::string> words;
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ',');) words.push_back(part.substr(part.find_first_not_of(' ')));
  return words == std::vector<std::string>{"nothing"} ? std::vector<std::string>{} : words;
}

class Mask : public ::testing::TestWithParam<std::string> {};

TEST_P(Mask, IsWhatTheSourcesPageSays) {
  auto listed = listed_in(GetParam());
  auto masked = left_out(carried_by(GetParam()));
  std::ranges::sort(listed);
  std::ranges::sort(masked);
  EXPECT_EQ(listed, masked) << "docs/sources/" << GetParam() << ".md, after \"" << kSentence << "\"";
}

INSTANTIATE_TEST_SUITE_P(Protocols, Mask, ::testing::Values("alkamel", "griiip", "imsa", "swiss", "wige"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace stint::testing
