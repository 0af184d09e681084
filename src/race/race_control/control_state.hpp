// What race control's words say about the track at this moment: the pit lane, slow zones, local yellows, the neutralisation.
//
// Beside the flags that a feed publishes, never in their place: words come with a delay, and flags say less. Folded like the
// rest of the state: a function of the messages and the track's flags, in order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "race/race_control/meaning.hpp"

namespace stint::race {

using timing::Instant;

// What has been said of the pit lane; nullopt: nothing yet.
struct PitLane {
  std::optional<bool> entry_open;
  std::optional<bool> exit_open;
  std::vector<std::string> open_for;  // the classes that may enter: "GT"; empty: all, or none
  Instant since{};                    // of the latest change
  bool operator==(const PitLane&) const = default;
};

// A slow zone that is announced (prepare), in force (begin), or about to end (will_end).
struct SlowZone {
  std::int32_t zone = 0;
  MessagePhase phase = MessagePhase::begin;
  std::vector<std::int32_t> posts;        // marshal posts at which it is shown
  std::vector<std::int32_t> board_posts;  // posts with the board before it
  std::optional<Millis> time_of_day;      // local: when it begins (prepare) or ends (will_end)
  std::optional<Instant> begins_at;       // of one that is announced: the instant of its time of day
  Instant since{};                        // of this phase
  bool operator==(const SlowZone&) const = default;
};

// A yellow or double yellow that is shown somewhere.
struct LocalFlag {
  FlagKind kind = FlagKind::yellow;
  std::string place;  // as in the text: "MP 6", "TURN 3-4"
  Instant since{};
  bool operator==(const LocalFlag&) const = default;
};

// FCY, VSC, safety car or red: announced, in force or about to end.
struct Neutralisation {
  FlagKind kind = FlagKind::fcy;
  MessagePhase phase = MessagePhase::begin;
  std::optional<Millis> time_of_day;  // local: when it begins (prepare) or ends (will_end), if that was said
  Instant since{};                    // of this phase
  bool short_procedure = false;       // IMSA: the pits stay closed
  std::optional<Instant> begins_at;   // of one that is announced: the instant of its time of day
  bool operator==(const Neutralisation&) const = default;
};

struct ControlState {
  std::optional<PitLane> pit_lane;
  std::vector<SlowZone> zones;         // by number
  std::vector<LocalFlag> local_flags;  // the latest last
  std::optional<Neutralisation> neutralisation;

  // `utc_offset_min`: local time at the track minus UTC; without it the minute and second of a time of day are matched alone.
  void take(const RaceControlMeaning& meaning, Instant at, std::optional<std::int32_t> utc_offset_min = std::nullopt);
  // What was announced for an instant up to `now` has begun, though nobody has said so again.
  void begin_what_is_due(Instant now);
  // A flag that the feed shows to the whole track.
  void show(FlagKind flag, Instant at);

  bool operator==(const ControlState&) const = default;

 private:
  void take_pit_lane(const RaceControlMeaning& meaning, Instant at);
  void take_zones(const RaceControlMeaning& meaning, Instant at, std::optional<Instant> begins_at);
  void take_local_flag(const RaceControlMeaning& meaning, Instant at);
  void take_neutralisation(const RaceControlMeaning& meaning, Instant at, std::optional<Instant> begins_at);
  void go_green(Instant at);
};

}  // namespace stint::race
