#include "source/live/page/car_follower.hpp"

#include <algorithm>
#include <utility>

namespace stint::live::page {
namespace {

using timing::CarState;
using timing::DriverId;
using timing::Event;
using timing::Instant;
using timing::Millis;

// A page's gaps are rounded, and a leader's crossing is an estimate too.
constexpr Millis kGapSlack{1'500};
// Sectors that add up to a lap: rounded to thousandths each.
constexpr Millis kRounding{5};

bool is_in_lane(CarState state) { return state == CarState::in_pit; }
bool runs(CarState state) { return state == CarState::running || state == CarState::out_lap; }

}  // namespace

bool CarFollower::follow(const CarRow& row, const Poll& poll, std::vector<Event>& events) {
  follow_entry(row, poll, events);
  const std::optional<std::int32_t> before = laps_;
  const bool sighted_in_lane = row.state && is_in_lane(*row.state);
  bool timing = follow_lap(row, poll, events);
  const bool new_lap = laps_ != before;
  timing |= follow_sectors(row, poll, new_lap, events);
  timing |= follow_state(row, poll, new_lap, events);
  if (new_lap) lap_began_in_pit_ = sighted_in_lane;
  timing |= follow_standing(row, poll, events);
  return timing;
}

DriverId CarFollower::driver_id(const std::string& name) {
  auto& drivers = entry_->drivers;
  const auto found = std::ranges::find(drivers, name, &timing::Driver::name);
  if (found != drivers.end()) return found->id;
  const DriverId id(std::to_string(drivers.size() + 1));
  drivers.push_back({.id = id, .name = name, .tla = {}, .grade = {}, .country = {}});
  return id;
}

// The entry grows: what a page leaves out for a moment is kept.
void CarFollower::follow_entry(const CarRow& row, const Poll& poll, std::vector<Event>& events) {
  timing::Entry next = entry_.value_or(timing::Entry{.car = number_, .key = number_.str()});
  const auto keep = [](std::string& held, const std::string& told) {
    if (!told.empty()) held = told;
  };
  keep(next.class_name, row.class_name);
  keep(next.team, row.team);
  keep(next.vehicle, row.vehicle);
  keep(next.manufacturer, row.manufacturer);
  const std::optional<timing::Entry> before = std::exchange(entry_, std::move(next));

  std::optional<DriverId> from;
  std::optional<DriverId> to;
  if (!row.driver.empty()) {
    const std::optional<std::string> old = driver_.value();
    const bool changed = old ? driver_.see(row.driver, poll.at) : true;
    if (changed) {
      if (!old) driver_.set(row.driver, poll.at);
      if (old) from = driver_id(*old);
      to = driver_id(row.driver);
    }
  }
  if (entry_ != before) events.push_back({poll.at, 0, *entry_});
  if (to) events.push_back({driver_.since(), 0, timing::DriverChange{number_, from, *to, laps_.value_or(0) + 1}});
}

Instant CarFollower::crossing(const CarRow& row, const Poll& poll) {
  const bool one_more = laps_ && *row.laps == *laps_ + 1;
  if (poll.first && !one_more) {
    window_.assume(poll.assumed);
  } else {
    window_.crossed(poll.previous, poll.at, one_more ? row.last_lap : std::nullopt);
  }
  // To the leader's own crossing of the same line: finer than what polls can tell.
  if (poll.leader_laps == row.laps && row.gap.time && row.gap.time->count() > 0) {
    const Instant by_gap = poll.leader_crossed + *row.gap.time;
    if (by_gap <= poll.at && (poll.first || window_.holds(by_gap, kGapSlack))) return by_gap;
  }
  return window_.estimate();
}

bool CarFollower::follow_lap(const CarRow& row, const Poll& poll, std::vector<Event>& events) {
  if (!row.laps || (laps_ && *row.laps <= *laps_)) return false;
  crossed_at_ = crossing(row, poll);
  laps_ = row.laps;
  if (*laps_ == 0) return false;
  timing::Lap lap{.car = number_, .lap = *laps_, .time = row.last_lap};
  if (driver_.value()) lap.driver = driver_id(*driver_.value());
  if (row.best_lap && row.best_lap == row.last_lap) lap.best = timing::BestMark::personal;
  if (!poll.first) {
    lap.in_lap = row.state && is_in_lane(*row.state);
    lap.out_lap = lap_began_in_pit_;
  }
  events.push_back({crossed_at_, 0, lap});
  return true;
}

// Sector times stand on a page until others take their place, so only one that differs is new. Those that add up to the lap
// that has just ended belong to it; others to the lap that runs.
bool CarFollower::follow_sectors(const CarRow& row, const Poll& poll, bool new_lap, std::vector<Event>& events) {
  const auto before = std::exchange(sectors_, row.sectors);
  if (poll.first || !laps_) return false;
  std::size_t count = 0;
  Millis total{};
  for (const auto& sector : row.sectors) {
    if (!sector) break;
    total += *sector;
    ++count;
  }
  const bool whole = new_lap && row.last_lap && count > 1 && std::chrono::abs(total - *row.last_lap) <= kRounding;
  bool any = false;
  Millis since_line{};
  for (std::size_t i = 0; i < count; ++i) {
    since_line += *row.sectors[i];
    if (row.sectors[i] == before[i] && !whole) continue;
    const std::int32_t lap = whole ? *laps_ : *laps_ + 1;
    // The times before it on this lap have to be this lap's too: on a new lap only what is new can be.
    if (!whole && new_lap && i > 0 && row.sectors[i - 1] == before[i - 1]) break;
    const Instant begun = whole ? crossed_at_ - *row.last_lap : crossed_at_;
    const Instant ended = whole && i + 1 == count ? crossed_at_ : std::min(begun + since_line, poll.at);
    events.push_back({ended, 0, timing::Sector{number_, lap, static_cast<std::int32_t>(i) + 1, *row.sectors[i]}});
    any = true;
  }
  return any;
}

bool CarFollower::follow_state(const CarRow& row, const Poll& poll, bool new_lap, std::vector<Event>& events) {
  const std::optional<std::int32_t> pits_before = std::exchange(pits_, row.pits ? row.pits : pits_);
  if (!row.state) return false;
  if (poll.first || !state_.value()) {
    state_.set(*row.state, poll.at);
    events.push_back({poll.at, 0, timing::CarStatus{number_, *row.state}});
    return false;
  }
  const CarState from = *state_.value();
  if (*row.state != from && state_.next() != row.state) {
    // A car that crossed the line in the lane has ended its in-lap there.
    const bool ended_in_lane = is_in_lane(*row.state) && new_lap;
    state_lap_ = ended_in_lane ? laps_.value_or(1) : laps_.value_or(0) + 1;
    state_seen_at_ = ended_in_lane ? std::min(poll.at, crossed_at_ - Millis{1}) : poll.at;
  }
  bool changed = state_.see(*row.state, state_seen_at_);
  if (!changed && is_in_lane(*row.state) && !is_in_lane(from) && pits_before && row.pits && *row.pits > *pits_before) {
    state_.set(*row.state, state_seen_at_);  // the count of stops confirms it
    changed = true;
  }
  if (!changed) return false;
  change_state(from, *row.state, events);
  return true;
}

void CarFollower::change_state(CarState from, CarState to, std::vector<Event>& events) {
  const Instant at = state_.since();
  if (is_in_lane(to) && runs(from)) {
    events.push_back({at, 0, timing::PitIn{number_, state_lap_}});
  } else if (is_in_lane(from) && runs(to)) {
    events.push_back({at, 0, timing::PitOut{number_, state_lap_, std::nullopt}});
  } else {
    events.push_back({at, 0, timing::CarStatus{number_, to}});
  }
}

bool CarFollower::follow_standing(const CarRow& row, const Poll& poll, std::vector<Event>& events) {
  timing::OfficialStanding standing{.car = number_,
                                    .position = row.position,
                                    .class_position = row.class_position,
                                    .laps = row.laps,
                                    .gap = row.gap.time,
                                    .gap_laps = row.gap.laps};
  if (!standing.gap && !standing.gap_laps && (row.interval.time || row.interval.laps)) {
    standing.gap = row.interval.time;
    standing.gap_laps = row.interval.laps;
    standing.reference = timing::GapReference::car_ahead;
  }
  if (standing_ == standing || (!standing.position && !standing.gap && !standing.gap_laps)) return false;
  standing_ = standing;
  events.push_back({poll.at, 0, standing});
  return true;
}

}  // namespace stint::live::page
