#include "source/live/imsa/imsa_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "source/live/imsa/series_filter.hpp"

namespace stint::live::imsa {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using timing::event_as;
using timing::Instant;
using timing::Millis;

constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2031} / 5 / 30} + 14h;

struct Row {
  std::string car = "31";
  int laps = 0;
  std::string last_lap = "1:10.000", gap = "--.---", interval = "--.---";
  int in_pit = 0, stops = 0;
  std::string driver = "Jo Sample", class_name = "GTP";
};

std::string table(const std::vector<Row>& rows, const std::string& session = "Example Championship - Race",
                  const std::string& time_of_day = "2:00:00 PM") {
  std::string text = R"({"A":3,"S":")" + session + R"(","E":"Example Grand Prix","T":"Example Road Course","TL":4.048,"DT":")" +
                     time_of_day + R"(","B":[)";
  int position = 0;
  for (const Row& row : rows) {
    ++position;
    text += (position == 1 ? "" : ",") + std::string(R"({"A":)") + std::to_string(position) + R"(,"N":")" + row.car +
            R"(","I":1031,"C":")" + row.class_name + R"(","PIC":")" + std::to_string(position) + R"(","F":")" + row.driver +
            R"(","V":"Example LMDh","L":)" + std::to_string(row.laps) + R"(,"LL":")" + row.last_lap + R"(","D":")" + row.gap +
            R"(","G":")" + row.interval + R"(","DIC":")" + row.gap + R"(","GIC":")" + row.interval + R"(","P":)" +
            std::to_string(row.in_pit) + R"(,"PS":)" + std::to_string(row.stops) + R"(,"S":"Active"})";
  }
  return text + "]}";
}

class ImsaPolls : public testing::Test {
 protected:
  ImsaPolls() { adapter_.start(now_, reaction_); }
  void answer(const std::string& stream, std::string body, int status = 200) {
    give({.arrived_at = now_, .kind = net::FrameKind::response, .stream = stream, .status = status, .bytes = std::move(body)});
  }
  void give(const net::Frame& frame) {
    reaction_ = {};
    adapter_.on_frame(frame, reaction_);
    events_.insert(events_.end(), reaction_.events.begin(), reaction_.events.end());
    problems_.insert(problems_.end(), reaction_.problems.begin(), reaction_.problems.end());
    if (reaction_.rebuild) rebuild_ = reaction_.rebuild;
  }
  void results(const std::vector<Row>& rows) { answer("RaceResults", table(rows)); }
  // The next poll of the table, five seconds on.
  void poll(const std::vector<Row>& rows) {
    now_ += 5s;
    results(rows);
  }
  void flag(int code) {
    answer("RaceData",
           R"(jsonpRaceData({"A":"2:41:07 PM","B":"","C":")" + std::to_string(code) + R"(","L":"65535","T":"00:47:01"});)");
  }
  template <class T>
  [[nodiscard]] std::vector<std::pair<T, Instant>> all() const {
    std::vector<std::pair<T, Instant>> found;
    for (const timing::Event& event : events_) {
      if (const T* body = event_as<T>(event)) found.emplace_back(*body, event.at);
    }
    return found;
  }
  [[nodiscard]] std::vector<int> laps_of(std::string_view car) const {
    std::vector<int> laps;
    for (const auto& [lap, at] : all<timing::Lap>()) {
      if (lap.car.view() == car) laps.push_back(lap.lap);
    }
    return laps;
  }

  Instant now_ = kNow;
  ImsaAdapter adapter_{{.base_url = "https://scoring.example", .series = "imsa", .poll_interval = 5s}};
  Reaction reaction_;
  std::vector<timing::Event> events_;
  std::vector<Problem> problems_;
  std::optional<std::string> rebuild_;
};

TEST(ImsaAdapter, PollsThreeFilesOneAfterTheOtherAndNeverFaster) {
  ImsaAdapter adapter({.base_url = "https://scoring.example", .poll_interval = 100ms});
  Reaction reaction;
  std::vector<std::pair<std::string, Millis>> asked;
  adapter.start(kNow, reaction);
  for (Millis passed{0}; passed < 5s; passed += 250ms) {
    for (const net::Ask& ask : reaction.asks) {
      const auto& fetch = std::get<net::Fetch>(ask);
      EXPECT_TRUE(fetch.if_changed);
      asked.emplace_back(fetch.stream, passed);
      adapter.on_frame({.arrived_at = kNow + passed, .kind = net::FrameKind::response, .stream = fetch.stream, .status = 304},
                       reaction);
    }
    reaction = {};
    adapter.on_time(kNow + passed + 250ms, reaction);
  }
  ASSERT_GE(asked.size(), 6U);
  for (std::size_t i = 1; i < asked.size(); ++i) EXPECT_GE(asked[i].second - asked[i - 1].second, 500ms);
  EXPECT_GE(asked[3].second - asked[0].second, 1500ms);
}

TEST_F(ImsaPolls, AsksAsThePageDoes) {
  const auto& fetch = std::get<net::Fetch>(reaction_.asks.at(0));
  EXPECT_THAT(fetch.url,
              testing::MatchesRegex("https://scoring.example/RaceData_JSONP.json\\?callback=jsonpRaceData&_=[0-9]+"));
}

TEST_F(ImsaPolls, ALapIsToldOnceWithItsTime) {
  results({{.laps = 4}});
  poll({{.laps = 4}});
  poll({{.laps = 5, .last_lap = "1:09.962"}});
  poll({{.laps = 4, .last_lap = "1:10.000"}});
  poll({{.laps = 5, .last_lap = "1:09.962"}});
  EXPECT_THAT(laps_of("31"), ElementsAre(4, 5));
  EXPECT_EQ(all<timing::Lap>().back().first.time, Millis{69'962});
}

TEST_F(ImsaPolls, CrossingsFollowFromLapTimesAndGapsToTheMillisecond) {
  results({{.laps = 4}, {.car = "7", .laps = 4, .gap = "2.500", .interval = "2.500"}});
  poll({{.laps = 5}, {.car = "7", .laps = 4, .gap = "2.500", .interval = "2.500"}});
  poll({{.laps = 5}, {.car = "7", .laps = 5, .gap = "2.345", .interval = "2.345"}});
  now_ += 60s;
  poll({{.laps = 6, .last_lap = "1:10.250"},
        {.car = "7", .laps = 6, .last_lap = "1:10.111", .gap = "2.206", .interval = "2.206"}});
  std::map<std::pair<std::string, int>, Instant> crossed;
  for (const auto& [lap, at] : all<timing::Lap>()) crossed[{lap.car.str(), lap.lap}] = at;
  EXPECT_EQ((crossed[{"7", 5}] - crossed[{"31", 5}]), Millis{2345});
  EXPECT_EQ((crossed[{"31", 6}] - crossed[{"31", 5}]), Millis{70'250});
  EXPECT_EQ((crossed[{"7", 6}] - crossed[{"7", 5}]), Millis{70'111});
  EXPECT_EQ((crossed[{"7", 6}] - crossed[{"31", 6}]), Millis{2206});
  EXPECT_LE((crossed[{"31", 5}]), kNow + 10s);
  EXPECT_GE((crossed[{"31", 5}]), kNow);
}

TEST_F(ImsaPolls, OnJoiningTheOrderIsThatOfTheTable) {
  results({{.laps = 4},
           {.car = "7", .laps = 4, .gap = "2.500", .interval = "2.500"},
           {.car = "8", .laps = 4, .gap = "9.000", .interval = "6.500"},
           {.car = "9", .laps = 3, .gap = "1 lap", .interval = "1 lap"},
           {.car = "10", .laps = 3, .gap = "1 lap", .interval = "0.750"}});
  std::map<std::string, Instant> crossed;
  for (const auto& [lap, at] : all<timing::Lap>()) crossed[lap.car.str()] = at;
  EXPECT_EQ(crossed["8"] - crossed["31"], 9s);
  EXPECT_EQ(crossed["10"] - crossed["9"], 750ms);
  for (const auto& [car, at] : crossed) EXPECT_LE(at, now_);
}

TEST_F(ImsaPolls, AMissedLapIsAGapAndNotInvented) {
  results({{.laps = 4}});
  poll({{.laps = 5}});
  now_ += 140s;
  poll({{.laps = 7}});
  EXPECT_THAT(laps_of("31"), ElementsAre(4, 5, 7));
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_THAT(problems_[0].message, HasSubstr("1 laps before lap 7"));
}

TEST_F(ImsaPolls, PlaceholdersWipeNothing) {
  results({{.laps = 4}});
  const std::size_t before = events_.size();
  answer("RaceResults", R"({"A":3,"S":"","E":"","B":[]})");
  answer("RaceResults", table({}, "Example Championship - Qualifying"));
  answer("RaceData", R"({"A":"3:28:43 PM","B":"Session Complete","C":"0","D":"0","L":"65535","T":"00:00:00"})");
  answer("SessionInfo", R"({"S":"","E":"","T":"","F":"","TT":"00:00:00","TR":"00:00:00"})");
  EXPECT_EQ(events_.size(), before);
  EXPECT_FALSE(reaction_.timing_seen);
}

TEST_F(ImsaPolls, AnotherSessionMustBeSeenTwice) {
  results({{.laps = 4}});
  answer("RaceResults", table({{.laps = 0}}, "Example Championship - Warm Up"));
  answer("RaceResults", table({{.laps = 4}}));
  EXPECT_EQ(all<timing::Session>().size(), 1U) << "a cache that lags behind";
  answer("RaceResults", table({{.laps = 0}}, "Example Championship - Warm Up"));
  answer("RaceResults", table({{.laps = 0}}, "Example Championship - Warm Up"));
  const auto sessions = all<timing::Session>();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_NE(sessions[0].first.source_session_id, sessions[1].first.source_session_id);
  EXPECT_EQ(sessions[1].first.kind, timing::SessionKind::warmup);
}

TEST_F(ImsaPolls, SupportSeriesAreLeftToThoseWhoAskForThem) {
  answer("RaceResults", table({{.laps = 4}}, "Michelin Pilot Challenge - Race"));
  EXPECT_THAT(events_, IsEmpty());
  EXPECT_TRUE(is_of_series("IMSA Michelin Pilot Challenge - Race", "imsa-michelin-pilot"));
  EXPECT_FALSE(is_of_series("WeatherTech Championship - Race", "imsa-michelin-pilot"));
  EXPECT_TRUE(is_of_series("WeatherTech Championship - Race", ""));
}

TEST_F(ImsaPolls, AnOlderTableIsIgnored) {
  answer("RaceResults", table({{.laps = 5}}, "Example Championship - Race", "2:00:10 PM"));
  answer("RaceResults", table({{.laps = 9}}, "Example Championship - Race", "2:00:05 PM"));
  EXPECT_THAT(laps_of("31"), ElementsAre(5));
  answer("RaceResults", table({{.laps = 6}}, "Example Championship - Race", "12:00:05 AM"));
  EXPECT_THAT(laps_of("31"), ElementsAre(5, 6)) << "midnight is not the past";
}

TEST_F(ImsaPolls, RowsThatAreNoCarsAreDropped) {
  results({{.laps = 4}, {.car = "Tx12", .class_name = ""}, {.car = "E1", .class_name = ""}});
  EXPECT_EQ(all<timing::Entry>().size(), 1U);
}

TEST_F(ImsaPolls, ACarListedTwiceIsOneCar) {
  results({{.laps = 4}, {.laps = 5}});
  EXPECT_THAT(laps_of("31"), ElementsAre(5));
}

TEST_F(ImsaPolls, TheLaneNeedsTwoPolls) {
  results({{.laps = 4}});
  poll({{.laps = 4, .in_pit = 1}});
  poll({{.laps = 4}});
  poll({{.laps = 4}});
  EXPECT_THAT(all<timing::PitIn>(), IsEmpty());
  for (int i = 0; i < 10; ++i) poll({{.laps = 4}});
  poll({{.laps = 5}});
  poll({{.laps = 5, .in_pit = 1}});
  poll({{.laps = 5, .in_pit = 1}});
  const auto in = all<timing::PitIn>();
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(in[0].first.lap, 5) << "the lane begins near the line";
  EXPECT_EQ(in[0].second, now_ - 5s);
  EXPECT_TRUE(all<timing::Lap>().back().first.in_lap);
  poll({{.laps = 5, .stops = 1}});
  answer("RaceResults", "", 304);
  ASSERT_EQ(all<timing::PitOut>().size(), 1U) << "the same table again is the second sight";
  EXPECT_EQ(all<timing::PitOut>()[0].first.lap, 6);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ImsaPolls, AStopBetweenTwoPollsIsSaidToBeMissing) {
  results({{.laps = 4}});
  poll({{.laps = 5, .stops = 1}});
  poll({{.laps = 5, .stops = 1}});
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_THAT(problems_[0].message, HasSubstr("1 stops"));
}

TEST_F(ImsaPolls, ADriverWhoseNameChangesItsSpellingStays) {
  results({{.laps = 4, .driver = "Jo\u00e3o Sample"}});
  poll({{.laps = 4, .driver = "JO\u00c3\u00a3O SAMPLE"}});
  poll({{.laps = 4, .driver = "Max Muster"}});
  poll({{.laps = 4, .driver = "Max Muster"}});
  const auto changes = all<timing::DriverChange>();
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(all<timing::Entry>().back().first.drivers.back().name, "Max Muster");
  EXPECT_EQ(all<timing::Entry>().back().first.drivers.size(), 2U);
}

TEST_F(ImsaPolls, FlagsAndTheClock) {
  results({{.laps = 4}});
  flag(1);
  flag(2);
  flag(7);
  EXPECT_EQ(all<timing::Flag>().size(), 2U);
  EXPECT_EQ(all<timing::Flag>().back().first.kind, timing::FlagKind::fcy);
  EXPECT_EQ(problems_.size(), 1U);
  answer("SessionInfo", R"({"S":"Example Championship - Race","F":"Yellow","TT":"00:52:59","TR":"00:47:01"})");
  const auto clock = all<timing::Clock>().back().first;
  EXPECT_EQ(clock.elapsed, Millis{3'179'000});
  EXPECT_EQ(clock.remaining, Millis{2'821'000});
  EXPECT_EQ(all<timing::Session>().back().first.limit, Millis{6'000'000});
  EXPECT_EQ(all<timing::Session>().back().first.started_at, now_ - 3'179s);
}

TEST_F(ImsaPolls, TheFlagIsTakenByTheLeaderAndThoseAfterHim) {
  results({{.laps = 9},
           {.car = "7", .laps = 9, .gap = "3.000", .interval = "3.000"},
           {.car = "8", .laps = 8, .gap = "1 lap", .interval = "1 lap"}});
  poll({{.laps = 9},
        {.car = "7", .laps = 9, .gap = "3.000", .interval = "3.000"},
        {.car = "8", .laps = 9, .gap = "1:05.000", .interval = "1:02.000"}});
  poll({{.laps = 10},
        {.car = "7", .laps = 9, .gap = "3.000", .interval = "3.000"},
        {.car = "8", .laps = 9, .gap = "1:05.000", .interval = "1:02.000"}});
  flag(4);
  poll({{.laps = 10},
        {.car = "7", .laps = 10, .gap = "3.100", .interval = "3.100"},
        {.car = "8", .laps = 9, .gap = "1:05.000", .interval = "1:02.000"}});
  std::map<std::string, std::optional<timing::FlagKind>> last;
  for (const auto& [lap, at] : all<timing::Lap>()) last[lap.car.str()] = lap.flag;
  EXPECT_EQ(last["31"], timing::FlagKind::chequered);
  EXPECT_EQ(last["7"], timing::FlagKind::chequered);
  EXPECT_EQ(last["8"], std::nullopt);
}

TEST_F(ImsaPolls, FailuresAreProblemsAndManyOfThemEndTheConversation) {
  results({{.laps = 4}});
  answer("RaceResults", table({{.laps = 5}}).substr(0, 60));
  EXPECT_EQ(problems_.size(), 1U);
  EXPECT_FALSE(rebuild_);
  for (int i = 0; i < 5; ++i) answer("RaceResults", "", 503);
  EXPECT_TRUE(rebuild_);
  poll({{.laps = 5}});
  EXPECT_THAT(laps_of("31"), ElementsAre(4, 5));
}

TEST_F(ImsaPolls, TheSameTableForEverIsNoTiming) {
  results({{.laps = 4}});
  EXPECT_TRUE(reaction_.timing_seen);
  poll({{.laps = 4}});
  EXPECT_FALSE(reaction_.timing_seen);
}

// A table of the real feed, if it is at hand: its cars in its order, its safety cars left out.
TEST_F(ImsaPolls, ARealTableKeepsItsOrder) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA is not set";
  std::ifstream file(std::string(data) + "/live/imsa_cota_race_scoring-snapshot.json");
  if (!file) GTEST_SKIP() << "no capture of the scoring table in STINT_DATA";
  std::stringstream body;
  body << file.rdbuf();
  answer("RaceResults", body.str());
  EXPECT_THAT(problems_, IsEmpty());
  EXPECT_EQ(all<timing::Entry>().size(), 39U);
  auto laps = all<timing::Lap>();
  ASSERT_EQ(laps.size(), 39U);
  std::ranges::stable_sort(
      laps, [](const auto& a, const auto& b) { return std::pair(-a.first.lap, a.second) < std::pair(-b.first.lap, b.second); });
  std::vector<std::string> ours, theirs;
  for (const auto& [lap, at] : laps) ours.push_back(lap.car.str());
  for (const auto& [standing, at] : all<timing::OfficialStanding>()) theirs.push_back(standing.car.str());
  EXPECT_EQ(ours, theirs);
  EXPECT_EQ(laps[1].second - laps[0].second, Millis{1421});
}

}  // namespace
}  // namespace stint::live::imsa
