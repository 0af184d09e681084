#include "insight/rules/rule_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "insight/rules/built_in.hpp"

namespace stint::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using timing::FlagKind;
using timing::Millis;

constexpr std::string_view kHead = "source = \"s\"\ncertainty = \"H\"\nvalid_from = 2020-01-01\n";

RuleText file(const std::string& name, const std::string& head, const std::string& rules, bool own = false) {
  return {name, head + std::string(kHead) + rules, own};
}

RuleBook book_of(const std::vector<RuleText>& texts,
                 const RuleQuery& query = {.series = "club", .season = 2024, .event = "6 Hours of Home 2024"}) {
  const auto library = RuleLibrary::read(texts);
  EXPECT_TRUE(library) << library.error().message;
  return library ? RuleBook(*library, query) : RuleBook();
}

RuleBook shipped(const std::string& series, int season, const std::string& event = {}) {
  const auto library = RuleLibrary::built_in();
  EXPECT_TRUE(library) << library.error().message;
  return library ? RuleBook(*library, {.series = series, .season = season, .event = event}) : RuleBook();
}

std::optional<double> speed(const RuleBook& book) {
  const auto found = book.pit_speed_kph();
  return found ? std::optional(found->value) : std::nullopt;
}

TEST(RuleBookTest, LaterLayersWin) {
  const RuleText series = file("a", "series = \"Club\"\n", "[pit_speed]\nvalue = 60\n");
  const RuleText season = file("b", "series = \"Club\"\nseason = 2024\n", "[pit_speed]\nvalue = 55\n");
  const RuleText event = file("c", "series = \"Club\"\nevent = \"Home\"\n", "[pit_speed]\nvalue = 50\n");
  const RuleText this_event = file("d", "series = \"Club\"\nseason = 2024\nevent = \"Home\"\n", "[pit_speed]\nvalue = 45\n");
  const RuleText own = file("e", "", "[pit_speed]\nvalue = 40\n", true);
  EXPECT_EQ(speed(book_of({})), std::nullopt);
  EXPECT_EQ(speed(book_of({series})), 60);
  EXPECT_EQ(speed(book_of({season, series})), 55);
  EXPECT_EQ(speed(book_of({event, season, series})), 50);
  EXPECT_EQ(speed(book_of({this_event, event, season, series})), 45);
  EXPECT_EQ(speed(book_of({own, this_event, event, season, series})), 40);
  const RuleBook book = book_of({own, series});
  EXPECT_EQ(book.pit_speed_kph()->rule->layer, RuleLayer::user);
  EXPECT_EQ(book.pit_speed_kph()->rule->file, "e");
  EXPECT_EQ(book.in_force().size(), 1U) << "what is hidden is not in force";
}

TEST(RuleBookTest, FilesOfOtherSeriesSeasonsAndEventsDoNotCount) {
  EXPECT_TRUE(book_of({file("a", "series = \"Cup\"\n", "[pit_speed]\nvalue = 60\n")}).empty());
  EXPECT_TRUE(book_of({file("a", "series = \"Club\"\nseason = 2025\n", "[pit_speed]\nvalue = 60\n")}).empty());
  EXPECT_TRUE(book_of({file("a", "series = \"Club\"\nevent = \"Away\"\n", "[pit_speed]\nvalue = 60\n")}).empty());
  EXPECT_TRUE(
      book_of({file("a", "series = \"Club\"\nseason = 2023\nevent = \"Home\"\n", "[pit_speed]\nvalue = 60\n")}).empty());
}

TEST(RuleBookTest, ASeasonWithoutAFileTakesTheOneBeforeAndIsLessSure) {
  const RuleText old = file("a", "series = \"Club\"\nseason = 2021\n", "[pit_speed]\nvalue = 60\n");
  const RuleText older = file("b", "series = \"Club\"\nseason = 2020\n", "[pit_speed]\nvalue = 50\n");
  const RuleBook book = book_of({old, older});
  EXPECT_EQ(speed(book), 60);
  EXPECT_TRUE(book.pit_speed_kph()->rule->carried_over);
  EXPECT_EQ(book.pit_speed_kph()->rule->certainty, Certainty::medium);
}

TEST(RuleBookTest, ARuleHoldsFromItsDay) {
  const std::vector<RuleText> texts = {
      file("a", "series = \"Club\"\n", "[[pit_speed]]\nvalue = 60\n[[pit_speed]]\nvalue = 50\nvalid_from = 2024-06-01\n")};
  using std::chrono::year;
  EXPECT_EQ(speed(book_of(texts, {.series = "Club", .season = 2024, .date = year{2024} / 5 / 31})), 60);
  EXPECT_EQ(speed(book_of(texts, {.series = "Club", .season = 2024, .date = year{2024} / 6 / 1})), 50);
  EXPECT_EQ(speed(book_of(texts, {.series = "Club", .season = 2023})), 60);
}

TEST(RuleBookTest, TheRuleWithMoreLimitsWinsWithinALayer) {
  const RuleBook book = book_of({file("a", "series = \"Club\"\n",
                                      "[[drive_time_min]]\nvalue = 90\nclasses = [\"GT\"]\ngrades = [\"bronze\"]\n"
                                      "[[drive_time_min]]\nvalue = 30\n"
                                      "[[drive_time_min]]\nvalue = 60\nclasses = [\"GT\"]\n")});
  const auto least = [&](std::string_view class_name, std::string_view grade) {
    return book.drive_time(class_name, grade, std::nullopt).min->value;
  };
  EXPECT_EQ(least("GT", "bronze"), minutes{90});
  EXPECT_EQ(least("GT", "gold"), minutes{60});
  EXPECT_EQ(least("GT", ""), minutes{60}) << "an unknown grade meets no rule for grades";
  EXPECT_EQ(least("P2", "bronze"), minutes{30});
}

TEST(RuleBookTest, WhatIsDisputedIsUnknownAndStillShown) {
  const RuleBook book = book_of({file("a", "series = \"Club\"\n", "[pit_speed]\nvalue = 60\n"),
                                 file("b", "series = \"Club\"\nseason = 2024\n", "[pit_speed]\ndisputed = \"50 or 60\"\n")});
  EXPECT_EQ(speed(book), std::nullopt);
  ASSERT_EQ(book.in_force().size(), 1U);
  EXPECT_EQ(value_text(*book.in_force().front()), "unknown");
}

TEST(RuleBookTest, ClassesGoByTheirOtherNamesAndGroups) {
  const RuleBook imsa = shipped("IMSA", 2022, "Road America 2022");
  EXPECT_EQ(imsa.class_of("DPi"), "GTP");
  EXPECT_EQ(imsa.class_of("GTDPRO"), "GTD PRO");
  EXPECT_TRUE(imsa.is_of("GTDPRO", "GT"));
  EXPECT_TRUE(imsa.is_of("LMP2", "PROTOTYPE"));
  EXPECT_FALSE(imsa.is_of("GTD", "GTD PRO"));
  EXPECT_EQ(imsa.group_of("Unheard-of"), "");
  const RuleBook wec = shipped("wec", 2024, "6 Hours of Fuji 2024");
  EXPECT_EQ(wec.class_of("Hypercar "), "HYPERCAR");
  EXPECT_EQ(wec.class_of("LMDh"), "HYPERCAR");
}

TEST(RuleBookTest, RaceLengthComesFromTheTimingThenTheNameThenTheRules) {
  const auto length = [](const RuleBook& book) { return book.race_length()->value; };
  EXPECT_EQ(length(shipped("WEC", 2025, "6 Hours of Spa 2025")), hours{6});
  EXPECT_EQ(length(shipped("WEC", 2024, "Qatar 1812km 2024")), hours{10});
  EXPECT_EQ(length(shipped("IMSA", 2024, "Long Beach 2024")), minutes{100});
  EXPECT_EQ(length(shipped("IMSA", 2023, "Indianapolis Motor Speedway Rc 2023")), minutes{160});
  EXPECT_EQ(length(shipped("IMSA", 2024, "Indianapolis 2024")), hours{6});
  EXPECT_EQ(length(shipped("IMSA", 2022, "Roar Before The 24 2022")), minutes{100});
  EXPECT_EQ(length(shipped("ELMS", 2025, "Imola 2025")), hours{4});
  const auto library = RuleLibrary::built_in();
  EXPECT_EQ(length(RuleBook(*library, {.series = "WEC", .season = 2024, .event = "6 Hours of Spa", .length = hours{5}})),
            hours{5});
  EXPECT_FALSE(RuleBook().race_length());
}

TEST(RuleBookTest, TheYearIsInTheNameOrInTheDate) {
  timing::Session session{.series = "WEC", .event = "6 Hours of Spa 2024"};
  EXPECT_EQ(rule_query(session).season, 2024);
  session.event = "Qatar 1812 km";
  EXPECT_EQ(rule_query(session).season, std::nullopt);
  session.started_at = std::chrono::sys_days{std::chrono::year{2025} / 2 / 28} + hours{11};
  EXPECT_EQ(rule_query(session).season, 2025);
  EXPECT_EQ(rule_query(session).date, std::chrono::year{2025} / 2 / 28);
}

TEST(ShippedRules, AreReadAndEachSaysItsSource) {
  std::set<std::string> series;
  for (const timing::EmbeddedText& text : rule_texts()) {
    const auto read = parse_rules(text.path, text.content);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_FALSE(read->rules.empty()) << text.path;
    EXPECT_FALSE(read->series.empty()) << text.path << ": a file inside the program is of a series";
    series.insert(read->series.begin(), read->series.end());
    for (const Rule& rule : read->rules) {
      EXPECT_GT(rule.source.size(), 5U) << text.path << ":" << rule.line;
      EXPECT_TRUE(rule.url.empty() || rule.url.starts_with("http")) << text.path << ":" << rule.line;
      EXPECT_FALSE(std::holds_alternative<std::monostate>(rule.value) && rule.certainty == Certainty::high) << rule_text(rule);
    }
  }
  EXPECT_THAT(series, testing::IsSupersetOf({"WEC", "IMSA", "ELMS", "NLS"}));
}

TEST(ShippedRules, TyresAreChangedWhileRefuellingInImsaAndAfterItInTheWec) {
  for (const int season : {2021, 2024, 2025, 2026}) {
    EXPECT_EQ(shipped("IMSA", season, "Road America").refuel_and_tyres_together()->value, true) << season;
    EXPECT_EQ(shipped("WEC", season, "6 Hours of Spa").refuel_and_tyres_together()->value, false) << season;
  }
  EXPECT_EQ(shipped("WEC", 2019, "24 Hours of Le Mans 2019").refuel_and_tyres_together()->value, true) << "the season 2018-19";
  EXPECT_EQ(shipped("WEC", 2019, "6 Hours of Fuji 2019").refuel_and_tyres_together()->value, false);
  EXPECT_EQ(shipped("WEC", 2021, "24 Hours of Le Mans 2021").refuel_and_tyres_together()->value, false);
}

TEST(ShippedRules, ThePitEntryDependsOnTheFlagTheYearAndTheSeries) {
  const auto kind = [](const RuleBook& book, FlagKind flag) { return book.pit_entry(flag)->value.kind; };
  EXPECT_EQ(kind(shipped("WEC", 2021, "6 Hours of Monza"), FlagKind::fcy), PitEntryKind::open);
  EXPECT_EQ(kind(shipped("WEC", 2024, "6 Hours of Imola"), FlagKind::fcy), PitEntryKind::closed);
  const auto behind = shipped("WEC", 2024, "6 Hours of Imola").pit_entry(FlagKind::safety_car);
  EXPECT_EQ(behind->value.kind, PitEntryKind::closed_for_laps);
  EXPECT_EQ(behind->value.laps, 3);
  EXPECT_TRUE(behind->value.emergency);
  EXPECT_EQ(kind(shipped("WEC", 2024, "24 Hours of Le Mans"), FlagKind::safety_car), PitEntryKind::open);
  const auto imsa = shipped("IMSA", 2025, "Sebring").pit_entry(FlagKind::fcy);
  EXPECT_EQ(imsa->value.kind, PitEntryKind::until_announced);
  EXPECT_THAT(imsa->value.order, testing::ElementsAre("PROTOTYPE", "GT"));
  EXPECT_FALSE(shipped("WEC", 2021, "6 Hours of Monza").pit_entry(FlagKind::vsc)) << "there was none";
}

TEST(ShippedRules, DriveTimesAreThoseOfTheTables) {
  const auto daytona = shipped("IMSA", 2026, "Rolex 24 at Daytona");
  EXPECT_EQ(daytona.drive_time("GTP", "platinum", hours{24}).min->value, hours{2});
  EXPECT_EQ(daytona.drive_time("GTD", "bronze", hours{24}).min->value, minutes{270});
  EXPECT_EQ(shipped("IMSA", 2024, "Road Atlanta").drive_time("GTD", "silver", hours{10}).min->value, minutes{150});
  EXPECT_EQ(shipped("IMSA", 2021, "Road America").drive_time("LMP2", "bronze", minutes{160}).min->value, minutes{45});
  EXPECT_EQ(shipped("IMSA", 2023, "Road America").drive_time("LMP2", "bronze", minutes{160}).min->value, hours{1});
  EXPECT_EQ(daytona.drive_time("GTD PRO", "bronze", hours{24}).min->rule->certainty, Certainty::low) << "sources differ";
  EXPECT_EQ(daytona.drive_time("LMP2", "silver", hours{24}).max->value, hours{13});
  EXPECT_EQ(daytona.drive_time("LMP2", "silver", hours{24}).window_max->value, hours{4});
  const auto le_mans = shipped("WEC", 2025, "24 Hours of Le Mans 2025");
  EXPECT_EQ(le_mans.drive_time("LMGT3", "bronze", hours{24}).min->value, hours{6});
  EXPECT_EQ(le_mans.drive_time("LMGT3", "gold", hours{24}).min->value, Millis{0});
  EXPECT_EQ(le_mans.drive_time("HYPERCAR", "gold", hours{24}).max->value, hours{14});
  const auto spa = shipped("WEC", 2025, "6 Hours of Spa 2025");
  EXPECT_EQ(spa.drive_time("HYPERCAR", "", hours{6}).min->value, minutes{45});
  EXPECT_EQ(spa.drive_time("LMGT3", "silver", hours{6}).min->value, minutes{105});
  EXPECT_EQ(spa.drive_time("LMGT3", "silver", hours{6}).max->rule->certainty, Certainty::low);
}

TEST(ShippedRules, ASeasonToComeHasTheRulesOfTheLastOneLessSurely) {
  const auto book = shipped("WEC", 2030, "6 Hours of Spa 2030");
  EXPECT_EQ(book.pit_entry(FlagKind::vsc)->value.kind, PitEntryKind::open);
  EXPECT_EQ(book.pit_entry(FlagKind::vsc)->rule->certainty, Certainty::medium);
}

}  // namespace
}  // namespace stint::insight
