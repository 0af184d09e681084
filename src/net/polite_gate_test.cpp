#include "net/polite_gate.hpp"

#include <gtest/gtest.h>

namespace stint::net {
namespace {

using std::chrono::milliseconds;

const SteadyInstant kGateStart{std::chrono::hours{1}};

TEST(PoliteGate, LetsOneRequestAHostRun) {
  PoliteGate gate(milliseconds{0});
  gate.add("a.example", 1);
  gate.add("a.example", 2);
  gate.add("b.example", 3);
  EXPECT_EQ(gate.begin_next(kGateStart), 1U);
  EXPECT_EQ(gate.begin_next(kGateStart), 3U);
  EXPECT_EQ(gate.begin_next(kGateStart), std::nullopt);
  EXPECT_EQ(gate.next_turn(), std::nullopt) << "the second waits for the first, not for time";
  gate.remove("a.example", 1);
  EXPECT_EQ(gate.begin_next(kGateStart), 2U);
}

TEST(PoliteGate, KeepsTheIntervalBetweenTwoBeginnings) {
  PoliteGate gate(milliseconds{2'000});
  gate.add("a.example", 1);
  ASSERT_EQ(gate.begin_next(kGateStart), 1U);
  gate.remove("a.example", 1);
  gate.add("a.example", 2);
  EXPECT_EQ(gate.begin_next(kGateStart + milliseconds{1'999}), std::nullopt);
  EXPECT_EQ(gate.next_turn(), kGateStart + milliseconds{2'000});
  EXPECT_EQ(gate.begin_next(kGateStart + milliseconds{2'000}), 2U);
}

TEST(PoliteGate, CannotBeUndercutByGivingUp) {
  PoliteGate gate(milliseconds{2'000});
  for (PoliteGate::Id id = 1; id <= 3; ++id) gate.add("a.example", id);
  ASSERT_EQ(gate.begin_next(kGateStart), 1U);
  gate.remove("a.example", 1);
  gate.remove("a.example", 2);
  EXPECT_EQ(gate.begin_next(kGateStart), std::nullopt);
  EXPECT_EQ(gate.begin_next(kGateStart + milliseconds{2'000}), 3U);
}

TEST(PoliteGate, KnowsNoIntervalOnThisMachine) {
  PoliteGate gate(milliseconds{2'000});
  gate.add("127.0.0.1:8080", 1);
  ASSERT_EQ(gate.begin_next(kGateStart), 1U);
  gate.remove("127.0.0.1:8080", 1);
  gate.add("127.0.0.1:8080", 2);
  EXPECT_EQ(gate.begin_next(kGateStart), 2U);
}

}  // namespace
}  // namespace stint::net
