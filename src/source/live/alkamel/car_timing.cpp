#include "source/live/alkamel/car_timing.hpp"

#include <algorithm>
#include <chrono>

namespace stint::live::alkamel {
namespace {

using timing::CarState;
using timing::Event;
using timing::Instant;
using timing::Millis;

// Older data that stay are a correction; older data that came late are followed by newer ones.
constexpr Millis kOlderForLong = std::chrono::seconds{30};

template <class Text>
const Text* find_index(const std::vector<Text>& texts, std::int32_t index) {
  const auto found = std::ranges::find(texts, index, &Text::index);
  return found == texts.end() ? nullptr : &*found;
}

// Whether `later`, of a lap said to be over, can be the continuation of what was seen of that lap.
template <class Text, class Value>
bool continues(const std::vector<Text>& seen, const std::vector<Text>& later, Value value) {
  return std::ranges::all_of(seen, [&](const Text& text) {
    const Text* same = find_index(later, text.index);
    return same == nullptr || same->*value == text.*value;
  });
}

// From the start of the lap to the end of sector `index`; nullopt if one before it is not known.
std::optional<Millis> since_start(const std::vector<SectorText>& sectors, std::int32_t index) {
  Millis sum{0};
  for (std::int32_t i = 1; i <= index; ++i) {
    const SectorText* sector = find_index(sectors, i);
    if (sector == nullptr) return std::nullopt;
    sum += sector->time;
  }
  return sum;
}

std::optional<CarState> state_of(const StandingRecord& record, bool session_finished) {
  switch (record.classification) {
    case Classification::disqualified:
      return CarState::disqualified;
    case Classification::retired:
      return CarState::retired;
    case Classification::not_started:
      return CarState::not_started;
    case Classification::not_classified:
      if (session_finished) return CarState::retired;
      break;
    case Classification::classified:
      if (record.checkered) return CarState::finished;
      break;
    case Classification::unknown:
      break;
  }
  switch (record.status) {
    case TrackStatus::track:
      return CarState::running;
    case TrackStatus::box:
      return CarState::in_pit;
    case TrackStatus::out_lap:
      return CarState::out_lap;
    case TrackStatus::stopped:
      return CarState::stopped;
    case TrackStatus::unknown:
      break;
  }
  return std::nullopt;
}

// Being on the track or in the pits follows from laps and visits; these don't.
bool must_be_told(CarState state) {
  return state == CarState::not_started || state == CarState::stopped || state == CarState::retired ||
         state == CarState::disqualified || state == CarState::finished;
}

}  // namespace

bool CarTiming::told(std::int32_t lap) const {
  return static_cast<std::size_t>(lap) < told_.size() && told_[static_cast<std::size_t>(lap)];
}

void CarTiming::mark_told(std::int32_t lap) {
  const auto place = static_cast<std::size_t>(lap);
  if (told_.size() <= place) told_.resize(place + 1);
  told_[place] = true;
}

bool CarTiming::is_older(const StandingRecord& record, Instant now) {
  const bool fewer = record.laps && laps_ && *record.laps < *laps_;
  const bool earlier = record.lap_start && lap_start_ && *record.lap_start < *lap_start_;
  if (!fewer && !earlier) {
    older_since_.reset();
    return false;
  }
  if (!older_since_) older_since_ = now;
  return now - *older_since_ < kOlderForLong;
}

bool CarTiming::update(const StandingRecord& record, const BestMarks& bests, const Sight& sight, std::vector<Event>& events) {
  const bool first = !laps_;
  const bool crossed = !first && record.laps && *record.laps > *laps_;
  bool timing = crossed;
  if (crossed) complete_lap(record, bests, sight, events);
  if (first && record.laps) {
    laps_ = *record.laps;
    if (*laps_ > 0 && !told(*laps_))
      tell_lap(record, record.last_lap, record.lap_start.value_or(sight.now), bests, sight, events);
    timing = *laps_ > 0;
  }
  if (record.lap_start && (!lap_start_ || *record.lap_start > *lap_start_)) lap_start_ = record.lap_start;
  if (record.checkered && !checkered_) take_flag(events);
  const bool same_lap = record.laps.value_or(0) == laps();
  if (same_lap) timing = tell_lap_under_way(record, sight.now, events) || timing;
  follow_pits(record, crossed, first, sight.now);
  settle(sight.now, events);
  tell_state(record, first, sight, events);
  last_lap_time_ = record.last_lap;
  if (same_lap) {
    last_sectors_ = record.last_sectors;
    last_loops_ = record.last_loops;
  }
  return timing;
}

void CarTiming::complete_lap(const StandingRecord& record, const BestMarks& bests, const Sight& sight,
                             std::vector<Event>& events) {
  const bool next = *record.laps == *laps_ + 1;
  const bool start_is_new = record.lap_start && (!lap_start_ || *record.lap_start > *lap_start_);
  std::optional<Millis> time = record.last_lap;
  if (next && start_is_new && lap_start_) {
    // The lap time may lag behind the lap count: between two crossings there is only one.
    const Millis between = *record.lap_start - *lap_start_;
    if (!time || (time == last_lap_time_ && *time != between)) time = between;
  }
  Instant at = sight.now;
  if (start_is_new) {
    at = *record.lap_start;
  } else if (next && lap_start_ && time) {
    at = *lap_start_ + *time;
  }
  if (next) tell_rest_of_lap(record, at, events);
  hole_ = hole_ || !next;
  if (!next) out_lap_ = false;
  laps_ = *record.laps;
  left_over_sectors_ = std::exchange(sectors_, {});
  left_over_loops_ = std::exchange(loops_, {});
  tell_lap(record, time, at, bests, sight, events);
  lap_start_ = at;
}

void CarTiming::tell_lap(const StandingRecord& record, std::optional<Millis> time, Instant at, const BestMarks& bests,
                         const Sight& sight, std::vector<Event>& events) {
  timing::Lap lap{.car = car_, .lap = *laps_, .time = time, .driver = sight.driver};
  // Who takes the flag in the lane is shown as finished, no longer as in the pits.
  const bool flag_in_lane = record.checkered && pits_.in_lane();
  if (record.checkered && !checkered_) {
    lap.flag = timing::FlagKind::chequered;
    checkered_ = true;
  }
  if (time) lap.best = bests.of(car_, record.class_name, *time, record.best_lap, record.last_lap_personal);
  lap.in_lap = record.status == TrackStatus::box || flag_in_lane;
  lap.out_lap = std::exchange(out_lap_, lap.in_lap);
  last_lap_ = Event{.at = at, .body = lap};
  events.push_back(*last_lap_);
  mark_told(*laps_);
}

// What was not yet seen of the lap when it ended.
void CarTiming::tell_rest_of_lap(const StandingRecord& record, Instant at, std::vector<Event>& events) {
  const std::int32_t lap = *laps_ + 1;
  if (record.last_sectors != last_sectors_ && continues(sectors_, record.last_sectors, &SectorText::time)) {
    const std::int32_t last =
        record.last_sectors.empty() ? 0 : std::ranges::max(record.last_sectors, {}, &SectorText::index).index;
    for (const SectorText& sector : record.last_sectors) {
      if (find_index(sectors_, sector.index) != nullptr) continue;
      const auto since = since_start(record.last_sectors, sector.index);
      const bool inside = sector.index != last && since && lap_start_;
      events.push_back({.at = inside ? std::min(*lap_start_ + *since, at) : at,
                        .body = timing::Sector{car_, lap, sector.index, sector.time, sector.best}});
    }
  }
  if (record.last_loops == last_loops_ || !continues(loops_, record.last_loops, &LoopText::since_lap_start)) return;
  for (const LoopText& loop : record.last_loops) {
    if (find_index(loops_, loop.index) != nullptr) continue;
    events.push_back({.at = lap_start_ ? std::min(*lap_start_ + loop.since_lap_start, at) : at,
                      .body = timing::Loop{car_, lap, loop.index, loop.since_lap_start}});
  }
}

bool CarTiming::tell_lap_under_way(const StandingRecord& record, Instant now, std::vector<Event>& events) {
  const std::int32_t lap = laps() + 1;
  bool timing = false;
  // A value of the lap before that has not been cleared yet: the car can't have got there again.
  const auto left_over = [&](const auto* before, const auto& text, std::optional<Millis> since) {
    return before != nullptr && *before == text && since && lap_start_ && *lap_start_ + *since > now;
  };
  for (const LoopText& loop : record.loops) {
    if (find_index(loops_, loop.index) != nullptr) continue;
    if (left_over(find_index(left_over_loops_, loop.index), loop, loop.since_lap_start)) continue;
    events.push_back({.at = lap_start_ ? *lap_start_ + loop.since_lap_start : now,
                      .body = timing::Loop{car_, lap, loop.index, loop.since_lap_start}});
    loops_.push_back(loop);
    timing = true;
  }
  for (const SectorText& sector : record.sectors) {
    if (find_index(sectors_, sector.index) != nullptr) continue;
    const auto since = since_start(record.sectors, sector.index);
    if (left_over(find_index(left_over_sectors_, sector.index), sector, since)) continue;
    events.push_back({.at = lap_start_ && since ? *lap_start_ + *since : now,
                      .body = timing::Sector{car_, lap, sector.index, sector.time, sector.best}});
    sectors_.push_back(sector);
    timing = true;
  }
  return timing;
}

// The pit entry is near the line, on either side of it: a car that has begun a lap a short while ago entered on the lap before.
bool CarTiming::entered_before_line(const StandingRecord& record, bool crossed, Instant now) const {
  if (laps() == 0) return false;
  if (crossed) return true;
  const auto usual = record.best_lap ? record.best_lap : record.last_lap;
  if (usual && lap_start_) return now - *lap_start_ < *usual / 2;
  return record.loops.empty() && record.sectors.empty();
}

void CarTiming::follow_pits(const StandingRecord& record, bool crossed, bool first, Instant now) {
  // A car that has finished or retired, or stands still, is not leaving the pits, whatever is shown of it.
  const bool races =
      record.classification != Classification::retired && record.classification != Classification::disqualified && !checkered_;
  if (record.status == TrackStatus::unknown || record.status == TrackStatus::stopped || !races) return;
  const bool in_lane = record.status == TrackStatus::box;
  const bool not_under_way = laps() == 0 && record.loops.empty() && record.sectors.empty();
  if (first || (not_under_way && in_lane)) {
    pits_.join(in_lane);
  } else {
    // Left while nobody was listening: on the lap after the in-lap.
    const bool left_unseen = !in_lane && hole_ && pits_.in_lap();
    std::int32_t lap = laps() + 1;
    if (left_unseen) lap = *pits_.in_lap() + 1;
    if (in_lane && entered_before_line(record, crossed, now)) lap = laps();
    pits_.see(in_lane, lap, crossed && in_lane, now);
  }
  if (record.status == TrackStatus::out_lap && !crossed) out_lap_ = true;
  if (!in_lane && open_past_stop_) {
    pits_.join(true);
    pits_.see(false, *open_past_stop_ + 1, true, now);
  }
  open_past_stop_.reset();
}

void CarTiming::settle(Instant now, std::vector<Event>& events) {
  const std::size_t before = events.size();
  pits_.settle(now, events);
  for (std::size_t i = before, end = events.size(); i < end; ++i) {
    const auto* pit_in = timing::event_as<timing::PitIn>(events[i]);
    if (pit_in == nullptr || !last_lap_) continue;
    auto& lap = std::get<timing::Lap>(last_lap_->body);
    if (lap.lap != pit_in->lap || lap.in_lap) continue;
    lap.in_lap = true;  // it crossed the line in the lane, and only then was said to be there
    out_lap_ = true;
    events.push_back(*last_lap_);
  }
}

// The flag was said after the lap on which the car took it.
void CarTiming::take_flag(std::vector<Event>& events) {
  checkered_ = true;
  if (!last_lap_) return;
  std::get<timing::Lap>(last_lap_->body).flag = timing::FlagKind::chequered;
  events.push_back(*last_lap_);
}

void CarTiming::tell_state(const StandingRecord& record, bool first, const Sight& sight, std::vector<Event>& events) {
  const auto state = state_of(record, sight.session_finished);
  if (!state || state == state_) return;
  const bool was_told = state_ && must_be_told(*state_);
  if (must_be_told(*state) || was_told || (first && *state == CarState::in_pit))
    events.push_back({.at = sight.now, .body = timing::CarStatus{car_, *state}});
  state_ = state;
}

void CarTiming::fill(const std::vector<PastLap>& laps, std::vector<Event>& events) {
  bool began_in_pit = false;
  for (const PastLap& lap : laps) {
    const bool out_lap = std::exchange(began_in_pit, lap.crossed_in_pit);
    if (told(lap.lap)) {
      open_past_stop_.reset();
      continue;
    }
    for (const PastLap::Part& sector : lap.sectors) {
      events.push_back({.at = std::min(sector.ended_at.value_or(lap.ended_at), lap.ended_at),
                        .body = timing::Sector{car_, lap.lap, sector.index, sector.time, timing::BestMark::none}});
    }
    tell_past_pits(lap, events);
    const timing::Lap past{
        .car = car_, .lap = lap.lap, .time = lap.time, .valid = lap.valid, .in_lap = lap.crossed_in_pit, .out_lap = out_lap};
    events.push_back({.at = lap.ended_at, .body = past});
    if (lap.crossed_in_pit) {
      events.push_back({.at = lap.ended_at, .body = timing::PitIn{.car = car_, .lap = lap.lap}});
      open_past_stop_ = lap.lap;
    }
    mark_told(lap.lap);
  }
  if (laps_ && !laps.empty() && laps.back().lap < *laps_) open_past_stop_.reset();
}

// The history has no exits: the car had left when it ended the first sector of the next lap, at the latest with that lap.
void CarTiming::tell_past_pits(const PastLap& lap, std::vector<Event>& events) {
  if (!open_past_stop_ || *open_past_stop_ + 1 != lap.lap) return;
  const bool timed = !lap.sectors.empty() && lap.sectors.front().ended_at;
  events.push_back({.at = std::min(timed ? *lap.sectors.front().ended_at : lap.ended_at, lap.ended_at),
                    .body = timing::PitOut{.car = car_, .lap = lap.lap}});
  open_past_stop_.reset();
}

}  // namespace stint::live::alkamel
