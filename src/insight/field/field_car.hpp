// What prediction and anomaly know of one car so far.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "insight/field/recent_median.hpp"
#include "race/lap_record.hpp"
#include "race/shared_history.hpp"
#include "timing/event.hpp"

namespace stint::insight {

using race::kMaxSectors;
using race::LapRecord;
using race::SectorTimes;
using timing::CarNumber;
using timing::DriverId;
using timing::FlagKind;
using timing::Instant;
using timing::Millis;

// A timing point that the car has crossed: the line at the end of `lap` (sector 0), or the end of `sector` on lap `lap`.
struct Crossing {
  std::int32_t lap = 0;
  std::int32_t sector = 0;
  Instant at{};
};

// The lap that the car is on. Lap number = laps completed + 1.
struct CurrentLap {
  SectorTimes sectors;                                       // as timed; index 0 is sector 1
  std::array<std::optional<Instant>, kMaxSectors> ended_at;  // when it crossed each sector's end
  std::int32_t last_sector = 0;                              // the highest whose end it has crossed; 0 = none
  std::int32_t last_loop = 0;
  std::optional<Millis> loop_time;  // from the line to `last_loop`
  bool out_lap = false;             // began in the pit lane
  bool in_lap = false;              // has entered the pit lane on this lap
};

// All instants and times are of events applied so far. Unknown is nullopt.
struct FieldCar {
  CarNumber number;
  std::shared_ptr<const timing::Entry> entry;  // nullptr until it is told
  std::size_t class_index = 0;                 // into Field::classes()

  race::SharedHistory<LapRecord, 8> laps;  // completed, in order; a lap's number need not be its index + 1 (gaps in feeds)
  CurrentLap now;
  std::optional<DriverId> driver;    // at the wheel
  std::optional<Crossing> last;      // the latest timing point
  std::optional<Instant> last_seen;  // at a timing point or a pit lane's end

  bool in_lane = false;                   // between pit in and pit out
  std::optional<Instant> lane_entered;    // of the latest stop
  std::optional<Instant> lane_left;       // of the latest stop; before lane_entered while it stands
  std::optional<Millis> last_lane_time;   // entry line to exit line, of the latest completed stop
  std::int32_t stops = 0;                 // pit entries
  std::int32_t stint_first_lap = 1;       // a stint begins on an out-lap and with a change of driver
  std::optional<Instant> stint_began;     // crossing of the line before stint_first_lap; nullopt on the first stint
  bool finished = false;                  // took the chequered flag
  std::optional<timing::CarState> state;  // as last told by the source (retired, disqualified ...)

  // Pace. "Green" as in docs/definitions.md.
  RecentValues<std::int64_t, 5> green_times;                             // ms, of the car
  RecentValues<std::int64_t, 5> stint_green_times;                       // ms, of this stint and its driver
  RecentValues<std::int64_t, 25> flying_times;                           // ms, laps outside the pit lane, whatever the flag
  std::array<RecentValues<std::int32_t, 5>, kMaxSectors> green_sectors;  // ms, of the car's green laps
  std::int32_t green_laps = 0;
  std::int32_t stint_green_laps = 0;
  std::optional<Millis> best_green;

  [[nodiscard]] std::int32_t laps_completed() const { return laps.empty() ? 0 : laps.back().number; }
  [[nodiscard]] std::int32_t laps_in_stint() const { return laps_completed() - stint_first_lap + 1; }
  [[nodiscard]] std::optional<Instant> last_line() const {
    return laps.empty() ? std::nullopt : std::optional(laps.back().ended_at);
  }
  // Median (ms) of the driver's last five green laps in this car and stint, if there are at least three; else of the car's
  // last five; nullopt without a green lap.
  [[nodiscard]] std::optional<double> base() const {
    return stint_green_times.size() >= 3 ? stint_green_times.median() : green_times.median();
  }
  // The car's own level (ms): the 40 % quantile of its last 25 laps outside the pit lane; nullopt with fewer than five. Slower
  // or faster than `base` in the long run, and there under yellow too.
  [[nodiscard]] std::optional<double> level() const {
    return flying_times.size() >= 5 ? flying_times.quantile(0.4) : std::nullopt;
  }
  // What the car takes for sector `index` (0 = sector 1) on its last five green laps, ms.
  [[nodiscard]] std::optional<double> usual_sector(std::size_t index) const { return green_sectors[index].median(); }
  // The driver at the wheel as entered; nullptr if not known.
  [[nodiscard]] const timing::Driver* driver_entry() const;
};

}  // namespace stint::insight
