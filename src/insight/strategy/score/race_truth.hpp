// What a race came to, from its last snapshot: the truth that strategy is scored with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::insight {

// A stop that happened; standing under a red flag is none.
struct StopTruth {
  std::int32_t in_lap = 0, out_lap = 0;
  std::optional<race::Instant> last_call;  // the last sector of the in-lap begins
  race::Instant in_at{};
  std::optional<race::Millis> lane;
  bool green = false;    // no neutralisation from the start of the in-lap to the end of the out-lap
  bool routine = false;  // lane time within 0.5 to 1.6 times the median of the class: neither drive-through nor repair
};

struct CarTruth {
  race::CarNumber car;
  std::string class_name;
  bool finished = false;                              // took the flag, or ran to the end of the recording
  bool running = false;                               // neither out nor finished
  std::optional<std::int32_t> finish_class_position;  // by laps, then by the crossing; retired cars too
  std::vector<StopTruth> stops;                       // completed ones
  std::vector<std::optional<race::Instant>> ends;     // [n - 1]: when lap n ended

  [[nodiscard]] std::optional<race::Instant> end_of(std::int32_t lap) const;
  [[nodiscard]] std::int32_t laps_at(race::Instant at) const;              // completed by then
  [[nodiscard]] const StopTruth* next_stop(std::int32_t laps_done) const;  // in-lap after that lap; nullptr: none
  [[nodiscard]] std::int32_t stops_after(std::int32_t laps_done) const;
  [[nodiscard]] const StopTruth* last_stop(std::int32_t laps_done) const;  // in-lap up to that lap
};

struct NetTruth {
  std::int32_t class_position = 0;
  race::Instant known_at{};  // the last rival was compared then
};

enum class RaceIs : std::uint8_t { over, under_way };

class RaceTruth {
 public:
  // `last`: the race after its last event. Or while it is under way: then only what has come is true, and a pit cycle in which
  // a running car is still to stop is not over.
  explicit RaceTruth(const race::Snapshot& last, RaceIs race = RaceIs::over);

  [[nodiscard]] const std::vector<CarTruth>& cars() const { return cars_; }
  [[nodiscard]] const CarTruth* find(const race::CarNumber& car) const;
  [[nodiscard]] std::optional<race::Instant> start() const { return start_; }
  // When the first car took the flag, or the last lap of the leader ended.
  [[nodiscard]] std::optional<race::Instant> end() const { return end_; }
  // Of the cars that have completed a lap by then; nullopt if this one has not.
  [[nodiscard]] std::optional<std::int32_t> class_position_at(const CarTruth& car, race::Instant at) const;
  // When the pit cycle that this stop belongs to is over: all running cars of the class that had not stopped within half a
  // usual stint before it have stopped and completed a lap more. nullopt: the race, or a stint, is over before.
  [[nodiscard]] std::optional<race::Instant> cycle_end(const CarTruth& car, const StopTruth& stop) const;
  // The class position with the pit cycle removed: against each rival by who crosses the line first on the first lap on which
  // both have made their stop of the cycle and a lap more. Unlike the order at one instant it doesn't take a stop of the next
  // cycle from those that began this one early. nullopt: the car, or a rival's stop, has not come so far.
  [[nodiscard]] std::optional<NetTruth> net_position(const CarTruth& car, const StopTruth& stop) const;

 private:
  struct Pair {
    bool rival_ahead = false;
    race::Instant known_at{};
  };
  [[nodiscard]] std::optional<Pair> compare(const CarTruth& car, const StopTruth& stop, const CarTruth& rival) const;
  [[nodiscard]] double usual_stint_laps(const std::string& class_name) const;

  std::vector<CarTruth> cars_;
  std::map<std::string, double> stint_laps_;  // median, by class
  std::optional<race::Instant> start_, end_;
  RaceIs race_ = RaceIs::over;
};

}  // namespace stint::insight
