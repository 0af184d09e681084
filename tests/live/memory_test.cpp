// Following a race for hours costs the memory of its laps, and nothing else that grows.
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "live/races.hpp"
#include "live/resident.hpp"
#include "live/world.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;

TEST(Memory, StaysFlatAfterTheFirstHourThroughAllFaults) {
  std::map<std::int64_t, std::size_t> resident;  // by hour
  const auto each_minute = [&](const Minute& minute) {
    if (minute.played % 1h == 0ms) resident[minute.played / 1h] = resident_bytes();
  };
  const Followed followed = follow(
      simulated_race(3h, 12), {.source = "griiip", .faults = mock::FaultSet::all(), .seed = 3, .each_minute = each_minute});
  ASSERT_TRUE(followed.race);
  ASSERT_GE(resident.size(), 4U);
  // What the followed race and the mock's own grow by in two hours: laps, sectors, messages.
  constexpr std::size_t kOfTheRace = 12'000'000;
  EXPECT_LT(resident[3], resident[1] + kOfTheRace) << resident[1] << " bytes after an hour, " << resident[2] << " after two";
  RecordProperty("after_1_h", static_cast<int>(resident[1] / 1'000));
  RecordProperty("after_3_h", static_cast<int>(resident[3] / 1'000));
}

}  // namespace
}  // namespace stint::testing
