#include "app/alerts/alert_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/text_file.hpp"

namespace stint::app {
namespace {

timing::Instant at(std::int64_t seconds) { return timing::instant_from_ms(1'700'000'000'000 + seconds * 1000); }

struct Asked {
  std::vector<net::Fetch> fetches;
  int opened = 0;
};

class MemoryTransport final : public net::Transport {
 public:
  explicit MemoryTransport(Asked& asked) : asked_(asked) {}
  void ask(const net::Ask& ask) override {
    if (const auto* fetch = std::get_if<net::Fetch>(&ask)) {
      asked_.fetches.push_back(*fetch);
      frames_.push_back({{}, net::FrameKind::response, fetch->stream, 200, ""});
    }
  }
  std::vector<net::Frame> take() override { return std::exchange(frames_, {}); }

 private:
  Asked& asked_;
  std::vector<net::Frame> frames_;
};

std::shared_ptr<const insight::Anomaly> stopped(std::int32_t id, double severity) {
  auto anomaly = std::make_shared<insight::Anomaly>();
  anomaly->id = id;
  anomaly->car = timing::CarNumber("7");
  anomaly->kind = insight::AnomalyKind::stopped;
  anomaly->severity = severity;
  anomaly->probability = 0.9;
  anomaly->first_seen = at(10);
  anomaly->text = "Car 7 has stopped.";
  return anomaly;
}

class AlertsWhileServing : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    auto opened = AlertDesk::open(path(), [this] {
      ++asked_.opened;
      return std::make_unique<MemoryTransport>(asked_);
    });
    ASSERT_TRUE(opened) << opened.error().message;
    desk_ = *opened;
    desk_->watch(channel_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return (folder_ / "data" / "alerts.json").string(); }

  void set(std::string_view json) {
    const auto settings = server::parse_alert_settings(json, desk_->settings());
    ASSERT_TRUE(settings) << settings.error().message;
    ASSERT_TRUE(desk_->replace(*settings));
  }

  void publish(std::vector<std::shared_ptr<const insight::Anomaly>> anomalies, bool replay = false, std::uint32_t take = 0) {
    auto snapshot = std::make_shared<race::Snapshot>();
    snapshot->session.series = "WEC";
    snapshot->session.event = "Spa";
    snapshot->session.started_at = at(0);
    auto insights = std::make_shared<insight::Insights>();
    insights->at = at(20);
    insights->anomalies = std::move(anomalies);
    server::Publication publication;
    publication.snapshot = snapshot;
    publication.insights = insights;
    publication.take = take;
    if (replay) publication.replay = server::ReplayStatus{};
    channel_->publish(std::move(publication));
    desk_->step(at(20));
  }

  // What the next publication carries.
  std::size_t alerts_for_browsers() {
    channel_->publish(*channel_->current());
    return channel_->current()->alerts.size();
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("stint-alerts-" + std::to_string(::getpid()));
  Asked asked_;
  std::shared_ptr<server::RaceChannel> channel_ = std::make_shared<server::RaceChannel>("spa", nullptr);
  std::shared_ptr<AlertDesk> desk_;
};

constexpr std::string_view kAll =
    R"({"rules":[{"id":"r","name":"All","webhooks":["w"]}],"webhooks":[{"id":"w","form":"json","url":"https://hooks.example/x"}]})";

TEST_F(AlertsWhileServing, AreNoneAndNothingIsOpenedUntilTheUserSetsThem) {
  publish({});
  const auto first = stopped(1, 0.9);
  publish({first});
  EXPECT_EQ(alerts_for_browsers(), 0U);
  EXPECT_EQ(asked_.opened, 0);
  set(R"({"rules":[{"id":"r","name":"All"}]})");
  publish({first, stopped(2, 0.9)});
  EXPECT_EQ(alerts_for_browsers(), 1U);
  EXPECT_EQ(asked_.opened, 0) << "no webhook, no network";
}

TEST_F(AlertsWhileServing, GoToBrowsersAndWebhooksOnce) {
  set(kAll);
  publish({});
  const auto anomaly = stopped(1, 0.9);
  publish({anomaly});
  publish({anomaly});
  ASSERT_EQ(asked_.fetches.size(), 1U);
  EXPECT_THAT(asked_.fetches[0].body, testing::HasSubstr(R"("title":"WEC Spa")"));
  EXPECT_EQ(alerts_for_browsers(), 1U);
  desk_->step(at(21));
  EXPECT_EQ(desk_->reports().at(0).sent, 1U);
}

TEST_F(AlertsWhileServing, AreNotOfWhatWasThereBefore) {
  set(kAll);
  publish({stopped(1, 0.9)});
  EXPECT_TRUE(asked_.fetches.empty());
  publish({stopped(1, 0.9), stopped(2, 0.9)}, false, 1);
  EXPECT_TRUE(asked_.fetches.empty()) << "another take of the race";
  publish({stopped(1, 0.9), stopped(2, 0.9), stopped(3, 0.9)}, false, 1);
  EXPECT_EQ(asked_.fetches.size(), 1U);
}

TEST_F(AlertsWhileServing, OfReplaysGoToBrowsersOnly) {
  set(kAll);
  publish({}, true);
  publish({stopped(1, 0.9)}, true);
  EXPECT_TRUE(asked_.fetches.empty());
  EXPECT_EQ(alerts_for_browsers(), 1U);
}

TEST_F(AlertsWhileServing, SendATestWhenTheUserAsksForIt) {
  EXPECT_EQ(desk_->test("w").error().code, ErrorCode::unknown_route);
  set(kAll);
  publish({});
  ASSERT_TRUE(desk_->test("w"));
  EXPECT_TRUE(asked_.fetches.empty()) << "the writer's thread sends it";
  desk_->step(at(30));
  desk_->step(at(31));
  ASSERT_EQ(asked_.fetches.size(), 1U);
  EXPECT_THAT(asked_.fetches[0].body, testing::HasSubstr(R"({"type":"test")"));
  EXPECT_THAT(asked_.fetches[0].body, testing::HasSubstr("Nothing has happened."));
  EXPECT_EQ(desk_->reports().at(0).sent, 1U);
  EXPECT_EQ(alerts_for_browsers(), 0U);
  set(R"({"webhooks":[{"id":"w","form":"json","enabled":false}]})");
  EXPECT_EQ(desk_->test("w").error().code, ErrorCode::bad_argument);
}

TEST_F(AlertsWhileServing, AreKeptInAFileThatOnlyItsOwnerMayRead) {
  set(kAll);
  const auto permissions = std::filesystem::status(path()).permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto again = AlertDesk::open(path(), [] { return nullptr; });
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->settings(), desk_->settings());
}

TEST_F(AlertsWhileServing, AFileThatIsWrongIsRefused) {
  std::filesystem::create_directories(folder_ / "data");
  ASSERT_TRUE(write_text_file(path(), R"({"rules":[{"id":"r","kinds":["explosion"]}]})"));
  const auto opened = AlertDesk::open(path(), [] { return nullptr; });
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::bad_configuration);
  EXPECT_THAT(opened.error().message, testing::HasSubstr("explosion"));
}

}  // namespace
}  // namespace stint::app
