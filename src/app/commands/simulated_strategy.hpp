// Strategy where the truth is known: simulated races, driven several times by the same car.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/rules/rule_library.hpp"
#include "insight/strategy/score/exam_rows.hpp"
#include "timing/error.hpp"

namespace stint::app {

// What the engine's plan gained on another in one race that was driven once by each.
struct PlanDuel {
  std::uint64_t seed = 0;
  double places = 0;   // class position of the other plan less that of the engine's: positive is gained
  double time_ms = 0;  // gained on the median rival of the class
};

// All plans know their car's tank and the fuel in it. None is told what will come.
struct SimulatedExam {
  std::vector<PlanDuel> on_empty_tank;   // against coming in only when the tank is empty
  std::vector<PlanDuel> on_even_stints;  // against stints of equal length, whatever flag is out
  insight::ExamRows rows;                // the examination of the races as they come, all cars deciding for themselves
};

struct SimulatedPlan {
  std::int32_t races = 0;
  std::int32_t runs = 200;       // futures of each answer
  std::uint64_t first_seed = 1;  // the races to learn priors from have seeds from 1,000,000 on
  bool duels_only = false;       // no examination
};

// Tells progress on standard error. Errors: those of the simulator.
[[nodiscard]] Result<SimulatedExam> examine_simulated(const SimulatedPlan& plan, const insight::RuleLibrary& rules);

// Mean, and half of the width of its 95 % confidence interval.
struct Margin {
  double mean = 0, half_width = 0;
};
[[nodiscard]] Margin margin_of(const std::vector<double>& values);

}  // namespace stint::app
