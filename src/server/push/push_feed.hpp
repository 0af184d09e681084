// The messages of one session's stream (docs/push.md): makes them from publications, once for all clients, and holds those that
// a client may still need.
//
// A client is a Place: the number of the message that it is to get next. It owns no queue, so a slow client costs nothing: when
// it is ready for more and has fallen too far behind, it gets the newest snapshot instead.
// Thread rule: one thread. Frames may be read by any.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/push/pushed_race.hpp"
#include "server/push/resume.hpp"
#include "server/race_channel.hpp"

namespace stint::server {

// One message. `event_id` is its id in an event stream: "EPOCH:SEQ".
struct Frame {
  std::string event_id;
  std::string json;
};
using FramePtr = std::shared_ptr<const Frame>;

class PushFeed {
 public:
  struct Place {
    std::uint64_t next = 0;    // seq of the next message; 0: a snapshot
    bool catching_up = false;  // came back and is not at the head yet: far behind, but not slow
  };

  PushFeed(std::string session_id, std::string epoch);

  // Takes the newest state in. True if there is a new message: false if nothing that clients see has changed.
  bool take(const Publication& publication);

  // Where a new client begins: with what it missed if that is still held, otherwise with a snapshot.
  [[nodiscard]] Place join(const std::optional<Resume>& resume) const;

  // The next message for a client, and moves it on; nullptr if it has all. `slow` is set if it had to be moved to a snapshot.
  [[nodiscard]] FramePtr next(Place& place, bool& slow);

  [[nodiscard]] std::uint64_t seq() const { return seq_; }

 private:
  [[nodiscard]] bool follows(const Publication& publication) const;
  [[nodiscard]] std::string delta_json(const Publication& publication, const PushedRace& now) const;
  [[nodiscard]] FramePtr snapshot_frame();
  void hold(FramePtr delta);
  void begin_message(timing::JsonWriter& json, std::string_view type, std::uint64_t seq, const Publication& publication) const;

  std::string session_id_;
  std::string epoch_;
  std::uint64_t seq_ = 0;  // of the newest message; 0: nothing published yet
  std::optional<Publication> latest_;
  PushedRace pushed_;
  FramePtr snapshot_;            // of seq_, made when first asked for
  std::deque<FramePtr> deltas_;  // the newest last; its seq is seq_
  std::size_t held_bytes_ = 0;
};

}  // namespace stint::server
