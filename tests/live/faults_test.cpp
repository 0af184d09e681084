// A race is followed through everything that goes wrong with its feed: nothing is lost that the protocol allows to recover,
// nothing is invented, nothing is doubled.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <ostream>

#include "live/carries.hpp"
#include "live/order_at.hpp"
#include "live/races.hpp"
#include "live/world.hpp"

namespace stint::testing {
namespace {

using namespace std::chrono_literals;

// Looks each minute whether the order is right, as soon as the feed has been well for a while that is shorter than any lap.
class RightOrder {
 public:
  explicit RightOrder(const Carries& carries) : carries_(carries) {}

  void operator()(const Minute& minute) {
    if (!lap_) lap_ = shortest_lap(*minute.truth);
    if (!minute.well_since || minute.now - *minute.well_since < std::min(kRecovery, *lap_) || !minute.followed) return;
    ++checked_;
    const std::string difference = order_difference(*minute.truth, *minute.followed, minute.now - kOnItsWay, carries_.line);
    if (!difference.empty()) wrong_ += "\n  " + std::to_string(minute.played / 1s) + " s: " + difference;
  }

  [[nodiscard]] int checked() const { return checked_; }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  // Longer than a feed may have been silent and still count as well; and than it takes until Griiip's bootstrap, asked for
  // every 45 s, has told the laps that a hub without laps but with crossings has not.
  static constexpr timing::Millis kOnItsWay = 50s;
  static constexpr timing::Millis kRecovery = 50s;

  Carries carries_;
  std::optional<timing::Millis> lap_;
  int checked_ = 0;
  std::string wrong_;
};

struct Trouble {
  std::string source, fault;
  std::uint64_t seed = 5;
  friend std::ostream& operator<<(std::ostream& out, const Trouble& trouble) {
    return out << trouble.source << " " << trouble.fault << " seed " << trouble.seed;
  }
};

class Faults : public ::testing::TestWithParam<Trouble> {};

TEST_P(Faults, RaceComesThrough) {
  const auto [source, fault, seed] = GetParam();
  const auto faults = mock::parse_faults(fault);
  ASSERT_TRUE(faults);
  Carries carries = carried_by(source);
  const bool stalls = faults->has(mock::Fault::stall);
  // Files that stay the same for 200 s don't tell when in that time, and the two polls around it, a lap ended.
  if (source == "imsa" && stalls) carries.line = 210s;
  // A car that is missing for half a minute crosses the line somewhere in it.
  if (source == "imsa" && faults->has(mock::Fault::cars)) carries.line = std::max<timing::Millis>(carries.line, 30s);
  // Documents that stand still don't tell later what the sectors of that time were.
  if (source == "swiss" && stalls) carries.every_sector = false;
  RightOrder right_order(carries);
  const Followed followed = follow(simulated_race(40min, 12),
                                   {.source = source, .faults = *faults, .seed = seed, .each_minute = std::ref(right_order)});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carries)), "") << followed.notes;
  EXPECT_EQ(right_order.wrong(), "") << followed.notes;
  EXPECT_GT(right_order.checked(), 10);
}

std::vector<Trouble> troubles() {
  std::vector<Trouble> all;
  for (const char* source : {"alkamel", "griiip", "imsa", "swiss", "wige"}) {
    for (const mock::FaultKind& kind : mock::fault_kinds()) all.push_back({source, std::string(kind.name)});
    all.push_back({source, "all"});
  }
  all.push_back({"griiip", "stall", 2});  // the hub dies with a car on its way to the line
  return all;
}

INSTANTIATE_TEST_SUITE_P(Protocols, Faults, ::testing::ValuesIn(troubles()), [](const auto& each) {
  return each.param.source + "_" + each.param.fault + "_" + std::to_string(each.param.seed);
});

struct Outages {
  std::string source;
  std::uint64_t seed = 9;
  friend std::ostream& operator<<(std::ostream& out, const Outages& outages) {
    return out << outages.source << " seed " << outages.seed;
  }
};

class Disconnects : public ::testing::TestWithParam<Outages> {};

TEST_P(Disconnects, HundredInARaceLoseNothing) {
  const auto [source, seed] = GetParam();
  const Carries carries = carried_by(source);
  RightOrder right_order(carries);
  const Followed followed =
      follow(simulated_race(2h, 12),
             {.source = source, .faults = {}, .seed = seed, .disconnects = 100, .each_minute = std::ref(right_order)});
  ASSERT_TRUE(followed.race) << followed.status.why << "; " << followed.status.last_problem;
  EXPECT_EQ(followed.disconnects, 100);
  EXPECT_EQ(in_words(differences(*followed.truth, *followed.race, carries)), "");
  EXPECT_EQ(right_order.wrong(), "");
  EXPECT_GT(right_order.checked(), 40);
}

// Besides one draw for each: a car that takes the flag in the lane while nobody listens, an exit that is seen a minute late,
// and stops of which only the count is left.
INSTANTIATE_TEST_SUITE_P(Protocols, Disconnects,
                         ::testing::Values(Outages{"alkamel"}, Outages{"alkamel", 4}, Outages{"alkamel", 10}, Outages{"griiip"},
                                           Outages{"imsa"}, Outages{"swiss"}, Outages{"wige"}, Outages{"wige", 8},
                                           Outages{"wige", 10}),
                         [](const auto& each) { return each.param.source + "_" + std::to_string(each.param.seed); });

}  // namespace
}  // namespace stint::testing
