#include "insight/rules/rule_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::insight {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kFile = R"(series = ["Club Cup", "CC"]
season = 2025
valid_from = 2025-01-01
certainty = "M"
source = "the club's book"
url = "https://club.example/book"

[pit_speed]
value = 60

[[drive_time_min]]
value = 45
classes = ["GT Pro", "GT-Am"]
grades = ["Bronze", "silver"]
race_minutes = [360, 480]
certainty = "L"
source = "a letter"
disputed = "another letter: 60"

[[pit_entry]]
value = "closed"
flags = ["fcy", "safety_car"]
valid_from = 2025-06-01

[[race_class]]
value = "GT PRO"
also = ["GTP-R"]
group = "GT"
)";

std::string problem_of(std::string_view text) {
  const auto file = parse_rules("test.toml", text);
  return file ? "no problem" : file.error().message;
}

std::string with(std::string_view from, std::string_view to) {
  std::string text(kFile);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

TEST(RuleFileTest, HoldsWhatIsStatedWithItsSourceAndPlace) {
  const auto file = parse_rules("test.toml", kFile);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_THAT(file->series, ElementsAre("CLUBCUP", "CC"));
  EXPECT_EQ(file->season, 2025);
  ASSERT_EQ(file->rules.size(), 4U);
  const Rule& speed = file->rules[0];
  EXPECT_EQ(speed.key, RuleKey::pit_speed);
  EXPECT_EQ(speed.value, RuleValue(60.0));
  EXPECT_EQ(speed.source, "the club's book") << "from the head of the file";
  EXPECT_EQ(speed.url, "https://club.example/book");
  EXPECT_EQ(speed.certainty, Certainty::medium);
  EXPECT_EQ(speed.line, 8U);
  const Rule& drive = file->rules[1];
  EXPECT_THAT(drive.limits.classes, ElementsAre("GTPRO", "GTAM"));
  EXPECT_THAT(drive.limits.grades, ElementsAre("bronze", "silver"));
  EXPECT_EQ(drive.limits.race_from, std::chrono::hours{6});
  EXPECT_EQ(drive.limits.race_to, std::chrono::hours{8});
  EXPECT_EQ(drive.certainty, Certainty::low);
  EXPECT_EQ(drive.url, "") << "a source of its own doesn't stand at the address of the file's";
  EXPECT_EQ(drive.disputed, "another letter: 60");
  EXPECT_EQ(file->rules[2].valid_from, std::chrono::year{2025} / 6 / 1);
  EXPECT_THAT(file->rules[2].limits.flags, ElementsAre(timing::FlagKind::fcy, timing::FlagKind::safety_car));
  EXPECT_EQ(file->rules[3].group, "GT");
  EXPECT_THAT(file->rules[3].also, ElementsAre("GTPR"));
}

TEST(RuleFileTest, SaysWhatIsWrongWithLineAndColumn) {
  EXPECT_THAT(problem_of(with("value = 60", "value = \"fast\"")),
              HasSubstr("test.toml line 9, column 9: 'value' must be a number"));
  EXPECT_THAT(problem_of(with("value = 60", "value = -1")), HasSubstr("line 9, column 9"));
  EXPECT_THAT(problem_of(with("\"closed\"\n", "\"closd\"\n")),
              HasSubstr("'value' must be one of open, closed, closed_for_laps, until_announced; did you mean 'closed'?"));
  EXPECT_THAT(problem_of(with("\"Bronze\"", "\"bronse\"")), HasSubstr("there is no grade 'bronse'"));
  EXPECT_THAT(problem_of(with("\"fcy\"", "\"fyc\"")), HasSubstr("line 22, column 9: there is no flag 'fyc'"));
  EXPECT_THAT(problem_of(with("[360, 480]", "[480, 360]")), HasSubstr("'race_minutes' must be a number, or two"));
  EXPECT_THAT(problem_of(with("\"L\"", "\"X\"")), HasSubstr("'certainty' must be H, M or L"));
  EXPECT_THAT(problem_of(with("2025-06-01", "2025-02-30")), HasSubstr("line 23"));
  EXPECT_THAT(problem_of(with("season = 2025", "season = 20.5")), HasSubstr("'season' must be a year"));
  EXPECT_THAT(problem_of("series = "), HasSubstr("test.toml line 1"));
  EXPECT_THAT(problem_of("pit_speed = 60"), HasSubstr("'pit_speed' must be a table"));
  EXPECT_EQ(problem_of("series = \"X\""), "no problem") << "a series of which nothing is known";
}

TEST(RuleFileTest, RefusesUnknownKeysAndSaysWhichWasMeant) {
  EXPECT_THAT(problem_of(with("[pit_speed]", "[pit_sped]")),
              HasSubstr("line 8, column 2: there is no key 'pit_sped' here; did you mean 'pit_speed'?"));
  EXPECT_THAT(problem_of(with("grades = [\"B", "grade = [\"B")), HasSubstr("did you mean 'grades'?"));
  EXPECT_THAT(problem_of(with("value = 60", "value = 60\nclasses = [\"GT\"]")), HasSubstr("there is no key 'classes' here"))
      << "the pit lane's speed is the same for all";
  EXPECT_THAT(problem_of(with("[pit_speed]", "[zebra_crossing_manners]")), testing::Not(HasSubstr("did you mean")));
}

TEST(RuleFileTest, EveryRuleNeedsSourceCertaintyAndDate) {
  EXPECT_THAT(problem_of("[pit_speed]\nvalue = 60\ncertainty = \"H\"\nvalid_from = 2025-01-01"),
              HasSubstr("'source' is missing"));
  EXPECT_THAT(problem_of("[pit_speed]\nvalue = 60\nsource = \"x\"\nvalid_from = 2025-01-01"),
              HasSubstr("'certainty' is missing"));
  EXPECT_THAT(problem_of("[pit_speed]\nvalue = 60\nsource = \"x\"\ncertainty = \"H\""), HasSubstr("'valid_from' is missing"));
}

TEST(RuleFileTest, AValueMayBeAbsentOnlyIfItIsDisputed) {
  EXPECT_THAT(problem_of(with("value = 60", "certainty = \"L\"")), HasSubstr("'value' is missing"));
  const auto file = parse_rules("test.toml", with("value = 60", "disputed = \"50 or 60\""));
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->rules[0].value, RuleValue());
}

TEST(RuleFileTest, TheSameCaseTwiceIsASlip) {
  EXPECT_THAT(problem_of(std::string(kFile) +
                         "[[pit_entry]]\nvalue = \"open\"\nflags = [\"fcy\", \"safety_car\"]\nvalid_from = 2025-06-01\n"),
              HasSubstr("'pit_entry' is there twice for the same case: also on line 20"));
}

}  // namespace
}  // namespace stint::insight
