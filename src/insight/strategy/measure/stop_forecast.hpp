// When a car stops next and how often it still stops, from its fuel, its way to the flag and the habits of earlier races.
//
// Both follow from one hazard: the chance of coming in at the end of each lap, given that the car has not yet. The number of
// stops left is the renewal of that: a recursion over the laps to go on a full tank.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/measure/stop_habits.hpp"
#include "insight/strategy/measure/tank_book.hpp"

namespace stint::insight {

// Cautions to come, in laps of one car.
struct CautionsAhead {
  double per_lap = 0;  // chance that a new one begins in a green lap, where the way to the flag is not known
  double laps = 0;     // of one
  double yellow_burn = 1;
  int delay = 2;  // laps from its beginning to the stops in it
};

// One way that the rest of the race may go for the car.
struct WayToFlag {
  double weight = 1;
  double laps = 0;      // to the flag, StopQuestion::next_lap included
  double share = 0;     // of them neutralised
  double cautions = 0;  // that begin on it
};

struct StopQuestion {
  std::int32_t next_lap = 1;  // the lap under way, or the one after a stop under way
  double used = 0;            // green laps on the tank when that lap begins
  Tank tank;
  LastStint last_stint;
  double unplanned = 0;           // stops that are to be expected beside those for fuel, until the flag
  std::vector<WayToFlag> ways;    // none: nobody knows how long the race is
  int caution_laps = 0;           // of the caution that is out, done by the car; 0 with caution_left 0: green
  std::optional<int> since_open;  // its crossings since its class began to come in; nullopt: not yet
  double caution_left = 0;        // laps that it is expected to go on
  CautionsAhead cautions;
};

class StopForecaster {
 public:
  explicit StopForecaster(const StopChances& chances) : chances_(chances) {}

  [[nodiscard]] NextStop next_stop(const StopQuestion& question) const;
  // nullopt if the laps to go are not known.
  [[nodiscard]] std::optional<StopsLeft> stops_left(const StopQuestion& question) const;

 private:
  // counts[r]: chances of 0, 1, 2 ... stops with r laps to go on a full tank.
  using Renewal = std::vector<std::vector<float>>;
  // What a car may have in its tank, and for its last stint: one of a few points that stand for the doubt.
  struct TankNode {
    double weight = 1, laps = 0, last = 0;
  };
  [[nodiscard]] static std::vector<TankNode> tank_nodes(const StopQuestion& question);
  [[nodiscard]] std::vector<double> stop_chances(const StopQuestion& question, const TankNode& tank,
                                                 const WayToFlag* way) const;
  [[nodiscard]] const Renewal& renewal(const StopQuestion& question, const TankNode& tank, const WayToFlag& way,
                                       std::size_t laps) const;
  // Adds the chances of 0, 1, 2 ... stops with this tank on this way, times their weights.
  void add_stops(const StopQuestion& question, const TankNode& tank, const WayToFlag& way, std::vector<double>& counted) const;

  const StopChances& chances_;
  // By tank and last tank in half laps, usual stint in 50ths of it, cautions' share in 50ths and rate in 200ths of a lap.
  mutable std::map<std::tuple<int, int, int, int, int>, Renewal> renewals_;
};

// Quantile of a distribution over whole numbers from `first` on that sums to `total`: the least number up to which it holds.
[[nodiscard]] double whole_quantile(const std::vector<double>& chance, double total, double share);

}  // namespace stint::insight
