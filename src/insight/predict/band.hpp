// Keeps an 80 % interval honest during a race: wider after laps that fell outside, narrower after those that didn't.
#pragma once

namespace stint::insight {

// Tracks each end's share of misses towards 10 % (online quantile tracking: Gibbs and Candes 2021, "Adaptive conformal
// inference", with multiplicative steps, so that widths stay positive).
class Band {
 public:
  // How the model's own distances below and above the middle are to be stretched now.
  [[nodiscard]] double below() const { return below_; }
  [[nodiscard]] double above() const { return above_; }
  // What became of a lap that was given an interval.
  void learn(bool fell_below, bool fell_above);

 private:
  double below_ = 1, above_ = 1;
  int laps_ = 0;
};

}  // namespace stint::insight
