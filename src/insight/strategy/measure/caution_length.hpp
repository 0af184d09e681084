// How long cautions last: log-normal. Lengths differ by factors, not by minutes (a tyre to pick up, a barrier to mend, a
// storm), so one that took four hours says less of the next than its minutes would.
#pragma once

#include <span>

namespace stint::insight {

struct Measure;

struct CautionLength {
  double log_mean = 0, log_spread = 0;  // of the length in ms

  [[nodiscard]] double at(double normal) const;  // ms; `normal`: standard normal deviate
};

// With the mean and the spread that were measured; the spread at least a third of the mean, few lengths are seen.
[[nodiscard]] CautionLength caution_length(const Measure& known);

// The lengths of this race, ms, and what earlier races say, as `weight` cautions: mean and variance of the logarithms of
// all, and six cautions' worth of the known variance.
[[nodiscard]] CautionLength caution_length(std::span<const double> seen, const Measure& known, double weight);

// The mean and the spread that `length` has, put into `to`.
void put_length(const CautionLength& length, Measure& to);

// What is left of a caution that is out, given that it has lasted so long. The longer it has, the longer it may.
struct CautionRest {
  CautionLength length;
  double age_ms = 0;

  [[nodiscard]] double left_ms(double share) const;  // that a share of them, 0..1, is below
  [[nodiscard]] double mean_left_ms() const;         // of all but the longest hundredth
};

}  // namespace stint::insight
