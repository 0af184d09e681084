// One car of the scoring table: what is new in each poll becomes events, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source/live/current_driver.hpp"
#include "source/live/imsa/scoring_files.hpp"

namespace stint::live::imsa {

class ScoredCar {
 public:
  explicit ScoredCar(const timing::CarNumber& car) { entry_.car = car; }

  // Whether the row has more laps than were told. A count that goes down is a correction and takes no lap back.
  [[nodiscard]] bool has_crossed(const ResultsRow& row) const { return laps_ && row.laps && *row.laps > *laps_; }
  [[nodiscard]] bool is_new() const { return !laps_; }
  // Laps between the one told last and this one, which the files will not say again.
  [[nodiscard]] std::int32_t missed(const ResultsRow& row) const { return has_crossed(row) ? *row.laps - *laps_ - 1 : 0; }

  // Who is entered and at the wheel. Before the laps of the same poll.
  void see_entry(const ResultsRow& row, timing::Instant now, std::vector<timing::Event>& events);
  // The lap that the row says is complete. `chequered`: it took the flag.
  void complete_lap(const ResultsRow& row, timing::Instant at, bool chequered, std::vector<timing::Event>& events);
  // The flag turns out to have been out when it crossed the line last.
  void take_flag(std::vector<timing::Event>& events);
  // Pits and state, after the laps of the same poll.
  void see_state(const ResultsRow& row, timing::Instant now, std::vector<timing::Event>& events);
  // The published order and gap.
  void see_standing(const ResultsRow& row, timing::Instant now, std::vector<timing::Event>& events);
  // Stops that the counter has and nobody has seen; told once.
  [[nodiscard]] std::int32_t unseen_stops(const ResultsRow& row);

  [[nodiscard]] std::optional<timing::Instant> last_crossing() const {
    return last_lap_ ? std::optional(last_lap_->at) : std::nullopt;
  }

 private:
  struct PitChange {
    bool in_lane;
    std::int32_t lap;
    timing::Instant since;
  };
  [[nodiscard]] bool took_flag() const;
  void tell_pit_change(std::vector<timing::Event>& events);
  [[nodiscard]] bool entered_on_last_lap(const ResultsRow& row, timing::Instant now) const;

  timing::Entry entry_;
  bool entry_told_ = false;
  CurrentDriver driver_;
  std::optional<std::int32_t> laps_;
  std::optional<timing::Event> last_lap_;
  bool out_lap_ = false;  // the lap under way began in the pit lane
  std::optional<bool> in_lane_;
  std::optional<PitChange> pit_change_;  // seen in one poll; counts if the next one has it too
  std::optional<std::int32_t> stops_;    // of the counter, when the visit seen last was told
  bool out_ = false;
  std::optional<timing::OfficialStanding> official_;
};

}  // namespace stint::live::imsa
