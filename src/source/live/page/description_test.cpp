#include "source/live/page/description.hpp"

#include <gtest/gtest.h>

namespace stint::live::page {
namespace {

constexpr const char* kLeast = "[table]\nrows = \"tr\"\n[columns]\nnumber = 1\nlaps = 2\n";

std::string problem_of(const std::string& toml) {
  const auto description = parse_description(toml);
  return description ? "no problem" : description.error().message;
}

TEST(PageDescription, TheLeastIsRowsNumberAndLaps) {
  const auto description = parse_description(kLeast);
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_EQ(description->rows, ".//tr");
  EXPECT_EQ(description->place(CarField::number).column, 1);
  EXPECT_FALSE(description->poll_interval) << "then the user's setting decides";
  EXPECT_FALSE(description->javascript);
  EXPECT_FALSE(description->place(CarField::gap).given());
}

TEST(PageDescription, ReadsEveryWayToSayWhereSomethingIs) {
  const auto description = parse_description(
      "[page]\nurl = 'https://timing.example/'\npath = '/x'\npoll_seconds = 2.5\njavascript = true\n"
      "[table]\nrows = { xpath = '//tr' }\nheadings = 'thead th'\n"
      "[session]\nname = { text = 'Race' }\nflag = { css = '#flag', attribute = 'CLASS' }\n"
      "[columns]\nnumber = { column = 3 }\nlaps = { header = 'Laps' }\ngap = '.gap'\nteam = { xpath = 'string(td[2])' }\n"
      "[flags]\n'Neutral' = 'fcy'\n[states]\nGarage = 'stopped'\n");
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_EQ(description->url, "https://timing.example");
  EXPECT_EQ(description->poll_interval, timing::Millis{2'500});
  EXPECT_TRUE(description->javascript);
  EXPECT_EQ(description->rows, "//tr");
  EXPECT_EQ(description->place(SessionField::name).text, "Race");
  EXPECT_EQ(description->place(SessionField::flag).attribute, "class");
  EXPECT_EQ(description->place(CarField::number).column, 3);
  EXPECT_EQ(description->place(CarField::laps).header, "Laps");
  EXPECT_EQ(description->place(CarField::team).xpath, "string(td[2])");
  EXPECT_EQ(description->flags.at("neutral"), timing::FlagKind::fcy);
  EXPECT_EQ(description->states.at("garage"), timing::CarState::stopped);
}

TEST(PageDescription, MistakesAreSaidWithLineAndColumn) {
  const std::string least = kLeast;
  const std::pair<std::string, const char*> cases[] = {
      {"[table\n", "line 1"},
      {least + "x = 1\n", "line 6, column 5: there is no field 'x'"},
      {least + "gap = 'td['\n", "line 6, column 7: character 4 of the selector"},
      {least + "gap = { xpath = '//[' }\n", "line 6, column 17: \"//[\" is no XPath"},
      {least + "gap = { css = 'td', column = 3 }\n", "line 6, column 7: one of css"},
      {least + "gap = 0\n", "line 6, column 7: a column is a number"},
      {least + "gap = true\n", "line 6, column 7: a selector"},
      {least + "[session]\nname = 3\n", "line 7, column 8: a selector or a table"},
      {least + "[flags]\nx = 'purple'\n", "line 7, column 5: 'x' has to be a flag"},
      {least + "[states]\nx = 'asleep'\n", "line 7, column 5: 'x' has to be a car's state"},
      {least + "[page]\npoll_seconds = 0.5\n", "line 7, column 16: poll_seconds"},
      {least + "[page]\npath = 'x'\n", "line 7, column 8: a path begins with /"},
      {least + "[colums]\n", "there is no 'colums'"},
      {"[table]\nrows = 'tr'\n[columns]\nlaps = 1\n", "no `number`"},
      {"[columns]\nnumber = 1\nlaps = 1\n", "no `rows`"},
  };
  for (const auto& [toml, said] : cases) {
    EXPECT_NE(problem_of(toml).find(said), std::string::npos) << toml << "said: " << problem_of(toml);
  }
}

}  // namespace
}  // namespace stint::live::page
