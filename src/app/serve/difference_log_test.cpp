#include "app/serve/difference_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr timing::Instant kNoon = timing::instant_from_ms(1'780'000'000'000);

race::Snapshot with_difference(bool differs) {
  race::Snapshot snapshot;
  if (differs) {
    snapshot.differences.push_back(
        {timing::CarNumber("7"), race::Difference::What::position, "1", "2", kNoon, "published", "computed"});
  }
  return snapshot;
}

TEST(DifferenceLog, TellsWhatStandsAndThatItIsOver) {
  DifferenceLog log;
  EXPECT_THAT(log.changes(with_difference(true), kNoon), IsEmpty());
  EXPECT_THAT(log.changes(with_difference(true), kNoon + 2s), ElementsAre(HasSubstr("position is 1 (published), ours 2")));
  EXPECT_THAT(log.changes(with_difference(true), kNoon + 3s), IsEmpty());
  EXPECT_THAT(log.changes(with_difference(false), kNoon + 4s), ElementsAre(HasSubstr("agree again")));
}

TEST(DifferenceLog, WhatComesAndGoesWithinASecondOfAFastReplayIsNotTold) {
  DifferenceLog log;
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(log.changes(with_difference(true), kNoon + i * 1s), IsEmpty());
    EXPECT_THAT(log.changes(with_difference(false), kNoon + i * 1s + 500ms), IsEmpty());
  }
}

}  // namespace
}  // namespace stint::app
