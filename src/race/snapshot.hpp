// The race at one instant: an immutable value that any thread may read and keep.
//
// Invariants: `cars` is in overall order; a car's `laps` ends with its last completed lap; what is not known is std::nullopt.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "race/lap_record.hpp"
#include "race/race_control/control_state.hpp"
#include "race/race_control/meaning.hpp"
#include "race/shared_history.hpp"
#include "timing/event.hpp"

namespace stint::race {

// A point of the track that a car has crossed: the line that ended lap `lap` (sector 0), or the end of `sector` on lap `lap`.
struct TimingPoint {
  std::int32_t lap = 0;
  std::int32_t sector = 0;
  friend bool operator==(const TimingPoint&, const TimingPoint&) = default;
};

// The distance to a car ahead. `time` is how much later this car crossed `point` than the car ahead crossed the same point on
// the same lap; `laps` is how many whole laps the car ahead is further now. Both unknown if the two have no point in common.
struct Gap {
  std::optional<Millis> time;
  std::int32_t laps = 0;
  TimingPoint point;
  std::optional<Millis> age;  // since this car crossed `point`
};

// A timing loop between sector ends that a car has crossed on the lap that it is on, after its last sector end.
struct LoopCrossing {
  std::int32_t index = 0;  // 1 is the first of the lap
  Instant at{};
};

// A time and what it is worth: overall = the session's best so far, in_class = its class's, personal = the car's.
struct MarkedTime {
  Millis time{};
  BestMark mark = BestMark::none;
  std::int32_t lap = 0;
};

enum class StintEnd : std::uint8_t { running, stop, driver_change, finished, retired };

// "stop", "driver_change" ...: the name in the API and in the tables; nullopt while the stint runs.
[[nodiscard]] std::optional<std::string_view> stint_end_name(StintEnd end);

// From leaving the pit lane (or the start) to entering it.
struct Stint {
  std::int32_t number = 0;  // 1 is the first
  std::optional<DriverId> driver;
  std::string driver_name;  // empty if unknown
  std::int32_t first_lap = 0;
  std::int32_t last_lap = 0;
  std::optional<Millis> median_clean;  // see docs/definitions.md, "clean lap"
  Millis drive_time{};                 // on the track: lap times without time in the pit lane
  StintEnd ended_by = StintEnd::running;
  [[nodiscard]] std::int32_t laps() const { return last_lap - first_lap + 1; }
};

// One visit to the pit lane.
struct PitStop {
  std::int32_t in_lap = 0;
  std::optional<std::int32_t> out_lap;  // nullopt while standing, or if the car never left
  Instant in_at{};                      // pit entry; from archives the crossing of the line inside the lane
  std::optional<Instant> out_at;
  std::optional<Millis> lane;      // pit entry line to pit exit line
  FlagKind flag = FlagKind::none;  // at entry; none = unknown
  std::optional<DriverId> driver_in;
  std::optional<DriverId> driver_out;
  std::string driver_in_name;
  std::string driver_out_name;
  std::optional<Millis> cost;  // in-lap and out-lap against the car's own green pace, see docs/definitions.md
  bool red_flag = false;       // stood in the lane under a red flag: ends no stint and counts as no stop
  [[nodiscard]] bool driver_changed() const { return driver_in && driver_out && *driver_in != *driver_out; }
};

// A span of one flag, track-wide.
struct FlagPeriod {
  FlagKind kind = FlagKind::none;
  Instant from{};
  std::optional<Instant> until;  // nullopt: still shown
  bool deduced = false;          // not published: a red flag found from the field standing in the pit lane
};

struct FlagShare {
  FlagKind kind = FlagKind::none;
  Millis time{};
  double share = 0;  // of the race so far, 0..1
};

struct Message {
  std::string id;
  Instant at{};
  std::string text;  // verbatim
  std::vector<CarNumber> cars;
  std::string group;
  RaceControlMeaning meaning = {};  // of `text`; docs/race-control.md
};

struct WeatherReading {
  Instant at{};
  timing::Weather weather;
};

struct DriverTime {
  DriverId id;
  std::string name;
  Millis drive_time{};
  std::int32_t laps = 0;
};

struct OfficialRow {
  timing::OfficialStanding standing;
  Instant at{};
};

// Where the feed's own opinion of a car and ours have differed for a while, with how each came about (official_check.hpp).
struct Difference {
  enum class What : std::uint8_t { position, class_position, laps, gap };
  CarNumber car;
  What what = What::position;
  std::string official, ours;  // the two values: "3", "+12.345", "+1 LAP"
  Instant since{};
  std::string official_words, our_words;
};

// One car's row of the timing table, and its history.
struct CarSnapshot {
  std::shared_ptr<const timing::Entry> entry;  // never null; entry->car is the number
  std::optional<std::int32_t> position;        // nullopt until it has crossed a timing point
  std::optional<std::int32_t> class_position;
  std::int32_t laps = 0;             // completed
  std::optional<Millis> elapsed;     // last crossing of the line, since the start
  std::optional<Instant> last_seen;  // last crossing of any point
  Gap gap;                           // to the overall leader
  Gap class_gap;                     // to the class leader
  Gap interval;                      // to the car ahead
  Gap class_interval;                // to the car ahead in class
  std::optional<MarkedTime> last_lap;
  std::optional<MarkedTime> best_lap;
  std::vector<std::optional<MarkedTime>> sectors;  // latest time over each; MarkedTime::lap tells which lap it is of
  std::vector<std::optional<MarkedTime>> best_sectors;
  std::optional<Millis> ideal_lap;  // sum of the best sectors
  std::optional<DriverId> driver;
  std::string driver_name;  // empty if unknown
  CarState state = CarState::not_started;
  std::int32_t stops = 0;                       // red-flag standing not counted
  std::optional<std::int32_t> laps_since_stop;  // laps completed since the last stop, or since the start
  std::optional<double> speed_kph;              // latest published: speed trap or telemetry
  std::optional<timing::Telemetry> telemetry;
  std::optional<timing::Position> track_position;
  std::optional<Instant> track_position_at;
  std::optional<LoopCrossing> loop;
  std::optional<OfficialRow> official;

  SharedHistory<LapRecord, 8> laps_done;
  SharedHistory<Stint, 8> stints;  // the last one is the current
  SharedHistory<PitStop, 8> pit_stops;
  std::vector<DriverTime> drive_times;  // all drivers of the car who drove

  [[nodiscard]] const CarNumber& number() const { return entry->car; }
};

// Best times of the session or of one class.
struct Bests {
  std::string class_name;  // empty: the whole session
  std::optional<Millis> lap;
  CarNumber lap_by;
  std::int32_t lap_number = 0;
  std::vector<std::optional<Millis>> sectors;
  std::vector<CarNumber> sectors_by;
};

struct Snapshot {
  std::uint64_t version = 0;   // grows with each snapshot that differs
  std::uint64_t last_seq = 0;  // the last event of the log that is in it
  Instant at{};                // the instant that it shows
  timing::Session session;
  std::optional<Millis> elapsed;  // race clock; nullopt before the start is known
  std::optional<Millis> remaining;
  std::optional<std::int32_t> laps_remaining;
  FlagKind flag = FlagKind::none;    // track-wide; none = unknown
  std::int32_t sector_count = 0;     // sectors that this session times; 0 = none seen
  std::vector<CarSnapshot> cars;     // overall order
  std::vector<std::string> classes;  // in order of their best car
  Bests bests;
  std::vector<Bests> class_bests;
  std::vector<std::optional<Millis>> loop_bests;  // the least time from the line to each loop; index 0 is loop 1
  // What race control's words (and the flags) say of pit lane, slow zones, local yellows and neutralisation, beside `flag`.
  ControlState control;
  SharedHistory<FlagPeriod> flags;
  std::vector<FlagShare> flag_shares;
  SharedHistory<Message> messages;
  SharedHistory<WeatherReading> weather;
  std::vector<timing::FeedHealth> feeds;
  std::vector<Difference> differences;  // in overall order

  [[nodiscard]] const CarSnapshot* find(const CarNumber& car) const;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace stint::race
