// A type's full name is its own. Two of one name in different files compile and link, and then share what the linker takes for
// the same: the copy of a vector's push_back that was made for the other one's size.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "project_files.hpp"

namespace stint {
namespace {

// The types that a file defines at the outer level of a namespace which other files can name, each with the namespace before
// it.
std::set<std::string> shared_types_of(const std::vector<std::string>& lines) {
  static const std::regex opens(R"re(^namespace ([\w:]+) \{)re");
  static const std::regex defines(R"re(^(?:struct|class|enum class) (\w+)(?: final)?(?: : [^;{]*)? \{)re");
  std::set<std::string> types;
  std::string inside;
  bool hidden = false;
  for (const std::string& line : lines) {
    std::smatch match;
    if (line == "namespace {") hidden = true;
    if (line == "}  // namespace") hidden = false;
    if (std::regex_search(line, match, opens)) inside = match[1];
    if (!hidden && std::regex_search(line, match, defines)) types.insert(inside + "::" + std::string(match[1]));
  }
  return types;
}

TEST(TypeNames, AreSeenWhereOtherFilesCanSeeThem) {
  const std::set<std::string> types =
      shared_types_of({"namespace stint::race {", "namespace {", "struct Hidden {", "}  // namespace",
                       "class Shown final : public Base {", "struct Told;", "  struct Inner {"});
  EXPECT_EQ(types, std::set<std::string>{"stint::race::Shown"});
}

TEST(TypeNames, AreDefinedOnce) {
  std::map<std::string, std::string> defined_in;
  for (const auto& file : project::files_in("src")) {
    const std::string name = project::name_of(file);
    if (!name.ends_with(".hpp") && !name.ends_with(".cpp")) continue;
    for (const std::string& type : shared_types_of(project::lines_of(file))) {
      const auto [other, is_first] = defined_in.emplace(type, name);
      EXPECT_TRUE(is_first) << type << " is defined in " << other->second << " and in " << name;
    }
  }
  EXPECT_GT(defined_in.size(), 200U);
}

}  // namespace
}  // namespace stint
