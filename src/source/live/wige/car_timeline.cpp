#include "source/live/wige/car_timeline.hpp"

#include <algorithm>
#include <cmath>

namespace stint::live::wige {
namespace {

// The feed rounds each sector by itself, so their sum may differ from the lap by this much a sector.
constexpr Millis kRounding{2};

Millis apart(Millis a, Millis b) { return a > b ? a - b : b - a; }

// Sum of the first `count` sectors; nullopt if one of them is unknown.
std::optional<Millis> sum_of(const std::array<SectorCell, kMostSectors>& sectors, std::size_t from, std::size_t until) {
  Millis sum{0};
  for (std::size_t i = from; i < until; ++i) {
    if (!sectors[i].time) return std::nullopt;
    sum += *sectors[i].time;
  }
  return sum;
}

std::size_t leading_times(const ClassificationRow& row, std::size_t count) {
  std::size_t n = 0;
  while (n < count && row.sectors[n].time) ++n;
  return n;
}

}  // namespace

std::optional<Instant> CarTimeline::last_crossing() const {
  for (auto it = facts_.rbegin(); it != facts_.rend(); ++it) {
    if (it->second.told) return it->second.at;
  }
  return std::nullopt;
}

std::optional<Instant> CarTimeline::first_crossing() const {
  const auto first = std::ranges::find_if(facts_, [](const auto& lap) { return lap.second.told; });
  return first == facts_.end() ? std::nullopt : std::optional(first->second.at);
}

// Frames arrive out of order: the newest crossing that a car has shown stands.
bool CarTimeline::is_stale(const ClassificationRow& row) const {
  if (row.laps && *row.laps < laps_) return true;
  const bool same_lap = !row.laps || *row.laps == laps_;
  return same_lap && row.point_at && last_point_at_ && *row.point_at < *last_point_at_;
}

CarTimeline::LapFacts* CarTimeline::told_lap(std::int32_t lap) {
  const auto found = facts_.find(lap);
  return found != facts_.end() && found->second.told ? &found->second : nullptr;
}

bool CarTimeline::take(const ClassificationRow& row, const FrameFacts& frame, std::vector<timing::Event>& out) {
  if (is_stale(row)) return false;
  const bool first = laps_ < 0;
  const LastPoint point = last_point(frame.version, row.point, frame.intermediates);
  const bool lap_just_done = row.laps && *row.laps > std::max(laps_, 0);
  if (row.laps) laps_ = *row.laps;
  laps_ = std::max(laps_, 0);
  if (lap_just_done) {
    finish_lap(row, point, frame, out);
  } else {
    improve_lap(row, point, frame, out);
  }
  take_sectors(row, point, frame, out);
  tell_place(row, point, frame, out);
  lane_.see(row, sighting(row, point, frame, first, lap_just_done), out);
  mark_lane_laps(frame, out);
  if (row.point_at) last_point_at_ = std::max(last_point_at_.value_or(*row.point_at), *row.point_at);
  row_ = row;
  return true;
}

void CarTimeline::take_unchanged(const FrameFacts& frame, std::vector<timing::Event>& out) {
  if (!row_) return;
  const LastPoint point = last_point(frame.version, row_->point, frame.intermediates);
  lane_.see(*row_, sighting(*row_, point, frame, false, false), out);
  mark_lane_laps(frame, out);
}

LaneSighting CarTimeline::sighting(const ClassificationRow& row, LastPoint point, const FrameFacts& frame, bool first,
                                   bool lap_just_done) {
  const auto current = facts_.find(laps_ + 1);
  const LapFacts* last = told_lap(laps_);
  LaneSighting seen;
  seen.point = point;
  seen.laps = laps_;
  seen.sector_since_line = current != facts_.end() &&
                           std::ranges::any_of(current->second.sectors, [](const auto& time) { return time.has_value(); });
  seen.word_in_last_sector = row.sectors[frame.sectors() - 1].in_lane && (!seen.sector_since_line || !row.sectors[0].present);
  seen.lap_just_done = lap_just_done;
  if (last != nullptr) seen.line_at = last->at;
  seen.now = frame.at;
  seen.first = first;
  return seen;
}

// When the car crossed the line that began the lap in progress, from the point that it crossed since.
std::optional<Instant> CarTimeline::line_crossing(const ClassificationRow& row, LastPoint point) {
  if (!row.point_at) return std::nullopt;
  if (point.kind == PointKind::line) return row.point_at;
  if (point.kind != PointKind::intermediate) return std::nullopt;
  const auto since = sum_of(row.sectors, 0, static_cast<std::size_t>(point.number));
  return since ? std::optional(*row.point_at - *since) : std::nullopt;
}

void CarTimeline::finish_lap(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                             std::vector<timing::Event>& out) {
  LapFacts& facts = facts_[laps_];
  if (facts.told) return;
  const LapFacts* before = told_lap(laps_ - 1);
  const bool shows_this_lap = !row_ || row.last_lap_text != row_->last_lap_text;
  const auto crossed = line_crossing(row, point);
  if (crossed) {
    facts.at = *crossed;
    facts.exact = true;
  } else if (before != nullptr && before->exact && shows_this_lap && row.last_lap) {
    facts.at = before->at + *row.last_lap;
    facts.exact = true;
  } else {
    const bool newly_seen = row.point_at && (!last_point_at_ || *row.point_at > *last_point_at_);
    facts.at = newly_seen ? *row.point_at : frame.at;
  }
  const bool both_timed = before != nullptr && before->exact && facts.exact && facts.at > before->at;
  const auto between = both_timed ? std::optional(facts.at - before->at) : std::nullopt;
  const bool agrees = between && row.last_lap && apart(*between, *row.last_lap) <= kRounding;
  facts.lap.time = shows_this_lap || agrees ? row.last_lap : between;
  facts.lap.best = shows_this_lap || agrees ? row.last_lap_best : timing::BestMark::none;
  lap_time_awaited_ = !shows_this_lap && !agrees;
  for (const SectorCell& cell : row.sectors) {
    if (cell.speed_kph) facts.lap.top_speed_kph = std::max(facts.lap.top_speed_kph.value_or(0), *cell.speed_kph);
  }
  facts.lap.lap = laps_;
  tell_lap(facts, frame, out);
}

// Members of a lap that arrive a frame after the lap.
void CarTimeline::improve_lap(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                              std::vector<timing::Event>& out) {
  LapFacts* facts = told_lap(laps_);
  if (facts == nullptr) return;
  bool better = false;
  if (!facts->exact) {
    if (const auto crossed = line_crossing(row, point)) {
      facts->at = *crossed;
      facts->exact = true;
      better = true;
    }
  }
  if (lap_time_awaited_ && row_ && row.last_lap_text != row_->last_lap_text && row.last_lap) {
    lap_time_awaited_ = false;
    better = better || facts->lap.time != row.last_lap;
    facts->lap.time = row.last_lap;
    facts->lap.best = row.last_lap_best;
  }
  if (better) tell_lap(*facts, frame, out);
}

void CarTimeline::tell_lap(LapFacts& facts, const FrameFacts& frame, std::vector<timing::Event>& out) {
  facts.told = true;
  facts.lap.car = car_;
  facts.lap.in_lap = facts.lap.in_lap || lane_.in_lap() == facts.lap.lap;
  facts.lap.out_lap = facts.lap.out_lap || lane_.out_lap() == facts.lap.lap;
  const bool takes_flag = frame.flag_fell_at && facts.at >= *frame.flag_fell_at && (!took_flag_ || facts.lap.flag);
  if (takes_flag) {
    facts.lap.flag = timing::FlagKind::chequered;
    took_flag_ = true;
  }
  out.push_back({facts.at, 0, facts.lap});
  while (told_lap(known_laps_ + 1) != nullptr) ++known_laps_;
}

// A car that turns out to be in the lane ended its last lap there.
void CarTimeline::mark_lane_laps(const FrameFacts& frame, std::vector<timing::Event>& out) {
  LapFacts* in_lap = told_lap(lane_.in_lap());
  if (in_lap != nullptr && !in_lap->lap.in_lap && row_) tell_lap(*in_lap, frame, out);
}

void CarTimeline::flag_fell(Instant at, std::vector<timing::Event>& out) {
  for (auto& [number, facts] : facts_) {
    if (!facts.told || facts.at < at || took_flag_) continue;
    facts.lap.flag = timing::FlagKind::chequered;
    took_flag_ = true;
    out.push_back({facts.at, 0, facts.lap});
  }
}

void CarTimeline::tell_sector(std::int32_t lap, std::size_t index, Instant at, const SectorCell& cell,
                              std::vector<timing::Event>& out) {
  auto& told = facts_[lap].sectors[index];
  if (told == cell.time || !cell.time) return;
  told = cell.time;
  out.push_back({at, 0, timing::Sector{car_, lap, static_cast<std::int32_t>(index) + 1, *cell.time, cell.best}});
}

void CarTimeline::take_sectors(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                               std::vector<timing::Event>& out) {
  take_ended_sectors(row, point, frame, out);
  std::size_t passed = point.kind == PointKind::intermediate ? static_cast<std::size_t>(point.number) : 0;
  const bool unsaid = point.kind == PointKind::unknown || point.kind == PointKind::running;
  if (unsaid) {
    // All cells full: the sectors of the lap before are still there.
    passed = leading_times(row, frame.sectors());
    if (passed >= frame.sectors() - (row.sectors[frame.sectors() - 1].present ? 1U : 0U)) passed = 0;
  }
  const LapFacts* last = told_lap(laps_);
  for (std::size_t i = 0; i < passed; ++i) {
    const auto after = sum_of(row.sectors, i + 1, passed);
    const auto since_line = sum_of(row.sectors, 0, i + 1);
    std::optional<Instant> at;
    if (row.point_at && after) at = *row.point_at - *after;
    if (!at && last != nullptr && last->exact && since_line) at = last->at + *since_line;
    tell_sector(laps_ + 1, i, at.value_or(frame.at), row.sectors[i], out);
  }
}

// The sectors of the lap just ended that the cells still show: the last one comes a frame late, others were missed.
void CarTimeline::take_ended_sectors(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                                     std::vector<timing::Event>& out) {
  const LapFacts* last = told_lap(laps_);
  if (last == nullptr || !last->lap.time) return;
  const std::size_t count = frame.sectors();
  const std::size_t overwritten = point.kind == PointKind::intermediate ? static_cast<std::size_t>(point.number) : 0;
  const auto told = last->sectors;
  // Which lap a cell belongs to shows in the sum: with what is known of the lap it makes the lap's time.
  Millis sum{0};
  for (std::size_t i = 0; i < count; ++i) {
    const auto time = told[i] ? told[i] : i >= overwritten ? row.sectors[i].time : std::nullopt;
    if (!time) return;
    sum += *time;
  }
  if (apart(sum, *last->lap.time) > kRounding * static_cast<int>(count)) return;
  Instant at = last->at;
  for (std::size_t i = count; i > 0; --i) {
    const bool missing = !told[i - 1];
    const Millis time = missing ? *row.sectors[i - 1].time : *told[i - 1];
    if (missing) tell_sector(laps_, i - 1, at, row.sectors[i - 1], out);
    at -= time;
  }
}

void CarTimeline::tell_place(const ClassificationRow& row, LastPoint point, const FrameFacts& frame,
                             std::vector<timing::Event>& out) const {
  if (!row.point_at || (last_point_at_ && *row.point_at <= *last_point_at_) || !frame.lap_length_m) return;
  if (point.kind != PointKind::intermediate && point.kind != PointKind::line) return;
  double metres = 0;
  for (std::int32_t i = 0; i < point.number; ++i) {
    const double length = frame.sector_lengths_m[static_cast<std::size_t>(i)];
    if (length <= 0) return;
    metres += length;
  }
  const double fraction = metres / *frame.lap_length_m;
  if (fraction >= 0 && fraction < 1) out.push_back({*row.point_at, 0, timing::Position{car_, fraction, {}, {}}});
}

void CarTimeline::take_listed(const ListedLap& listed, const FrameFacts& frame, std::vector<timing::Event>& out) {
  LapFacts& facts = facts_[listed.lap];
  const bool new_time = listed.time && facts.lap.time != listed.time;
  if (!facts.told || facts.at != listed.ended_at || new_time) {
    facts.at = listed.ended_at;
    facts.exact = true;
    facts.lap.lap = listed.lap;
    if (listed.time) facts.lap.time = listed.time;
    if (!facts.lap.time) {
      const LapFacts* before = told_lap(listed.lap - 1);
      if (before != nullptr && before->exact && before->at < facts.at) facts.lap.time = facts.at - before->at;
    }
    tell_lap(facts, frame, out);
  }
  Instant at = listed.ended_at;
  for (std::size_t i = frame.sectors(); i > 0; --i) {
    const auto& time = listed.sectors[i - 1];
    if (!time) return;
    tell_sector(listed.lap, i - 1, at, SectorCell{.time = time}, out);
    at -= *time;
  }
}

}  // namespace stint::live::wige
