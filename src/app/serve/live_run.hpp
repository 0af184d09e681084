// A live feed, or two of one session, on their way to the channel: frame, recording, adapter, log, race, publication, in one
// step.
//
// The log has one session for each session of the feed. The classification of a session stays until the next one has something
// to show; so a placeholder between two sessions wipes nothing.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/serve/difference_log.hpp"
#include "app/serve/live_session.hpp"
#include "app/serve/session_run.hpp"
#include "server/race_channel.hpp"
#include "source/live/catalogue.hpp"
#include "source/live/supervisor.hpp"
#include "source/live/two_feeds.hpp"
#include "store/event_log.hpp"

namespace stint::app {

struct LiveFeed {
  const live::LiveSource* source = nullptr;  // never null
  std::unique_ptr<live::Supervisor> supervisor;
  std::string sessions_begin_with =
      {};  // the source's own ids of its sessions, if that tells them from other feeds' of the source
};

class LiveRun : public SessionRun {
 public:
  using WallClock = std::function<timing::Instant()>;

  // The first of `feeds` leads; a second one fills what the first lacks. If the log has a recent session of the first, that is
  // shown until the feed says more. Errors: those of the log.
  [[nodiscard]] static Result<std::unique_ptr<LiveRun>> create(const std::string& channel_id, store::EventLog log,
                                                               std::vector<LiveFeed> feeds, WallClock wall_clock,
                                                               MakeAnalyst make_analyst = {});

  [[nodiscard]] const std::shared_ptr<server::RaceChannel>& channel() const { return channel_; }
  // The session of the log that is shown; empty before the first. Any thread.
  [[nodiscard]] std::string session_id() const;

  [[nodiscard]] Result<void> step(std::chrono::nanoseconds passed) override;
  [[nodiscard]] bool follows_arrivals() const override { return true; }

 private:
  LiveRun(const std::string& channel_id, store::EventLog log, std::vector<LiveFeed> feeds, WallClock wall_clock);
  [[nodiscard]] Result<void> show_latest_of_log();
  // What the feeds have said since the last step, and is to be believed.
  [[nodiscard]] std::vector<timing::Event> listen();
  // Hands each event to the session that it belongs to; returns how many were news.
  [[nodiscard]] Result<std::size_t> take(std::vector<timing::Event> events);
  [[nodiscard]] Result<void> turn_to(const timing::Session& session);
  void show(LiveSession* session);
  void forget_old_sessions();
  [[nodiscard]] Result<void> write_tables_if_due(std::chrono::nanoseconds passed);
  [[nodiscard]] timing::Instant shown_instant();
  void publish();
  [[nodiscard]] std::vector<server::FeedReport> reports() const;

  store::EventLog log_;
  std::vector<LiveFeed> feeds_;
  live::TwoFeeds two_feeds_;  // used if there are two
  WallClock wall_clock_;
  std::shared_ptr<server::RaceChannel> channel_;
  mutable std::mutex id_guard_;
  std::string session_id_;

  std::vector<std::unique_ptr<LiveSession>> sessions_;  // the latest last
  LiveSession* current_ = nullptr;                      // that the feed tells of
  LiveSession* shown_ = nullptr;
  MakeAnalyst make_analyst_;       // empty: nothing is predicted or watched
  insight::InsightsPtr insights_;  // of the shown session, as published
  DifferenceLog differences_;      // of the shown session
  race::Race nothing_;             // shown before there is anything
  timing::Instant now_{};
  timing::Instant shown_at_{};
  timing::Instant last_news_at_{};
  std::uint64_t version_ = 0;
  std::uint32_t take_ = 0;
  bool tables_are_old_ = false;
  bool published_ = false;
  std::chrono::nanoseconds since_published_{};
  std::chrono::nanoseconds since_tables_{};
};

}  // namespace stint::app
