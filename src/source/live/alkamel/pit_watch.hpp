// When a car enters and leaves the pit lane, from a status that flickers at the loops near the pit exit.
//
// A change counts once it has lasted kSettle, or at once if the car crossed the line in that state. The lane time is published
// beside it (session_pit_info), as a rule with the exit.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "timing/event.hpp"

namespace stint::live::alkamel {

class PitWatch {
 public:
  static constexpr timing::Millis kSettle = std::chrono::seconds{2};

  explicit PitWatch(const timing::CarNumber& car) : car_(car) {}

  // Where the car is when it is seen first: no visit is told.
  void join(bool in_lane) { in_lane_ = in_lane; }
  // Where the car is at `now`; `lap` is its in-lap or out-lap if that is a change. `certain`: no flicker, it crossed the line
  // so.
  void see(bool in_lane, std::int32_t lap, bool certain, timing::Instant now);
  // The newest visit that the feed has a lane time of: it counts for the exit that it is close to, if that is seen.
  void lane_told(timing::Instant entered, timing::Millis lane);
  // Appends what has settled by `now`.
  void settle(timing::Instant now, std::vector<timing::Event>& events);

  [[nodiscard]] bool in_lane() const { return in_lane_ || (change_ && change_->in_lane); }
  // Of the visit under way; nullopt if its beginning was not seen.
  [[nodiscard]] std::optional<std::int32_t> in_lap() const { return in_lap_; }

 private:
  struct Change {
    bool in_lane;
    std::int32_t lap;
    bool certain;
    timing::Instant since;
  };
  struct Visit {
    timing::Instant entered;
    timing::Millis lane;
    bool operator==(const Visit&) const = default;
  };
  [[nodiscard]] timing::Event pit_out(std::int32_t lap, timing::Instant seen);
  [[nodiscard]] bool began_as_seen() const;
  [[nodiscard]] bool is_visit_of(timing::Instant left) const;

  timing::CarNumber car_;
  bool in_lane_ = false;
  std::optional<std::int32_t> in_lap_;
  std::optional<timing::Instant> entered_at_;  // of the latest visit that was seen to begin
  std::optional<Change> change_;
  std::optional<Visit> visit_;             // newest
  bool visit_is_new_ = false;              // no exit has been told with it
  std::optional<timing::Event> told_out_;  // the latest pit out, while its lane time is missing
};

}  // namespace stint::live::alkamel
