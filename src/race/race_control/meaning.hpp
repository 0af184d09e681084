// What a message of race control means: the typed form of its text. docs/race-control.md has a row for each kind.
//
// The text stays the truth; a meaning is what a machine can make of it. Nothing is guessed: what the text does not say is
// empty, and a text that is not understood has kind `none`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/event.hpp"

namespace stint::race {

using timing::CarNumber;
using timing::FlagKind;
using timing::Millis;

enum class MessageKind : std::uint8_t {
  none,
  flag,        // green, red, white, chequered: the whole track's
  local_flag,  // yellow, double yellow, slippery surface at a post or a turn, shown or removed
  safety_car,
  virtual_safety_car,
  full_course_yellow,  // also IMSA's caution, and its short one
  slow_zone,
  pit_lane,  // lane, entry or exit opens or closes
  penalty,
  investigation,      // under investigation or review
  no_action,          // an investigation ends without a penalty
  black_orange_flag,  // the car must be repaired; IMSA's mechanical black flag
  pass_around,
  wave_by,
  class_split,      // IMSA's category and class splits
  pit_exit_order,   // the order behind the safety car is reviewed or mended
  closed_pit,       // a car has entered the closed pit lane
  track_condition,  // declared wet, rain lights
  procedure,        // start, formation lap, boards, grid, command
  hazard,           // debris, marshals or machines on the track, an impact
  car_report,       // what happened to a car: stopped, off course, retired ...
  car_order,        // what a car or all cars have to do: close the gaps, repair, come to the stewards, scrutineering
  notice,           // for information
};

// Where in its course a procedure is.
enum class MessagePhase : std::uint8_t {
  none,
  prepare,  // will begin, at `time_of_day` if that is said
  begin,    // begins now
  under_way,
  will_end,   // at `time_of_day` if that is said; without it: with this lap
  end,        // over, removed
  cancelled,  // will not happen, is taken back
};

// Which part of the pit lane opens or closes.
enum class PitPart : std::uint8_t { lane, entry, exit };

enum class PenaltyKind : std::uint8_t {
  unknown,
  drive_through,
  stop_and_go,       // `time`: how long it stands; IMSA: STOP + n
  added_to_stop,     // `time` added to the next pit stop
  time,              // `time` added to the result
  lap_time_deleted,  // of lap `lap`
  reprimand,
  warning,  // also the warning flag
  fine,
  black_flag,
};

enum class PenaltyState : std::uint8_t { given, confirmed, suspended, converted, cancelled, announced };

struct Penalty {
  PenaltyKind kind = PenaltyKind::unknown;
  PenaltyState state = PenaltyState::given;
  std::optional<Millis> time;
  std::optional<std::int32_t> over_limit_kph;  // IMSA's "(+3)": pit lane speed above the limit
  std::vector<std::int32_t> laps;              // whose times are deleted
  bool with_warning = false;                   // a warning besides the penalty
  bool after_race = false;                     // served as time added to the result
  bool operator==(const Penalty&) const = default;
};

struct RaceControlMeaning {
  MessageKind kind = MessageKind::none;
  MessagePhase phase = MessagePhase::none;
  FlagKind flag = FlagKind::none;
  bool correction = false;                // mends an earlier message
  bool short_procedure = false;           // IMSA's short yellow
  bool after_race = false;                // will be dealt with after the race
  std::optional<Millis> time_of_day;      // local, since midnight: of a procedure its time, of an incident when it happened
  std::vector<CarNumber> cars;            // whom it is about, in the order in which the text names them
  std::vector<CarNumber> other_cars;      // named as the other party: "INCIDENT WITH CAR 6"
  std::string class_name;                 // "GT", "PROTOTYPE" ...; empty: all or not said
  std::string reason;                     // of a penalty, an investigation ...: as in the text
  std::string place;                      // "T10", "MP 3", "TURN 14/15": as in the text
  std::vector<std::int32_t> posts;        // marshal posts of `place`
  std::vector<std::int32_t> zones;        // slow zones
  std::vector<std::int32_t> board_posts;  // slow zones: the posts that show the board before it, NEXT SLOW
  PitPart pit_part = PitPart::lane;
  bool pit_open = false;  // kind pit_lane: what it says: open, or closed
  std::optional<Penalty> penalty;
  bool operator==(const RaceControlMeaning&) const = default;
};

// Pure: the same text has always the same meaning.
[[nodiscard]] RaceControlMeaning parse_race_control(std::string_view text);

// The stable names used in JSON: "full_course_yellow", "drive_through" ...
[[nodiscard]] std::string_view name_of(MessageKind kind);
[[nodiscard]] std::string_view name_of(MessagePhase phase);
[[nodiscard]] std::string_view name_of(PitPart part);
[[nodiscard]] std::string_view name_of(PenaltyKind kind);
[[nodiscard]] std::string_view name_of(PenaltyState state);

}  // namespace stint::race
