// The documents of the cache, as values. Each lies in an envelope {uid, hash, content: {full: {...}}}.
//
// Members that are missing or of another kind are unknown. Readers return nullopt if the document is not theirs.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source/local_time.hpp"
#include "timing/event.hpp"

namespace stint::live::swiss {

using timing::Instant;
using timing::Millis;

// "2:17.484", "20:40:28.570", "3:17:14"; nullopt: anything else, and zero.
[[nodiscard]] std::optional<Millis> parse_time(std::string_view text);

[[nodiscard]] std::optional<std::string> read_current_season(const simdjson::dom::element& document);

struct Meeting {
  std::string id;
  std::string name;
  std::string track;
  std::string country;  // ISO 3166 alpha-3
};
// The meeting that is being presented.
[[nodiscard]] std::optional<Meeting> read_meeting(const simdjson::dom::element& document);

// The time zone of a country's circuits. SRO's European rounds are each in a country of one zone; others are Brussels'.
[[nodiscard]] std::string_view zone_of(std::string_view country);

// A session, in the feed's word.
struct Unit {
  std::string id;
  std::string name;
  std::string series;
  std::optional<source::LocalTime> begins_at;
  std::optional<Millis> duration;
  std::int64_t type = -1;   // 0 race, 1 practice, 3 and 6 qualifying
  std::int64_t state = -1;  // 0 to come, 1 live, 2 done
  bool full_course_yellow = false;
};
// The unit to follow: the one presented, if it is of the GT World Challenge; else a live one that is; else the one presented.
[[nodiscard]] std::optional<Unit> read_unit(const simdjson::dom::element& document);

struct LapCells {
  std::optional<std::int32_t> lap;
  std::optional<Millis> time;
  timing::BestMark best = timing::BestMark::none;
  struct Sector {
    std::optional<Millis> time;
    std::optional<double> speed_kph;
    timing::BestMark best = timing::BestMark::none;
  };
  std::vector<Sector> sectors;
};

struct Result {
  std::string competitor;
  std::optional<std::int32_t> rank, class_rank, laps;
  std::optional<Millis> total_time;  // from the start to the crossing of the line that ended lap `laps`
  std::optional<Millis> behind;
  std::optional<std::int32_t> behind_laps;
  std::int64_t status = 0;
  std::optional<double> sectors_done;  // with the fraction of the one in progress
  LapCells last_lap;                   // the lap in progress as soon as its first sector is set
};

struct UnitTiming {
  std::string unit;
  bool chequered = false;
  std::optional<std::int64_t> track_flag;
  std::vector<std::int64_t> sector_flags;  // empty: not shown
  std::optional<source::LocalTime> started_at;
  std::optional<Millis> remaining;
  std::vector<Result> results;  // in order of ListIndex
};
[[nodiscard]] std::optional<UnitTiming> read_timing(const simdjson::dom::element& document);

struct Competitor {
  std::string id;
  timing::Entry entry;  // drivers have their ListIndex as id
  std::optional<timing::DriverId> driver;
  bool in_pit_lane = false;
  std::optional<std::int32_t> stops;
};
struct Bulletin {
  source::LocalTime at;
  std::string text;
};
struct UnitCompetitors {
  std::string unit;
  std::vector<Competitor> competitors;  // those that take part: safety cars have neither class nor vehicle
  std::vector<Bulletin> messages;       // the newest three
  std::size_t sector_count = 0;
};
[[nodiscard]] std::optional<UnitCompetitors> read_competitors(const simdjson::dom::element& document);

}  // namespace stint::live::swiss
