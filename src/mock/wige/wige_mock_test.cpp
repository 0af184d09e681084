#include "mock/wige/wige_mock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <map>

#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"
#include "mock/wige/ring_text.hpp"

namespace stint::mock::wige {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using timing::Instant;
namespace dom = simdjson::dom;

class WigeMockTest : public testing::Test {
 protected:
  void play(const char* faults = "", Instant at = kTestStart + 20min) {
    RaceScript script = test_script(30min, 8);
    ends_ = script.ends();
    mock_ = std::make_unique<WigeMock>(std::move(script), FaultPlan(*parse_faults(faults), 3, kTestStart, ends_));
    network_ = std::make_unique<MemoryTransport>(*mock_);
    now_ = at;
    network_->advance(now_);
  }
  void subscribe(const std::string& pids, const std::string& more = "", const std::string& event = "50") {
    network_->ask(net::OpenSocket{"ring", "ws://ring.example/", ""});
    network_->ask(net::SendText{
        "ring", R"({"eventId":")" + event + R"(","eventPid":[)" + pids + R"(],"clientLocalTime":1778789642058)" + more + "}"});
  }
  std::vector<std::string> listen(timing::Millis time) {
    std::vector<std::string> heard;
    const Instant until = now_ + time;
    for (;; now_ += 250ms) {
      network_->advance(now_);
      for (net::Frame& frame : network_->take()) {
        if (frame.kind == net::FrameKind::text) heard.push_back(std::move(frame.bytes));
      }
      if (now_ >= until) return heard;
    }
  }
  static std::size_t count(const std::vector<std::string>& frames, std::string_view begins) {
    return static_cast<std::size_t>(
        std::ranges::count_if(frames, [&](const auto& frame) { return frame.starts_with(begins); }));
  }

  std::unique_ptr<WigeMock> mock_;
  std::unique_ptr<MemoryTransport> network_;
  Instant now_{}, ends_{};
};

TEST_F(WigeMockTest, AnswersASubscriptionWithItselfAndTheServersClock) {
  play();
  subscribe("0,4");
  const auto heard = listen(0s);
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0],
            R"({"eventId":"50","eventPid":[0,4],"clientLocalTime":1778789642058,"PID":"LTS_TIMESYNC","serverLocalTime":)" +
                std::to_string(timing::count_ms(now_)) + "}");
  EXPECT_THAT(heard[1], testing::StartsWith(R"({"PID":"0")"));
  EXPECT_THAT(heard[2], testing::StartsWith(R"({"PID":"4")"));
}

TEST_F(WigeMockTest, DoesNotKnowOtherEvents) {
  play();
  subscribe("0", "", "77");
  EXPECT_THAT(listen(5s), testing::ElementsAre(R"({"PID":"LTS_NOT_FOUND"})"));
}

TEST_F(WigeMockTest, ClassifiesOnceASecond) {
  play();
  subscribe("0");
  EXPECT_NEAR(static_cast<double>(count(listen(60s), R"({"PID":"0")")), 61.0, 1.0);
}

TEST_F(WigeMockTest, FillsEveryCarsLapsBackOnASecondSubscription) {
  play();
  subscribe("7", R"(,"json":{"session":"4600205102","startingNo":""})");
  const auto heard = listen(0s);
  EXPECT_EQ(count(heard, R"({"PID":"7")"), 9U) << "the bests of the classes, and eight cars";
  EXPECT_THAT(heard.back(), HasSubstr(R"("TYPE":0)"));
  EXPECT_GT(count(listen(150s), R"({"PID":"7")"), 5U) << "and each lap that is completed";
}

TEST_F(WigeMockTest, AllMessagesComeAgainWithEachNewOne) {
  play("", kTestStart);
  subscribe("3");
  std::size_t lists = 0, longest = 0;
  for (const std::string& frame : listen(31min)) {
    if (!frame.starts_with(R"({"PID":"3")")) continue;
    ++lists;
    EXPECT_TRUE(frame.find("MESSAGES\":[]") != std::string::npos || frame.find(R"("ID":"1")") != std::string::npos);
    longest = std::max(longest, frame.size());
  }
  EXPECT_GE(lists, 3U);
  EXPECT_GT(longest, 300U);
}

TEST_F(WigeMockTest, AStallStopsTheClassificationAndNotTheSocket) {
  play("stall", kTestStart);
  subscribe("0,3,4");
  Instant last = now_;
  timing::Millis longest{0};
  for (Instant end = kTestStart + 30min; now_ < end;) {
    if (count(listen(1s), R"({"PID":"0")") == 0) continue;
    longest = std::max(longest, now_ - last);
    last = now_;
  }
  EXPECT_GT(longest, 60s);
}

TEST_F(WigeMockTest, StaleFramesAreOlderThanTheOneBefore) {
  play("stale", kTestStart);
  subscribe("0");
  std::string before;
  int older = 0;
  for (const std::string& frame : listen(25min)) {
    const auto at = frame.find(R"("TOD":")");
    if (at == std::string::npos) continue;
    const std::string tod = frame.substr(at + 7, 13);
    if (tod < before) ++older;
    before = tod;
  }
  EXPECT_GT(older, 3);
}

TEST_F(WigeMockTest, AnotherSessionOpensAfterTheRace) {
  play("rollover", kTestStart + 25min);
  subscribe("0,4");
  const auto heard = listen(ends_ - now_ + 90s);
  EXPECT_THAT(heard[1], HasSubstr(R"("SESSION":"4600205102")"));
  EXPECT_THAT(heard.back(), HasSubstr(R"("SESSION":"4600205103")"));
  EXPECT_THAT(heard.back(), HasSubstr(R"("LAPS":"0")"));
}

TEST_F(WigeMockTest, FaultsOfTextAndSize) {
  play("huge_first,encoding");
  subscribe("0,9002");
  const auto heard = listen(0s);
  EXPECT_GT(heard.at(1).size(), 230'000U);
  EXPECT_GT(heard.at(2).size(), 188'000U);
  EXPECT_THAT(heard.at(1), HasSubstr(R"(TIME":"--)"));
  play("flag_chatter", kTestStart);
  subscribe("4");
  EXPECT_GT(count(listen(25min), R"({"PID":"4")"), 10U);
  play("cars,short_rows", kTestStart);
  subscribe("0");
  std::size_t without = 0, bare = 0;
  for (const std::string& frame : listen(25min)) {
    without += frame.find(R"("STNR":"")") != std::string::npos ? 1 : 0;
    bare += frame.find(R"("LASTLAPTIME":"","LLTS":"2")") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(without + bare, 0U);
}

TEST(RingText, DatesMessagesByBerlinsClock) {
  const Instant summer = std::chrono::sys_days{std::chrono::year{2026} / 5 / 14} + 19h + 44min + 7s + 110ms;
  EXPECT_EQ(day_time_text(summer), "21:44:07");
  EXPECT_EQ(since_year_one(summer), 63'914'391'847'110);
  EXPECT_EQ(day_time_text(std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}), "01:00:00");
}

std::string kind_of(dom::element element) {
  switch (element.type()) {
    case dom::element_type::STRING:
      return "text";
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
      return "number";
    case dom::element_type::ARRAY:
      return "list";
    default:
      return "other";
  }
}

std::map<std::string, std::string> shape_of(dom::object object) {
  std::map<std::string, std::string> shape;
  for (const dom::key_value_pair pair : object) shape[std::string(pair.key)] = kind_of(pair.value);
  return shape;
}

// Whatever a captured classification has, ours has, as the same type.
TEST_F(WigeMockTest, HasTheShapeOfARealClassification) {
  const char* data = std::getenv("STINT_DATA");
  dom::parser theirs, ours;
  dom::element capture, frame;
  if (data == nullptr ||
      theirs.load(std::string(data) + "/live/n24q_2026_race2_pid0-snapshot_top10.json").get(capture) != simdjson::SUCCESS)
    GTEST_SKIP() << "no captured classification in STINT_DATA";
  play();
  subscribe("0");
  ASSERT_EQ(ours.parse(listen(0s).at(1)).get(frame), simdjson::SUCCESS);
  const auto compare = [](dom::object real, dom::object mocked, const char* what) {
    const auto made = shape_of(mocked);
    for (const auto& [key, kind] : shape_of(real)) {
      const bool beyond = key.size() > 2 && key[0] == 'S' && key.find_first_of("456789") != std::string::npos;
      if (beyond) continue;        // the simulated circuit has three sectors
      if (key == "PRO") continue;  // optional: this field has no such group
      const auto found = made.find(key);
      ASSERT_TRUE(found != made.end()) << what << " lacks " << key;
      EXPECT_EQ(found->second, kind) << what << ": " << key;
    }
  };
  compare(dom::object(capture), dom::object(frame), "the frame");
  const dom::array real_rows = capture["RESULT"], rows = frame["RESULT"];
  compare(dom::object(rows.size() == 0 ? frame : *real_rows.begin()), dom::object(*rows.begin()), "a row");
}

}  // namespace
}  // namespace stint::mock::wige
