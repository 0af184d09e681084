// Two feeds of one session made into one: the first leads, the second fills what the first lacks and takes over when it is
// away.
//
// - What the leader says counts. What the second says of the same fact (car, lap, kind, index) is compared with it and counted
// if it
//   differs; it changes nothing, so no value flaps.
// - What the second says and the leader doesn't is held for kHold, in case the leader is only later, and then let through.
// - Of what is no fact of a lap (flags, messages, weather ...) the second is heard if the leader never says that kind of thing.
// - When the leader's timing is stale for kTakeOver while the second has some, the second leads: all that it says goes through,
// and
//   what was held too. When the leader has timing again, it leads again.
// - The second's clock is put right by the leader's: the median of how much later it tells the same crossings is taken off.
// - Driver ids are a feed's own: the second's are translated by the drivers' names.
// Reads no clock. Thread rule: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "source/live/feed_status.hpp"
#include "timing/event.hpp"

namespace stint::live {

// A feed that is polled is up to this much behind one that is pushed.
inline constexpr std::chrono::seconds kHold{8};
// Without timing for so long the leader is away. Together with a step and the second's own delay this is within 10 s.
inline constexpr std::chrono::seconds kTakeOver{8};

class TwoFeeds {
 public:
  // The session that the log has: whichever feed tells of it first, and whatever it calls it, it keeps the name that it has
  // there. Another one (of another kind, or begun at another time) is not taken for it.
  void go_on_with(const timing::Session& logged) { logged_ = logged; }

  // Takes what the two have said since the last call, and adds what is to be believed to `out`.
  void take(std::vector<timing::Event> leader, std::vector<timing::Event> second, const FeedStatus& leader_status,
            const FeedStatus& second_status, timing::Instant now, std::vector<timing::Event>& out);

  [[nodiscard]] bool second_leads() const { return second_leads_; }
  // Facts that the two told differently.
  [[nodiscard]] std::uint64_t differences() const { return differences_; }

 private:
  // Kind, car, lap, index.
  using FactKey = std::tuple<std::size_t, timing::CarNumber, std::int32_t, std::int32_t>;
  struct Told {
    timing::Instant at{};
    std::optional<timing::Millis> time;  // of a lap or a sector
  };
  struct Held {
    timing::Event event;
    timing::Instant until{};
  };

  void choose_leader(const FeedStatus& leader, const FeedStatus& second, timing::Instant now);
  void take_leader(timing::Event event, std::vector<timing::Event>& out);
  void take_second(timing::Event event, timing::Instant now, std::vector<timing::Event>& out);
  void release(timing::Instant now, std::vector<timing::Event>& out);
  // The session as it was first called, whichever feed tells of it; nullopt if it is not to be told.
  void take_session(timing::Event event, bool of_leader, std::vector<timing::Event>& out);
  void forget_session();
  void compare(const Told& leader, const Told& second);
  void translate(timing::Event& event);
  [[nodiscard]] std::optional<timing::DriverId> translated(const timing::CarNumber& car, const timing::DriverId& id) const;
  [[nodiscard]] static std::optional<FactKey> key_of(const timing::Event& event);
  [[nodiscard]] static Told told_by(const timing::Event& event);

  bool second_leads_ = false;
  std::uint64_t differences_ = 0;
  std::map<FactKey, Told> by_leader_;
  std::map<FactKey, Told> by_second_;
  std::unordered_set<std::size_t> kinds_of_leader_;  // that are no facts of a lap
  std::deque<Held> held_;
  std::deque<timing::Millis> lateness_;  // of the second, at the latest crossings that both told
  timing::Millis offset_{};
  std::map<timing::CarNumber, timing::Entry> entries_, second_entries_;

  std::optional<timing::Session> session_;  // as told
  std::optional<timing::Session> logged_;   // until the first session has been told
  std::string leader_session_, second_session_;
};

}  // namespace stint::live
