// Gradient boosting by the XGBoost library, on one thread: the reference that our own boosting is compared with.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "insight/learn/model_bytes.hpp"
#include "insight/learn/rows.hpp"
#include "timing/error.hpp"

namespace stint::learn {

struct XgboostSettings {
  unsigned trees = 350;
  double shrinkage = 0.06;
  unsigned max_leaves = 31;
  double min_leaf = 40;  // rows, weighted
  double row_share = 1;
  double column_share = 1;
  bool absolute = false;  // answers the median instead of the mean
  std::uint32_t seed = 1;
};

class Xgboost {
 public:
  Xgboost() = default;

  // One target a row, and one weight a row above 0 or none at all. Ended early it has the trees grown so far. Error: internal,
  // with the library's own words.
  static Result<Xgboost> fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                             const XgboostSettings& settings, const Progress& progress = {});

  // 0 for a model that was neither fitted nor read.
  [[nodiscard]] std::size_t columns() const { return columns_; }
  // NaN where the library fails to answer.
  [[nodiscard]] double predict(std::span<const float> row) const;

  // The library's own binary JSON, with its length. Its reader trusts what it reads: read only what open_sealed let through,
  // and only from those whom one trusts, as a checksum is no signature.
  void write(ByteWriter& out) const { out.put_text(bytes_); }
  // Refuses the reader when the library refuses the model.
  static Xgboost read(ByteReader& in);

 private:
  struct Close {
    void operator()(void* booster) const;
  };

  Result<void> keep_bytes();

  std::shared_ptr<void> booster_;  // immutable once fitted, so copies share it
  std::string bytes_;
  std::size_t columns_ = 0;
};

}  // namespace stint::learn
