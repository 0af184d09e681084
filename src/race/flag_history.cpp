#include "race/flag_history.hpp"

#include <algorithm>

namespace stint::race {

void FlagHistory::show(FlagKind kind, Instant at) {
  if (!published_.empty()) {
    if (published_.back().kind == kind) return;
    published_.back().until = at;
  }
  published_.push_back({kind, at, std::nullopt, false});
  lay_over();
}

void FlagHistory::deduce_red(Instant from, Instant until) {
  std::erase_if(deduced_, [&](const FlagPeriod& old) { return old.from < until && from < *old.until; });
  deduced_.push_back({FlagKind::red, from, until, true});
  std::ranges::sort(deduced_, {}, &FlagPeriod::from);
  lay_over();
}

FlagKind FlagHistory::shown_at(Instant at) const {
  const auto after = std::ranges::upper_bound(published_, at, {}, &FlagPeriod::from);
  return after == published_.begin() ? FlagKind::none : std::prev(after)->kind;
}

// Rebuilds periods_: flags change a few dozen times in a race.
void FlagHistory::lay_over() {
  std::vector<FlagPeriod> pieces = published_;
  for (const FlagPeriod& red : deduced_) {
    std::vector<FlagPeriod> cut;
    for (const FlagPeriod& piece : pieces) {
      if (piece.from < red.from) {
        FlagPeriod before = piece;
        before.until = piece.until ? std::min(*piece.until, red.from) : red.from;
        cut.push_back(before);
      }
      if (!piece.until || *piece.until > *red.until) {
        FlagPeriod after = piece;
        after.from = std::max(piece.from, *red.until);
        cut.push_back(after);
      }
    }
    cut.push_back(red);
    std::ranges::sort(cut, {}, &FlagPeriod::from);
    pieces = std::move(cut);
  }
  periods_ = {};
  for (FlagPeriod& piece : pieces) periods_.push_back(piece);
}

std::vector<FlagShare> FlagHistory::shares(Instant from, Instant until) const {
  std::vector<FlagShare> shares;
  if (until <= from) return shares;
  const auto add = [&](FlagKind kind, Millis time) {
    if (time <= Millis{0}) return;
    auto found = std::ranges::find(shares, kind, &FlagShare::kind);
    if (found == shares.end()) found = shares.insert(shares.end(), {kind, Millis{0}, 0});
    found->time += time;
  };
  Instant known_from = until;
  for (const FlagPeriod& period : periods_) {
    known_from = std::min(known_from, std::max(period.from, from));
    add(period.kind, std::min(period.until.value_or(until), until) - std::max(period.from, from));
  }
  add(FlagKind::none, known_from - from);
  for (FlagShare& share : shares) {
    share.share = static_cast<double>(share.time.count()) / static_cast<double>((until - from).count());
  }
  std::ranges::sort(shares, std::greater<>{}, &FlagShare::time);
  return shares;
}

}  // namespace stint::race
