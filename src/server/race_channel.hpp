// What the server needs to know of one session that is being served, and the one way in which it can steer it.
//
// The writer thread publishes; the server's thread reads. Nothing else is shared between them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "race/snapshot.hpp"
#include "timing/error.hpp"

namespace stint::server {

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
  // Set by the channel: grows with each publication whose snapshot is another one, and when it was published.
  std::uint64_t revision = 0;
  std::chrono::system_clock::time_point published_at{};
};

class RaceChannel {
 public:
  // `steer` is called from the server's thread and returns at once; it is empty for a live session.
  RaceChannel(std::string id, std::function<Result<void>(const ReplayCommand&)> steer);

  [[nodiscard]] const std::string& id() const { return id_; }
  // Names this run of this session on the server: random, so that no number of another run is taken for one of this.
  [[nodiscard]] const std::string& epoch() const { return epoch_; }

  // Any thread. nullptr before the first publication.
  [[nodiscard]] std::shared_ptr<const Publication> current() const;

  // The writer's thread. Calls the listener, on the same thread, after the new value is visible.
  void publish(Publication publication);
  void on_publish(std::function<void()> listener);

  // Errors: not_a_replay, bad_argument.
  [[nodiscard]] Result<void> steer(const ReplayCommand& command) const;

 private:
  std::string id_;
  std::string epoch_;
  std::function<Result<void>(const ReplayCommand&)> steer_;
  mutable std::mutex guard_;  // held only to copy or swap a value
  std::shared_ptr<const Publication> current_;
  std::function<void()> listener_;
};

}  // namespace stint::server
