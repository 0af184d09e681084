// The rest of a race, played many times.
//
// docs/strategy.md, "The race ahead", has the model. Every draw has its own number, found from seed, future, car and occasion:
// so the futures are the same whatever the number of threads, and a change of one car leaves the luck of the others alone.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "insight/strategy/futures/assumptions.hpp"
#include "insight/strategy/futures/situation.hpp"

namespace stint::insight {

struct PlaySettings {
  std::int32_t runs = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 0;  // 0: as many as there are cores
  std::stop_token stop;  // asked for between futures; what is not played is left out
};

// How one car's race went in one future.
struct CarFuture {
  double progress = 0;             // laps covered when the limit was reached: the same instant in all futures
  double finish_ms = 0;            // race clock of its last crossing of the line
  std::int32_t laps = 0;           // completed
  std::int32_t next_stop_lap = 0;  // in-lap; 0: no stop any more
  std::int16_t stops = 0;          // still made; a drive-through is none
  std::int16_t class_position = 0, position = 0;
  bool out = false;   // retired on the way
  bool home = false;  // took the flag
};

// All that was played, by car and future.
class Futures {
 public:
  Futures() = default;
  Futures(std::size_t cars, std::size_t runs) : cars_(cars), runs_(runs), all_(cars * runs) {}

  [[nodiscard]] std::size_t cars() const { return cars_; }
  [[nodiscard]] std::size_t runs() const { return runs_; }
  // One car's futures, in the order of the runs. `car`: index in Situation::cars.
  [[nodiscard]] std::span<const CarFuture> of(std::size_t car) const { return {all_.data() + car * runs_, runs_}; }
  [[nodiscard]] CarFuture& at(std::size_t car, std::size_t run) { return all_[car * runs_ + run]; }
  [[nodiscard]] const CarFuture& at(std::size_t car, std::size_t run) const { return all_[car * runs_ + run]; }

 private:
  std::size_t cars_ = 0, runs_ = 0;
  std::vector<CarFuture> all_;
};

// Nothing is played (runs() == 0) if the situation has no limit, or if stopped before the end.
[[nodiscard]] Futures play(const Situation& situation, const PlaySettings& settings, const Assumptions& assumptions = {});

// The next stop of a car, tried at the end of each of some laps.
struct StopTrial {
  std::size_t car = 0;             // in Situation::cars
  std::vector<std::int32_t> laps;  // in-laps
};

// What stopping at the end of a lap costs, beside the trial's other laps.
struct StopCost {
  std::int32_t lap = 0;       // in-lap
  double cost_ms = 0;         // time lost until the limit against the best of the laps, mean over the futures
  double error_ms = 0;        // standard error of that mean
  double class_position = 0;  // mean at the flag
  double stops = 0;           // mean number still made, this one included
};

// By trial, in the order of its laps. Each lap is tried in the same futures, in which only that car's plan differs. Empty if
// nothing can be played, or if stopped before the end.
[[nodiscard]] std::vector<std::vector<StopCost>> try_stops(const Situation& situation, const PlaySettings& settings,
                                                           std::span<const StopTrial> trials);

// A difference and how sure it is.
struct MeanDifference {
  double mean = 0, error = 0;  // standard error
};

// One car with the assumptions and without.
struct CarComparison {
  CarNumber car;
  Spread class_position_without, class_position_with;
  double win_odds_without = 0, win_odds_with = 0;
  double podium_odds_without = 0, podium_odds_with = 0;
  MeanDifference class_position;  // with minus without; negative is better
  MeanDifference time_ms;         // at the limit; positive is lost
  MeanDifference stops;
  MeanDifference win_odds, podium_odds;
};

struct Comparison {
  std::int32_t runs = 0;
  std::vector<CarComparison> cars;  // order of Situation::cars, those that run
};

// Two futures side by side under common random numbers. What is assumed of cars alone is played for these, and the others do as
// they did; a caution or rain is played for all. Error: bad_argument, if the assumptions name a car or driver that is
// not in the race, or nothing can be played.
[[nodiscard]] Result<Comparison> compare(const Situation& situation, const PlaySettings& settings,
                                         const Assumptions& assumptions);

}  // namespace stint::insight
