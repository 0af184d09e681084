// The flags of one future: when cautions come, what they are and how long they last.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "insight/strategy/futures/assumptions.hpp"
#include "insight/strategy/futures/draws.hpp"
#include "insight/strategy/futures/situation.hpp"

namespace stint::insight {

// A span of time under one pace. Phases follow each other without a gap, from now to the limit and a lap beyond.
struct Phase {
  double begin = 0, end = 0;  // race clock, ms
  Pace pace = Pace::green;
  double since = 0;          // when the caution came: before `begin` if it is out now
  std::uint64_t number = 0;  // of the caution, for the cars' draws; 0 is the one assumed or out now
  bool closes_entry = true;  // by the classes' rules; false: the entry stays open
  bool wet = false;
  bool green_follows = true;  // the caution ends with this phase

  [[nodiscard]] bool closes_up() const { return pace == Pace::behind && green_follows; }
};

// Cautions past this many in one future are left out: a race of 24 hours sees some 20.
inline constexpr std::size_t kMostPhases = 160;

class Course {
 public:
  // Draws the course of one future. `race`: the draws of the run that belong to no car.
  void draw(const Situation& situation, const Assumptions& assumptions, const Draws& race, double until);
  [[nodiscard]] std::span<const Phase> phases() const { return {phases_.data(), count_}; }

 private:
  void add(Phase phase);
  void draw_cautions(const Situation& situation, const Draws& race, double until);
  void impose(const Phase& caution);
  void wet_between(double begin, double end);

  std::array<Phase, kMostPhases> phases_;
  std::size_t count_ = 0;
};

}  // namespace stint::insight
