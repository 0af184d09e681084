// One car through all polls: what has become of it since the last one, as events.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "source/live/page/crossing_window.hpp"
#include "source/live/page/page_state.hpp"
#include "source/live/page/steady.hpp"
#include "timing/event.hpp"

namespace stint::live::page {

// What is the same for all cars of one reading.
struct Poll {
  timing::Instant previous{};  // when the reading before this one came in
  timing::Instant at{};
  bool first = false;  // after the beginning or a loss: states what is, and tells no change
  // What a lap is dated to with `first`: cars in the page's order, each a little later than the one ahead.
  timing::Instant assumed{};
  // The leader's last crossing of the line: gaps are to it.
  std::optional<std::int32_t> leader_laps;
  timing::Instant leader_crossed{};
};

class CarFollower {
 public:
  explicit CarFollower(timing::CarNumber number) : number_(number) {}

  // Adds what is new to `events`; true if timing itself was.
  bool follow(const CarRow& row, const Poll& poll, std::vector<timing::Event>& events);

  [[nodiscard]] const std::optional<std::int32_t>& laps() const { return laps_; }
  [[nodiscard]] timing::Instant crossed_at() const { return crossed_at_; }

 private:
  void follow_entry(const CarRow& row, const Poll& poll, std::vector<timing::Event>& events);
  bool follow_lap(const CarRow& row, const Poll& poll, std::vector<timing::Event>& events);
  bool follow_sectors(const CarRow& row, const Poll& poll, bool new_lap, std::vector<timing::Event>& events);
  bool follow_state(const CarRow& row, const Poll& poll, bool new_lap, std::vector<timing::Event>& events);
  bool follow_standing(const CarRow& row, const Poll& poll, std::vector<timing::Event>& events);
  void change_state(timing::CarState from, timing::CarState to, std::vector<timing::Event>& events);
  [[nodiscard]] timing::Instant crossing(const CarRow& row, const Poll& poll);
  timing::DriverId driver_id(const std::string& name);

  timing::CarNumber number_;
  std::optional<timing::Entry> entry_;
  std::optional<std::int32_t> laps_;
  CrossingWindow window_;
  timing::Instant crossed_at_{};
  bool lap_began_in_pit_ = false;
  std::array<std::optional<timing::Millis>, kSectorFields> sectors_;
  Steady<timing::CarState> state_;
  std::int32_t state_lap_ = 0;       // the lap that the car was on when its next state was first seen
  timing::Instant state_seen_at_{};  // and when that was
  std::optional<std::int32_t> pits_;
  Steady<std::string> driver_;
  std::optional<timing::OfficialStanding> standing_;
};

}  // namespace stint::live::page
