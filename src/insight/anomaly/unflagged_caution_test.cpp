#include "insight/anomaly/unflagged_caution.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

timing::Instant at(std::int64_t seconds) { return timing::instant_from_ms(seconds * 1000); }

// Twelve cars that end a sector every five seconds, from `from` to `to`.
void drive(UnflaggedCaution& caution, std::int64_t from, std::int64_t to, double ratio) {
  for (std::int64_t second = from; second < to; second += 5) {
    caution.add({at(second), static_cast<std::size_t>(second / 5 % 12), ratio, true});
  }
}

TEST(UnflaggedCaution, IsWhatTheFieldDoesTogether) {
  UnflaggedCaution caution;
  drive(caution, 0, 300, 1.0);
  EXPECT_TRUE(caution.raced_since(at(0)));
  EXPECT_TRUE(caution.is_calm());
  drive(caution, 300, 480, 1.8);
  EXPECT_TRUE(caution.is_on());
  EXPECT_TRUE(caution.began_after(at(300)));
  EXPECT_FALSE(caution.raced_since(at(475)));
  drive(caution, 480, 700, 1.0);
  EXPECT_FALSE(caution.is_on());
  EXPECT_FALSE(caution.raced_since(at(400)));
  EXPECT_TRUE(caution.raced_since(at(600)));
}

TEST(UnflaggedCaution, IsNotOneCarThatCreeps) {
  UnflaggedCaution caution;
  drive(caution, 0, 300, 1.0);
  for (std::int64_t second = 300; second < 600; second += 5) {
    caution.add({at(second), static_cast<std::size_t>(second / 5 % 12), second % 60 == 0 ? 2.5 : 1.0, true});
  }
  EXPECT_FALSE(caution.is_on());
  EXPECT_TRUE(caution.raced_since(at(0)));
}

}  // namespace
}  // namespace stint::insight
