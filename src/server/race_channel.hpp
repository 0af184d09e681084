// What the server needs to know of one session that is being served, and the one way in which it can steer it.
//
// The writer thread publishes, and the strategy desk's tells; the server's thread reads. Nothing else is shared between them.
// What was published in the last limit::kLongestDelay is kept, one publication a second, for viewers whose television is late.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "insight/alerts/alert_book.hpp"
#include "insight/analyst.hpp"
#include "insight/strategy/strategy_report.hpp"
#include "race/snapshot.hpp"
#include "server/feed_report.hpp"
#include "timing/error.hpp"

namespace stint::server {

// Delays are measured by a clock that nobody sets.
using SteadyTime = std::chrono::steady_clock::time_point;

// A replay's playhead as the API shows it.
struct ReplayStatus {
  timing::Instant begins{}, ends{}, at{};
  double speed = 1.0;  // infinity = as fast as possible
  bool playing = false;
  bool ended = false;
};

struct ReplayCommand {
  enum class Action : std::uint8_t { play, pause, seek, speed } action = Action::play;
  std::optional<timing::Instant> to;  // seek
  std::optional<double> speed;        // speed
};

// One published state of a session. Immutable.
struct Publication {
  race::SnapshotPtr snapshot;          // never null
  std::optional<ReplayStatus> replay;  // nullopt: live
  // Grows when the state doesn't follow from the one before it: the playhead was moved, or the next race began.
  std::uint32_t take = 0;
  // Set by the channel: grows with each publication whose snapshot, insights or strategy are others, and when it was published.
  std::uint64_t revision = 0;
  std::chrono::system_clock::time_point published_at{};
  SteadyTime shown_from{};             // the same instant, for delays
  std::vector<FeedReport> feeds = {};  // of a live session
  // What prediction and anomaly say: of the snapshot's instant or somewhat before. nullptr: nothing (yet).
  insight::InsightsPtr insights = nullptr;
  // Set by the channel: what strategists say, of this take, of the snapshot's instant or somewhat before. nullptr: nothing
  // (yet).
  insight::StrategyReportPtr strategy = nullptr;
  // Set by the channel: the latest alerts for browsers, the newest last. Their numbers grow.
  std::vector<std::shared_ptr<const insight::Alert>> alerts = {};
};

// Bytes that one more publication of this snapshot keeps from being freed, about: its rows, not the history that it shares.
[[nodiscard]] std::size_t weight_of(const race::Snapshot& snapshot);
// And this report.
[[nodiscard]] std::size_t weight_of(const insight::StrategyReport& report);

class RaceChannel {
 public:
  using Clock = std::function<SteadyTime()>;

  // `steer` is called from the server's thread and returns at once; it is empty for a live session.
  RaceChannel(std::string id, std::function<Result<void>(const ReplayCommand&)> steer,
              Clock clock = std::chrono::steady_clock::now);

  [[nodiscard]] const std::string& id() const { return id_; }
  // Names this run of this session on the server: random, so that no number of another run is taken for one of this.
  [[nodiscard]] const std::string& epoch() const { return epoch_; }

  // Any thread. nullptr before the first publication.
  [[nodiscard]] std::shared_ptr<const Publication> current() const;
  // What was shown `delay` ago, or up to limit::kBetweenKept before; the current one without delay. nullptr if nothing was
  // published so long ago, or if it had to go to keep within limit::kKeptBytes: never anything newer.
  [[nodiscard]] std::shared_ptr<const Publication> delayed(std::chrono::seconds delay) const;
  [[nodiscard]] SteadyTime now() const { return clock_(); }

  // The writer's thread. Calls the listener, on the same thread, after the new value is visible.
  void publish(Publication publication);
  void on_publish(std::function<void()> listener);
  // An alert that the next publication carries, and limit::kPushedAlerts - 1 others after it. The writer's thread.
  void tell(std::shared_ptr<const insight::Alert> alert);
  // What strategists say of this take from now on: the present publication is shown again with it. Nothing happens if the
  // playhead was moved meanwhile. Any thread; the listener is called on it.
  void tell(insight::StrategyReportPtr report, std::uint32_t take);

  // Errors: not_a_replay, bad_argument.
  [[nodiscard]] Result<void> steer(const ReplayCommand& command) const;

 private:
  void keep_current(std::vector<std::shared_ptr<const Publication>>& dropped);

  std::string id_;
  std::string epoch_;
  std::function<Result<void>(const ReplayCommand&)> steer_;
  Clock clock_;
  mutable std::mutex guard_;  // held only to copy, swap or look up a value
  std::shared_ptr<const Publication> current_;
  std::deque<std::shared_ptr<const Publication>> kept_;  // the oldest first
  std::deque<std::size_t> kept_weights_;                 // of each, bytes; a report counts with the first that holds it
  std::size_t kept_bytes_ = 0;                           // their sum
  std::function<void()> listener_;
  std::vector<std::shared_ptr<const insight::Alert>> alerts_;
  insight::StrategyReportPtr strategy_;
  std::uint32_t strategy_take_ = 0;
};

}  // namespace stint::server
