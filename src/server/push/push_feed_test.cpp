#include "server/push/push_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "server/sample_race.hpp"

namespace stint::server {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

class PushFeedTest : public testing::Test {
 protected:
  bool take(race::Snapshot race, std::uint32_t take = 0) {
    return feed_.take({sample::shared(std::move(race)), std::nullopt, take, 0, {}});
  }
  bool lap(std::int32_t laps) {
    race::Snapshot race = sample::snapshot();
    race.cars[0].laps = laps;
    return take(std::move(race));
  }
  static SteadyTime at(seconds time) { return SteadyTime{} + time; }
  void lap_at(std::int32_t laps, seconds time, std::uint32_t take = 0) {
    race::Snapshot race = sample::snapshot();
    race.cars[0].laps = laps;
    feed_.take({sample::shared(std::move(race)), std::nullopt, take, 0, {}, at(time)});
  }
  std::string next(PushFeed::Place& place, seconds now = seconds{0}) {
    const FramePtr frame = feed_.next(place, at(now), slow_);
    return frame ? frame->json : "";
  }

  PushFeed feed_{"sample", "epoch"};
  bool slow_ = false;
};

TEST_F(PushFeedTest, HasNothingToSayBeforeTheFirstPublication) {
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  EXPECT_EQ(next(place), "");
  lap(1);
  EXPECT_THAT(next(place), HasSubstr(R"("type":"snapshot","epoch":"epoch","seq":1,)"));
  EXPECT_EQ(next(place), "");
}

TEST_F(PushFeedTest, ADeltaHoldsOnlyWhatChanged) {
  lap(1);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  next(place);
  race::Snapshot race = sample::snapshot();
  race.cars[0].laps = 1;
  std::swap(race.cars[0], race.cars[1]);
  race.cars[0].position = 1;
  race.cars[1].position = 2;
  race.messages.push_back({"m3", sample::at(345'000), "NEW", {}, ""});
  race.flag = timing::FlagKind::fcy;
  take(std::move(race));
  EXPECT_THAT(
      next(place),
      testing::EndsWith(
          R"("race":{"flag":"fcy"},"order":["51","007","7"],"cars":{"51":{"position":1},"007":{"position":2}},)"
          R"("messages":[{"id":"m3","at_ms":345000,"text":"NEW","cars":[],"group":null,"kind":"none","phase":"none","flag":null,)"
          R"("about":[],"other_cars":[],"class":null,"reason":null,"place":null,"time_of_day":null,"zones":[],)"
          R"("pit_part":null,"pit_open":null,"correction":false,"penalty":null}]})"));
}

// Two fields whose texts run together to the same must still be seen as changed.
TEST_F(PushFeedTest, FieldsDoNotRunTogether) {
  FieldTexts a, b;
  a.field("x", 1).field("y", 12);
  b.field("x", 11).field("y", 2);
  EXPECT_FALSE(a == b);
}

TEST_F(PushFeedTest, ANewCarComesWithAllItsFields) {
  race::Snapshot race = sample::snapshot();
  race.cars.pop_back();
  take(race);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  next(place);
  take(sample::snapshot());
  EXPECT_THAT(next(place), AllOf(HasSubstr(R"("cars":{"7":{"car":"7","class":"HYPERCAR")"), Not(HasSubstr(R"("007":{)"))));
}

TEST_F(PushFeedTest, ACarThatIsGoneNeedsASnapshot) {
  lap(1);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  next(place);
  race::Snapshot race = sample::snapshot();
  race.cars.pop_back();
  take(race);
  EXPECT_THAT(next(place), HasSubstr("snapshot"));
}

TEST_F(PushFeedTest, AClientThatIsLittleBehindGetsEveryDelta) {
  lap(1);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  next(place);
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(limit::kSlowDeltas); ++i) lap(2 + i);
  EXPECT_THAT(next(place), HasSubstr(R"("seq":2,)"));
  EXPECT_FALSE(slow_);
}

TEST_F(PushFeedTest, AClientThatIsFarBehindIsMovedToTheNewestSnapshot) {
  lap(1);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  next(place);
  for (std::int32_t i = 0; i <= static_cast<std::int32_t>(limit::kSlowDeltas); ++i) lap(2 + i);
  EXPECT_THAT(next(place), AllOf(HasSubstr("snapshot"), HasSubstr("\"seq\":" + std::to_string(limit::kSlowDeltas + 2) + ",")));
  EXPECT_TRUE(slow_);
  EXPECT_EQ(next(place), "");
}

TEST_F(PushFeedTest, AReturningClientGetsAllThatIsHeldWithoutBeingSlow) {
  for (std::int32_t i = 1; i <= 100; ++i) lap(i);
  PushFeed::Place place = feed_.join(Resume{"epoch", 10}, {}, {});
  for (int seq = 11; seq <= 100; ++seq) {
    ASSERT_THAT(next(place), HasSubstr("\"delta\",\"epoch\":\"epoch\",\"seq\":" + std::to_string(seq) + ","));
    ASSERT_FALSE(slow_);
  }
  EXPECT_EQ(next(place), "");
}

TEST_F(PushFeedTest, WhatIsNoLongerHeldOrFromTheFutureNeedsASnapshot) {
  for (std::int32_t i = 1; i <= static_cast<std::int32_t>(limit::kResumedMessages) + 10; ++i) lap(i);
  for (const Resume& resume :
       {Resume{"epoch", 1}, Resume{"epoch", 100'000}, Resume{"another", 500}, Resume{"epoch", UINT64_MAX}}) {
    PushFeed::Place place = feed_.join(resume, {}, {});
    EXPECT_THAT(next(place), HasSubstr("snapshot")) << resume.epoch << resume.seq;
    EXPECT_FALSE(slow_);
  }
}

TEST_F(PushFeedTest, ADelayedClientGetsEachMessageWhenItIsOldEnoughAndNotBefore) {
  for (std::int32_t i = 0; i <= 20; ++i) lap_at(i + 1, seconds{i});  // message i + 1 is of second i
  PushFeed::Place place = feed_.join(std::nullopt, seconds{10}, at(seconds{9}));
  EXPECT_EQ(next(place, seconds{9}), "") << "nothing was shown ten seconds ago";
  EXPECT_TRUE(feed_.waits(place));
  EXPECT_THAT(next(place, seconds{17}), HasSubstr(R"("snapshot","epoch":"epoch","seq":6,)")) << "the keyframe before";
  EXPECT_THAT(next(place, seconds{17}), HasSubstr(R"("delta","epoch":"epoch","seq":7,)"));
  EXPECT_THAT(next(place, seconds{17}), HasSubstr(R"("seq":8,)"));
  EXPECT_EQ(next(place, seconds{17}), "");
  EXPECT_THAT(next(place, seconds{18}), HasSubstr(R"("seq":9,)"));
  EXPECT_EQ(next(place, seconds{18}), "");
  EXPECT_FALSE(slow_);
}

TEST_F(PushFeedTest, ADelayedClientResumesWhereItWasAndANewerPlaceIsTakenBack) {
  for (std::int32_t i = 0; i <= 20; ++i) lap_at(i + 1, seconds{i});
  PushFeed::Place back = feed_.join(Resume{"epoch", 8}, seconds{10}, at(seconds{20}));
  EXPECT_THAT(next(back, seconds{20}), HasSubstr(R"("delta","epoch":"epoch","seq":9,)"));
  PushFeed::Place from_live = feed_.join(Resume{"epoch", 21}, seconds{10}, at(seconds{20}));
  EXPECT_THAT(next(from_live, seconds{20}), HasSubstr(R"("snapshot","epoch":"epoch","seq":11,)"));
}

TEST_F(PushFeedTest, ABreakReachesADelayedClientInItsPlace) {
  lap_at(5, seconds{0});
  lap_at(6, seconds{1});
  lap_at(2, seconds{2}, 1);  // the playhead was moved
  lap_at(3, seconds{3}, 1);
  PushFeed::Place place = feed_.join(std::nullopt, seconds{10}, at(seconds{11}));
  EXPECT_THAT(next(place, seconds{11}), HasSubstr(R"("snapshot","epoch":"epoch","seq":1,)"));
  EXPECT_THAT(next(place, seconds{11}), HasSubstr(R"("delta","epoch":"epoch","seq":2,)"));
  EXPECT_EQ(next(place, seconds{11}), "");
  EXPECT_THAT(next(place, seconds{13}), HasSubstr(R"("snapshot","epoch":"epoch","seq":3,)"));
  EXPECT_THAT(next(place, seconds{13}), HasSubstr(R"("delta","epoch":"epoch","seq":4,)"));
}

TEST_F(PushFeedTest, WhatTheLongestDelayNeedsIsHeldAndNoMore) {
  const std::int32_t longest = static_cast<std::int32_t>(limit::kLongestDelay.count());
  for (std::int32_t i = 0; i <= 10 * longest; ++i) lap_at(i + 1, seconds{i});
  const seconds now{10 * longest};
  PushFeed::Place place = feed_.join(std::nullopt, limit::kLongestDelay, at(now));
  const std::string first = next(place, now);
  EXPECT_THAT(first, HasSubstr("snapshot"));
  EXPECT_LT(feed_.held_messages(), static_cast<std::size_t>(longest) + 10);
  while (!next(place, now).empty()) EXPECT_FALSE(slow_);
  EXPECT_EQ(place.next, static_cast<std::uint64_t>(9 * longest) + 2);
}

TEST_F(PushFeedTest, NothingChangedIsNoMessage) {
  EXPECT_TRUE(lap(1));
  EXPECT_FALSE(lap(1));
  EXPECT_EQ(feed_.seq(), 1U);
}

TEST_F(PushFeedTest, TextFromFeedsStaysText) {
  lap(1);
  PushFeed::Place place = feed_.join(std::nullopt, {}, {});
  EXPECT_THAT(next(place), HasSubstr(R"("text":"CAR 7 <script>alert(1)</script>","cars":["7"])"));
}

TEST(Resume, IsReadFromItsTwoForms) {
  EXPECT_EQ(parse_event_id("abc:12")->seq, 12U);
  EXPECT_EQ(parse_event_id("abc:12")->epoch, "abc");
  for (const std::string_view bad : {"", "abc", ":1", "abc:", "abc:1x", "abc:-1", "abc:99999999999999999999"})
    EXPECT_FALSE(parse_event_id(bad)) << bad;
}

}  // namespace
}  // namespace stint::server
