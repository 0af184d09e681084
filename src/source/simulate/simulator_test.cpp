#include "source/simulate/simulator.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "race/race.hpp"
#include "source/simulate/simulated_race.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::source {
namespace {

using timing::CarNumber;
using timing::CarState;
using timing::Event;
using timing::FlagKind;
using timing::Millis;

std::vector<Event> simulate_events(const SimulationPlan& plan) { return simulate(plan).events; }

std::int32_t lap_of(const Event& event) {
  if (const auto* sector = event_as<timing::Sector>(event)) return sector->lap;
  if (const auto* lap = event_as<timing::Lap>(event)) return lap->lap;
  if (const auto* in = event_as<timing::PitIn>(event)) return in->lap;
  if (const auto* out = event_as<timing::PitOut>(event)) return out->lap;
  return 0;
}

// What a naive reader of the events keeps about a car.
struct Ledger {
  std::int32_t laps = 0;
  Millis elapsed{}, sectors{}, lane_began{};
  std::int32_t sectors_seen = 0;
  bool in_lane = false, gone = false, chequered = false;
  std::int32_t pit_ins = 0, in_laps = 0;
};

// Reads a race once and fails on the first thing that no timing system could have seen.
class RaceAudit {
 public:
  explicit RaceAudit(const SimulationPlan& plan) : start_(plan.starts_at) {}

  void read(const Event& event) {
    const CarNumber* car = timing::car_of(event);
    const auto key = std::tuple(event.at, event.body.index(), car == nullptr ? std::string() : car->str(), lap_of(event));
    ASSERT_LE(last_, key) << "not in canonical order";
    last_ = key;
    const Millis now = event.at - start_;
    if (const auto* sector = event_as<timing::Sector>(event)) read_sector(*sector);
    if (const auto* lap = event_as<timing::Lap>(event)) read_lap(*lap, now);
    if (const auto* in = event_as<timing::PitIn>(event)) read_pit_in(*in, now);
    if (const auto* out = event_as<timing::PitOut>(event)) read_pit_out(*out, now);
    if (const auto* status = event_as<timing::CarStatus>(event)) read_status(*status);
    if (const auto* shown = event_as<timing::Flag>(event)) read_flag(*shown);
    if (const auto* row = event_as<timing::OfficialStanding>(event)) results.push_back(*row);
    if (const auto* session = event_as<timing::Session>(event)) state = session->state;
    ++count;
  }

  std::map<CarNumber, Ledger> cars;
  std::vector<timing::OfficialStanding> results;
  std::set<FlagKind> flags;
  FlagKind flag = FlagKind::none;
  timing::SessionState state = timing::SessionState::scheduled;
  std::int64_t count = 0;

 private:
  void read_sector(const timing::Sector& sector) {
    Ledger& ledger = cars[sector.car];
    ASSERT_FALSE(ledger.gone) << sector.car.view();
    ASSERT_EQ(sector.lap, ledger.laps + 1);
    ASSERT_EQ(sector.index, ++ledger.sectors_seen);
    ASSERT_GT(sector.time, Millis{0});
    ledger.sectors += sector.time;
  }

  void read_lap(const timing::Lap& lap, Millis now) {
    Ledger& ledger = cars[lap.car];
    ASSERT_FALSE(ledger.gone) << lap.car.view() << " laps after its end";
    ASSERT_EQ(lap.lap, ledger.laps + 1);
    ASSERT_EQ(*lap.time, ledger.sectors) << "sectors don't sum to the lap";
    ASSERT_EQ(ledger.elapsed + *lap.time, now) << "elapsed time doesn't add up";
    ASSERT_EQ(lap.in_lap, ledger.in_lane) << lap.car.view() << " lap " << lap.lap;
    ASSERT_EQ(*lap.flag, flag);
    ledger = {lap.lap,
              now,
              Millis{},
              ledger.lane_began,
              0,
              ledger.in_lane,
              false,
              flag == FlagKind::chequered,
              ledger.pit_ins,
              ledger.in_laps + (lap.in_lap ? 1 : 0)};
  }

  void read_pit_in(const timing::PitIn& in, Millis now) {
    Ledger& ledger = cars[in.car];
    ASSERT_FALSE(ledger.in_lane || ledger.gone);
    ASSERT_EQ(in.lap, ledger.laps + 1);
    ledger.in_lane = true;
    ledger.lane_began = now;
    ++ledger.pit_ins;
  }

  void read_pit_out(const timing::PitOut& out, Millis now) {
    Ledger& ledger = cars[out.car];
    ASSERT_TRUE(ledger.in_lane) << out.car.view() << " leaves the pits without having come in";
    ASSERT_FALSE(ledger.gone);
    ASSERT_EQ(out.lap, ledger.laps + 1);
    ASSERT_EQ(*out.lane, now - ledger.lane_began);
    ledger.in_lane = false;
  }

  void read_status(const timing::CarStatus& status) {
    Ledger& ledger = cars[status.car];
    ASSERT_FALSE(ledger.gone);
    ledger.gone = status.state == CarState::retired || status.state == CarState::finished;
    if (ledger.gone) {
      ASSERT_EQ(ledger.chequered, status.state == CarState::finished);
    }
  }

  void read_flag(const timing::Flag& shown) {
    if (shown.scope != timing::FlagScope::track) return;
    ASSERT_NE(flag, FlagKind::chequered) << "no flag after the chequered one";
    flag = shown.kind;
    flags.insert(flag);
  }

  timing::Instant start_;
  std::tuple<timing::Instant, std::size_t, std::string, std::int32_t> last_{};
};

RaceAudit audit(const SimulationPlan& plan) {
  RaceAudit race(plan);
  for (const Event& event : simulate_events(plan)) {
    race.read(event);
    if (testing::Test::HasFatalFailure()) break;
  }
  return race;
}

TEST(Simulator, GivesTheSameRaceForTheSameSeed) {
  const SimulationPlan plan = plan_of(7, std::chrono::minutes{90}, 30);
  EXPECT_EQ(simulate_events(plan), simulate_events(plan));
}

TEST(Simulator, GivesAnotherRaceForAnotherSeed) {
  EXPECT_NE(simulate_events(plan_of(1, std::chrono::minutes{20}, 10, "valdoro")),
            simulate_events(plan_of(2, std::chrono::minutes{20}, 10, "valdoro")));
}

// FNV-1a over the text form of all events.
std::uint64_t fingerprint(const std::vector<Event>& events) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  std::string line;
  for (const Event& event : events) {
    line.clear();
    timing::append_ndjson(event, line);
    for (const char c : line) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash;
}

TEST(Simulator, GivesTheSameBytesOnEveryMachine) {
  // Changes whenever the model or its data change on purpose; never with the compiler, its options or the processor.
  EXPECT_EQ(fingerprint(simulate_events(plan_of(11, std::chrono::hours{4}, 40, "valdoro"))), 3004272840964740844U);
}

TEST(Simulator, WritesOnlyEventsThatTheTextFormAccepts) {
  for (const Event& event : simulate_events(plan_of(12, std::chrono::minutes{40}, 120, "porto_sereno"))) {
    const auto checked = timing::check_event(event);
    ASSERT_TRUE(checked.has_value()) << checked.error().message;
  }
}

// The official result is written by the engine's own book-keeping; the race is folded from the events alone.
TEST(Simulator, IsReadByTheRaceAsItWasDriven) {
  race::Race race;
  for (const Event& event : simulate_events(plan_of(1, std::chrono::hours{6}, 44, "valdoro"))) race.insert(event);
  const race::SnapshotPtr shown = race.snapshot();
  ASSERT_EQ(shown->cars.size(), 44U);
  std::int32_t place = 0;
  for (const race::CarSnapshot& car : shown->cars) {
    ASSERT_TRUE(car.official.has_value());
    const timing::OfficialStanding& official = car.official->standing;
    EXPECT_EQ(car.laps, official.laps) << car.number().view();
    EXPECT_EQ(car.elapsed, official.total_time) << car.number().view();
    EXPECT_EQ(car.state, official.status == "retired" ? CarState::retired : CarState::finished) << car.number().view();
    if (!official.position) continue;
    EXPECT_EQ(*official.position, ++place) << car.number().view();
  }
  EXPECT_GT(place, 30);
}

// How many punctures, technical failures and the like befell the car, by the truth.
std::size_t mishaps_of(const SimulationPlan& plan, const CarNumber& car, bool decided) {
  auto simulator = Simulator::create(plan);
  if (decided) simulator->decide_stops(car, [](const StopAsked&) { return false; });
  while (simulator->next()) continue;
  std::size_t count = 0;
  for (const std::string& line : simulator->take_truth()) {
    const auto has = [&](const std::string& text) { return line.find(text) != std::string::npos; };
    count += has("\"car\":\"" + car.str() + "\"") && (has("\"kind\":\"puncture\"") || has("\"kind\":\"spin\"")) ? 1 : 0;
  }
  return count;
}

TEST(Simulator, SparesACarWhoseStopsAreDecidedOutsideMishapsOfItsOwn) {
  SimulationPlan plan = plan_of(1, std::chrono::hours{2}, 12, "valdoro");
  plan.trouble = 10;
  std::size_t left_alone = 0, decided = 0;
  const auto events = simulate_events(plan);
  for (const Event& event : events) {
    const auto* entry = event_as<timing::Entry>(event);
    if (entry == nullptr || left_alone > 0) continue;
    left_alone += mishaps_of(plan, entry->car, false);
    decided += mishaps_of(plan, entry->car, true);
  }
  EXPECT_GT(left_alone, 0U);
  EXPECT_EQ(decided, 0U);
}

// What befell the other cars: kind, car and lap of each mishap by the truth, with the car coming in at the end of `in_lap`.
std::multiset<std::string> mishaps_of_others(const SimulationPlan& plan, const CarNumber& car, std::int32_t in_lap) {
  auto simulator = Simulator::create(plan);
  simulator->decide_stops(car, [in_lap](const StopAsked& asked) { return asked.lap == in_lap; });
  while (simulator->next()) continue;
  std::multiset<std::string> befell;
  for (const std::string& line : simulator->take_truth()) {
    const auto from = line.find("\"kind\""), to = line.find(",\"sector\"");
    if (line.starts_with("{\"truth\":\"incident\"") && to != std::string::npos) befell.insert(line.substr(from, to - from));
  }
  return befell;
}

TEST(Simulator, TwoPlansOfACarMeetTheSameRace) {
  SimulationPlan plan = plan_of(2, std::chrono::hours{2}, 16, "valdoro");
  plan.trouble = 3;
  const auto events = simulate_events(plan);
  const auto entry = std::ranges::find_if(events, [](const Event& event) { return event_as<timing::Entry>(event) != nullptr; });
  const CarNumber car = event_as<timing::Entry>(*entry)->car;
  const auto once = mishaps_of_others(plan, car, 5), again = mishaps_of_others(plan, car, 9);
  std::vector<std::string> shared;
  std::ranges::set_intersection(once, again, std::back_inserter(shared));
  ASSERT_GT(once.size(), 10U);
  EXPECT_GE(static_cast<double>(shared.size()), 0.8 * static_cast<double>(std::max(once.size(), again.size())));
}

TEST(Simulator, KeepsNoTruthWhenNotAsked) {
  SimulationPlan plan = plan_of(3, std::chrono::minutes{10}, 5);
  plan.keep_truth = false;
  EXPECT_TRUE(simulate(plan).truth.empty());
}

TEST(DemoPlan, IsAnotherCircuitEachTime) {
  const SimulationPlan first = demo_plan(1, timing::instant_from_ms(0));
  const SimulationPlan second = demo_plan(2, timing::instant_from_ms(0));
  EXPECT_NE(first.circuit, second.circuit);
  EXPECT_TRUE(Simulator::create(first).has_value());
  EXPECT_TRUE(Simulator::create(second).has_value());
}

TEST(Simulator, RefusesWhatItCannotSimulate) {
  EXPECT_EQ(Simulator::create(plan_of(1, std::chrono::hours{6}, 1)).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(Simulator::create(plan_of(1, std::chrono::hours{6}, 121)).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(Simulator::create(plan_of(1, std::chrono::minutes{9}, 10)).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(Simulator::create(plan_of(1, std::chrono::hours{101}, 10)).error().code, ErrorCode::bad_argument);
  SimulationPlan plan = plan_of(1, std::chrono::hours{6}, 10);
  plan.trouble = 21;
  EXPECT_EQ(Simulator::create(plan).error().code, ErrorCode::bad_argument);
  const auto unknown = Simulator::create(plan_of(1, std::chrono::hours{6}, 10, "nowhere"));
  EXPECT_EQ(unknown.error().code, ErrorCode::bad_argument);
  EXPECT_NE(unknown.error().message.find("valdoro"), std::string::npos) << "the message should list the circuits";
}

TEST(Simulator, MakesADayWithAFullField) {
  const RaceAudit race = audit(plan_of(24, std::chrono::hours{24}, 62, "aldermoor"));
  EXPECT_EQ(race.cars.size(), 62U);
  EXPECT_EQ(race.state, timing::SessionState::finished);
  EXPECT_TRUE(race.flags.contains(FlagKind::chequered));
  EXPECT_TRUE(race.flags.contains(FlagKind::fcy) || race.flags.contains(FlagKind::safety_car));
}

RC_GTEST_PROP(Simulator, EveryRaceIsOneThatATimingSystemCouldHaveSeen, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
  const auto minutes = *rc::gen::inRange<std::int32_t>(10, 150);
  const auto cars = *rc::gen::inRange<std::int32_t>(2, 121);
  const SimulationPlan plan = plan_of(seed, std::chrono::minutes{minutes}, cars);
  const RaceAudit race = audit(plan);
  RC_ASSERT(!testing::Test::HasFatalFailure());
  RC_ASSERT(race.cars.size() == static_cast<std::size_t>(cars));
  RC_ASSERT(race.state == timing::SessionState::finished);
  RC_ASSERT(race.results.size() == race.cars.size());
  for (const auto& [number, ledger] : race.cars) {
    RC_ASSERT(ledger.gone);
    RC_ASSERT(ledger.in_laps <= ledger.pit_ins);
  }
  // The published result is what a simple recount gives.
  for (const timing::OfficialStanding& row : race.results) {
    const Ledger& ledger = race.cars.at(row.car);
    RC_ASSERT(*row.laps == ledger.laps);
    if (!row.position) continue;
    std::int32_t better = 0, as_good = 0;  // two cars may cross the line in the same millisecond
    for (const timing::OfficialStanding& other : race.results) {
      if (!other.position) continue;
      const Ledger& rival = race.cars.at(other.car);
      const bool same_laps = rival.laps == ledger.laps;
      if (rival.laps > ledger.laps || (same_laps && rival.elapsed < ledger.elapsed)) ++better;
      if (same_laps && rival.elapsed == ledger.elapsed) ++as_good;
    }
    RC_ASSERT(*row.position > better);
    RC_ASSERT(*row.position <= better + as_good);
  }
}

}  // namespace
}  // namespace stint::source
