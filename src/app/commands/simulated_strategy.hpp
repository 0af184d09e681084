// Strategy where the truth is known: simulated races, driven twice by the same car.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/strategy/score/exam_rows.hpp"
#include "timing/error.hpp"

namespace stint::app {

// One race, run once with the car coming in only when the tank is empty (a fixed window), once as the engine advises.
struct PlanDuel {
  std::uint64_t seed = 0;
  double places = 0;   // class position of the fixed plan less that of the engine's: positive is gained
  double time_ms = 0;  // gained on the median rival of the class
};

struct SimulatedExam {
  std::vector<PlanDuel> duels;
  insight::ExamRows rows;  // the examination of the races as they come, all cars deciding for themselves
};

struct SimulatedPlan {
  std::int32_t races = 0;
  std::int32_t runs = 200;       // futures of each answer
  std::uint64_t first_seed = 1;  // the races to learn priors from have seeds from 1,000,000 on
};

// Tells progress on standard error. Errors: those of the simulator.
[[nodiscard]] Result<SimulatedExam> examine_simulated(const SimulatedPlan& plan);

// Mean, and half of the width of its 95 % confidence interval.
struct Margin {
  double mean = 0, half_width = 0;
};
[[nodiscard]] Margin margin_of(const std::vector<double>& values);

}  // namespace stint::app
