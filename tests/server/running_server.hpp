// A server on a free port with one session made by hand, running on its own thread until the test ends.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "server/sample_race.hpp"
#include "server/server.hpp"

namespace stint::server {

class RunningServer {
 public:
  explicit RunningServer(Archive archive = {}, StrategyService strategy = no_strategists())
      : channel(std::make_shared<RaceChannel>("sample", steer())) {
    ServerOptions options{"127.0.0.1", 0, "1.2.3", schedule()};
    options.strategy = std::move(strategy);
    auto made = Server::create(std::move(options), {channel}, std::move(archive));
    if (!made) throw std::runtime_error(made.error().message);
    server_ = std::move(*made);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~RunningServer() {
    server_->stop();
    thread_.join();
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  void publish(race::Snapshot snapshot, std::uint32_t take = 0) {
    ReplayStatus replay{sample::at(0), sample::at(21'600'000), snapshot.at, 1.0, true, false};
    Publication publication{sample::shared(std::move(snapshot)), replay, take, 0, {}};
    publication.insights = sample::insights();
    channel->publish(std::move(publication));
  }
  // And what strategists say of it, a moment later.
  void publish_with_strategy(race::Snapshot snapshot) {
    publish(std::move(snapshot));
    channel->tell(sample::strategy(), 0);
  }

  std::shared_ptr<std::vector<ReplayCommand>> commands = std::make_shared<std::vector<ReplayCommand>>();
  std::shared_ptr<RaceChannel> channel;

  // One event that is on, with a monitor that follows it.
  static Schedule schedule() {
    const calendar::ScheduledSession race{"Race", calendar::SessionKind::race, *calendar::parse_day("2026-04-19"),
                                          std::chrono::hours{13}, std::chrono::hours{6}};
    calendar::ScheduledEvent event;
    event.series = "WEC";
    event.name = "6 Hours of Somewhere";
    event.track = "Somewhere";
    event.zone = *calendar::named_zone("Europe/Rome");
    event.first = event.last = race.date;
    event.source = "made up";
    event.sessions = {race};
    calendar::ScheduledEvent later = event;
    later.name = "8 Hours of Elsewhere";
    later.first = later.last = *calendar::parse_day("2026-05-09");
    later.sessions.clear();
    const auto calendar = std::make_shared<const calendar::Calendar>(calendar::Calendar{{event, later}});
    const timing::Instant now = *calendar::starts_at(event, race) + std::chrono::minutes{5};
    return {[calendar] { return calendar; }, [] { return MonitorStatus{true, "6 Hours of Somewhere", "Race", std::nullopt}; },
            [now] { return now; }};
  }

 private:
  // Notes the commands; runs on the server's thread before the answer, so a test may look once it has the answer.
  std::function<Result<void>(const ReplayCommand&)> steer() {
    return [noted = commands](const ReplayCommand& command) -> Result<void> {
      noted->push_back(command);
      return {};
    };
  }

  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace stint::server
