// Rows for the tests, with a target that depends on them in a known way.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "insight/learn/random.hpp"
#include "insight/learn/rows.hpp"

namespace stint::learn {

struct MadeUpRows {
  Rows rows;
  std::vector<float> target;
};

// Roughly normal, of mean 0 and deviation 1.
inline double normal(Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random.uniform();
  return sum;
}

// Columns of -1 to 1 of which the first three matter, some numbers unknown; noise that grows from 0.1 to 0.5 with the first.
inline MadeUpRows made_up_rows(std::size_t count, std::size_t columns, std::uint64_t seed) {
  Random random(seed);
  MadeUpRows made{.rows = {.columns = columns}};
  for (std::size_t row = 0; row < count; ++row) {
    std::vector<float> numbers;
    for (std::size_t column = 0; column < columns; ++column) numbers.push_back(static_cast<float>(2 * random.uniform() - 1));
    const double plain = std::sin(3.0 * static_cast<double>(numbers[0])) + static_cast<double>(numbers[1] * numbers[2]);
    const double noise = 0.3 + 0.2 * static_cast<double>(numbers[0]);
    made.target.push_back(static_cast<float>(plain + noise * normal(random)));
    if (random.below(20) == 0)
      numbers[random.below(static_cast<std::uint32_t>(columns))] = std::numeric_limits<float>::quiet_NaN();
    made.rows.values.insert(made.rows.values.end(), numbers.begin(), numbers.end());
  }
  return made;
}

}  // namespace stint::learn
