#include "source/live/page/page_adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace stint::live::page {
namespace {

using namespace std::chrono_literals;
using timing::CarState;
using timing::Event;
using timing::event_as;
using timing::Instant;

constexpr Instant kNow = timing::instant_from_ms(1'795'000'000'000);

constexpr const char* kDescription = R"([table]
rows = "table tr"
[session]
event = "h1"
name = "h2"
limit = { text = "6:00:00" }
remaining = ".left"
flag = { css = "body", attribute = "class" }
[columns]
position = 1
number = ".no"
driver = 3
laps = { header = "Laps" }
last_lap = 5
gap = 6
state = 7
sector_1 = 8
sector_2 = 9
)";

struct Row {
  std::string position = "1", number = "007", driver = "Ada Berg", laps = "0", last, gap, state, s1, s2;
};

std::string page_of(const std::vector<Row>& rows, const std::string& flag = "green", const std::string& title = "Race",
                    const std::string& left = "5:00:00") {
  std::string html =
      "<body class='" + flag + "'><h1>Valley 6 Hours</h1><h2>" + title + "</h2><b class=left>" + left + "</b><table>";
  html += "<tr><th>P<th>No<th>Driver<th>Laps<th>Last<th>Gap<th>State<th>S1<th>S2";
  for (const Row& row : rows) {
    html += "<tr>";
    for (const std::string& cell : {row.position, "<b class=no>" + row.number + "</b>", row.driver, row.laps, row.last, row.gap,
                                    row.state, row.s1, row.s2}) {
      html += "<td>" + cell;
    }
  }
  return html + "</table>";
}

class PageAdapterTest : public testing::Test {
 protected:
  PageAdapterTest() : adapter_(*parse_description(kDescription), "http://timing.example/live", 5s) {
    Reaction reaction;
    adapter_.start(kNow, reaction);
    at_ = kNow;
  }

  Reaction frame(net::FrameKind kind, int status, std::string bytes, timing::Millis later = 5s) {
    at_ += later;
    Reaction reaction;
    adapter_.on_frame({at_, kind, "page", status, std::move(bytes)}, reaction);
    return reaction;
  }
  Reaction read(const std::vector<Row>& rows, timing::Millis later = 5s) {
    return frame(net::FrameKind::response, 200, page_of(rows), later);
  }

  template <class T>
  static std::vector<T> all(const Reaction& reaction) {
    std::vector<T> out;
    for (const Event& event : reaction.events) {
      if (const T* body = event_as<T>(event)) out.push_back(*body);
    }
    return out;
  }
  template <class T>
  static Instant when(const Reaction& reaction) {
    const auto found = std::ranges::find_if(reaction.events, [](const Event& event) { return event_as<T>(event) != nullptr; });
    return found == reaction.events.end() ? Instant{} : found->at;
  }

  PageAdapter adapter_;
  Instant at_{};
};

TEST_F(PageAdapterTest, AsksConditionallyAndOnlyWhenItsTimeHasCome) {
  PageAdapter adapter(*parse_description(kDescription), "http://timing.example/live", 5s);
  Reaction reaction;
  adapter.start(kNow, reaction);
  ASSERT_EQ(reaction.asks.size(), 1U);
  const auto& fetch = std::get<net::Fetch>(reaction.asks.front());
  EXPECT_EQ(fetch.url, "http://timing.example/live");
  EXPECT_TRUE(fetch.if_changed);
  reaction = {};
  adapter.on_time(kNow + 6s, reaction);
  EXPECT_TRUE(reaction.asks.empty()) << "the answer is still awaited";
  adapter.on_frame({kNow + 6s, net::FrameKind::response, "page", 304, ""}, reaction);
  adapter.on_time(kNow + 6s, reaction);
  EXPECT_EQ(reaction.asks.size(), 1U);
}

TEST_F(PageAdapterTest, TheFirstReadingStatesWhatIsAndTellsNoChange) {
  const Reaction reaction =
      read({{.laps = "12", .last = "1:40.000"}, {.position = "2", .number = "7", .laps = "12", .gap = "3.5", .state = "PIT"}});
  const auto sessions = all<timing::Session>(reaction);
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].source, "page");
  EXPECT_EQ(sessions[0].event, "Valley 6 Hours");
  EXPECT_EQ(sessions[0].kind, timing::SessionKind::race);
  EXPECT_EQ(sessions[0].state, timing::SessionState::running);
  EXPECT_EQ(sessions[0].started_at, at_ - 1h);
  EXPECT_EQ(all<timing::Entry>(reaction).size(), 2U);
  EXPECT_TRUE(all<timing::PitIn>(reaction).empty());
  ASSERT_EQ(all<timing::CarStatus>(reaction).size(), 2U);
  EXPECT_EQ(all<timing::CarStatus>(reaction)[1].state, CarState::in_pit);
  std::vector<Instant> crossings;
  for (const Event& event : reaction.events) {
    if (event_as<timing::Lap>(event) != nullptr) crossings.push_back(event.at);
  }
  ASSERT_EQ(crossings.size(), 2U);
  EXPECT_EQ(crossings[1] - crossings[0], 3'500ms) << "as far apart as the page says";
  EXPECT_LE(crossings[1], at_);
  EXPECT_EQ(all<timing::Flag>(reaction).at(0).kind, timing::FlagKind::green);
  EXPECT_EQ(all<timing::Clock>(reaction).at(0).remaining, 5h);
}

TEST_F(PageAdapterTest, ARisenCountIsALapBetweenThePolls) {
  (void)read({{.laps = "12"}});
  const Reaction reaction = read({{.laps = "13", .last = "1:40.250"}});
  const auto laps = all<timing::Lap>(reaction);
  ASSERT_EQ(laps.size(), 1U);
  EXPECT_EQ(laps[0].lap, 13);
  EXPECT_EQ(laps[0].time, 100'250ms);
  EXPECT_TRUE(reaction.timing_seen);
  EXPECT_GT(when<timing::Lap>(reaction), at_ - 5s);
  EXPECT_LE(when<timing::Lap>(reaction), at_);
}

TEST_F(PageAdapterTest, CrossingsGetExactFromLapTimes) {
  // The car crosses the line 0.7 s before every fifth poll: 100 s laps drift by 1.7 s against 5 s polls.
  (void)read({{.laps = "1"}});
  Instant crossing = at_ + 3s;
  std::int32_t laps = 1;
  timing::Millis error{};
  for (int poll = 0; poll < 1'000; ++poll) {
    while (at_ + 5s >= crossing) {
      crossing += 101'700ms;
      ++laps;
    }
    const Reaction reaction = read({{.laps = std::to_string(laps), .last = "1:41.700"}});
    if (when<timing::Lap>(reaction) != Instant{})
      error = std::chrono::abs(when<timing::Lap>(reaction) - (crossing - 101'700ms));
  }
  EXPECT_LE(error, 200ms);
}

TEST_F(PageAdapterTest, OlderDataIsIgnored) {
  (void)read({{.laps = "12"}});
  (void)read({{.laps = "13", .last = "1:40.000"}});
  EXPECT_TRUE(all<timing::Lap>(read({{.laps = "12"}})).empty());
  EXPECT_TRUE(all<timing::Lap>(read({{.laps = "13", .last = "1:40.000"}})).empty());
}

TEST_F(PageAdapterTest, APitFlagCountsWhenItIsSeenTwice) {
  (void)read({{.laps = "12"}});
  EXPECT_TRUE(all<timing::PitIn>(read({{.laps = "12", .state = "PIT"}})).empty());
  EXPECT_TRUE(all<timing::PitIn>(read({{.laps = "12"}})).empty()) << "it only flickered";
  (void)read({{.laps = "12", .state = "PIT"}});
  const Instant seen = at_;
  const Reaction in = read({{.laps = "12", .state = "PIT"}});
  ASSERT_EQ(all<timing::PitIn>(in).size(), 1U);
  EXPECT_EQ(all<timing::PitIn>(in)[0].lap, 13);
  EXPECT_EQ(when<timing::PitIn>(in), seen);
  (void)read({{.laps = "13", .last = "2:10.000", .state = "PIT"}});
  (void)read({{.laps = "13", .state = "OUT"}});
  const Reaction out = read({{.laps = "13", .state = "OUT"}});
  ASSERT_EQ(all<timing::PitOut>(out).size(), 1U);
  EXPECT_EQ(all<timing::PitOut>(out)[0].lap, 14);
  const auto next = all<timing::Lap>(read({{.laps = "14", .last = "1:50.000"}}));
  ASSERT_EQ(next.size(), 1U);
  EXPECT_TRUE(next[0].out_lap);
}

TEST_F(PageAdapterTest, AnUnchangedPageIsASecondSight) {
  (void)read({{.laps = "12"}});
  (void)read({{.laps = "12", .state = "PIT"}});
  EXPECT_EQ(all<timing::PitIn>(frame(net::FrameKind::response, 304, "")).size(), 1U);
}

TEST_F(PageAdapterTest, ANewNameIsADriverChange) {
  (void)read({{.driver = "Ada Berg", .laps = "12"}});
  EXPECT_TRUE(all<timing::DriverChange>(read({{.driver = "Cy Dahl", .laps = "12"}})).empty());
  const Reaction reaction = read({{.driver = "Cy Dahl", .laps = "12"}});
  const auto changes = all<timing::DriverChange>(reaction);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].from->view(), "1");
  EXPECT_EQ(changes[0].to.view(), "2");
  EXPECT_EQ(changes[0].lap, 13);
  const auto entries = all<timing::Entry>(reaction);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].drivers.at(1).name, "Cy Dahl");
}

TEST_F(PageAdapterTest, SectorsBelongToTheLapThatTheyAddUpTo) {
  (void)read({{.laps = "12", .last = "1:40.000", .s1 = "40.000", .s2 = "60.000"}});
  const Reaction first = read({{.laps = "12", .last = "1:40.000", .s1 = "41.000", .s2 = "60.000"}});
  ASSERT_EQ(all<timing::Sector>(first).size(), 1U);
  EXPECT_EQ(all<timing::Sector>(first)[0].lap, 13);
  EXPECT_EQ(all<timing::Sector>(first)[0].index, 1);
  const Reaction whole = read({{.laps = "13", .last = "1:42.000", .s1 = "41.000", .s2 = "61.000"}});
  ASSERT_EQ(all<timing::Sector>(whole).size(), 2U);
  EXPECT_EQ(all<timing::Sector>(whole)[1].lap, 13);
  EXPECT_EQ(all<timing::Sector>(whole)[1].time, 61s);
}

TEST_F(PageAdapterTest, TheFlagEndsTheSession) {
  (void)read({{.laps = "12"}});
  const Reaction reaction = frame(net::FrameKind::response, 200, page_of({{.laps = "12"}}, "race finished"));
  EXPECT_EQ(all<timing::Flag>(reaction).at(0).kind, timing::FlagKind::chequered);
  EXPECT_EQ(all<timing::Session>(reaction).at(0).state, timing::SessionState::finished);
}

TEST_F(PageAdapterTest, AnotherTitleIsAnotherSession) {
  const std::string id = all<timing::Session>(read({{.laps = "12"}})).at(0).source_session_id;
  EXPECT_TRUE(all<timing::Session>(frame(net::FrameKind::response, 200, page_of({{.laps = "0"}}, "", "Warm-up"))).empty());
  const auto sessions = all<timing::Session>(frame(net::FrameKind::response, 200, page_of({{.laps = "0"}}, "", "Warm-up")));
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_NE(sessions[0].source_session_id, id);
  EXPECT_EQ(sessions[0].kind, timing::SessionKind::warmup);
}

TEST_F(PageAdapterTest, AFieldThatStartsAgainIsAnotherSession) {
  const std::string id = all<timing::Session>(read({{.laps = "12"}})).at(0).source_session_id;
  (void)read({{.laps = "0"}});
  const auto sessions = all<timing::Session>(read({{.laps = "0"}}));
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_NE(sessions[0].source_session_id, id);
}

TEST_F(PageAdapterTest, APageWithoutCarsChangesNothing) {
  (void)read({{.laps = "12"}});
  const Reaction empty = frame(net::FrameKind::response, 200, "<html><body>Back soon</body></html>");
  EXPECT_TRUE(empty.events.empty());
  EXPECT_EQ(empty.problems.size(), 1U);
  EXPECT_TRUE(frame(net::FrameKind::response, 200, "").events.empty());
  EXPECT_EQ(all<timing::Lap>(read({{.laps = "13", .last = "1:40.000"}})).size(), 1U);
}

TEST_F(PageAdapterTest, ThreeFailedPollsInARowAreALoss) {
  (void)read({{.laps = "12"}});
  EXPECT_FALSE(frame(net::FrameKind::failed, 0, "timeout").rebuild);
  EXPECT_FALSE(frame(net::FrameKind::response, 503, "").rebuild);
  EXPECT_EQ(frame(net::FrameKind::failed, 0, "timeout").rebuild, "timeout");
  Reaction again;
  adapter_.start(at_, again);
  const Reaction reaction = read({{.laps = "13", .last = "1:40.000", .state = "PIT"}});
  EXPECT_EQ(all<timing::Lap>(reaction).size(), 1U);
  EXPECT_TRUE(all<timing::PitIn>(reaction).empty());
  EXPECT_EQ(all<timing::CarStatus>(reaction).size(), 1U);
  EXPECT_TRUE(all<timing::Session>(reaction).empty()) << "it is the same session";
}

TEST_F(PageAdapterTest, ACarListedTwiceIsReadOnceAndSaid) {
  const Reaction reaction = read({{.laps = "12"}, {.laps = "3"}});
  EXPECT_EQ(all<timing::Lap>(reaction).size(), 1U);
  EXPECT_EQ(reaction.problems.size(), 1U);
}

}  // namespace
}  // namespace stint::live::page
