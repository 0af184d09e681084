// A day of 62 cars, made up once: what several benchmarks follow.
#pragma once

#include <chrono>
#include <vector>

#include "source/simulate/simulated_race.hpp"

namespace stint::bench {

inline const std::vector<timing::Event>& simulated_day() {
  static const std::vector<timing::Event> events =
      source::simulate(source::plan_of(24, std::chrono::hours{24}, 62, "aldermoor")).events;
  return events;
}

}  // namespace stint::bench
