// Our learners as programs for scripts/compare-with-scikit-learn:
//   learners rows FOLDER ROWS COLUMNS     writes train and test rows as raw 32-bit floats
//   learners forest|boosting FOLDER COLUMNS  learns from them and says what it cost and how well it answers, as JSON
// Unknown numbers are written as -100, since not all that this is compared with know of any.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>

#include "insight/learn/boosting.hpp"
#include "insight/learn/forest.hpp"
#include "learning_rows.hpp"

namespace {

using stint::bench::LearningRows;

constexpr float kUnknown = -100;

void write_floats(const std::string& path, const std::vector<float>& values) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
}

std::vector<float> read_floats(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::vector<float> values(static_cast<std::size_t>(in.tellg()) / sizeof(float));
  in.seekg(0).read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

void write_rows(const std::string& folder, const std::string& name, LearningRows made) {
  for (float& value : made.rows.values) value = std::isnan(value) ? kUnknown : value;
  write_floats(folder + "/" + name + "_rows", made.rows.values);
  write_floats(folder + "/" + name + "_target", made.target);
}

LearningRows read_rows(const std::string& folder, const std::string& name, std::size_t columns) {
  return {.rows = {.columns = columns, .values = read_floats(folder + "/" + name + "_rows")},
          .target = read_floats(folder + "/" + name + "_target")};
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <class Fit>
void learn_and_report(const LearningRows& train, const LearningRows& test, Fit fit) {
  const double begun = cpu_seconds();
  const auto model = fit(train);
  const double learnt = cpu_seconds();
  double squares = 0;
  for (std::size_t row = 0; row < test.rows.count(); ++row) {
    squares += std::pow(model.predict(test.rows.row(row)) - static_cast<double>(test.target[row]), 2);
  }
  const double asked = cpu_seconds();
  const auto count = static_cast<double>(test.rows.count());
  std::printf("{\"cpu_s\":%.2f,\"rmse\":%.5f,\"predict_us\":%.2f}\n", learnt - begun, std::sqrt(squares / count),
              (asked - learnt) / count * 1e6);
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() == 4 && words[0] == "rows") {
    const std::size_t columns = std::stoul(words[3]);
    write_rows(words[1], "train", stint::bench::learning_rows(std::stoul(words[2]), columns, 1));
    write_rows(words[1], "test", stint::bench::learning_rows(20'000, columns, 2));
    return 0;
  }
  if (words.size() != 3 || (words[0] != "forest" && words[0] != "boosting")) {
    std::cerr << "usage: learners rows FOLDER ROWS COLUMNS | forest|boosting FOLDER COLUMNS\n";
    return 2;
  }
  const std::size_t columns = std::stoul(words[2]);
  const LearningRows train = read_rows(words[1], "train", columns);
  const LearningRows test = read_rows(words[1], "test", columns);
  if (words[0] == "forest") {
    learn_and_report(train, test, [](const LearningRows& from) {
      return stint::learn::Forest::fit(from.rows, from.target, {}, {.trees = 100, .max_depth = 15, .min_leaf = 5});
    });
  } else {
    learn_and_report(train, test, [](const LearningRows& from) {
      return stint::learn::Boosting::fit(from.rows, from.target, {},
                                         {.trees = 100, .shrinkage = 0.1, .max_leaves = 31, .min_leaf = 20});
    });
  }
}
