// Who a car is, and who drives it: the feed names one driver a car, by surname, so the crew is learned as it takes turns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "source/live/wige/classification_row.hpp"

namespace stint::live::wige {

class CarEntry {
 public:
  // `lap`: the lap in progress. `sure`: a new name needs no second frame, the car being in the lane.
  void take(const ClassificationRow& row, std::int32_t lap, bool sure, Instant at, std::vector<timing::Event>& out);
  // A frame in which the row has not changed.
  void take_unchanged(std::int32_t lap, Instant at, std::vector<timing::Event>& out);
  // A new name waits for the next frame to say it too: names flicker.
  [[nodiscard]] bool undecided() const { return !candidate_.empty(); }

 private:
  void change_driver(std::int32_t lap, Instant at, std::vector<timing::Event>& out);

  timing::Entry entry_;
  bool told_ = false;
  std::string candidate_;
  std::optional<timing::DriverId> driver_;
};

}  // namespace stint::live::wige
