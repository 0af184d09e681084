#include "app/recording.hpp"

#include <gtest/gtest.h>

namespace stint::app {
namespace {

constexpr std::string_view kSession = R"({"kind":"session","at":0,"session_kind":"race","state":"running","started_at":1000})";

TEST(EventLines, AreReadAndABadOneIsComplainedAboutWithItsNumber) {
  const auto recording =
      read_event_lines("id", "race.ndjson", std::string(kSession) + "\nnonsense\n\n" + std::string(kSession) + "\n");
  ASSERT_TRUE(recording) << recording.error().message;
  EXPECT_EQ(recording->events.size(), 2U);
  EXPECT_EQ(recording->complaint_count, 1U);
  ASSERT_EQ(recording->complaints.size(), 1U);
  EXPECT_EQ(recording->complaints[0].line, 2U);
  EXPECT_EQ(recording->complaints[0].file, "race.ndjson");
}

TEST(EventLines, WithoutAnyEventAreNoRecording) {
  EXPECT_EQ(read_event_lines("id", "", "").error().message, "standard input is no event log: it is empty");
  EXPECT_EQ(read_event_lines("id", "a.ndjson", "x\n").error().code, ErrorCode::not_a_timing_file);
}

TEST(RaceOf, KnowsNothingLaterThanTheInstant) {
  const auto recording = read_event_lines("id", "", std::string(kSession) + R"(
{"kind":"flag","at":2000,"flag":"green"}
{"kind":"flag","at":9000,"flag":"red"})");
  ASSERT_TRUE(recording) << recording.error().message;
  ASSERT_EQ(recording->complaint_count, 0U) << recording->complaints[0].message;
  EXPECT_EQ(start_of(recording->events), timing::instant_from_ms(1000));
  EXPECT_EQ(race_of(recording->events, timing::instant_from_ms(5000))->flag, timing::FlagKind::green);
  EXPECT_EQ(race_of(recording->events, timing::instant_from_ms(5000))->elapsed, timing::Millis{4000});
  EXPECT_EQ(race_of(recording->events, std::nullopt)->flag, timing::FlagKind::red);
}

}  // namespace
}  // namespace stint::app
