// How unlike the others a lap is: an isolation forest on figures in context, never on raw times, grown from the race's own
// green laps so far, again and again.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "insight/learn/isolation_forest.hpp"

namespace stint::insight {

class UnlikeLaps {
 public:
  // Excess of the lap, of its worst sector, over the lap before; what the class did; how much its laps vary; laps since the
  // stop.
  using Figures = std::array<float, 6>;

  void add(const Figures& lap);
  // 0 to 1, 0.5 and below for the usual; nullopt before there are enough laps.
  [[nodiscard]] std::optional<double> score(const Figures& lap) const;

 private:
  static constexpr std::size_t kGrowEvery = 400, kKept = 1600;
  learn::Rows rows_{.columns = std::tuple_size_v<Figures>, .values = {}};  // the latest kKept, in no order
  std::size_t count_ = 0;
  std::optional<learn::IsolationForest> forest_;
};

}  // namespace stint::insight
