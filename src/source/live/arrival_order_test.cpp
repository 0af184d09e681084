#include "source/live/arrival_order.hpp"

#include <gtest/gtest.h>

namespace stint::live {
namespace {

using namespace std::chrono_literals;
using timing::Event;
using timing::Instant;
using Verdict = ArrivalOrder::Verdict;

constexpr Instant kStart = timing::instant_from_ms(1'780'000'000'000);

class Arrivals : public testing::Test {
 protected:
  Verdict judge(Instant at, timing::EventBody body) { return order.judge({at, 0, std::move(body)}, kStart + 1h); }
  static timing::Lap lap(std::int32_t number, timing::Millis time) {
    timing::Lap made;
    made.car = timing::CarNumber("7");
    made.lap = number;
    made.time = time;
    return made;
  }
  static timing::RaceControl message(std::string id, std::string text) { return {std::move(id), std::move(text), {}, {}}; }
  ArrivalOrder order;
};

TEST_F(Arrivals, ALapToldAgainIsNoNews) {
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::news);
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::repeated);
  EXPECT_EQ(judge(kStart + 95s, lap(1, 90s)), Verdict::repeated) << "seen again later: the crossing was earlier";
}

TEST_F(Arrivals, ALapWithAnotherTimeIsACorrection) {
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::news);
  EXPECT_EQ(judge(kStart + 90s, lap(1, 91s)), Verdict::news);
}

TEST_F(Arrivals, ALapToldAgainWithLessBesideItsTimeIsNoCorrection) {
  timing::Lap whole = lap(1, 90s);
  whole.best = timing::BestMark::personal;
  whole.driver = timing::DriverId("2");
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::news);
  EXPECT_EQ(judge(kStart + 90s, whole), Verdict::news) << "now its driver is known";
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::repeated);
  whole.driver = timing::DriverId("3");
  EXPECT_EQ(judge(kStart + 90s, whole), Verdict::news) << "another one drove";
}

TEST_F(Arrivals, ACrossingThatWasFirstSeenLateIsPutRight) {
  EXPECT_EQ(judge(kStart + 95s, lap(1, 90s)), Verdict::news);
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::news);
}

TEST_F(Arrivals, AnOlderStandingDoesNotOverwriteANewerOne) {
  timing::OfficialStanding standing;
  standing.car = timing::CarNumber("7");
  standing.position = 3;
  EXPECT_EQ(judge(kStart + 10s, standing), Verdict::news);
  standing.position = 4;
  EXPECT_EQ(judge(kStart + 5s, standing), Verdict::outdated);
  EXPECT_EQ(judge(kStart + 11s, standing), Verdict::news);
}

TEST_F(Arrivals, AFlagThatIsShownAlreadyIsNoNewsButOneMissedBeforeIs) {
  const timing::Flag green{timing::FlagScope::track, 0, timing::FlagKind::green};
  const timing::Flag yellow{timing::FlagScope::track, 0, timing::FlagKind::yellow};
  EXPECT_EQ(judge(kStart, green), Verdict::news);
  EXPECT_EQ(judge(kStart + 10min, green), Verdict::repeated);
  EXPECT_EQ(judge(kStart + 5min, yellow), Verdict::news) << "missed while the feed was away";
  EXPECT_EQ(judge(kStart + 10min, green), Verdict::news) << "and its end";
  EXPECT_EQ(judge(kStart + 12min, green), Verdict::repeated);
}

TEST_F(Arrivals, AMessageIsKnownByItsIdAndByWhatItSaysWhen) {
  EXPECT_EQ(judge(kStart, message("1", "CAR 7 UNDER INVESTIGATION")), Verdict::news);
  EXPECT_EQ(judge(kStart, message("1", "CAR 7 UNDER INVESTIGATION")), Verdict::repeated);
  EXPECT_EQ(judge(kStart, message("14", "CAR 7 UNDER INVESTIGATION")), Verdict::repeated) << "renumbered";
  EXPECT_EQ(judge(kStart + 1min, message("15", "CAR 7 UNDER INVESTIGATION")), Verdict::news) << "said a second time";
  EXPECT_EQ(judge(kStart, message("1", "CAR 8 UNDER INVESTIGATION")), Verdict::news) << "corrected";
}

TEST_F(Arrivals, AClockIsNewsOnlyIfItIsNotWhatTheOneBeforeLeadsTo) {
  timing::Clock clock;
  clock.elapsed = 10s;
  clock.remaining = 3590s;
  EXPECT_EQ(judge(kStart + 10s, clock), Verdict::news);
  clock.elapsed = 20s;
  clock.remaining = 3580s;
  EXPECT_EQ(judge(kStart + 20s, clock), Verdict::repeated);
  clock.remaining = 3600s;
  EXPECT_EQ(judge(kStart + 21s, clock), Verdict::news) << "time was added";
  clock.running = false;
  EXPECT_EQ(judge(kStart + 22s, clock), Verdict::news) << "it was stopped";
  EXPECT_EQ(judge(kStart + 2s, clock), Verdict::outdated);
}

TEST_F(Arrivals, WhatNoLogCanTakeIsImpossible) {
  EXPECT_EQ(judge(kStart, lap(-3, 90s)), Verdict::impossible);
  EXPECT_EQ(judge(kStart + 24h * 365, lap(1, 90s)), Verdict::impossible);
}

TEST_F(Arrivals, WhatTheLogHasIsRemembered) {
  order.remember({kStart + 90s, 12, lap(1, 90s)});
  EXPECT_EQ(judge(kStart + 90s, lap(1, 90s)), Verdict::repeated);
}

}  // namespace
}  // namespace stint::live
