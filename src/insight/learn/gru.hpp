// A recurrent model of sequences: a gated recurrent unit with one layer, learnt with Adam (Kingma, Ba 2015).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/gru_network.hpp"
#include "insight/learn/model_bytes.hpp"
#include "insight/learn/rows.hpp"

namespace stint::learn {

struct GruSettings {
  std::size_t steps = 5;
  // Which columns of a row are the numbers of the first step, then of the second, and so on: as many for each step. A column
  // may be named more than once. Empty: all in their order.
  std::vector<std::uint8_t> layout{};
  unsigned hidden = 32;
  unsigned epochs = 12;
  unsigned batch = 256;
  double rate = 0.004;  // of the first epoch; it falls evenly to a twentieth at the last
  Loss loss = Loss::absolute;
  double quantile = 0.5;
  std::uint64_t seed = 1;
  // Rows (their numbers) that are only asked after each epoch: the model is that of the epoch with the least cost. Empty: of
  // the last.
  std::vector<std::uint32_t> held_out{};
};

class Gru {
 public:
  Gru() = default;

  // One target a row, and one weight a row above 0 or none at all. At least one row that isn't held out; columns a multiple of
  // the steps. An unknown number counts as the column's mean. Ended early it has learnt from the epochs so far.
  static Gru fit(const Rows& rows, std::span<const float> target, std::span<const float> weight, const GruSettings& settings,
                 const Progress& progress = {});

  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] double predict(std::span<const float> row) const;

  void write(ByteWriter& out) const;
  // Refuses the reader when what it holds is no such model.
  static Gru read(ByteReader& in);

 private:
  using Network = GruNetwork<float>;
  using Steps = std::vector<Network::Matrix>;

  void measure(const Rows& rows, std::span<const float> target);
  [[nodiscard]] Network fresh_network(std::uint64_t seed, unsigned hidden) const;
  void place(std::span<const float> row, Eigen::Index sequence, Steps& steps) const;
  [[nodiscard]] Steps sequences(const Rows& rows, std::span<const std::uint32_t> numbers) const;

  std::size_t columns_ = 0;
  std::size_t steps_ = 0;
  std::vector<std::uint8_t> layout_;
  std::vector<float> middle_;  // of each number of a step, over all steps: mean and deviation
  std::vector<float> spread_;
  float target_middle_ = 0;
  float target_spread_ = 1;
  Network network_{GruShape{}};
};

}  // namespace stint::learn
