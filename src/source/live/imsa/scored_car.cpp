#include "source/live/imsa/scored_car.hpp"

#include <algorithm>
#include <utility>

namespace stint::live::imsa {

using timing::Event;
using timing::Instant;

void ScoredCar::see_entry(const ResultsRow& row, Instant now, std::vector<Event>& events) {
  timing::Entry entry = entry_;
  entry.key = row.entry_id;
  entry.class_name = row.class_name;
  if (!row.vehicle.empty()) entry.vehicle = row.vehicle;
  if (!row.team.empty()) entry.team = row.team;
  driver_.see(row.driver, "", laps_.value_or(row.laps.value_or(0)) + 1, now);
  auto settled = driver_.settle(now);
  entry.drivers = driver_.drivers();
  if (entry != entry_ || !entry_told_) {
    entry_ = entry;
    entry_told_ = true;
    events.push_back({.at = settled ? settled->at : now, .body = timing::Indirect(std::move(entry))});
  }
  if (!settled) return;
  settled->change.car = entry_.car;
  events.push_back({.at = settled->at, .body = settled->change});
}

void ScoredCar::complete_lap(const ResultsRow& row, Instant at, bool chequered, std::vector<Event>& events) {
  const bool next = !laps_ || *row.laps == *laps_ + 1;
  // Who takes the flag in the lane is not shown there a second time.
  if (chequered && pit_change_ && pit_change_->in_lane) tell_pit_change(events);
  laps_ = *row.laps;
  if (*laps_ == 0) return;
  timing::Lap lap{.car = entry_.car, .lap = *laps_, .time = row.last_lap, .driver = driver_.id()};
  if (chequered) lap.flag = timing::FlagKind::chequered;
  lap.in_lap = in_lane_.value_or(false) && !pit_change_;
  lap.out_lap = std::exchange(out_lap_, lap.in_lap) && next;
  last_lap_ = Event{.at = at, .body = lap};
  events.push_back(*last_lap_);
}

bool ScoredCar::took_flag() const {
  return last_lap_ && std::get<timing::Lap>(last_lap_->body).flag == timing::FlagKind::chequered;
}

void ScoredCar::take_flag(std::vector<Event>& events) {
  if (!last_lap_) return;
  auto& lap = std::get<timing::Lap>(last_lap_->body);
  if (lap.flag == timing::FlagKind::chequered) return;
  lap.flag = timing::FlagKind::chequered;
  events.push_back(*last_lap_);
}

// The pit entry is near the line, on either side of it: a car that has begun a lap a short while ago entered on the lap before.
bool ScoredCar::entered_on_last_lap(const ResultsRow& row, Instant now) const {
  if (!last_lap_ || !row.last_lap) return false;
  return now - last_lap_->at < *row.last_lap / 2;
}

void ScoredCar::see_state(const ResultsRow& row, Instant now, std::vector<Event>& events) {
  if (row.in_pit && !in_lane_) {
    in_lane_ = *row.in_pit;
    stops_ = row.stops;
    const bool standing = *in_lane_ && laps_.value_or(0) > 0;
    if (standing) events.push_back({.at = now, .body = timing::CarStatus{entry_.car, timing::CarState::in_pit}});
  } else if (took_flag()) {
    pit_change_.reset();  // where it goes after the flag is no visit
  } else if (row.in_pit && *row.in_pit != *in_lane_) {
    if (pit_change_) {
      tell_pit_change(events);
      stops_ = row.stops;
    } else {
      const bool last_lap = *row.in_pit && entered_on_last_lap(row, now);
      pit_change_ = PitChange{*row.in_pit, laps_.value_or(0) + (last_lap ? 0 : 1), now};
    }
  } else if (row.in_pit) {
    pit_change_.reset();
  }
  if (row.out != out_) {
    const auto state = row.out ? timing::CarState::retired : timing::CarState::running;
    events.push_back({.at = now, .body = timing::CarStatus{entry_.car, state}});
    out_ = row.out;
  }
}

void ScoredCar::tell_pit_change(std::vector<Event>& events) {
  const PitChange change = *std::exchange(pit_change_, std::nullopt);
  in_lane_ = change.in_lane;
  if (!change.in_lane) {
    events.push_back({.at = change.since, .body = timing::PitOut{.car = entry_.car, .lap = change.lap}});
    return;
  }
  events.push_back({.at = change.since, .body = timing::PitIn{.car = entry_.car, .lap = change.lap}});
  if (!last_lap_) return;
  // It crossed the line in the lane, and only then was said to be there.
  auto& lap = std::get<timing::Lap>(last_lap_->body);
  if (lap.lap < change.lap || lap.in_lap) return;
  lap.in_lap = true;
  out_lap_ = true;
  events.push_back(*last_lap_);
}

std::int32_t ScoredCar::unseen_stops(const ResultsRow& row) {
  if (!row.stops || !stops_ || !in_lane_ || *in_lane_ || pit_change_) return 0;
  const std::int32_t unseen = *row.stops - *stops_;
  if (unseen > 0) stops_ = row.stops;
  return std::max(unseen, 0);
}

void ScoredCar::see_standing(const ResultsRow& row, Instant now, std::vector<Event>& events) {
  timing::OfficialStanding official{.car = entry_.car,
                                    .position = row.position,
                                    .class_position = row.class_position,
                                    .laps = row.laps,
                                    .gap = row.gap.time,
                                    .gap_laps = row.gap.laps};
  if (official_ == official) return;
  official_ = official;
  events.push_back({.at = now, .body = timing::Indirect(std::move(official))});
}

}  // namespace stint::live::imsa
