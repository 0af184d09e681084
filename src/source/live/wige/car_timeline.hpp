// One car's laps and sectors, from the classification's rows and from the lists of laps, each told once and as exactly as the
// two allow.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "source/live/wige/classification_row.hpp"
#include "source/live/wige/pit_lane_watch.hpp"
#include "source/live/wige/timing_point.hpp"

namespace stint::live::wige {

// What all rows of a frame share.
struct FrameFacts {
  Instant at{};  // the feed's time of day
  std::string_view version;
  std::int32_t intermediates = 0;
  std::array<double, kMostSectors> sector_lengths_m{};
  std::optional<double> lap_length_m;
  std::optional<Instant> flag_fell_at;  // the chequered flag
  [[nodiscard]] std::size_t sectors() const { return static_cast<std::size_t>(intermediates) + 1; }
};

// A lap of a car's list (PID 7).
struct ListedLap {
  std::int32_t lap = 0;
  Instant ended_at{};
  std::optional<Millis> time;
  std::array<std::optional<Millis>, kMostSectors> sectors;
};

class CarTimeline {
 public:
  explicit CarTimeline(timing::CarNumber car) : car_(car), lane_(car) {}

  // A row that differs from the one before. False: it is older than what is known, and nothing was taken from it.
  bool take(const ClassificationRow& row, const FrameFacts& frame, std::vector<timing::Event>& out);
  // A frame in which the row has not changed.
  void take_unchanged(const FrameFacts& frame, std::vector<timing::Event>& out);
  void take_listed(const ListedLap& listed, const FrameFacts& frame, std::vector<timing::Event>& out);

  // The flag has fallen: laps that ended after it, and were told before it was known, took it.
  void flag_fell(Instant at, std::vector<timing::Event>& out);

  [[nodiscard]] bool undecided() const { return lane_.undecided(); }
  [[nodiscard]] bool in_lane() const { return lane_.in_lane(); }
  [[nodiscard]] std::int32_t laps() const { return laps_; }  // completed; -1 before the first row
  // Laps up to laps() that no row and no list has told.
  [[nodiscard]] bool has_gaps() const { return laps_ > known_laps_; }
  [[nodiscard]] std::optional<Instant> last_crossing() const;
  [[nodiscard]] std::optional<Instant> first_crossing() const;

 private:
  struct LapFacts {
    bool told = false;
    bool exact = false;  // `at` is a crossing that was timed
    Instant at{};
    timing::Lap lap;
    std::array<std::optional<Millis>, kMostSectors> sectors;
  };

  [[nodiscard]] bool is_stale(const ClassificationRow& row) const;
  [[nodiscard]] LapFacts* told_lap(std::int32_t lap);
  [[nodiscard]] static std::optional<Instant> line_crossing(const ClassificationRow& row, LastPoint point);
  void finish_lap(const ClassificationRow& row, LastPoint point, const FrameFacts& frame, std::vector<timing::Event>& out);
  void improve_lap(const ClassificationRow& row, LastPoint point, const FrameFacts& frame, std::vector<timing::Event>& out);
  void tell_lap(LapFacts& facts, const FrameFacts& frame, std::vector<timing::Event>& out);
  void mark_lane_laps(const FrameFacts& frame, std::vector<timing::Event>& out);
  void take_sectors(const ClassificationRow& row, LastPoint point, const FrameFacts& frame, std::vector<timing::Event>& out);
  void take_ended_sectors(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                          std::vector<timing::Event>& out);
  void tell_sector(std::int32_t lap, std::size_t index, Instant at, const SectorCell& cell, std::vector<timing::Event>& out);
  void tell_place(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                  std::vector<timing::Event>& out) const;
  [[nodiscard]] LaneSighting sighting(const ClassificationRow& row, LastPoint point, const FrameFacts& frame, bool first,
                                      bool lap_just_done);

  timing::CarNumber car_;
  std::int32_t laps_ = -1;
  std::int32_t known_laps_ = 0;  // told without a gap from lap 1
  std::map<std::int32_t, LapFacts> facts_;
  std::optional<ClassificationRow> row_;
  std::optional<Instant> last_point_at_;
  bool lap_time_awaited_ = false;  // the line was crossed, and the row still shows the time of the lap before
  bool took_flag_ = false;
  PitLaneWatch lane_;
};

}  // namespace stint::live::wige
