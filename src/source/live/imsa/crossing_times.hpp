// When cars crossed the line, out of files that only say how many laps each has.
//
// A poll bounds a crossing: after the poll before, not after this one. What makes it exact is that lap times and gaps are:
//  - a car crosses its last lap time after its crossing before (the chain);
//  - and its gap after the car to which the gap is published crossed on the same lap (the link).
// So one car's crossing is estimated (the middle between two polls), and the others follow from it to the millisecond. What is
// uncertain is that one instant, by half a poll interval, the same for all cars that hang together (an axis): order and gaps
// don't suffer. A car whose chain is broken (a lap missed, joined late) is linked again; if it can't be, it begins an axis of
// its own until a link joins it to an older one.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "source/live/imsa/scoring_files.hpp"

namespace stint::live::imsa {

class CrossingTimes {
 public:
  // The instants of the crossings that ended the cars' latest laps, for the rows of the first file: cars on the same lap as far
  // apart as the gaps say, the last of them at `now`. In the order of `rows`.
  [[nodiscard]] std::vector<timing::Instant> join(const std::vector<ResultsRow>& rows, timing::Instant now);

  // `row` of `rows` has completed its lap between two polls. REQUIRES: rows are asked in their order, each lap once.
  [[nodiscard]] timing::Instant crossed(const std::vector<ResultsRow>& rows, std::size_t row, timing::Instant after,
                                        timing::Instant until);

 private:
  struct Crossing {
    std::int32_t lap;
    timing::Instant at;
    std::int32_t axis;
  };
  [[nodiscard]] const Crossing* find(const timing::CarNumber& car, std::int32_t lap) const;
  [[nodiscard]] std::optional<Crossing> chained(const ResultsRow& row) const;
  [[nodiscard]] std::vector<Crossing> linked(const std::vector<ResultsRow>& rows, std::size_t row) const;

  std::unordered_map<timing::CarNumber, std::deque<Crossing>> crossings_;  // the latest few of each car
  std::int32_t axes_ = 0;
};

}  // namespace stint::live::imsa
