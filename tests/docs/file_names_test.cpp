// A file is named for the thing in it.
#include <gtest/gtest.h>

#include <regex>

#include "project_files.hpp"

namespace stint {
namespace {

TEST(FileNames, SayWhatIsInTheFile) {
  const std::regex vague(R"((^|[^a-z])(utils?|helpers?|common|misc|managers?|stuff|temp)([^a-z]|$))", std::regex::icase);
  for (const std::string folder :
       {"src", "tests", "web/src", "web/tests", "bench", "fuzz", "scripts", "docs", "scenarios", "cmake"}) {
    for (const auto& file : project::files_in(folder)) {
      const std::string name = project::name_of(file);
      EXPECT_FALSE(std::regex_search(name, vague)) << name << " is named for no thing";
    }
  }
}

}  // namespace
}  // namespace stint
