// The track's flag over time: as published, and with red flags that were not published but are plain from the timing.
#pragma once

#include <optional>
#include <vector>

#include "race/lap_record.hpp"
#include "race/shared_history.hpp"
#include "race/snapshot.hpp"

namespace stint::race {

class FlagHistory {
 public:
  // A track-wide flag from `at` on. The same kind again changes nothing.
  void show(FlagKind kind, Instant at);

  // A red flag found from standing cars (red_flag.hpp); replaces an overlapping earlier finding.
  void deduce_red(Instant from, Instant until);

  [[nodiscard]] FlagKind current() const { return published_.empty() ? FlagKind::none : published_.back().kind; }
  // The flag shown at `at`, as published; none if unknown.
  [[nodiscard]] FlagKind shown_at(Instant at) const;

  // Published periods with the deduced ones laid over them, in order of time, without gaps.
  [[nodiscard]] const SharedHistory<FlagPeriod>& periods() const { return periods_; }
  // Time and share of each kind between `from` and `until`, longest first; time before the first flag is `none`.
  [[nodiscard]] std::vector<FlagShare> shares(Instant from, Instant until) const;

  void freeze() { periods_.freeze(); }

 private:
  void lay_over();

  std::vector<FlagPeriod> published_;
  std::vector<FlagPeriod> deduced_;
  SharedHistory<FlagPeriod> periods_;
};

}  // namespace stint::race
