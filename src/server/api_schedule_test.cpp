#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calendar/calendar_file.hpp"
#include "server/api.hpp"
#include "server/sample_race.hpp"

namespace stint::server {
namespace {

using testing::HasSubstr;

class ScheduleTest : public testing::Test {
 protected:
  std::string get(std::string_view target, int status = 200) {
    Request request;
    request.target = target;
    request.host = "localhost";
    const Response response = api_.handle(request);
    EXPECT_EQ(response.status, status) << target;
    return std::string(response.bytes());
  }

  static std::shared_ptr<const calendar::Calendar> season() {
    const auto read = calendar::parse_calendar("season.toml", R"(series = "TEST"
[[event]]
name = "First"
track = "A"
zone = "Europe/Rome"
from = 2026-04-19
source = "test"
[[event.session]]
name = "Race"
date = 2026-04-19
start = 13:00:00
minutes = 360
[[event]]
name = "Second"
track = "B"
zone = "Asia/Tokyo"
from = 2026-09-25
to = 2026-09-27
source = "test"
)");
    return std::make_shared<const calendar::Calendar>(*read);
  }

  void at(std::string_view day, int hour) {
    now_ = calendar::to_utc({}, {*calendar::parse_day(day), std::chrono::hours{hour}});
  }

  timing::Instant now_{};
  MonitorStatus status_;
  std::shared_ptr<RaceChannel> channel_ = std::make_shared<RaceChannel>("live", nullptr);
  ServedRaces races_{{channel_}, {}};
  Metrics metrics_;
  Api api_{"1.2.3", true, races_, metrics_,
           Schedule{[] { return season(); }, [this] { return status_; }, [this] { return now_; }}};
};

TEST_F(ScheduleTest, TheNextEventIsTheOneThatIsOnAndThenTheOneAfterIt) {
  at("2026-04-19", 10);
  EXPECT_THAT(get("/api/schedule/next"), HasSubstr(R"("name":"First","series":"TEST","track":"A","date":"2026-04-19T11:00Z")"));
  EXPECT_THAT(get("/api/schedule/next"), HasSubstr(R"("countdown":"1 h 00 min","countdown_ms":3600000,"is_live":false)"));
  at("2026-04-19", 16);
  EXPECT_THAT(get("/api/schedule/next"), HasSubstr(R"("countdown":"live","countdown_ms":0,"is_live":true)"));
  at("2026-04-19", 17);
  EXPECT_THAT(get("/api/schedule/next"), HasSubstr(R"("name":"Second")"));
  at("2026-09-27", 15);
  EXPECT_THAT(get("/api/schedule/next", 404), HasSubstr("nothing_scheduled"));
  EXPECT_EQ(get("/api/schedule/upcoming"), "[]");
}

TEST_F(ScheduleTest, UpcomingGivesAsManyAsWereAskedFor) {
  at("2026-04-01", 0);
  EXPECT_THAT(get("/api/schedule/upcoming"), testing::AllOf(HasSubstr("First"), HasSubstr("Second")));
  EXPECT_THAT(get("/api/schedule/upcoming?limit=1"), testing::Not(HasSubstr("Second")));
  EXPECT_EQ(get("/api/schedule/upcoming?series=OTHER"), "[]");
  EXPECT_THAT(get("/api/schedule/upcoming?limit=none", 400), HasSubstr("bad_argument"));
}

TEST_F(ScheduleTest, TheMonitorSaysWhatItFollowsAndWhatComesNext) {
  at("2026-04-19", 12);
  EXPECT_EQ(get("/api/status/monitor"),
            R"({"monitor_active":false,"scraping_active":false,"current_race":null,"current_session":null,)"
            R"("next_race":"Second","next_race_countdown":"in 159 days","note":null,"sources":[]})");
  status_ = {true, "First", "Race", std::nullopt};
  EXPECT_THAT(get("/api/status/monitor"), HasSubstr(R"("monitor_active":true,"scraping_active":true,"current_race":"First")"));
}

TEST_F(ScheduleTest, TheMonitorSaysHowOldTheDataOfEachSourceIs) {
  at("2026-04-19", 12);
  FeedReport feed;
  feed.source = "griiip";
  feed.connected = true;
  feed.last_timing_at = now_ - std::chrono::seconds{14};
  Publication publication;
  publication.snapshot = sample::shared(sample::snapshot());
  publication.feeds = {feed};
  channel_->publish(std::move(publication));
  const std::string told = get("/api/status/monitor");
  EXPECT_THAT(told, HasSubstr(R"("scraping_active":true)"));
  EXPECT_THAT(told, HasSubstr(R"("sources":[{"name":"griiip")"));
  EXPECT_THAT(told, HasSubstr(R"("session":"live","connected":true,"stale":false,"recording":false,"data_age_ms":14000)"));
}

TEST(ScheduleWithoutACalendar, IsEmptyAndNoFault) {
  ServedRaces races{{}, {}};
  Metrics metrics;
  Api api{"1.2.3", true, races, metrics};
  Request request;
  request.host = "localhost";
  request.target = "/api/schedule/upcoming";
  EXPECT_EQ(api.handle(request).bytes(), "[]");
  request.target = "/api/status/monitor";
  EXPECT_EQ(api.handle(request).status, 200);
}

}  // namespace
}  // namespace stint::server
