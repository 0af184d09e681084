#include "insight/strategy/futures/course.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr double kCourseHourMs = 3'600'000;
constexpr double kShortestCautionMs = 60'000;

// Numbers of the race's own draws: those of the caution out now, then three for each to come.
enum : std::uint64_t { kRestOfCaution = 0, kFirstCaution = 16, kDrawsOfCaution = 4 };

// When the next caution comes, of a hazard that depends on the part of the race; past `until` if there is none.
double next_caution(const Situation& situation, double from, double until, double per_ms, double luck) {
  const double limit = *situation.limit_ms;
  const std::array<double, 3> ends{kCourseHourMs, std::max(kCourseHourMs, limit - kCourseHourMs), until};
  double at = from;
  for (std::size_t part = 0; part < 3; ++part) {
    if (at >= ends[part]) continue;
    const double rate = per_ms * situation.caution_by_part[part];
    if (rate > 0 && luck < rate * (ends[part] - at)) return at + luck / rate;
    luck -= rate * (ends[part] - at);
    at = ends[part];
  }
  return until;
}

const SituationCaution& kind_of(const Situation& situation, double total, double share) {
  double left = share * total;
  for (const SituationCaution& kind : situation.cautions) {
    left -= kind.per_ms;
    if (left < 0) return kind;
  }
  return situation.cautions.back();
}

}  // namespace

void Course::add(Phase phase) {
  if (count_ < kMostPhases && phase.end > phase.begin) phases_[count_++] = phase;
}

void Course::draw_cautions(const Situation& situation, const Draws& race, double until) {
  double at = situation.now_ms;
  if (situation.pace != Pace::green) {
    const double rest = situation.pace_left ? situation.pace_left->left_ms(race.uniform(kRestOfCaution)) : 0;
    const double end = std::min(until, at + std::max(1000.0, rest));
    add({.begin = at,
         .end = end,
         .pace = situation.pace,
         .since = situation.pace_since_ms,
         .closes_entry = situation.pits_closed_now});
    at = end;
  }
  double total = 0;
  for (const SituationCaution& kind : situation.cautions) total += kind.per_ms;
  for (std::uint64_t number = 1; at < until; ++number) {
    const std::uint64_t draw = kFirstCaution + number * kDrawsOfCaution;
    const double begin = total > 0 ? next_caution(situation, at, until, total, race.exponential(draw)) : until;
    add({.begin = at, .end = begin});
    if (begin >= until || count_ + 2 > kMostPhases) {
      add({.begin = begin, .end = until});
      return;
    }
    const SituationCaution& kind = kind_of(situation, total, race.uniform(draw + 1));
    const double length = kind.length.at(race.normal(draw + 2));
    const double end = std::min(until, begin + std::max(kShortestCautionMs, length));
    add({.begin = begin, .end = end, .pace = kind.pace, .since = begin, .number = number});
    at = end;
  }
}

// Lays a caution over what was drawn from its beginning, which is now. One that was drawn to begin meanwhile goes on after it.
void Course::impose(const Phase& caution) {
  std::array<Phase, kMostPhases> after;
  std::size_t left = 0;
  for (std::size_t i = 0; i < count_ && left < kMostPhases; ++i) {
    Phase phase = phases_[i];
    if (phase.end <= caution.end) continue;
    phase.begin = std::max(phase.begin, caution.end);
    after[left++] = phase;
  }
  count_ = 0;
  add(caution);
  for (std::size_t i = 0; i < left; ++i) add(after[i]);
}

// Cuts the phases where the track gets wet and where it dries.
void Course::wet_between(double begin, double end) {
  const std::array<Phase, kMostPhases> dry = phases_;
  const std::size_t dry_count = count_;
  count_ = 0;
  for (std::size_t i = 0; i < dry_count; ++i) {
    const Phase& phase = dry[i];
    const std::array<double, 4> cuts{phase.begin, std::clamp(begin, phase.begin, phase.end),
                                     std::clamp(end, phase.begin, phase.end), phase.end};
    for (std::size_t part = 0; part < 3; ++part) {
      Phase cut = phase;
      cut.begin = cuts[part];
      cut.end = cuts[part + 1];
      cut.wet = part == 1;
      add(cut);
    }
  }
}

void Course::draw(const Situation& situation, const Assumptions& assumptions, const Draws& race, double until) {
  count_ = 0;
  draw_cautions(situation, race, until);
  const double now = situation.now_ms;
  if (assumptions.caution) {
    const CautionNow& caution = *assumptions.caution;
    impose({.begin = now,
            .end = std::min(until, now + caution.length_ms),
            .pace = caution.pace,
            .since = now,
            .closes_entry = caution.closes_entry});
  }
  if (assumptions.rain) {
    const double begins = now + assumptions.rain->in_ms;
    wet_between(begins, begins + assumptions.rain->length_ms);
  }
  for (std::size_t i = 0; i < count_; ++i) {
    phases_[i].green_follows = i + 1 == count_ || phases_[i + 1].pace == Pace::green;
  }
}

}  // namespace stint::insight
