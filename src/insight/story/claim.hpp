// What an account of a race says, as data: each sentence is one claim, and its words are made from it (wording.hpp).
//
// A claim holds nothing that the events it rests on don't say: cars, laps, instants, and numbers that follow from them.
// Instants are crossings of the line unless said otherwise; what is not known is std::nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "insight/anomaly/anomaly.hpp"
#include "race/snapshot.hpp"

namespace stint::insight::story {

using race::CarNumber;
using race::CarState;
using race::FlagKind;
using race::Instant;
using race::Millis;

// An event of the log that a claim rests on.
struct Fact {
  std::string_view kind;  // of the event: "lap", "pit_in", "pit_out", "flag", "race_control", "weather"
  Instant at{};
  CarNumber car;         // empty: it is about the track
  std::int32_t lap = 0;  // 0: it is about no lap
  std::string id;        // of a message of race control
  friend bool operator==(const Fact&, const Fact&) = default;
};

// How one car came to be ahead of another.
enum class Cause : std::uint8_t {
  on_track,       // both on a green lap
  under_caution,  // on a neutralised lap
  stop,           // the car that lost the place was in the pits on that lap, the other was not
  quicker_stop,   // both were
  slow_lap,       // the car that lost the place was much slower on that lap than it usually is
  gone,           // the car that lost the place never completed that lap
  unknown,        // the car that lost the place has not completed that lap yet
};

// The last time at which a car came ahead of another: it was first to complete `lap`, the other was first to complete the lap
// before it.
struct Pass {
  CarNumber ahead, behind;
  std::int32_t lap = 0;
  Instant at{};  // `ahead` completed the lap
  Cause cause = Cause::on_track;
};

// How far `behind` is from the car before it, where it last crossed the line, less than three laps ago.
struct LineGap {
  CarNumber behind;
  std::int32_t lap = 0;   // that `behind` completed last
  Millis time{};          // since the car ahead completed the same lap
  std::int32_t laps = 0;  // whole laps that the car ahead was further at that moment
};

// Who leads a class (empty: the race) at the end of the interval, or has won it.
struct Leader {
  std::string class_name;
  CarNumber car;
  std::int32_t lap = 0;  // completed
  Instant at{};          // completed it
  bool has_won = false;  // took the chequered flag on that lap
  std::optional<LineGap> second;
};

// Where a car is at the end of the interval.
struct CarPlace {
  CarNumber car;
  std::string class_name;
  std::int32_t position = 0, class_position = 0;
  std::int32_t lap = 0;
  Instant at{};
  bool has_finished = false;
  std::optional<CarNumber> leader;        // of the class, unless it is the car itself
  std::optional<LineGap> to_leader;       // `behind` is the car
  std::optional<CarNumber> ahead;         // in class, unless that is the leader
  std::optional<LineGap> to_ahead;        // `behind` is the car
  std::optional<LineGap> to_next_behind;  // in class
};

struct LeadChange {
  std::string class_name;
  Pass pass;
};

// Several changes of the lead, of which the last is told.
struct LeadChanges {
  std::string class_name;
  std::int32_t count = 0;
  std::vector<CarNumber> leaders;  // all who led, in the order in which they first did, the one at the beginning included
  Pass last;
};

// A flag that neutralises the race.
struct Caution {
  FlagKind flag = FlagKind::none;
  Instant from{};
  std::optional<Instant> until;  // nullopt: still shown at the end of the interval
  bool deduced = false;          // a red flag that nobody published (docs/definitions.md)
};

// Several of them; the time is what lies within the interval.
struct Cautions {
  std::int32_t count = 0;
  Millis time{};
};

struct Stop {
  CarNumber car;
  std::int32_t in_lap = 0;
  Instant in_at{};
  std::optional<Instant> out_at;  // nullopt: still there at the end of the interval
  std::optional<Millis> lane;     // pit entry to pit exit
  FlagKind flag = FlagKind::none;
  std::string driver_in, driver_out;  // empty if unknown
  bool driver_changed = false;
  std::optional<Millis> cost;  // docs/definitions.md; only once the out-lap is completed
};

struct StopCount {
  CarNumber car;
  std::int32_t stops = 0;
  std::int32_t under_caution = 0;
  std::optional<Millis> lane;  // sum of the times in the lane; nullopt if one isn't known
};

// How often cars have come in. Standing in the lane under a red flag is no stop.
struct Stops {
  std::string class_name;  // empty if of several classes, or of one car
  std::vector<StopCount> cars;
};

// A car that has another place in its class than at the beginning, and by whom it gained and lost.
struct PlaceChange {
  CarNumber car;
  std::string class_name;
  std::int32_t from = 0, to = 0;  // class positions
  bool since_first_lap = false;   // nobody had completed a lap at the beginning: `from` is of the end of lap 1
  std::vector<Pass> passed;       // ahead is the car: of those who were before it
  std::vector<Pass> lost_to;      // behind is the car
};

// Where the gap between two cars changed, from the end of one lap to the end of another. The four parts add up to the change.
struct GapChange {
  std::string class_name;
  CarNumber ahead, behind;
  std::int32_t from_lap = 0, to_lap = 0;
  Instant from_at{}, to_at{};                      // `behind` crossed the line
  Millis gap_from{}, gap_to{};                     // negative: `behind` was ahead
  Millis stops{};                                  // on green laps on which either came in or went out
  Millis stops_in_caution{};                       // the same, neutralised
  Millis caution{};                                // on other neutralised laps
  Millis pace{};                                   // on all other laps
  std::int32_t stops_ahead = 0, stops_behind = 0;  // stops begun on these laps
};

// A green lap on which a car alone lost time.
struct SlowLap {
  CarNumber car;
  std::int32_t lap = 0;
  Instant at{};
  Millis time{};
  Millis usual{};  // the median of its last five green laps before it
};

// The same where the watch for anomalies (docs/anomalies.md) has confirmed that something happened, and what it takes it for.
struct Trouble {
  CarNumber car;
  std::int32_t lap = 0;
  std::int32_t sector = 0;  // where it began; 0: not known
  AnomalyKind what = AnomalyKind::slow;
  Instant at{};  // completed the lap
  Millis time{};
  Millis usual{};  // the median of its last five green laps before it
};

// A car that has been slower from one lap on, as that watch has confirmed.
struct PaceLoss {
  CarNumber car;
  bool failing = false;                   // its top speed has gone too
  std::int32_t from_lap = 0, to_lap = 0;  // of one stint; the first and the last of the green laps that are meant
  Instant at{};                           // completed the last
  Millis time{};                          // the median of these laps
  Millis usual{};                         // the median of its last five green laps before them
};

// A car that was last seen within the interval.
struct Gone {
  CarNumber car;
  std::int32_t laps = 0;  // completed
  Instant last_seen{};
  CarState state = CarState::stopped;  // stopped, retired, disqualified or in_pit
};

struct BestLap {
  std::string class_name;  // empty: of the session
  bool own = false;        // the car's own best, not its class's
  CarNumber car;
  std::int32_t lap = 0;
  Instant at{};
  Millis time{};
  std::optional<Millis> before;  // the best until the beginning of the interval
  std::string driver;            // empty if unknown
};

// A message of race control.
struct ControlWord {
  std::string id;
  Instant at{};
  race::MessageKind kind = race::MessageKind::none;
  std::vector<CarNumber> cars;
  std::string text;  // verbatim
};

struct Rain {
  bool begins = true;
  Instant at{};  // of the reading
};

using Claim = std::variant<Leader, CarPlace, LeadChange, LeadChanges, Caution, Cautions, Stop, Stops, PlaceChange, GapChange,
                           SlowLap, Trouble, PaceLoss, Gone, BestLap, ControlWord, Rain>;

// "leader", "lead_change" ...: the stable name in JSON.
[[nodiscard]] std::string_view kind_of(const Claim& claim);
// The cars that it is about, the one that matters most first.
[[nodiscard]] std::vector<CarNumber> cars_of(const Claim& claim);
// Where a replay should be to see it.
[[nodiscard]] Instant instant_of(const Claim& claim);
[[nodiscard]] std::string_view name_of(Cause cause);

}  // namespace stint::insight::story
