#include "source/simulate/truth_log.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>

#include "source/simulate/simulated_race.hpp"

namespace stint::source {
namespace {

using timing::CarState;

using CarLap = std::pair<std::string, std::int64_t>;

// The truth of one race, line by line, by what the lines are about.
struct Truth {
  struct Stop {
    std::int64_t in_at_ms = 0;
    std::int64_t lane_ms = -1;  // -1: never left
    std::string driver_in, driver_out;
  };
  std::map<CarLap, std::int64_t> lap_times;
  std::map<CarLap, std::int64_t> lap_sums;  // clean pace and all losses
  std::map<CarLap, Stop> stops;             // by in-lap
  std::map<std::string, std::int64_t> retired_at;
  std::map<std::int64_t, std::string> incidents;
  std::set<std::int64_t> incidents_over;
};

std::string text(simdjson::dom::element line, const char* key) { return std::string(line[key].get_string().value()); }

void read_line(simdjson::dom::element line, Truth& truth) {
  const std::string what = text(line, "truth");
  if (what == "lap") {
    const CarLap key{text(line, "car"), line["lap"]};
    std::int64_t sum = line["clean_ms"];
    for (const auto [cause, ms] : simdjson::dom::object(line["lost_ms"])) sum += std::int64_t(ms);
    truth.lap_times[key] = line["time_ms"];
    truth.lap_sums[key] = sum;
  } else if (what == "stop") {
    Truth::Stop stop{line["in_at_ms"], -1, text(line, "driver_in"), text(line, "driver_out")};
    if (!line["lane_ms"].is_null()) stop.lane_ms = line["lane_ms"];
    truth.stops[{text(line, "car"), line["in_lap"]}] = stop;
  } else if (what == "retirement") {
    truth.retired_at[text(line, "car")] = line["at_ms"];
  } else if (what == "incident") {
    truth.incidents[line["id"]] = text(line, "kind");
  } else if (what == "incident_over") {
    truth.incidents_over.insert(line["id"]);
  }
}

Truth read_truth(const std::vector<std::string>& lines) {
  Truth truth;
  simdjson::dom::parser parser;
  for (const std::string& line : lines) read_line(parser.parse(line), truth);
  return truth;
}

class TruthOfARace : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    plan_ = plan_of(5, std::chrono::hours{8}, 50, "kettle_ridge");
    race_ = simulate(plan_);
    truth_ = read_truth(race_.truth);
  }

  static std::int64_t race_ms(const timing::Event& event) { return (event.at - plan_.starts_at).count(); }

  static inline SimulationPlan plan_;
  static inline SimulatedRace race_;
  static inline Truth truth_;
};

TEST_F(TruthOfARace, HasEveryLapWithItsTime) {
  std::size_t laps = 0;
  for (const timing::Event& event : race_.events) {
    const auto* lap = event_as<timing::Lap>(event);
    if (lap == nullptr) continue;
    ++laps;
    const auto found = truth_.lap_times.find({lap->car.str(), lap->lap});
    ASSERT_NE(found, truth_.lap_times.end()) << lap->car.view() << " lap " << lap->lap;
    ASSERT_EQ(found->second, lap->time->count());
  }
  EXPECT_EQ(truth_.lap_times.size(), laps);
}

TEST_F(TruthOfARace, ExplainsEveryMillisecondOfALap) { EXPECT_EQ(truth_.lap_sums, truth_.lap_times); }

TEST_F(TruthOfARace, HasEveryStopAsItWasSeen) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> in_lane;  // car: in-lap, instant
  std::size_t stops = 0, left = 0;
  for (const timing::Event& event : race_.events) {
    if (const auto* in = event_as<timing::PitIn>(event)) {
      in_lane[in->car.str()] = {in->lap, race_ms(event)};
      ++stops;
    }
    if (const auto* out = event_as<timing::PitOut>(event)) {
      const auto [lap, at] = in_lane.at(out->car.str());
      const Truth::Stop& stop = truth_.stops.at({out->car.str(), lap});
      ASSERT_EQ(stop.in_at_ms, at);
      ASSERT_EQ(stop.lane_ms, out->lane->count());
      ++left;
    }
    if (const auto* change = event_as<timing::DriverChange>(event); change != nullptr && change->from) {
      const Truth::Stop& stop = truth_.stops.at({change->car.str(), in_lane.at(change->car.str()).first});
      ASSERT_EQ(stop.driver_in, change->from->view());
      ASSERT_EQ(stop.driver_out, change->to.view());
    }
  }
  EXPECT_GT(left, 300U);
  std::size_t true_left = 0;
  for (const auto& [key, stop] : truth_.stops) true_left += stop.lane_ms >= 0 ? 1 : 0;
  EXPECT_EQ(true_left, left);
  EXPECT_LE(truth_.stops.size(), stops);
}

TEST_F(TruthOfARace, HasEveryRetirementAtItsInstant) {
  std::map<std::string, std::int64_t> seen;
  for (const timing::Event& event : race_.events) {
    const auto* status = event_as<timing::CarStatus>(event);
    if (status != nullptr && status->state == CarState::retired) seen[status->car.str()] = race_ms(event);
  }
  EXPECT_FALSE(seen.empty());
  EXPECT_EQ(seen, truth_.retired_at);
}

TEST_F(TruthOfARace, NamesManyKindsOfIncidentsAndEndsOnlyThoseThatBegan) {
  std::set<std::string> kinds;
  for (const auto& [id, kind] : truth_.incidents) kinds.insert(kind);
  EXPECT_GE(kinds.size(), 7U);
  for (const std::int64_t id : truth_.incidents_over) EXPECT_TRUE(truth_.incidents.contains(id)) << id;
}

std::map<std::string, std::int32_t> kinds_of(const SimulationPlan& plan) {
  std::map<std::string, std::int32_t> kinds;
  for (const auto& [id, kind] : read_truth(simulate(plan).truth).incidents) ++kinds[kind];
  return kinds;
}

TEST(TruthLog, HasTimingFaultsOnlyWhenTheyAreAskedFor) {
  SimulationPlan plan = plan_of(5, std::chrono::hours{3}, 30);
  EXPECT_EQ(kinds_of(plan)["timing_fault"], 0);
  plan.timing_faults_per_hour = 1;
  EXPECT_GT(kinds_of(plan)["timing_fault"], 30);
}

TEST(TruthLog, HasMoreOfEverythingWithMoreTrouble) {
  SimulationPlan plan = plan_of(5, std::chrono::hours{3}, 30);
  const auto usual = kinds_of(plan);
  plan.trouble = 8;
  auto much = kinds_of(plan);
  for (const char* kind : {"slow", "stopped", "incident", "off_track", "spin", "contact", "puncture", "mechanical",
                           "performance_drop", "unusual_stop"}) {
    EXPECT_GT(much[kind], usual.contains(kind) ? usual.at(kind) : 0) << kind;
  }
}

TEST(TruthLog, NamesADriverWhoStaysForTooLong) {
  std::int32_t missed = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    missed += kinds_of(plan_of(seed, std::chrono::hours{12}, 60))["driver_change"];
  EXPECT_GT(missed, 0);
}

TEST(TruthLog, IsCompleteUpToTheEventThatWasGiven) {
  Simulator simulator = Simulator::create(plan_of(2, std::chrono::minutes{15}, 10)).value();
  std::set<CarLap> known;
  simdjson::dom::parser parser;
  std::size_t laps = 0;
  while (const auto event = simulator.next()) {
    for (const std::string& line : simulator.take_truth()) {
      const simdjson::dom::element read = parser.parse(line);
      if (text(read, "truth") == "lap") known.insert({text(read, "car"), read["lap"]});
    }
    const auto* lap = event_as<timing::Lap>(*event);
    if (lap == nullptr) continue;
    ASSERT_TRUE(known.contains({lap->car.str(), lap->lap}));
    ++laps;
  }
  EXPECT_EQ(known.size(), laps);
}

}  // namespace
}  // namespace stint::source
