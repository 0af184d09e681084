// Alerts while the program serves: looks at what insight says of each session, and tells browsers and webhooks what the user's
// rules ask for.
//
// Webhooks are told of what happens, not of replays. Without a webhook nothing is opened towards the network.
// Thread rule: step() by the writer's thread; the rest by any.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/alerts/webhook_sender.hpp"
#include "app/serve/session_run.hpp"
#include "server/alerts/alert_settings.hpp"
#include "server/race_channel.hpp"

namespace stint::app {

class AlertDesk {
 public:
  using OpenTransport = std::function<std::unique_ptr<net::Transport>()>;

  // The settings are in the file at `path`, which may be absent. Errors: file_unreadable, bad_configuration (what is wrong in
  // it).
  [[nodiscard]] static Result<std::shared_ptr<AlertDesk>> open(std::string path, OpenTransport open_transport);

  [[nodiscard]] server::AlertSettings settings() const;
  // Writes the file, which only its owner may read. Errors: output_unwritable; then all is as before.
  [[nodiscard]] Result<void> replace(server::AlertSettings settings);
  [[nodiscard]] std::vector<server::WebhookReport> reports() const;
  // The next step() sends a test. Errors: server::can_be_tested().
  [[nodiscard]] Result<void> test(const std::string& webhook);

  // From now on, until it goes.
  void watch(const std::shared_ptr<server::RaceChannel>& channel);

  // `now`: UTC.
  void step(timing::Instant now);

 private:
  struct Watched {
    std::weak_ptr<server::RaceChannel> channel;
    std::uint32_t take = 0;
    insight::InsightsPtr seen;  // nullptr: nothing of this take yet
    insight::AlertBook book;
  };

  AlertDesk(std::string path, OpenTransport open_transport);
  void take_settings();
  void send_tests(timing::Instant now);
  void look(Watched& watched, server::RaceChannel& channel, timing::Instant now);
  void tell(const insight::Alert& alert, server::RaceChannel& channel, const server::Publication& publication,
            timing::Instant now);

  const std::string path_;
  const OpenTransport open_transport_;

  mutable std::mutex guard_;
  server::AlertSettings settings_;                            // under guard_
  bool changed_ = true;                                       // under guard_
  std::vector<server::WebhookReport> reports_;                // under guard_
  std::vector<std::weak_ptr<server::RaceChannel>> to_watch_;  // under guard_
  std::vector<std::string> to_test_;                          // webhooks; under guard_

  // The writer's.
  insight::AlertRules rules_;
  std::vector<Watched> watched_;
  std::unique_ptr<net::Transport> transport_;  // nullptr: there has been no webhook yet
  std::unique_ptr<WebhookSender> sender_;
};

// Steps a desk with the other runs.
class AlertRun : public SessionRun {
 public:
  AlertRun(std::shared_ptr<AlertDesk> desk, std::function<timing::Instant()> wall_clock)
      : desk_(std::move(desk)), wall_clock_(std::move(wall_clock)) {}
  [[nodiscard]] Result<void> step(std::chrono::nanoseconds) override {
    desk_->step(wall_clock_());
    return {};
  }

 private:
  std::shared_ptr<AlertDesk> desk_;
  std::function<timing::Instant()> wall_clock_;
};

// The desk as /api/alerts sees it.
[[nodiscard]] server::AlertService service_of(const std::shared_ptr<AlertDesk>& desk);

}  // namespace stint::app
