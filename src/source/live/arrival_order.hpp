// What stands between any adapter and the log: a fact that is known already doesn't go in again, and older data never overwrite
// newer. So a feed that resends all it has after a reconnect adds nothing, and the log grows with the race alone.
//
// The rules, by kind of event:
// - laps, sectors, loops, pit lane: news if the fact is new, says something else (a correction), or has an earlier instant (the
//   crossing was at first seen late). Published marks say nothing: ours are computed. A lap told with less beside its time
//   (driver, flag, top speed) than before is no correction: histories leave out what the live channel had;
// - session, entry: news if it differs from the latest one; an older one takes its place in the race by its instant;
// - weather, official standing, position, telemetry, feed health: news if it differs from the latest one and is
//   not older than it;
// - clock: news if it isn't what the clock before it leads to;
// - flag, car status, driver change: news unless the state at that instant was known to be that;
// - race control: by id, and by instant and text (feeds renumber their messages).
// What no log can take (out of the bounds of the text form, or of another age) is impossible.
// Thread rule: one thread at a time. Of one session: another one needs another ArrivalOrder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "timing/event.hpp"

namespace stint::live {

class ArrivalOrder {
 public:
  enum class Verdict : std::uint8_t { news, repeated, outdated, impossible };

  // Judges and remembers. `now` is when it came.
  [[nodiscard]] Verdict judge(const timing::Event& event, timing::Instant now);
  // What the log has already.
  void remember(const timing::Event& event);

 private:
  using Key = std::uint64_t;   // of what the fact is about
  using Said = std::uint64_t;  // what is said about it, instant aside

  // What is told beside a lap's time, and how many of those things.
  struct Beside {
    Said said = 0;
    int count = 0;
  };
  struct Latest {
    Said said = 0;
    timing::Instant at{};
    Beside beside;
  };

  [[nodiscard]] Said digest(const timing::Event& event);
  [[nodiscard]] static Beside beside_time(const timing::Event& event);
  [[nodiscard]] Verdict judge_fact(Key key, Said said, Beside beside, timing::Instant at);
  [[nodiscard]] Verdict judge_latest(Key key, Said said, timing::Instant at);
  [[nodiscard]] Verdict judge_statement(Key key, Said said, timing::Instant at);
  [[nodiscard]] Verdict judge_history(Key key, Said said, timing::Instant at);
  [[nodiscard]] Verdict judge_message(const timing::RaceControl& message, Said said, timing::Instant at);
  [[nodiscard]] Verdict judge_clock(const timing::Clock& clock, timing::Instant at);

  std::unordered_map<Key, Latest> latest_;
  std::unordered_map<Key, std::map<timing::Instant, Said>> histories_;
  timing::Clock clock_;
  timing::Instant clock_at_{};
  bool has_clock_ = false;
  std::string line_;
};

}  // namespace stint::live
