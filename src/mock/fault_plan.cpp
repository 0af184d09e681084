#include "mock/fault_plan.hpp"

#include <algorithm>

#include "source/simulate/random_stream.hpp"

namespace stint::mock {
namespace {

using timing::Instant;
using timing::Millis;
using namespace std::chrono_literals;

// How often a fault strikes, on average, and for how long.
struct Rhythm {
  Millis every;  // 0: from the beginning to the end
  Millis shortest, longest;
};

Rhythm rhythm_of(Fault fault) {
  switch (fault) {
    case Fault::drop:
      return {8min, 2s, 12s};
    case Fault::stall:
      return {25min, 200s, 200s};  // longer than the two minutes after which a silent feed counts as dead
    case Fault::stale:
      return {2min, 1s, 5s};
    case Fault::cars:
      return {6min, 10s, 30s};
    case Fault::flag_chatter:
      return {7min, 2s, 4s};
    case Fault::rc_replay:
      return {5min, 1s, 1s};
    case Fault::short_rows:
      return {4min, 5s, 20s};
    default:
      return {0min, 0s, 0s};
  }
}

// At least so many episodes of each kind in a race, so that a race of half an hour sees them too.
constexpr int kFewestEpisodes = 4;

constexpr Millis kUntilNextSession = 1min;

// The end of a race is without faults, so that who follows it can recover: this share of it, at most so long.
constexpr int kQuietShare = 5;
constexpr Millis kQuietAtMost = 10min;

std::vector<Episode> schedule(Fault fault, std::uint64_t seed, Instant begins, Instant ends) {
  source::RandomStream random(seed, fault_kinds()[static_cast<std::size_t>(fault)].name);
  Rhythm rhythm = rhythm_of(fault);
  constexpr Instant kForEver = Instant::max();
  if (fault == Fault::rollover) return {{fault, ends + kUntilNextSession, kForEver, random.next()}};
  if (rhythm.every == 0min) return {{fault, Instant::min(), kForEver, random.next()}};
  rhythm.every = std::min(rhythm.every, (ends - begins) / kFewestEpisodes);
  std::vector<Episode> episodes;
  const auto pause = [&] { return Millis{random.whole(rhythm.every.count() / 2, rhythm.every.count() * 3 / 2)}; };
  const Instant last = ends - std::min<Millis>(kQuietAtMost, (ends - begins) / kQuietShare);
  for (Instant from = begins + pause(); from + rhythm.longest < last;) {
    const Instant until = from + Millis{random.whole(rhythm.shortest.count(), rhythm.longest.count())};
    episodes.push_back({fault, from, until, random.next()});
    from = until + pause();
  }
  return episodes;
}

}  // namespace

FaultPlan::FaultPlan(const FaultSet& faults, std::uint64_t seed, Instant begins, Instant ends) {
  for (const FaultKind& kind : fault_kinds()) {
    if (faults.has(kind.fault)) episodes_[static_cast<std::size_t>(kind.fault)] = schedule(kind.fault, seed, begins, ends);
  }
}

const Episode* FaultPlan::running(Fault fault, Instant at) const {
  const std::vector<Episode>& list = episodes(fault);
  const auto next = std::ranges::upper_bound(list, at, {}, &Episode::from);
  if (next == list.begin()) return nullptr;
  const Episode& latest = *std::prev(next);
  return at < latest.until ? &latest : nullptr;
}

std::vector<Episode> FaultPlan::begun(Instant after, Instant until) const {
  std::vector<Episode> found;
  for (const std::vector<Episode>& list : episodes_) {
    for (auto it = std::ranges::upper_bound(list, after, {}, &Episode::from); it != list.end() && it->from <= until; ++it) {
      found.push_back(*it);
    }
  }
  return found;
}

}  // namespace stint::mock
