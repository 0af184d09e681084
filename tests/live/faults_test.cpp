// A race is followed through everything that goes wrong with its feed: nothing is lost that the protocol allows to recover,
// nothing is invented, nothing is doubled.
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

#include "live/carries.hpp"
#include "live/races.hpp"
#include "live/world.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;

struct Trouble {
  std::string source, fault;
  friend std::ostream& operator<<(std::ostream& out, const Trouble& trouble) {
    return out << trouble.source << " " << trouble.fault;
  }
};

class Faults : public ::testing::TestWithParam<Trouble> {};

TEST_P(Faults, RaceComesThrough) {
  const auto [source, fault] = GetParam();
  const auto faults = mock::parse_faults(fault);
  ASSERT_TRUE(faults);
  const Followed followed = follow(simulated_race(40min, 12), {.source = source, .faults = *faults, .seed = 5});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  Carries carries = carried_by(source);
  // Files that stay the same for minutes don't tell when in those minutes a lap ended.
  if (source == "imsa" && faults->has(mock::Fault::stall)) carries.line = 200s;
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carries)), "") << followed.notes;
}

std::vector<Trouble> troubles() {
  std::vector<Trouble> all;
  for (const char* source : {"alkamel", "griiip", "imsa"}) {
    for (const mock::FaultKind& kind : mock::fault_kinds()) all.push_back({source, std::string(kind.name)});
    all.push_back({source, "all"});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Protocols, Faults, ::testing::ValuesIn(troubles()),
                         [](const auto& each) { return each.param.source + "_" + each.param.fault; });

class Disconnects : public ::testing::TestWithParam<std::string> {};

TEST_P(Disconnects, HundredInARaceLoseNothing) {
  const Followed followed = follow(simulated_race(2h, 12), {.source = GetParam(), .faults = {}, .seed = 9, .disconnects = 100});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  EXPECT_EQ(followed.disconnects, 100);
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carried_by(GetParam()))), "");
}

INSTANTIATE_TEST_SUITE_P(Protocols, Disconnects, ::testing::Values("alkamel", "griiip", "imsa"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace stint::testing
