#include "insight/strategy/futures/course.hpp"

#include <gtest/gtest.h>

#include "insight/strategy/futures/made_up_situation.hpp"

namespace stint::insight {
namespace {

constexpr double kHour = 3'600'000;

Course drawn(const Situation& situation, const Assumptions& assumptions, std::uint64_t run) {
  Course course;
  course.draw(situation, assumptions, Draws(run), *situation.limit_ms);
  return course;
}

TEST(Course, FillsTheTimeToTheLimitWithoutAGap) {
  const Situation situation = lively_cars(2, 24);
  Assumptions rain;
  rain.rain = RainToCome{2 * kHour, kHour};
  for (std::uint64_t run = 0; run < 200; ++run) {
    const Course course = drawn(situation, rain, run);
    double at = 0;
    for (const Phase& phase : course.phases()) {
      ASSERT_EQ(phase.begin, at);
      ASSERT_GT(phase.end, phase.begin);
      ASSERT_EQ(phase.wet, phase.begin >= 2 * kHour && phase.begin < 3 * kHour);
      at = phase.end;
    }
    ASSERT_EQ(at, 24 * kHour);
  }
}

TEST(Course, CautionsComeAsOftenAsTheirHazardSays) {
  const Situation situation = lively_cars(2, 6);
  double green = 0, slow = 0, behind = 0;
  for (std::uint64_t run = 0; run < 2'000; ++run) {
    const Course course = drawn(situation, {}, run);
    for (const Phase& phase : course.phases()) {
      if (phase.pace == Pace::green) green += (phase.end - phase.begin) / kHour;
      if (phase.pace == Pace::slow) ++slow;
      if (phase.pace == Pace::behind) ++behind;
    }
  }
  EXPECT_NEAR(slow / green, 0.4, 0.02);
  EXPECT_NEAR(behind / green, 0.3, 0.02);
}

TEST(Course, PartsOfTheRaceHaveTheirOwnHazard) {
  Situation situation = lively_cars(2, 6);
  situation.caution_by_part = {3, 0, 0};
  for (std::uint64_t run = 0; run < 100; ++run) {
    const Course course = drawn(situation, {}, run);
    for (const Phase& phase : course.phases()) {
      if (phase.pace != Pace::green) {
        EXPECT_LT(phase.begin, kHour);
      }
    }
  }
}

TEST(Course, AnAssumedCautionComesNowAndLeavesTheOthersWhereTheyWere) {
  const Situation situation = lively_cars(2, 6);
  Assumptions caution;
  caution.caution = CautionNow{Pace::behind, 600'000, true};
  for (std::uint64_t run = 0; run < 100; ++run) {
    const Course usual = drawn(situation, {}, run), other = drawn(situation, caution, run);
    ASSERT_EQ(other.phases().front().pace, Pace::behind);
    ASSERT_EQ(other.phases().front().end, 600'000);
    for (const Phase& phase : usual.phases()) {
      if (phase.begin <= 600'000) continue;
      const auto same = [&](const Phase& each) { return each.begin == phase.begin && each.end == phase.end; };
      ASSERT_TRUE(std::ranges::any_of(other.phases(), same));
    }
  }
}

TEST(Course, BeginsWithTheRestOfTheCautionThatIsOut) {
  Situation situation = lively_cars(2, 6);
  situation.pace = Pace::slow;
  situation.pace_left = CautionRest{{std::log(120'000.0), 0.0}, 0};
  double rest = 0;
  for (std::uint64_t run = 0; run < 2'000; ++run) {
    const Phase first = drawn(situation, {}, run).phases().front();
    EXPECT_EQ(first.pace, Pace::slow);
    rest += first.end / 2'000;
  }
  EXPECT_NEAR(rest, 120'000, 10'000);
}

}  // namespace
}  // namespace stint::insight
