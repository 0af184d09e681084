// What the fold knows of one car so far. Internal to race/: readers get a CarSnapshot.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "race/lap_record.hpp"
#include "race/official_check.hpp"
#include "race/shared_history.hpp"
#include "race/snapshot.hpp"
#include "timing/event.hpp"

namespace stint::race {

// Small blocks: a keyframe keeps the last block of every car alive.
using Laps = SharedHistory<LapRecord, 8>;

// The lap that a car is on.
struct LapUnderWay {
  SectorTimes sectors;
  std::array<std::optional<Instant>, kMaxSectors> sector_ended_at;
  std::int32_t last_sector = 0;    // the highest sector whose end it has crossed
  std::int32_t last_loop = 0;      // the highest loop that it has crossed
  std::optional<Instant> loop_at;  // of that loop, if no sector end came after it
};

// The last few green laps: the car's pace of the moment.
struct RecentPace {
  static constexpr std::size_t kLaps = 5;
  std::array<Millis, kLaps> times{};
  std::size_t count = 0;         // all green laps so far
  std::optional<Millis> median;  // of the last kLaps
  void add(Millis time);
};

struct CarProgress {
  std::shared_ptr<const timing::Entry> entry;
  std::size_t class_index = 0;

  Laps laps;
  LapUnderWay now;
  std::optional<Instant> last_seen;

  std::optional<Millis> best_lap;
  std::int32_t best_lap_number = 0;
  SectorTimes best_sectors;
  std::array<std::int32_t, kMaxSectors> best_sector_laps{};
  SectorTimes latest_sectors;
  std::array<std::int32_t, kMaxSectors> latest_sector_laps{};

  std::optional<DriverId> driver;
  std::optional<CarState> told_state;  // by the source, until the car is seen again
  bool took_flag = false;

  SharedHistory<PitStop, 8> stops;
  SharedHistory<Stint, 8> stints;
  std::vector<Millis> clean_times;  // green laps of the current stint, sorted
  std::vector<DriverTime> drive_times;
  RecentPace pace;

  std::optional<double> speed_kph;
  std::shared_ptr<const timing::Telemetry> telemetry;
  std::optional<timing::Position> track_position;
  std::optional<Instant> track_position_at;
  std::shared_ptr<const OfficialRow> official;
  DifferenceWatch differences;  // of `official` and what we make of the car

  [[nodiscard]] std::int32_t laps_completed() const { return laps.empty() ? 0 : laps.back().number; }
  [[nodiscard]] std::optional<Instant> last_line() const {
    return laps.empty() ? std::nullopt : std::optional(laps.back().ended_at);
  }
  [[nodiscard]] const LapRecord* lap(std::int32_t number) const;
  [[nodiscard]] const PitStop* open_stop() const;
  [[nodiscard]] const std::string& driver_name(const std::optional<DriverId>& id) const;

  // When the car crossed `point`; nullopt if it has not, or if that crossing was not timed.
  [[nodiscard]] std::optional<Instant> crossed(TimingPoint point) const;

  // All history becomes shared: call before copying.
  void freeze();
};

}  // namespace stint::race
