#include "race/flag_history.hpp"

#include <gtest/gtest.h>

namespace stint::race {
namespace {

Instant at(int seconds) { return Instant{std::chrono::seconds{seconds}}; }

TEST(FlagHistory, ClosesAPeriodWhenTheNextBegins) {
  FlagHistory flags;
  flags.show(FlagKind::green, at(0));
  flags.show(FlagKind::green, at(5));
  flags.show(FlagKind::fcy, at(60));
  ASSERT_EQ(flags.periods().size(), 2U);
  EXPECT_EQ(flags.periods()[0].until, at(60));
  EXPECT_FALSE(flags.periods()[1].until);
  EXPECT_EQ(flags.current(), FlagKind::fcy);
  EXPECT_EQ(flags.shown_at(at(59)), FlagKind::green);
  EXPECT_EQ(flags.shown_at(at(60)), FlagKind::fcy);
}

TEST(FlagHistory, TimeBeforeTheFirstFlagIsUnknown) {
  FlagHistory flags;
  EXPECT_EQ(flags.shown_at(at(1)), FlagKind::none);
  flags.show(FlagKind::green, at(25));
  const auto shares = flags.shares(at(0), at(100));
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0].kind, FlagKind::green);
  EXPECT_DOUBLE_EQ(shares[0].share, 0.75);
  EXPECT_EQ(shares[1].kind, FlagKind::none);
  EXPECT_EQ(shares[1].time, std::chrono::seconds{25});
}

TEST(FlagHistory, LaysADeducedRedFlagOverWhatWasPublished) {
  FlagHistory flags;
  flags.show(FlagKind::fcy, at(100));
  flags.deduce_red(at(200), at(1000));
  flags.deduce_red(at(210), at(990));  // the same stoppage, better known
  flags.show(FlagKind::green, at(1100));
  ASSERT_EQ(flags.periods().size(), 4U);
  EXPECT_EQ(flags.periods()[0].until, at(210));
  EXPECT_TRUE(flags.periods()[1].deduced);
  EXPECT_EQ(flags.periods()[1].kind, FlagKind::red);
  EXPECT_EQ(flags.periods()[2].kind, FlagKind::fcy);
  EXPECT_EQ(flags.periods()[2].from, at(990));
  EXPECT_EQ(flags.periods()[3].kind, FlagKind::green);
  EXPECT_EQ(flags.current(), FlagKind::green) << "a deduced flag is not what is shown";
}

}  // namespace
}  // namespace stint::race
