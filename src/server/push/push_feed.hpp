// The messages of one session's stream (docs/push.md): makes them from publications, once for all clients, and holds those that
// a client may still need.
//
// A client is a Place: the number of the message that it is to get next. It owns no queue, so a slow client costs nothing: when
// it is ready for more and has fallen too far behind, it gets the newest snapshot instead.
// A delayed client reads the same messages, but each only when it is old enough: any number of delays cost one list. Where it
// begins it gets a keyframe, which is a snapshot made every few seconds, and the deltas from there to what is due.
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
  std::uint64_t seq = 0;
  SteadyTime shown_from{};  // when its publication was made
  std::string event_id;
  std::string json;
};
using FramePtr = std::shared_ptr<const Frame>;

class PushFeed {
 public:
  struct Place {
    std::uint64_t next = 0;         // seq of the next message; 0: a snapshot
    bool catching_up = false;       // came back and is not at the head yet: far behind, but not slow
    std::chrono::seconds delay{0};  // behind the race
  };

  PushFeed(std::string session_id, std::string epoch);

  // Takes the newest state in. True if there is a new message: false if nothing that clients see has changed.
  bool take(const Publication& publication);

  // Where a new client begins: with what it missed if that is still held and due, otherwise with a snapshot.
  [[nodiscard]] Place join(const std::optional<Resume>& resume, std::chrono::seconds delay, SteadyTime now) const;

  // The next message for a client, and moves it on; nullptr if it has all that is due. `slow` is set if it had to be moved to a
  // snapshot.
  [[nodiscard]] FramePtr next(Place& place, SteadyTime now, bool& slow);
  // Whether there are messages that this client is to have later.
  [[nodiscard]] bool waits(const Place& place) const { return place.delay.count() > 0 && place.next <= seq_ && seq_ > 0; }

  [[nodiscard]] std::uint64_t seq() const { return seq_; }
  [[nodiscard]] std::size_t held_messages() const { return messages_.size(); }

 private:
  [[nodiscard]] bool follows(const Publication& publication) const;
  [[nodiscard]] std::string delta_json(const Publication& publication, const PushedRace& now) const;
  [[nodiscard]] FramePtr snapshot_frame();
  // The newest message that a client with this delay may have; 0: none.
  [[nodiscard]] std::uint64_t due_seq(std::chrono::seconds delay, SteadyTime now) const;
  [[nodiscard]] FramePtr keyframe_before(std::uint64_t seq) const;
  void hold(FramePtr message);
  void keep_keyframe();
  void drop_oldest();
  void begin_message(timing::JsonWriter& json, std::string_view type, std::uint64_t seq, const Publication& publication) const;

  std::string session_id_;
  std::string epoch_;
  std::uint64_t seq_ = 0;  // of the newest message; 0: nothing published yet
  std::optional<Publication> latest_;
  PushedRace pushed_;
  FramePtr snapshot_;  // of seq_, made when first asked for
  // Deltas, and snapshots where no delta leads on; without a gap. The newest is the last; its seq is seq_.
  std::deque<FramePtr> messages_;
  std::deque<FramePtr> keyframes_;  // snapshots, the newest last; every message after the first of them is held
  std::size_t held_bytes_ = 0;
};

}  // namespace stint::server
