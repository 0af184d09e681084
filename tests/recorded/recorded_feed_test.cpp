// For each protocol that has a mock: what was recorded live, read again, tells the same race; also with the plug pulled in
// between.
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <tuple>

#include "followed_mock.hpp"
#include "race/race.hpp"
#include "source/live/recording/reparse.hpp"

namespace stint::live {
namespace {

using namespace std::chrono_literals;

// Laps, stops and messages as they stand in the end.
struct Told {
  std::map<std::pair<timing::CarNumber, std::int32_t>, std::optional<timing::Millis>> laps;
  std::map<timing::CarNumber, std::size_t> stops;
  std::vector<timing::CarNumber> order;
  bool operator==(const Told&) const = default;
};

Told told_by(const std::vector<timing::Event>& events) {
  race::Race race;
  race.insert_all(events);
  Told told;
  for (const race::CarSnapshot& car : race.snapshot()->cars) {
    told.order.push_back(car.number());
    for (const race::LapRecord& lap : car.laps_done) told.laps[{car.number(), lap.number}] = lap.time;
    told.stops[car.number()] = car.pit_stops.size();
  }
  return told;
}

class RecordedFeed : public testing::TestWithParam<std::string> {
 protected:
  RecordedFeed()
      : folder_(std::filesystem::temp_directory_path() / ("stint-recorded-" + GetParam() + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~RecordedFeed() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "feed.stintrec"; }
  [[nodiscard]] std::unique_ptr<FollowedMock> follow() const { return follow_into(path()); }
  [[nodiscard]] std::unique_ptr<FollowedMock> follow_undisturbed() const { return follow_into({}); }
  [[nodiscard]] static std::unique_ptr<FollowedMock> follow_into(const std::filesystem::path& recording) {
    return std::make_unique<FollowedMock>(*find_live_source(GetParam()), *mock::find_mock(GetParam()),
                                          mock::test_script(12min, 6), recording);
  }
  [[nodiscard]] std::vector<timing::Event> read_again() const {
    auto capture = Reparse::begin(FrameReader::open(path()).value());
    std::vector<timing::Event> events;
    while (capture->next(events)) {
    }
    EXPECT_EQ(capture->problems(), 0U) << (capture->first_problem() ? capture->first_problem()->message : "");
    return events;
  }

 private:
  std::filesystem::path folder_;
};

TEST_P(RecordedFeed, ReadAgainTellsWhatItToldLive) {
  auto feed = follow();
  feed->run(15min);
  EXPECT_TRUE(feed->supervisor().status().last_timing_at.has_value());
  const Told live = told_by(feed->events());
  EXPECT_GT(live.laps.size(), 12U);
  feed->close_recording();
  EXPECT_EQ(told_by(read_again()), live);
}

TEST_P(RecordedFeed, WithThePlugPulledTwiceLosesNoLapAndInventsNone) {
  auto feed = follow();
  auto undisturbed = follow_undisturbed();
  for (int i = 0; i < 2; ++i) {
    feed->run(3min);
    feed->network().cut();
    feed->network().set_reachable(false);
    feed->run(40s);
    feed->network().set_reachable(true);
  }
  feed->run(8min);
  undisturbed->run(15min + 20s);
  const Told live = told_by(feed->events());
  const Told expected = told_by(undisturbed->events());
  for (const auto& [lap, time] : live.laps)
    EXPECT_TRUE(expected.laps.contains(lap)) << lap.first.view() << " lap " << lap.second;
  EXPECT_EQ(live.order, expected.order);
  EXPECT_GE(feed->supervisor().status().reconnects, 2U);
  feed->close_recording();
  EXPECT_EQ(told_by(read_again()).laps, live.laps);
}

std::vector<std::string> protocols() {
  std::vector<std::string> names;
  for (const mock::MockProtocol& protocol : mock::mock_protocols()) {
    // A page needs its description, which the mock alone knows.
    if (protocol.name != "page" && find_live_source(protocol.name) != nullptr) names.emplace_back(protocol.name);
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(EachProtocol, RecordedFeed, testing::ValuesIn(protocols()),
                         [](const auto& protocol) { return protocol.param; });

}  // namespace
}  // namespace stint::live
