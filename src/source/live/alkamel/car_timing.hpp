// One car's timing out of its Standing records: what is new in each becomes events, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source/live/alkamel/best_marks.hpp"
#include "source/live/alkamel/pit_watch.hpp"
#include "source/live/alkamel/standing_record.hpp"

namespace stint::live::alkamel {

// A completed lap of the history that the feed keeps (session_results).
struct PastLap {
  std::int32_t lap = 0;
  std::optional<timing::Millis> time;
  timing::Instant ended_at{};
  bool valid = true;
  bool crossed_in_pit = false;
  struct Part {
    std::int32_t index = 0;
    timing::Millis time{};
    std::optional<timing::Instant> ended_at;
  };
  std::vector<Part> sectors;
};

class CarTiming {
 public:
  explicit CarTiming(const timing::CarNumber& car) : car_(car), pits_(car) {}

  struct Sight {
    timing::Instant now;
    std::optional<timing::DriverId> driver;
    bool session_finished = false;
  };
  // Whether the record is older than what is known of the car. One that stays so for half a minute is a correction of the feed.
  [[nodiscard]] bool is_older(const StandingRecord& record, timing::Instant now);
  // Appends what is new; true if it is timing. REQUIRES: !is_older(record, now).
  bool update(const StandingRecord& record, const BestMarks& bests, const Sight& sight, std::vector<timing::Event>& events);
  // The car's laps as the feed keeps them, in order: those that have not been told yet.
  void fill(const std::vector<PastLap>& laps, std::vector<timing::Event>& events);
  void lane_told(timing::Instant entered, timing::Millis lane) { pits_.lane_told(entered, lane); }
  // What has settled by `now`.
  void settle(timing::Instant now, std::vector<timing::Event>& events);

  [[nodiscard]] std::int32_t laps() const { return laps_.value_or(0); }
  // A lap has been missed that the history may have.
  [[nodiscard]] bool has_hole() const { return hole_; }
  void forget_hole() { hole_ = false; }

 private:
  void complete_lap(const StandingRecord& record, const BestMarks& bests, const Sight& sight,
                    std::vector<timing::Event>& events);
  void tell_lap(const StandingRecord& record, std::optional<timing::Millis> time, timing::Instant at, const BestMarks& bests,
                const Sight& sight, std::vector<timing::Event>& events);
  void tell_rest_of_lap(const StandingRecord& record, timing::Instant at, std::vector<timing::Event>& events);
  bool tell_lap_under_way(const StandingRecord& record, timing::Instant now, std::vector<timing::Event>& events);
  [[nodiscard]] bool entered_before_line(const StandingRecord& record, bool crossed, timing::Instant now) const;
  void follow_pits(const StandingRecord& record, bool crossed, bool first, timing::Instant now);
  void tell_state(const StandingRecord& record, bool first, const Sight& sight, std::vector<timing::Event>& events);
  void take_flag(std::vector<timing::Event>& events);
  void tell_past_pits(const PastLap& lap, std::vector<timing::Event>& events);
  [[nodiscard]] bool told(std::int32_t lap) const;
  void mark_told(std::int32_t lap);

  timing::CarNumber car_;
  PitWatch pits_;
  std::optional<std::int32_t> laps_;  // completed
  std::vector<bool> told_;            // by lap
  std::optional<timing::Instant> lap_start_;
  std::optional<timing::Millis> last_lap_time_;
  std::optional<timing::Event> last_lap_;  // as told
  std::vector<SectorText> sectors_, last_sectors_, left_over_sectors_;
  std::vector<LoopText> loops_, last_loops_, left_over_loops_;
  std::optional<timing::CarState> state_;
  std::optional<timing::Instant> older_since_;
  std::optional<std::int32_t> open_past_stop_;  // the in-lap of a visit out of the history whose exit it does not have
  bool out_lap_ = false;                        // the lap under way began in the pit lane
  bool checkered_ = false;
  bool hole_ = false;
};

}  // namespace stint::live::alkamel
