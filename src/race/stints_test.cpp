#include "race/stints.hpp"

#include <gtest/gtest.h>

namespace stint::race {
namespace {

TEST(CleanMedian, LeavesOutWhatIsSlowerThanTheLimit) {
  using Times = std::vector<Millis>;
  EXPECT_EQ(clean_median(Times{}), std::nullopt);
  EXPECT_EQ(clean_median(Times{Millis{100'000}, Millis{101'000}, Millis{102'000}, Millis{130'000}}), Millis{101'000});
  EXPECT_EQ(clean_median(Times{Millis{100'000}, Millis{107'000}}), Millis{103'500}) << "an even count: the middle of the two";
}

}  // namespace
}  // namespace stint::race
