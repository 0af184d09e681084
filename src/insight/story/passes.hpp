// Who came ahead of whom, when and how: from the crossings of the line alone.
//
// Of two cars, the one that is first to complete a lap is ahead until the other is first to complete a later one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "insight/story/claim.hpp"
#include "insight/story/race_past.hpp"

namespace stint::insight::story {

// Whether `a` is ahead of `b` in the order at `at`. A car without a completed lap is behind all that have one.
[[nodiscard]] bool is_ahead(const RacePast& past, CarIndex a, CarIndex b, Instant at);

// The last pass of `a` on `b` by past.until(); nullopt if it has been ahead since the end of lap 1.
// REQUIRES: `a` is ahead then.
[[nodiscard]] std::optional<Pass> last_pass(const RacePast& past, CarIndex a, CarIndex b);

// How `a` came ahead on a lap that it was first to complete.
[[nodiscard]] Cause cause_of(const RacePast& past, CarIndex a, CarIndex b, std::int32_t lap);

// A car's time at the head of a class: from the lap that it was the first to complete.
struct Lead {
  CarIndex car = 0;
  std::int32_t lap = 0;
  Instant from{};
};

// All who led the class (empty: the race) by past.until(), one after the other.
[[nodiscard]] std::vector<Lead> leads(const RacePast& past, const std::string& class_name);

// Where `behind` last crossed the line by `at`, measured to `ahead`'s crossing of the same lap; nullopt if one of them has
// not, if `behind` was ahead there, or if that was more than two laps ago: `behind` is not coming any more.
[[nodiscard]] std::optional<LineGap> line_gap(const RacePast& past, CarIndex ahead, CarIndex behind, Instant at);

// The crossing of the line that ended a lap.
[[nodiscard]] Fact lap_fact(const RacePast& past, CarIndex car, const LapRecord& lap);
// The crossings that a pass rests on: of its lap by both (as far as they completed it), and of the lap before by both.
[[nodiscard]] std::vector<Fact> facts_of(const RacePast& past, const Pass& pass);

}  // namespace stint::insight::story
