// A trained model of lap times: for each kind of lap what answers the middle, and what answers the ends of the 80 % interval.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "insight/learn/boosting.hpp"
#include "insight/learn/forest.hpp"
#include "insight/learn/gru.hpp"
#include "insight/learn/xgboost.hpp"
#include "insight/predict/lap_question.hpp"
#include "timing/error.hpp"

namespace stint::insight {

// Per cent above the question's reference.
struct LapAnswer {
  double middle = 0, low = 0, high = 0;
};

using LapRegressor = std::variant<learn::Boosting, learn::Forest, learn::Xgboost, learn::Gru>;

// The answer is the mean of the regressors' (the median of a forest's leaves). Empty: this kind of lap was not in the training
// data.
struct LapPartModel {
  std::vector<LapRegressor> middle;
  learn::Boosting low, high;  // 10 % and 90 % quantiles; without trees: the forest's own
};

class LapModel {
 public:
  std::string name;                // "boosting"
  std::vector<std::string> races;  // ids of the sessions that it has learnt from
  std::uint64_t clean_laps = 0;    // of them
  std::array<LapPartModel, kLapParts> parts;

  // nullopt if the part was not trained.
  [[nodiscard]] std::optional<LapAnswer> answer(const LapQuestion& question) const;
  // The middle of that alone, for a fraction of the work.
  [[nodiscard]] std::optional<double> middle(const LapQuestion& question) const;
  // The name and the first digits of the bytes' checksum: two models of one name are told apart.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] bool has_seen(std::string_view race) const;

  // The model's file (learn/model_bytes.hpp), and back. Errors of read: not_a_model (also for one with other features),
  // model_damaged, model_too_new. `from` is what messages call the bytes.
  [[nodiscard]] std::string write();
  [[nodiscard]] static Result<LapModel> read(std::string_view bytes, std::string_view from);

 private:
  std::string version_;
};

}  // namespace stint::insight
