// Following a race for hours costs the memory of its laps, and nothing else that grows.
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "live/heap_account.hpp"
#include "live/races.hpp"
#include "live/world.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;

// A lap with its sectors in the race, in its list of events, in what the adapter knows and in what the log knows.
constexpr std::int64_t kBytesOfLap = 2'000;
// Readings that are not yet forgotten, lists that have doubled, and the parser's space, fifteen times the largest answer.
constexpr std::int64_t kAllowance = 3'000'000;

struct Held {
  std::int64_t bytes = 0;
  std::int64_t laps = 0;
};

std::int64_t laps_of(const race::Snapshot& race) {
  std::int64_t laps = 0;
  for (const race::CarSnapshot& car : race.cars) laps += static_cast<std::int64_t>(car.laps_done.size());
  return laps;
}

TEST(Memory, StaysFlatAfterTheFirstHourThroughAllFaults) {
  if (!held_bytes(Holder::follower)) GTEST_SKIP() << "a sanitizer has the allocator";
  std::map<std::int64_t, Held> held;  // by hour
  const auto each_minute = [&](const Minute& minute) {
    if (minute.played % 1h != 0ms || !minute.followed) return;
    held[minute.played / 1h] = {*held_bytes(Holder::follower), laps_of(*minute.followed)};
  };
  const Followed followed = follow(
      simulated_race(3h, 12), {.source = "griiip", .faults = mock::FaultSet::all(), .seed = 3, .each_minute = each_minute});
  ASSERT_TRUE(followed.race);
  ASSERT_TRUE(held.contains(1) && held.contains(3));
  const Held first = held[1], last = held[3];
  ASSERT_GT(last.laps, first.laps);
  EXPECT_LT(last.bytes - first.bytes, (last.laps - first.laps) * kBytesOfLap + kAllowance)
      << first.bytes << " bytes with " << first.laps << " laps after an hour, " << last.bytes << " with " << last.laps
      << " after three";
  RecordProperty("after_1_h", std::to_string(first.bytes));
  RecordProperty("after_3_h", std::to_string(last.bytes));
}

}  // namespace
}  // namespace stint::testing
