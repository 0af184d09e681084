#include "source/live/alkamel/pit_watch.hpp"

#include <gtest/gtest.h>

namespace stint::live::alkamel {
namespace {

using namespace std::chrono_literals;
using timing::event_as;
using timing::Instant;

constexpr Instant kNoon = timing::instant_from_ms(1'785'160'800'000);

TEST(PitWatch, AVisitThatWasSeenToBeginHasItsLaneTimeThoughItsExitWasSeenLongAfter) {
  PitWatch watch(timing::CarNumber("44"));
  std::vector<timing::Event> events;
  watch.see(true, 20, true, kNoon);
  watch.settle(kNoon, events);
  watch.lane_told(kNoon - 1s, 62'479ms);
  // An outage: the car has been out for 67 s when it is seen again.
  watch.see(false, 21, true, kNoon + 129s);
  watch.settle(kNoon + 129s, events);
  ASSERT_EQ(events.size(), 2U);
  const auto* out = event_as<timing::PitOut>(events[1]);
  ASSERT_NE(out, nullptr);
  EXPECT_EQ(out->lane, 62'479ms);
  EXPECT_EQ(events[1].at, kNoon - 1s + 62'479ms);
}

TEST(PitWatch, TheLaneTimeOfAVisitBeforeIsNotThatOfThisOne) {
  PitWatch watch(timing::CarNumber("44"));
  std::vector<timing::Event> events;
  watch.lane_told(kNoon - 30min, 60s);
  watch.see(true, 20, true, kNoon);
  watch.settle(kNoon, events);
  watch.see(false, 21, true, kNoon + 70s);
  watch.settle(kNoon + 70s, events);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(event_as<timing::PitOut>(events[1])->lane, std::nullopt);
  EXPECT_EQ(events[1].at, kNoon + 70s);
}

}  // namespace
}  // namespace stint::live::alkamel
