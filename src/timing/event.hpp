// The vocabulary: everything that a source can say about a race.
//
// An Event is a fact with the instant at which it happened. Facts are idempotent: the key of a fact about a car is (car, lap,
// kind, index), and a source may repeat it. A later fact with the same key and other content is a correction. docs/events.md
// documents the text form field by field.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "timing/flag.hpp"
#include "timing/indirect.hpp"
#include "timing/inline_text.hpp"
#include "timing/instant.hpp"

namespace stint::timing {

enum class SessionKind : std::uint8_t { unknown, practice, qualifying, race, test, warmup };
enum class SessionState : std::uint8_t { scheduled, running, paused, finished, closed };

// How far the instants of a session can be trusted as calendar time.
enum class Dating : std::uint8_t {
  exact,    // UTC is known
  nominal,  // only the local time of day is known: instants count from 1970-01-01T00:00 local
};

// Better first: overall is the session's best, personal the car's own.
enum class BestMark : std::uint8_t { none, personal, in_class, overall };

enum class CarState : std::uint8_t {
  not_started,
  running,
  in_pit,
  out_lap,
  stopped,
  retired,
  finished,
  disqualified,
};

struct Session {
  std::string source;             // "archive", "simulator", "griiip" ...
  std::string source_session_id;  // the source's own id
  std::string series;             // "WEC", "IMSA" ...; empty if unknown
  std::string event;              // "24 Hours of Le Mans"
  std::string name;               // "Race"
  std::string track;
  SessionKind kind = SessionKind::unknown;
  SessionState state = SessionState::scheduled;
  std::optional<Millis> limit;  // length by time
  std::optional<std::int32_t> limit_laps;
  std::optional<Instant> started_at;  // zero of the race clock
  Dating dating = Dating::exact;
  std::optional<std::int32_t> utc_offset_min;  // local time at the track minus UTC
  std::optional<double> lap_length_m;
  bool operator==(const Session&) const = default;
};

struct Clock {
  Millis elapsed{};
  std::optional<Millis> remaining;
  std::optional<std::int32_t> laps_remaining;
  bool running = true;
  bool operator==(const Clock&) const = default;
};

struct Driver {
  DriverId id;
  std::string name;
  std::string tla;      // three letters; empty if unknown
  std::string grade;    // "platinum", "gold", "silver", "bronze"; empty if unknown
  std::string country;  // ISO 3166 alpha-3; empty if unknown
  bool operator==(const Driver&) const = default;
};

struct Entry {
  CarNumber car;
  std::string key;  // the source's own stable id
  std::string class_name;
  std::string group;  // "Pro/Am", Hypercar's manufacturer group ...
  std::string team;
  std::string vehicle;
  std::string manufacturer;
  std::vector<Driver> drivers;
  bool operator==(const Entry&) const = default;
};

struct DriverChange {
  CarNumber car;
  std::optional<DriverId> from;
  DriverId to;
  std::optional<std::int32_t> lap;  // the first lap that the new driver drives
  bool operator==(const DriverChange&) const = default;
};

// What a gap published by a feed is measured to.
enum class GapReference : std::uint8_t { leader, class_leader, car_ahead, car_ahead_in_class };

// The feed's own opinion, kept beside the computed one.
struct OfficialStanding {
  CarNumber car;
  std::optional<std::int32_t> position;
  std::optional<std::int32_t> class_position;
  std::optional<std::int32_t> laps;
  std::optional<Millis> gap;
  std::optional<std::int32_t> gap_laps;
  GapReference reference = GapReference::leader;
  std::optional<Millis> total_time;   // of a results file
  std::optional<std::string> status;  // "classified", "not classified" ... as published
  bool operator==(const OfficialStanding&) const = default;
};

// Time over sector `index` (1-based) of lap `lap`; the event's instant is the crossing of the sector's end.
struct Sector {
  CarNumber car;
  std::int32_t lap = 0;
  std::int32_t index = 0;
  Millis time{};
  BestMark best = BestMark::none;  // as published by the feed; ours is computed
  bool operator==(const Sector&) const = default;
};

// A timing loop between sector ends.
struct Loop {
  CarNumber car;
  std::int32_t lap = 0;
  std::int32_t index = 0;
  Millis since_lap_start{};
  bool operator==(const Loop&) const = default;
};

// A completed lap; the event's instant is the crossing of the line that ended it.
struct Lap {
  CarNumber car;
  std::int32_t lap = 0;  // 1 is the first
  std::optional<Millis> time;
  std::optional<DriverId> driver;  // who crossed the line
  std::optional<FlagKind> flag;    // the track's flag at that crossing; chequered = took the flag
  std::optional<double> top_speed_kph;
  BestMark best = BestMark::none;  // as published by the feed
  bool valid = true;
  bool in_lap = false;   // crossed the line inside the pit lane
  bool out_lap = false;  // began in the pit lane
  bool operator==(const Lap&) const = default;
};

// Entered the pit lane on lap `lap` (the in-lap). Archives know only the crossing of the line inside the lane: that instant.
struct PitIn {
  CarNumber car;
  std::int32_t lap = 0;
  bool operator==(const PitIn&) const = default;
};

// Left the pit lane on lap `lap` (the out-lap).
struct PitOut {
  CarNumber car;
  std::int32_t lap = 0;
  std::optional<Millis> lane;  // pit entry line to pit exit line
  bool operator==(const PitOut&) const = default;
};

struct CarStatus {
  CarNumber car;
  CarState state = CarState::running;
  bool operator==(const CarStatus&) const = default;
};

struct Flag {
  FlagScope scope = FlagScope::track;
  std::int32_t number = 0;  // of the sector or post; 0 for the track
  FlagKind kind = FlagKind::none;
  bool operator==(const Flag&) const = default;
};

struct RaceControl {
  std::string id;
  std::string text;  // verbatim
  std::vector<CarNumber> cars;
  std::string group;
  bool operator==(const RaceControl&) const = default;
};

struct Weather {
  std::optional<double> air_c, track_c, humidity_pct, wind_kph, wind_dir_deg, pressure_hpa;
  std::optional<bool> rain;
  bool operator==(const Weather&) const = default;
};

struct Position {
  CarNumber car;
  std::optional<double> fraction;  // of the lap, 0..1
  std::optional<double> x, y;
  bool operator==(const Position&) const = default;
};

struct Telemetry {
  CarNumber car;
  std::optional<double> speed_kph;
  std::optional<double> energy_pct;
  std::string tyres;
  bool operator==(const Telemetry&) const = default;
};

struct FeedHealth {
  std::string source;
  bool connected = false;
  bool stale = false;
  std::optional<Instant> last_frame_at, last_timing_at;
  bool operator==(const FeedHealth&) const = default;
};

// The order of the alternatives is the order in which facts of the same instant take effect.
using EventBody = std::variant<Indirect<Session>, Clock, Indirect<Entry>, Flag, Sector, Loop, Lap, PitIn, PitOut, DriverChange,
                               CarStatus, Indirect<OfficialStanding>, Indirect<RaceControl>, Indirect<Weather>, Position,
                               Indirect<Telemetry>, Indirect<FeedHealth>>;

struct Event {
  Instant at{};           // when it happened
  std::uint64_t seq = 0;  // place in the session's log, from 1; 0 = not in a log yet
  EventBody body;
  bool operator==(const Event&) const = default;
};

// The alternative T of an event, whether it is held directly or indirectly; nullptr if it is another kind.
template <class T>
[[nodiscard]] const T* event_as(const Event& event) {
  if constexpr (std::disjunction_v<std::is_same<T, Session>, std::is_same<T, Entry>, std::is_same<T, OfficialStanding>,
                                   std::is_same<T, RaceControl>, std::is_same<T, Weather>, std::is_same<T, Telemetry>,
                                   std::is_same<T, FeedHealth>>) {
    const auto* held = std::get_if<Indirect<T>>(&event.body);
    return held == nullptr ? nullptr : &**held;
  } else {
    return std::get_if<T>(&event.body);
  }
}

// The car that an event is about; nullptr for facts about the track or the session.
[[nodiscard]] const CarNumber* car_of(const Event& event);

// "lap", "pit_in" ...: the `kind` of the text form.
[[nodiscard]] std::string_view kind_name(const Event& event);

// All kinds, in the order of EventBody's alternatives.
[[nodiscard]] std::span<const std::string_view> kind_names();

}  // namespace stint::timing
