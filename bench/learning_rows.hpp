// Rows of the size and kind that lap-time models learn from: 60 columns of which some are steps, some go together, some are
// unknown at times and many say nothing; a target that depends on a third of them, with noise that has a long tail.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "insight/learn/random.hpp"
#include "insight/learn/rows.hpp"

namespace stint::bench {

struct LearningRows {
  learn::Rows rows;
  std::vector<float> target;
};

inline LearningRows learning_rows(std::size_t count, std::size_t columns, std::uint64_t seed) {
  learn::Random random(seed);
  const auto normal = [&random] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
  };
  LearningRows made{.rows = {.columns = columns}};
  made.rows.values.reserve(count * columns);
  std::vector<double> numbers(columns);
  for (std::size_t row = 0; row < count; ++row) {
    const double shared = normal();
    for (std::size_t column = 0; column < columns; ++column) {
      const double own = normal();
      const double together = column % 3 == 0 ? 0.6 * shared + 0.8 * own : own;
      numbers[column] = column % 5 == 4 ? std::floor(2 * std::abs(together)) : together;
    }
    double target = 0;
    for (std::size_t column = 0; column + 2 < columns; column += 3)
      target += std::tanh(numbers[column]) / (1 + static_cast<double>(column) / 10);
    target += numbers[1] * numbers[2] / 2 + (numbers[4] > 1 ? 0.8 * numbers[5] : 0) + std::sin(2 * numbers[7]);
    const double noise = normal();
    made.target.push_back(static_cast<float>(target + 0.5 * noise * std::exp(noise / 4)));
    for (std::size_t column = 0; column < columns; ++column) {
      const bool unknown = column % 7 == 3 && random.below(10) == 0;
      made.rows.values.push_back(unknown ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(numbers[column]));
    }
  }
  return made;
}

}  // namespace stint::bench
