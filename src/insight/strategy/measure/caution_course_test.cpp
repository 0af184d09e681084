#include "insight/strategy/measure/caution_course.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/strategy/measure/caution_time.hpp"

namespace stint::insight {
namespace {

constexpr double kHour_ms = 3'600'000;
constexpr std::array<double, kPaces> kSlowDown{1, 1.5, 2};

// One an hour of green, 15 minutes long.
CautionsMeasure hourly() {
  CautionsMeasure cautions;
  cautions.kinds = {{Pace::behind, 1, {.mean = 900'000, .spread = 300'000}}};
  return cautions;
}

double mean_slow_ms(const std::vector<CautionCourse>& courses) {
  double mean = 0;
  for (const CautionCourse& course : courses) mean += course.weight * course.slow_ms[2];
  return mean;
}

TEST(CautionCourses, NearTheFlagMostSeeNone) {
  const auto courses = caution_courses(hourly(), {.elapsed_ms = 5 * kHour_ms, .left_ms = 0.2 * kHour_ms});
  ASSERT_EQ(courses.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(courses[i].lost_ms(kSlowDown), 0) << i;
  EXPECT_GT(courses[4].lost_ms(kSlowDown), 0);
}

TEST(CautionCourses, AgreeWithTheShareOfTimeThatTheHazardMakes) {
  for (const double hours : {3.0, 20.0}) {
    const auto courses = caution_courses(hourly(), {.left_ms = hours * kHour_ms});
    const double expected = neutralised_ms(caution_time(hourly(), kSlowDown), hours * kHour_ms);
    EXPECT_NEAR(mean_slow_ms(courses), expected, 0.1 * expected) << hours;
  }
}

TEST(CautionCourses, BeginWithTheCautionThatIsOut) {
  CautionsMeasure cautions = hourly();
  cautions.kinds.front().hazard_per_hour = 0;
  cautions.under_way = CautionRest{{std::log(600'000.0), 0.3}, 0};
  const auto courses = caution_courses(cautions, {.left_ms = 4 * kHour_ms, .now = Pace::behind});
  EXPECT_NEAR(mean_slow_ms(courses), 600'000, 90'000);
  EXPECT_EQ(courses.back().begun, 0);
}

TEST(CautionCourses, WithoutCautionsThereIsOneWay) {
  const auto courses = caution_courses({}, {.left_ms = kHour_ms});
  ASSERT_EQ(courses.size(), 1U);
  EXPECT_EQ(courses.front().weight, 1);
  EXPECT_EQ(courses.front().slow_laps(100'000, kSlowDown), 0);
}

}  // namespace
}  // namespace stint::insight
