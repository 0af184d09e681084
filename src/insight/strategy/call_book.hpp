// What was called while the race went on: of every car one call a lap, so that calls can be held against what came.
//
// A pure function of the snapshots and strategies that were noted. One writer; a copy may be read by any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "insight/strategy/strategy.hpp"
#include "race/shared_history.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// The part of a CarStrategy that time proves right or wrong.
struct StrategyCall {
  Instant at{};
  std::int32_t laps = 0;   // that the car had completed
  std::int32_t stops = 0;  // that it had made
  std::optional<std::int32_t> class_position, net_class_position;
  std::optional<Quantiles> net_class_position_band;
  std::optional<std::int32_t> stop_lap;  // advised
  std::optional<Quantiles> next_stop_lap;
  std::optional<double> usual_stop_lap;  // the simple answer: the last stop and the car's mean stint so far
  std::optional<double> mean_finish_class_position;
  std::optional<Quantiles> finish_class_position;
  std::optional<double> win_odds, podium_odds;
  // Where it comes out if it stops at the end of the lap under way, under the flag that is out.
  FlagKind flag = FlagKind::none;
  std::optional<std::int32_t> rejoin_class_position;
  std::optional<CarNumber> rejoin_behind;  // the car ahead then
  std::optional<Quantiles> rejoin_gap_ms;  // to it
};

class StrategyCallBook {
 public:
  using Calls = race::SharedHistory<StrategyCall, 16>;

  // What `strategy` says of `race`, which it was made from: of each car that has begun another lap since its last call.
  void note(const race::Snapshot& race, const Strategy& strategy);
  // A replay went back: what was called later has not been called.
  void forget_after(Instant at);
  // To be called before a copy is taken.
  void freeze();

  // nullptr: none of this car yet.
  [[nodiscard]] const Calls* find(const CarNumber& car) const;

 private:
  std::map<CarNumber, Calls> calls_;
};

}  // namespace stint::insight
