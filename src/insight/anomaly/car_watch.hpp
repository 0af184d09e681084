// What the watch keeps about one car beside what the field knows of it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "insight/anomaly/lap_reading.hpp"
#include "insight/anomaly/pace_drift.hpp"
#include "insight/field/field_car.hpp"

namespace stint::insight {

// Something that goes, or went, wrong with a car on one lap: from the first sign until the car is at pace again, in the pits,
// or gone. All of it is one anomaly, whose kind is revised as more is known.
struct Episode {
  std::int32_t anomaly = 0;  // id; 0: nothing has been raised yet
  std::int32_t lap = 0;
  std::int32_t sector = 0;  // 1-based, where time was first lost
  bool yellow = false;      // a yellow was shown in that sector meanwhile
  bool stood = false;       // the timing called the car stopped
  bool moves_again = false;
  bool contact = false;      // race control looks into a contact with it, or another car lost time beside it
  bool neutralised = false;  // the race was neutralised soon after
  bool pitted = false;
  bool by_lane = false;      // late at the line, which it crossed in the pit lane, whose entry isn't timed: it stood there
  bool plain = false;        // far slower than laps vary now, for no visible reason
  bool away = false;         // overdue, and not seen since: what it loses in the end isn't known
  double lost_first_ms = 0;  // in that sector
  double lost_ms = 0;        // in all
  double after_ratio = 0;    // of the first full sector after it to what it should have been; 0: none yet
  std::optional<Instant> settled;  // its lap is over
};

struct CarWatch {
  // What the car should need, of laps before the present one; ms.
  std::optional<double> base;
  std::array<std::optional<double>, kMaxSectors> usual;
  std::optional<double> previous_ms;         // the lap before, if it was spent on the track
  RecentValues<double, 21> lap_excesses;     // of green laps
  RecentValues<double, 5> latest_excesses;   // the same, the latest
  std::optional<double> isolation;           // of the latest green lap, 0 .. 1
  double last_sector_excess = 0;             // of this lap; 0 at its start
  RecentValues<double, 31> sector_excesses;  // of green sectors, share of the sector

  // On its way to the next timing point.
  std::optional<Instant> expected;
  std::int32_t next_sector = 1;  // whose end that is
  std::uint32_t crossing_ticket = 0;
  std::int32_t arrived_sector = 0;  // at the latest point,
  Instant arrived_at{};             // then,
  double arrived_late_ms = 0;       // so much later than expected

  Episode episode;
  std::int32_t latest_episode = 0;  // anomaly of the latest that was raised, over or not

  // Slow green laps, until the others have had their say.
  struct Doubt {
    std::int32_t lap = 0;
    Instant ended{};
    double time_ms = 0, base = 0;
    LapReading reading;        // as it was then
    std::size_t kept = 0;      // its place among the kept readings, from 1
    std::int32_t anomaly = 0;  // that was raised for it; 0: none
    bool stays = false;        // it rests on more than the lap's time
  };
  std::deque<Doubt> doubts;

  // In the pit lane.
  std::uint32_t lane_ticket = 0;
  bool lane_under_racing_flag = false;
  bool penalty_told = false;               // race control has given it a drive-through or a stop and go
  std::int32_t laps_in_stint = 0;          // when it came in, the in-lap included
  bool trouble_in_stint = false;           // something was told of it since its last stop
  std::int32_t episodes_before_stint = 0;  // the latest episode's anomaly then
  bool comes_for_penalty = false;          // it had one when it came in
  std::int32_t stop_anomaly = 0;           // what is told of the stop: its own, or of what brought the car in
  std::string lane_words;                  // that were told of the stop in the latter

  PaceDrift drift;
  std::optional<double> drift_level;  // FieldCar::level() as it was at the beginning of the stint, ms
  std::int32_t drift_anomaly = 0;

  // At the wheel, within the time that the rules have; and in all.
  struct Driven {
    Instant until{};
    Millis time{};
    DriverId driver;
  };
  std::deque<Driven> driven;
  std::map<DriverId, Millis> driven_in_race;
  Millis driven_by_present{};  // by the one at the wheel, of `driven`
  std::optional<DriverId> present;
  std::int32_t drive_anomaly = 0;
  std::optional<Instant> fault_at;  // of the latest timing fault
};

}  // namespace stint::insight
