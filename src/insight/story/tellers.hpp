// What there is to tell of an interval: each teller looks at one side of the race and adds its claims, with their weights.
//
// Weights are from 0 to 1; what they mean to each other is written down in docs/story.md. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "insight/story/claim.hpp"
#include "insight/story/race_past.hpp"

namespace stint::insight::story {

struct Told {
  Claim claim;
  double weight = 0;
  std::vector<Fact> facts;  // that the claim rests on
};
using Telling = std::vector<Told>;

// What is to be told: events after `from` and not after past.until().
struct Scene {
  const RacePast& past;
  Instant from{};
  std::optional<CarIndex> car;      // only this one
  std::vector<std::string> groups;  // classes, the foremost first; an empty name is the whole race, of a session of one class
  bool is_race = true;              // otherwise there is no order on the track
  std::vector<const Anomaly*> anomalies;  // of cars, confirmed by to()

  [[nodiscard]] Instant to() const { return past.until(); }
  [[nodiscard]] bool is_within(Instant at) const { return at > from && at <= to(); }
  [[nodiscard]] bool concerns(CarIndex wanted) const;
};

// A group is told with less weight the further behind it is: 1 for the foremost.
[[nodiscard]] double weight_of_group(const Scene& scene, std::size_t group);

// The entry to the pit lane and the exit, as far as the log has them by past.until(). Of some stays only the exit was told.
[[nodiscard]] std::vector<Fact> facts_of_stop(const RacePast& past, CarIndex car, const race::PitStop& stop);

void tell_standings(const Scene& scene, Telling& telling);      // leaders, winners, the car's place: standings_told.cpp
void tell_lead_changes(const Scene& scene, Telling& telling);   // lead_changes_told.cpp
void tell_place_changes(const Scene& scene, Telling& telling);  // place_changes_told.cpp
void tell_gap_changes(const Scene& scene, Telling& telling);    // gap_changes_told.cpp
void tell_cautions(const Scene& scene, Telling& telling);       // conditions_told.cpp
void tell_rain(const Scene& scene, Telling& telling);           // conditions_told.cpp
void tell_stops(const Scene& scene, Telling& telling);          // stops_told.cpp
void tell_slow_laps(const Scene& scene, Telling& telling);      // troubles_told.cpp
void tell_lost_pace(const Scene& scene, Telling& telling);      // lost_pace_told.cpp
void tell_gone_cars(const Scene& scene, Telling& telling);      // troubles_told.cpp
void tell_best_laps(const Scene& scene, Telling& telling);      // best_laps_told.cpp
void tell_control_words(const Scene& scene, Telling& telling);  // control_words_told.cpp

}  // namespace stint::insight::story
