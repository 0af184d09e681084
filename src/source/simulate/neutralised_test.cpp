// Cautions as the timing shows them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "source/simulate/simulated_race.hpp"

namespace stint::source {
namespace {

using timing::CarNumber;
using timing::Event;
using timing::FlagKind;
using timing::Instant;
using timing::Millis;

struct Period {
  FlagKind kind = FlagKind::none;
  Instant from{}, until{};
};

// The track's flags in turn; the last one ends with the race.
std::vector<Period> periods_of(const std::vector<Event>& events) {
  std::vector<Period> periods;
  for (const Event& event : events) {
    const auto* flag = event_as<timing::Flag>(event);
    if (flag == nullptr || flag->scope != timing::FlagScope::track) continue;
    if (!periods.empty()) periods.back().until = event.at;
    periods.push_back({flag->kind, event.at, events.back().at});
  }
  return periods;
}

// A race that is stopped by a red flag. With the present model it is the first one tried; else the next by seed that is.
const SimulatedRace& broken_race() {
  static const SimulatedRace race = [] {
    for (std::uint64_t seed = 23; seed <= 123; ++seed) {
      SimulatedRace tried = simulate(plan_of(seed, std::chrono::hours{4}, 44, "valdoro"));
      if (std::ranges::any_of(periods_of(tried.events), [](const Period& p) { return p.kind == FlagKind::red; })) return tried;
    }
    return SimulatedRace{};
  }();
  return race;
}

std::vector<Period> broken_race_periods(FlagKind kind) {
  std::vector<Period> periods = periods_of(broken_race().events);
  std::erase_if(periods, [&](const Period& period) { return period.kind != kind; });
  return periods;
}

TEST(RedFlag, SendsEveryRunningCarToThePitsAndOutInOrderBehindTheSafetyCar) {
  const auto reds = broken_race_periods(FlagKind::red);
  ASSERT_FALSE(reds.empty()) << "no red flag in a hundred races";
  const Period red = reds.front();
  EXPECT_GE(red.until - red.from, std::chrono::minutes{20});
  std::set<CarNumber> in_lane;
  std::set<CarNumber> waiting;
  for (const Event& event : broken_race().events) {
    if (const auto* in = event_as<timing::PitIn>(event)) in_lane.insert(in->car);
    if (const auto* out = event_as<timing::PitOut>(event)) {
      EXPECT_FALSE(event.at > red.from && event.at <= red.until) << out->car.view() << " left under red";
      in_lane.erase(out->car);
    }
    // Twelve minutes later everybody is in.
    const bool settled = event.at > red.from + std::chrono::minutes{12} && event.at < red.until;
    if (settled) waiting = in_lane;
    EXPECT_FALSE(settled && event_as<timing::Lap>(event) != nullptr) << "a lap while the race is stopped";
  }
  EXPECT_GE(waiting.size(), 35U);
  const auto periods = periods_of(broken_race().events);
  const auto after = std::ranges::find(periods, red.until, &Period::from);
  ASSERT_NE(after, periods.end());
  EXPECT_EQ(after->kind, FlagKind::safety_car);
}

TEST(RedFlag, PausesTheSession) {
  const Period red = broken_race_periods(FlagKind::red).at(0);
  std::map<Instant, timing::SessionState> states;
  for (const Event& event : broken_race().events) {
    if (const auto* session = event_as<timing::Session>(event)) states[event.at] = session->state;
  }
  EXPECT_EQ(states.at(red.from), timing::SessionState::paused);
  EXPECT_EQ(states.at(red.until), timing::SessionState::running);
}

// How many cars pass the line from `from`, within `window`.
std::ptrdiff_t cars_past_line(const std::vector<Event>& events, Instant from, Millis window) {
  return std::ranges::count_if(events, [&](const Event& event) {
    return event_as<timing::Lap>(event) != nullptr && event.at >= from && event.at < from + window;
  });
}

TEST(SafetyCar, ClosesTheFieldUp) {
  const auto periods = broken_race_periods(FlagKind::safety_car);
  ASSERT_FALSE(periods.empty());
  for (const Period& period : periods) {
    if (period.until == broken_race().events.back().at) continue;  // the race ended behind it
    // Before it comes out the field is spread over a lap of about 130 s; when it has gone, the queue passes the line at once.
    const auto spread = cars_past_line(broken_race().events, period.from - std::chrono::seconds{75}, std::chrono::seconds{75});
    const auto queue = cars_past_line(broken_race().events, period.until, std::chrono::seconds{75});
    const auto lap = cars_past_line(broken_race().events, period.until, std::chrono::seconds{125});
    EXPECT_GT(queue, spread);
    EXPECT_GT(static_cast<double>(queue), 0.8 * static_cast<double>(lap));
  }
}

// Crossings of the end of the first sector: the order at it must be the order at the end of the second, without passing.
TEST(FullCourseYellow, AllowsNoPassing) {
  int compared = 0;
  for (std::uint64_t seed = 2; seed < 14; ++seed) {
    SimulationPlan plan = plan_of(seed, std::chrono::hours{5}, 40, "aldermoor");
    plan.trouble = 3;
    const SimulatedRace race = simulate(plan);
    for (const Period& period : periods_of(race.events)) {
      if (period.kind != FlagKind::fcy) continue;
      std::vector<CarNumber> into, out_of;
      for (const Event& event : race.events) {
        if (event.at <= period.from || event.at > period.until) continue;
        const auto* sector = event_as<timing::Sector>(event);
        if (sector == nullptr) continue;
        if (sector->index == 1) into.push_back(sector->car);
        if (sector->index == 2 && std::ranges::find(into, sector->car) != into.end()) out_of.push_back(sector->car);
      }
      std::erase_if(into, [&](const CarNumber& car) { return std::ranges::find(out_of, car) == out_of.end(); });
      EXPECT_EQ(into, out_of) << "seed " << seed;
      compared += static_cast<int>(out_of.size());
    }
  }
  EXPECT_GT(compared, 20) << "these seeds show too little full course yellow to compare";
}

TEST(FullCourseYellow, IsAnnounced) {
  const SimulatedRace race = simulate(plan_of(2, std::chrono::hours{12}, 44, "kettle_ridge"));
  bool announced = false;
  int yellows = 0;
  for (const Event& event : race.events) {
    if (const auto* message = event_as<timing::RaceControl>(event))
      announced |= message->text.starts_with("PREPARE FOR FCY AT ");
    const auto* flag = event_as<timing::Flag>(event);
    if (flag == nullptr || flag->scope != timing::FlagScope::track || flag->kind != FlagKind::fcy) continue;
    EXPECT_TRUE(announced);
    announced = false;
    ++yellows;
  }
  EXPECT_GT(yellows, 0);
}

}  // namespace
}  // namespace stint::source
