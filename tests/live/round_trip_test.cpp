// A race played by a mock and followed by the adapter of its protocol is the same race again.
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

#include "live/carries.hpp"
#include "live/races.hpp"
#include "live/world.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;

class RoundTrip : public ::testing::TestWithParam<std::string> {};

TEST_P(RoundTrip, SimulatedRaceComesBack) {
  const Followed followed = follow(simulated_race(40min, 12), {.source = GetParam(), .faults = {}});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carried_by(GetParam()))), "") << followed.notes;
}

INSTANTIATE_TEST_SUITE_P(Protocols, RoundTrip, ::testing::Values("alkamel", "griiip", "imsa", "swiss", "wige"),
                         [](const auto& each) { return each.param; });

struct Real {
  std::string source, file;
  friend std::ostream& operator<<(std::ostream& out, const Real& real) { return out << real.source << " " << real.file; }
};

// The Swiss cache gives local times without saying of where; its races are in Europe.
void hold_in_belgium(std::vector<timing::Event>& race) {
  for (timing::Event& event : race) {
    const auto* session = timing::event_as<timing::Session>(event);
    if (session == nullptr) continue;
    timing::Session moved = *session;
    moved.utc_offset_min = 120;
    event.body = std::move(moved);
  }
}

class RealRoundTrip : public ::testing::TestWithParam<Real> {};

TEST_P(RealRoundTrip, WholeRaceComesBack) {
  auto race = real_race(GetParam().file);
  if (!race) GTEST_SKIP() << "STINT_DATA has no races/" << GetParam().file;
  if (GetParam().source == "swiss") hold_in_belgium(*race);
  const Followed followed = follow(std::move(*race), {.source = GetParam().source, .faults = {}});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carried_by(GetParam().source))), "");
  EXPECT_EQ(followed.status.reconnects, 0U) << followed.notes;
}

INSTANTIATE_TEST_SUITE_P(Protocols, RealRoundTrip,
                         ::testing::Values(Real{"alkamel", "imsa/imsa_2024_long-beach-street-circuit_race-laps.csv"},
                                           Real{"griiip", "wec/wec_2025_cota6h_analysis.csv"},
                                           Real{"imsa", "imsa/imsa_2024_long-beach-street-circuit_race-laps.csv"},
                                           Real{"swiss", "imsa/imsa_2024_long-beach-street-circuit_race-laps.csv"},
                                           Real{"wige", "imsa/imsa_2024_long-beach-street-circuit_race-laps.csv"}),
                         [](const auto& each) { return each.param.source; });

}  // namespace
}  // namespace stint::testing
