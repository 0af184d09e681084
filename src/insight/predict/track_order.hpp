// Where the cars are on the road: whom a car will meet on its lap, and where.
//
// Every car's place is reckoned from its last timing point and its usual sectors, and is put on the axis of the car that asks:
// the share of *its* lap time that it takes to get there. Constant work a car asked about.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "insight/field/field.hpp"

namespace stint::insight {

// What a lap takes the car now, ms: its base, unless its level is 3 % or more from it; then the middle of base, level and
// latest green lap. Base alone is of slow laps after a neutralisation that the feed doesn't flag, and level alone is late when
// rain comes. nullopt without a green lap.
[[nodiscard]] std::optional<double> pace_of(const FieldCar& car);

// How a car's lap is spread over its sectors: shares[s] of its lap time is over at the end of sector s; shares[0] = 0.
struct LapProfile {
  std::array<double, kMaxSectors + 1> shares{};
  std::size_t sectors = 0;  // 0: not known; the lap is one stretch then
  double lap_ms = 0;        // what a lap takes it: pace_of(), else its level; 0 = not known
};

// Another car that is on the road with the car that asks.
struct RoadCar {
  std::size_t car = 0;  // place in Field::cars()
  double ahead = 0;     // of the asker's lap, 0..1: how far ahead of it the other is; 1 - ahead: how far behind
  double slower = 0;    // the other's lap time / the asker's - 1: above 0 it will be caught, below 0 it will catch
  bool same_class = false;
  // Where the two meet if both keep their pace: laps of the asker from now; above kNoMeeting: not in sight.
  double meets_in = 0;
};
inline constexpr double kNoMeeting = 9;

class TrackOrder {
 public:
  // Call after each Step of the field that completed a lap: takes the car's profile anew.
  void learn(const Field& field, std::size_t car);

  // The cars on the road with `car` at field.now(), in no order; valid until the next call. `done` is the share of its own lap
  // that the asker has behind it. Cars in the pit lane, out of the race or not seen for kLost laps are left out.
  [[nodiscard]] std::span<const RoadCar> around(const Field& field, std::size_t car, double done);

  // REQUIRES: the car has completed a lap since the field began to be learnt from: profile_known(car).
  [[nodiscard]] const LapProfile& profile(std::size_t car) const { return profiles_[car]; }
  [[nodiscard]] bool profile_known(std::size_t car) const { return car < profiles_.size(); }
  // The share of the lap that lies behind the end of `sector`; 0 at the line.
  [[nodiscard]] double share_at(std::size_t car, std::int32_t sector) const;

 private:
  static constexpr double kLost = 1.6;
  // The share of the asker's lap at which `other` is now.
  [[nodiscard]] double place_on(const Field& field, const LapProfile& asker, std::size_t other) const;

  std::vector<LapProfile> profiles_;
  std::vector<RoadCar> around_;
};

}  // namespace stint::insight
