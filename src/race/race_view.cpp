// How a RaceState shows itself: the Snapshot, row by row. All gaps and marks are worked out here, when somebody looks.
#include <algorithm>

#include "race/gaps.hpp"
#include "race/pit_stops.hpp"
#include "race/race_state.hpp"

namespace stint::race {
namespace {

// A car that has not been seen for this many of its own usual laps has stopped on the track.
constexpr double kOverdueLaps = 2.5;

std::optional<Millis> usual_lap(const CarProgress& car) { return car.pace.median ? car.pace.median : car.best_lap; }

bool has_been_seen(const CarProgress& car) { return !car.laps.empty() || car.now.last_sector > 0; }

bool is_disqualified(const CarProgress& car) { return car.told_state == CarState::disqualified; }

std::vector<std::optional<MarkedTime>> marked_sectors(const SectorTimes& times,
                                                      const std::array<std::int32_t, kMaxSectors>& laps, std::int32_t count,
                                                      const CarProgress& car, const GroupBests& session,
                                                      const GroupBests& group) {
  std::vector<std::optional<MarkedTime>> marked(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (!times[i]) continue;
    marked[i] = MarkedTime{*times[i], mark_of(*times[i], session.sectors[i], group.sectors[i], car.best_sectors[i]), laps[i]};
  }
  return marked;
}

std::optional<Millis> ideal_lap(const CarProgress& car, std::int32_t sector_count) {
  if (sector_count == 0) return std::nullopt;
  Millis sum{0};
  for (std::size_t i = 0; i < static_cast<std::size_t>(sector_count); ++i) {
    if (!car.best_sectors[i]) return std::nullopt;
    sum += *car.best_sectors[i];
  }
  return sum;
}

}  // namespace

// Cars that have completed no lap follow by the sectors of their first one; a disqualified car is last.
std::vector<std::size_t> RaceState::shown_order() const {
  std::vector<std::size_t> order(order_.places().begin(), order_.places().end());
  const auto lapless = std::ranges::find_if(order, [this](std::size_t i) { return cars_[i].laps.empty(); });
  const auto progress = [this](std::size_t i) {
    const CarProgress& car = cars_[i];
    return std::tuple(-car.now.last_sector, car.last_seen.value_or(Instant::max()), car.entry->car);
  };
  std::sort(lapless, order.end(), [&](std::size_t a, std::size_t b) { return progress(a) < progress(b); });
  std::ranges::stable_partition(order, [this](std::size_t i) { return !is_disqualified(cars_[i]); });
  return order;
}

CarState RaceState::state_of(const CarProgress& car, Instant at) const {
  if (is_disqualified(car)) return CarState::disqualified;
  if (car.took_flag) return CarState::finished;
  if (car.told_state) return *car.told_state;
  const bool over = session_.state == timing::SessionState::finished || session_.state == timing::SessionState::closed;
  const bool anybody_took_flag = flags_.current() == FlagKind::chequered;
  if (over && anybody_took_flag) return CarState::retired;
  if (car.open_stop() != nullptr) return CarState::in_pit;
  if (!car.stops.empty() && car.stops.back().out_lap == car.laps_completed() + 1) return CarState::out_lap;
  const auto usual = usual_lap(car);
  if (!over && usual && car.last_seen && flags_.current() != FlagKind::red &&
      at - *car.last_seen > std::chrono::duration_cast<Millis>(*usual * kOverdueLaps)) {
    return CarState::stopped;
  }
  const bool begun = session_.started_at && at >= *session_.started_at;
  return begun || has_been_seen(car) ? CarState::running : CarState::not_started;
}

CarSnapshot RaceState::row_of(std::size_t index, Instant at) const {
  const CarProgress& car = cars_[index];
  const GroupBests& group = classes_[car.class_index].bests;
  CarSnapshot row;
  row.entry = car.entry;
  row.laps = car.laps_completed();
  if (session_.started_at && car.last_line()) row.elapsed = *car.last_line() - *session_.started_at;
  row.last_seen = car.last_seen;
  if (!car.laps.empty() && car.laps.back().time) {
    const LapRecord& last = car.laps.back();
    // A deleted lap is worth nothing, however fast.
    const BestMark mark = last.valid ? mark_of(*last.time, bests_.lap, group.lap, car.best_lap) : BestMark::none;
    row.last_lap = MarkedTime{*last.time, mark, last.number};
  }
  if (car.best_lap) {
    row.best_lap = MarkedTime{*car.best_lap, mark_of(*car.best_lap, bests_.lap, group.lap, car.best_lap), car.best_lap_number};
  }
  row.sectors = marked_sectors(car.latest_sectors, car.latest_sector_laps, sector_count_, car, bests_, group);
  row.best_sectors = marked_sectors(car.best_sectors, car.best_sector_laps, sector_count_, car, bests_, group);
  row.ideal_lap = ideal_lap(car, sector_count_);
  row.driver = car.driver;
  row.driver_name = car.driver_name(car.driver);
  row.state = state_of(car, at);
  row.stops = counted_stops(car);
  if (has_been_seen(car)) row.laps_since_stop = row.laps - std::min(row.laps, last_stop_before(car, row.laps + 2));
  row.speed_kph = car.speed_kph;
  if (car.telemetry) row.telemetry = *car.telemetry;
  row.track_position = car.track_position;
  row.track_position_at = car.track_position_at;
  if (car.now.loop_at) row.loop = LoopCrossing{car.now.last_loop, *car.now.loop_at};
  if (car.official) row.official = *car.official;
  row.laps_done = car.laps;
  row.stints = car.stints;
  row.pit_stops = car.stops;
  row.drive_times = car.drive_times;
  return row;
}

void RaceState::measure_gaps(Snapshot& shown, const std::vector<std::size_t>& order, Instant at) const {
  std::vector<std::optional<std::size_t>> ahead_in_class(classes_.size());
  std::vector<std::size_t> class_leaders(classes_.size());
  std::vector<std::int32_t> class_places(classes_.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    const CarProgress& car = cars_[order[place]];
    if (!has_been_seen(car) || is_disqualified(car)) continue;
    CarSnapshot& row = shown.cars[place];
    auto& ahead = ahead_in_class[car.class_index];
    if (!ahead) class_leaders[car.class_index] = order[place];
    row.position = static_cast<std::int32_t>(place) + 1;
    row.class_position = ++class_places[car.class_index];
    row.gap = gap_between(cars_[order.front()], car, at);
    row.class_gap = gap_between(cars_[class_leaders[car.class_index]], car, at);
    if (place > 0) row.interval = gap_between(cars_[order[place - 1]], car, at);
    if (ahead) row.class_interval = gap_between(cars_[*ahead], car, at);
    ahead = order[place];
  }
}

Bests RaceState::bests_of(const GroupBests& group, std::string class_name) const {
  const auto count = static_cast<std::size_t>(sector_count_);
  Bests bests;
  bests.class_name = std::move(class_name);
  bests.lap = group.lap;
  bests.lap_by = group.lap_by;
  bests.lap_number = group.lap_number;
  bests.sectors.assign(group.sectors.begin(), group.sectors.begin() + static_cast<std::ptrdiff_t>(count));
  bests.sectors_by.assign(group.sectors_by.begin(), group.sectors_by.begin() + static_cast<std::ptrdiff_t>(count));
  return bests;
}

void RaceState::show_clock(Snapshot& shown, Instant at) const {
  if (session_.started_at) shown.elapsed = at - *session_.started_at;
  if (clock_ && clock_->remaining) {
    const Millis since = clock_->running ? at - clock_at_ : Millis{0};
    shown.remaining = std::max(Millis{0}, *clock_->remaining - since);
  } else if (session_.limit && shown.elapsed) {
    shown.remaining = std::max(Millis{0}, *session_.limit - *shown.elapsed);
  }
  if (clock_) shown.laps_remaining = clock_->laps_remaining;
}

Snapshot RaceState::show(Instant at) const {
  Snapshot shown;
  shown.last_seq = last_seq_;
  shown.at = at;
  shown.session = session_;
  show_clock(shown, at);
  shown.flag = flags_.current();
  shown.sector_count = sector_count_;

  const std::vector<std::size_t> order = shown_order();
  shown.cars.reserve(order.size());
  for (const std::size_t index : order) shown.cars.push_back(row_of(index, at));
  measure_gaps(shown, order, at);

  for (const std::size_t index : order) {
    const ClassGroup& group = classes_[cars_[index].class_index];
    if (std::ranges::find(shown.classes, group.name) != shown.classes.end()) continue;
    shown.classes.push_back(group.name);
    shown.class_bests.push_back(bests_of(group.bests, group.name));
  }
  shown.bests = bests_of(bests_, "");
  shown.loop_bests = loop_bests_;
  shown.control = control_;
  shown.control.begin_what_is_due(at);
  shown.flags = flags_.periods();
  if (session_.started_at) shown.flag_shares = flags_.shares(*session_.started_at, at);
  shown.messages = messages_;
  shown.weather = weather_;
  shown.feeds = feeds_;
  show_differences(shown, order, at);
  return shown;
}

}  // namespace stint::race
