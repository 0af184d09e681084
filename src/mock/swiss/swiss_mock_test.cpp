#include "mock/swiss/swiss_mock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <set>

#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"

namespace stint::mock::swiss {
namespace {

using namespace std::chrono_literals;
using timing::Instant;
namespace dom = simdjson::dom;

class SwissMockTest : public testing::Test {
 protected:
  void play(const char* faults = "", timing::Millis from = 20min) {
    RaceScript script = test_script(30min, 8);
    ends_ = script.ends();
    mock_ = std::make_unique<SwissMock>(std::move(script), FaultPlan(*parse_faults(faults), 3, kTestStart, ends_));
    network_ = std::make_unique<MemoryTransport>(*mock_);
    network_->advance(kTestStart + from);
  }
  // The answer's status and body.
  std::pair<int, std::string> get(const std::string& key) {
    network_->ask(net::Fetch{"cache", "http://cache.example/node/db/RAC_PROD/" + key + ".json"});
    const auto frames = network_->take();
    return frames.size() == 1 ? std::pair(static_cast<int>(frames[0].status), frames[0].bytes) : std::pair(0, std::string());
  }
  // What is inside the envelope of a document.
  dom::element full(const std::string& key) {
    const auto [status, body] = get(key);
    EXPECT_EQ(status, 200) << key;
    return parser_.parse(body)["content"]["full"];
  }
  static std::string upper(dom::element id) { return key_guid(std::string(std::string_view(id))); }
  // Follows the chain from the seasons to the unit that is on.
  std::string current_unit() {
    EXPECT_EQ(std::string_view(full("SRO_SEASONS_JSON")["CurrentSeason"]), "2026");
    const std::string meeting = upper(full("SRO_2026_SEASON_JSON")["PresentationMeetingId"]);
    return upper(full("SRO_2026_SCHEDULE_" + meeting + "_JSON")["PresentationRoundId"]);
  }
  std::string timing_key() { return "SRO_2026_TIMING_" + current_unit() + "_JSON"; }
  std::string details_key() { return "SRO_2026_COMP_DETAIL_" + current_unit() + "_JSON"; }

  dom::parser parser_;
  std::unique_ptr<SwissMock> mock_;
  std::unique_ptr<MemoryTransport> network_;
  Instant ends_{};
};

TEST_F(SwissMockTest, LeadsFromTheSeasonsToTheRace) {
  play();
  const dom::object results = full(timing_key())["Results"];
  EXPECT_EQ(results.size(), 8U);
  EXPECT_EQ(get("SRO_2019_SEASON_JSON").first, 404);
}

TEST_F(SwissMockTest, LastLapIsTheOneUnderWayFromItsFirstSectorOn) {
  play();
  const std::string key = timing_key();
  std::set<bool> seen;
  for (int i = 0; i < 120; ++i) {
    network_->advance(kTestStart + 20min + i * 1s);
    for (const dom::key_value_pair car : dom::object(full(key)["Results"])) {
      const dom::element main = car.value["MainResult"], lap = main["LastLap"];
      const bool under_way = std::int64_t(lap["LapNumber"]) == std::int64_t(main["TotalLapCount"]) + 1;
      const bool timed = lap["Time"].error() == simdjson::SUCCESS;
      EXPECT_NE(under_way, timed);
      seen.insert(under_way);
    }
  }
  EXPECT_EQ(seen.size(), 2U) << "both kinds were seen";
}

TEST_F(SwissMockTest, ShowsTheNewestThreeMessages) {
  play();
  network_->advance(ends_);
  const dom::array messages = full(details_key())["Messages"];
  EXPECT_GE(messages.size(), 1U);
  EXPECT_LE(messages.size(), 3U);
}

TEST_F(SwissMockTest, AnotherUnitOpensAfterTheRace) {
  play("rollover");
  const std::string race = current_unit();
  network_->advance(ends_ + 2min);
  const std::string next = current_unit();
  EXPECT_NE(race, next);
  for (const dom::key_value_pair car : dom::object(full("SRO_2026_TIMING_" + next + "_JSON")["Results"])) {
    EXPECT_EQ(std::int64_t(car.value["MainResult"]["TotalLapCount"]), 0);
  }
}

// What the timing document is a moment after an episode of the fault has begun, and `later`.
TEST_F(SwissMockTest, FaultsAreSeenInTheDocuments) {
  const std::string key = "SRO_2026_TIMING_" + key_guid(guid("unit", 1)) + "_JSON";
  const auto during = [&](const char* fault, Fault kind, timing::Millis later = 1s) {
    play(fault, 10min);
    const FaultPlan plan(*parse_faults(fault), 3, kTestStart, ends_);
    const auto& episodes = plan.episodes(kind);
    const auto episode = std::ranges::find_if(episodes, [](const Episode& each) { return each.from > kTestStart + 10min; });
    EXPECT_NE(episode, episodes.end()) << fault;
    if (episode == episodes.end()) return std::pair(get(key), get(key));
    network_->advance(episode->from + 100ms);
    const auto first = get(key);
    network_->advance(episode->from + later);
    return std::pair(first, get(key));
  };
  const auto dropped = during("drop", Fault::drop).first;
  EXPECT_TRUE(dropped.first != 200 || dropped.second.back() != '}') << "refused, or cut";
  const auto [before, after] = during("stall", Fault::stall, 60s);
  EXPECT_EQ(before, after);
  EXPECT_THAT(during("short_rows", Fault::short_rows).first.second, testing::Not(testing::HasSubstr("BestTime")));
  play("encoding,huge_first");
  EXPECT_GT(get(key).second.size(), 150'000U);
}

std::string kind_of(dom::element element) {
  switch (element.type()) {
    case dom::element_type::STRING:
      return "text";
    case dom::element_type::BOOL:
      return "truth";
    case dom::element_type::ARRAY:
      return "list";
    case dom::element_type::OBJECT:
      return "object";
    case dom::element_type::NULL_VALUE:
      return "null";
    default:
      return "number";
  }
}

// Members that are keyed by GUIDs are told by their first.
dom::element first_of(dom::element element) {
  const dom::object object = element;
  for (const dom::key_value_pair pair : object) return pair.value;
  return element;
}

// Whatever a captured object has, ours has, as the same type.
void compare(dom::element real, dom::element made, const std::string& what, const std::set<std::string>& optional = {}) {
  dom::element found;
  for (const dom::key_value_pair pair : dom::object(real)) {
    const std::string key(pair.key);
    if (optional.contains(key)) continue;
    ASSERT_EQ(made.at_key(key).get(found), simdjson::SUCCESS) << what << " lacks " << key;
    EXPECT_EQ(kind_of(found), kind_of(pair.value)) << what << ": " << key;
  }
}

TEST_F(SwissMockTest, HasTheShapeOfTheRealCache) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA is not set";
  const std::string folder = std::string(data) + "/live/gtwce_2026_spa24h_swiss_";
  dom::parser parsers[4];
  dom::element real[4];
  const char* names[] = {"season.json", "schedule.json", "timing.json", "comp_detail_msgs.json"};
  for (int i = 0; i < 4; ++i) {
    if (parsers[i].load(folder + names[i])["content"]["full"].get(real[i]) != simdjson::SUCCESS)
      GTEST_SKIP() << "no " << names[i] << " of the real cache in STINT_DATA";
  }
  play();
  const std::string timing = timing_key(), details = details_key();
  const std::string meeting = key_guid(guid("meeting", 1));
  const dom::element season = full("SRO_2026_SEASON_JSON");
  compare(real[0], season, "the season");
  compare(first_of(real[0]["Meetings"]), first_of(season["Meetings"]), "a meeting");
  const dom::element schedule = full("SRO_2026_SCHEDULE_" + meeting + "_JSON");
  compare(real[1], schedule, "the schedule");
  compare(first_of(real[1]["Units"]), first_of(schedule["Units"]), "a unit");
  const dom::element table = full(timing);
  compare(real[2]["UntInfo"], table["UntInfo"], "the unit's info");
  compare(first_of(real[2]["Results"]), first_of(table["Results"]), "a result");
  compare(first_of(real[2]["Results"])["MainResult"], first_of(table["Results"])["MainResult"], "a main result");
  const dom::element cars = full(details);
  compare(real[3], cars, "the details");
  compare(first_of(real[3]["Competitors"]), first_of(cars["Competitors"]), "a competitor");
  compare(first_of(first_of(real[3]["Competitors"])["Drivers"]), first_of(first_of(cars["Competitors"])["Drivers"]),
          "a driver");
}

}  // namespace
}  // namespace stint::mock::swiss
