#include "insight/strategy/score/exam_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::insight {
namespace {

template <class Row>
void append(std::vector<Row>& rows, const std::vector<Row>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

double median_of_sorted(const std::vector<double>& values) {
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace

ExamRows& ExamRows::operator+=(const ExamRows& more) {
  append(next_stops, more.next_stops);
  append(stops_left, more.stops_left);
  append(rejoins, more.rejoins);
  append(finishes, more.finishes);
  append(nets, more.nets);
  return *this;
}

std::optional<ErrorFigures> error_figures(std::vector<double> errors) {
  if (errors.empty()) return std::nullopt;
  ErrorFigures figures{errors.size()};
  const auto count = static_cast<double>(errors.size());
  for (double& error : errors) {
    figures.bias += error / count;
    error = std::abs(error);
    figures.mean_abs += error / count;
    if (error < 0.5) figures.exact += 1 / count;
  }
  std::ranges::sort(errors);
  figures.median_abs = median_of_sorted(errors);
  return figures;
}

Calibration calibration(std::span<const FinishRow> rows) {
  constexpr std::size_t kBins = 10, kEnough = 100;
  std::array<Calibration::Bin, kBins> bins{};
  std::size_t all = 0;
  for (const FinishRow& row : rows) {
    for (const OddsRow& odds : row.odds) {
      auto& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(odds.told * kBins))];
      bin.told += odds.told;
      bin.came += odds.came ? 1 : 0;
      ++bin.count;
      ++all;
    }
  }
  Calibration result;
  for (Calibration::Bin bin : bins) {
    if (bin.count == 0) continue;
    const auto count = static_cast<double>(bin.count);
    bin.told /= count;
    bin.came /= count;
    const double gap = std::abs(bin.told - bin.came);
    result.mean_gap += gap * count / static_cast<double>(all);
    if (bin.count >= kEnough) result.largest_gap = std::max(result.largest_gap, gap);
    result.bins.push_back(bin);
  }
  return result;
}

}  // namespace stint::insight
