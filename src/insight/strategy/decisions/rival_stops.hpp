// Undercut and overcut: who gains by stopping first, of a car and the rivals before and behind it in class.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

// What a lap on new tyres gives against one at the end of a stint, from the stints of the class in this race: the median of
// (last clean laps before the stop - first clean laps after the out-lap), ms; nullopt with fewer than five stints.
[[nodiscard]] std::optional<Measure> fresh_gain(const race::Snapshot& race, const Measured& measured, std::size_t class_index);

// The car ahead and the car behind in class, each if there is one.
[[nodiscard]] std::vector<RivalStop> rival_stops(const FieldNow& field, const RoadCar& car);
// Against a rival of any class.
[[nodiscard]] RivalStop rival_stop(const FieldNow& field, const RoadCar& car, const RoadCar& rival);

}  // namespace stint::insight
