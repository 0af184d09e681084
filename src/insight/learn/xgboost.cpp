#include "insight/learn/xgboost.hpp"

#include <xgboost/c_api.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace stint::learn {
namespace {

// Every call of the C API goes through here.
Result<void> check(int status, std::string_view doing) {
  if (status == 0) return {};
  return fail(ErrorCode::internal, "XGBoost failed at " + std::string(doing) + ": " + XGBGetLastError());
}

// Collects the first failure of a row of calls; those after it are not made.
class Calls {
 public:
  template <class Call>
  Calls& then(std::string_view doing, Call call) {
    if (result_) result_ = check(call(), doing);
    return *this;
  }
  [[nodiscard]] bool ok() const { return result_.has_value(); }
  [[nodiscard]] std::unexpected<Error> error() const { return std::unexpected(result_.error()); }

 private:
  Result<void> result_;
};

struct FreeMatrix {
  void operator()(void* matrix) const { XGDMatrixFree(matrix); }
};
using Matrix = std::unique_ptr<void, FreeMatrix>;

// The library refuses infinite numbers.
float finite(float number) { return std::clamp(number, -std::numeric_limits<float>::max(), std::numeric_limits<float>::max()); }

Result<Matrix> matrix_of(const Rows& rows, std::span<const float> target, std::span<const float> weight) {
  std::vector<float> values;
  values.reserve(rows.values.size());
  for (const float value : rows.values) values.push_back(finite(value));
  DMatrixHandle handle = nullptr;
  Calls calls;
  calls.then("taking the rows", [&] {
    return XGDMatrixCreateFromMat_omp(values.data(), rows.count(), rows.columns, std::numeric_limits<float>::quiet_NaN(),
                                      &handle, 1);
  });
  Matrix matrix(handle);
  calls.then("taking the targets", [&] { return XGDMatrixSetFloatInfo(handle, "label", target.data(), target.size()); });
  if (!weight.empty())
    calls.then("taking the weights", [&] { return XGDMatrixSetFloatInfo(handle, "weight", weight.data(), weight.size()); });
  if (!calls.ok()) return calls.error();
  return matrix;
}

using Parameters = std::vector<std::pair<const char*, std::string>>;

Parameters parameters_of(const XgboostSettings& settings) {
  return {{"nthread", "1"},
          {"verbosity", "0"},
          {"tree_method", "hist"},
          {"grow_policy", "lossguide"},
          {"max_depth", "0"},
          {"lambda", "0"},
          {"objective", settings.absolute ? "reg:absoluteerror" : "reg:squarederror"},
          {"eta", std::to_string(settings.shrinkage)},
          {"max_leaves", std::to_string(settings.max_leaves)},
          {"min_child_weight", std::to_string(settings.min_leaf)},
          {"subsample", std::to_string(settings.row_share)},
          {"colsample_bytree", std::to_string(settings.column_share)},
          {"seed", std::to_string(settings.seed)}};
}

}  // namespace

void Xgboost::Close::operator()(void* booster) const { XGBoosterFree(booster); }

Result<Xgboost> Xgboost::fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                             const XgboostSettings& settings, const Progress& progress) {
  auto matrix = matrix_of(rows, target, weight);
  if (!matrix) return std::unexpected(matrix.error());
  const DMatrixHandle training = matrix->get();
  BoosterHandle handle = nullptr;
  Calls calls;
  calls.then("beginning", [&] { return XGBoosterCreate(&training, 1, &handle); });
  Xgboost model;
  model.columns_ = rows.columns;
  if (calls.ok()) model.booster_ = std::shared_ptr<void>(handle, Close{});
  for (const auto& [name, value] : parameters_of(settings)) {
    calls.then(name, [&] { return XGBoosterSetParam(handle, name, value.c_str()); });
  }
  for (unsigned tree = 0; tree < settings.trees && calls.ok(); ++tree) {
    calls.then("growing a tree", [&] { return XGBoosterUpdateOneIter(handle, static_cast<int>(tree), training); });
    if (progress && !progress(static_cast<double>(tree + 1) / settings.trees)) break;
  }
  if (!calls.ok()) return calls.error();
  if (const auto kept = model.keep_bytes(); !kept) return std::unexpected(kept.error());
  return model;
}

double Xgboost::predict(std::span<const float> row) const {
  std::array<float, kMaxColumns> values{};
  const std::size_t count = std::min(row.size(), values.size());
  std::transform(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), values.begin(), finite);
  const std::string array = R"({"data":[)" + std::to_string(reinterpret_cast<std::uintptr_t>(values.data())) +
                            R"(,true],"shape":[1,)" + std::to_string(count) + R"(],"typestr":"<f4","version":3})";
  constexpr const char* kHow =
      R"({"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"cache_id":0,"missing":NaN})";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* answer = nullptr;
  const auto asked =
      check(XGBoosterPredictFromDense(booster_.get(), array.c_str(), kHow, nullptr, &shape, &dimensions, &answer), "answering");
  return asked && answer != nullptr ? static_cast<double>(*answer) : std::numeric_limits<double>::quiet_NaN();
}

Result<void> Xgboost::keep_bytes() {
  bst_ulong size = 0;
  const char* bytes = nullptr;
  const auto written = check(XGBoosterSaveModelToBuffer(booster_.get(), R"({"format":"ubj"})", &size, &bytes), "writing");
  if (written) bytes_.assign(bytes, size);
  return written;
}

Xgboost Xgboost::read(ByteReader& in) {
  Xgboost model;
  model.bytes_ = in.take_text();
  if (!in.complete()) return {};
  BoosterHandle handle = nullptr;
  Calls calls;
  calls.then("beginning", [&] { return XGBoosterCreate(nullptr, 0, &handle); });
  if (calls.ok()) model.booster_ = std::shared_ptr<void>(handle, Close{});
  bst_ulong columns = 0;
  calls.then("reading", [&] { return XGBoosterLoadModelFromBuffer(handle, model.bytes_.data(), model.bytes_.size()); })
      .then("reading", [&] { return XGBoosterGetNumFeature(handle, &columns); })
      .then("nthread", [&] { return XGBoosterSetParam(handle, "nthread", "1"); });
  if (!calls.ok()) {
    in.refuse();
    return {};
  }
  model.columns_ = columns;
  return model;
}

}  // namespace stint::learn
