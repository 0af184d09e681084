#include "insight/strategy/score/race_truth.hpp"

#include <algorithm>

#include "insight/strategy/measure/standing_car.hpp"

namespace stint::insight {
namespace {

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

bool slows(race::FlagKind kind) {
  using enum race::FlagKind;
  return kind == fcy || kind == vsc || kind == safety_car || kind == code60 || kind == red;
}

bool neutralised_within(const race::Snapshot& last, race::Instant from, race::Instant until) {
  return std::ranges::any_of(last.flags, [&](const race::FlagPeriod& period) {
    return slows(period.kind) && period.from < until && (!period.until || *period.until > from);
  });
}

std::vector<std::optional<race::Instant>> lap_ends(const race::CarSnapshot& car) {
  std::vector<std::optional<race::Instant>> ends;
  for (const race::LapRecord& lap : car.laps_done) {
    if (lap.number < 1) continue;
    ends.resize(std::max(ends.size(), static_cast<std::size_t>(lap.number)));
    ends[static_cast<std::size_t>(lap.number - 1)] = lap.ended_at;
  }
  return ends;
}

bool is_running(const race::CarSnapshot& car) {
  using enum race::CarState;
  return car.state == running || car.state == in_pit || car.state == out_lap || car.state == stopped;
}

std::optional<race::Instant> last_sector_begins(const race::Snapshot& last, const race::CarSnapshot& car, std::int32_t lap) {
  if (last.sector_count < 2) return std::nullopt;
  for (const race::LapRecord& record : car.laps_done) {
    if (record.number == lap) return record.sector_ended_at(static_cast<std::size_t>(last.sector_count - 2));
  }
  return std::nullopt;
}

CarTruth truth_of(const race::Snapshot& last, const race::CarSnapshot& car, double usual_lane) {
  CarTruth truth{car.number(), car.entry->class_name, ran_to(last.at, car), is_running(car), car.class_position,
                 {},           lap_ends(car)};
  for (const race::PitStop& stop : car.pit_stops) {
    if (stop.red_flag || !stop.out_lap) continue;
    StopTruth told{stop.in_lap, *stop.out_lap, last_sector_begins(last, car, stop.in_lap), stop.in_at, stop.lane, false, false};
    const auto before = truth.end_of(stop.in_lap - 1), after = truth.end_of(*stop.out_lap);
    told.green = before && after && !neutralised_within(last, *before, *after);
    const double lane = stop.lane ? static_cast<double>(stop.lane->count()) : 0;
    told.routine = lane > 0.5 * usual_lane && lane < 1.6 * usual_lane;
    truth.stops.push_back(told);
  }
  return truth;
}

double usual_lane_of(const race::Snapshot& last, const std::string& class_name) {
  std::vector<double> lanes;
  for (const race::CarSnapshot& car : last.cars) {
    if (car.entry->class_name != class_name) continue;
    for (const race::PitStop& stop : car.pit_stops) {
      if (stop.lane && !stop.red_flag) lanes.push_back(static_cast<double>(stop.lane->count()));
    }
  }
  return median_of(std::move(lanes));
}

}  // namespace

std::optional<race::Instant> CarTruth::end_of(std::int32_t lap) const {
  const auto index = static_cast<std::size_t>(lap - 1);
  return lap >= 1 && index < ends.size() ? ends[index] : std::nullopt;
}

std::int32_t CarTruth::laps_at(race::Instant at) const {
  std::size_t laps = ends.size();
  while (laps > 0 && (!ends[laps - 1] || *ends[laps - 1] > at)) --laps;
  return static_cast<std::int32_t>(laps);
}

const StopTruth* CarTruth::next_stop(std::int32_t laps_done) const {
  const auto found = std::ranges::find_if(stops, [&](const StopTruth& stop) { return stop.in_lap > laps_done; });
  return found == stops.end() ? nullptr : &*found;
}

std::int32_t CarTruth::stops_after(std::int32_t laps_done) const {
  return static_cast<std::int32_t>(
      std::ranges::count_if(stops, [&](const StopTruth& stop) { return stop.in_lap > laps_done; }));
}

const StopTruth* CarTruth::last_stop(std::int32_t laps_done) const {
  const StopTruth* last = nullptr;
  for (const StopTruth& stop : stops) {
    if (stop.in_lap <= laps_done) last = &stop;
  }
  return last;
}

RaceTruth::RaceTruth(const race::Snapshot& last, RaceIs race) : start_(last.session.started_at), race_(race) {
  std::map<std::string, double> usual_lanes;
  for (const std::string& name : last.classes) usual_lanes[name] = usual_lane_of(last, name);
  for (const race::CarSnapshot& car : last.cars) {
    if (car.laps > 0) cars_.push_back(truth_of(last, car, usual_lanes[car.entry->class_name]));
  }
  if (!cars_.empty() && !cars_.front().ends.empty()) end_ = cars_.front().ends.back();
  std::map<std::string, std::vector<double>> stints;
  for (const CarTruth& car : cars_) {
    std::int32_t from = 0;
    for (const StopTruth& stop : car.stops) {
      stints[car.class_name].push_back(stop.in_lap - from);
      from = stop.in_lap;
    }
  }
  for (auto& [name, laps] : stints) stint_laps_[name] = median_of(std::move(laps));
}

const CarTruth* RaceTruth::find(const race::CarNumber& car) const {
  const auto found = std::ranges::find(cars_, car, &CarTruth::car);
  return found == cars_.end() ? nullptr : &*found;
}

std::optional<std::int32_t> RaceTruth::class_position_at(const CarTruth& car, race::Instant at) const {
  const std::int32_t laps = car.laps_at(at);
  const auto crossed = car.end_of(laps);
  if (!crossed) return std::nullopt;
  std::int32_t position = 1;
  for (const CarTruth& other : cars_) {
    if (&other == &car || other.class_name != car.class_name) continue;
    const std::int32_t other_laps = other.laps_at(at);
    const auto other_crossed = other.end_of(other_laps);
    if (!other_crossed) continue;
    if (other_laps > laps || (other_laps == laps && *other_crossed < *crossed)) ++position;
  }
  return position;
}

double RaceTruth::usual_stint_laps(const std::string& class_name) const {
  const auto found = stint_laps_.find(class_name);
  return found == stint_laps_.end() ? 0 : found->second;
}

std::optional<race::Instant> RaceTruth::cycle_end(const CarTruth& car, const StopTruth& stop) const {
  const double stint = usual_stint_laps(car.class_name);
  auto over = car.end_of(stop.out_lap + 1);
  // The car's own next stop is another cycle's.
  const StopTruth* next = car.next_stop(stop.in_lap);
  const auto latest = next == nullptr ? end_ : car.end_of(next->in_lap - 1);
  if (stint <= 0 || !over || !latest) return std::nullopt;
  for (const CarTruth& rival : cars_) {
    if (&rival == &car || rival.class_name != car.class_name) continue;
    const std::int32_t laps = rival.laps_at(stop.in_at);
    const StopTruth* last = rival.last_stop(laps);
    if (laps == 0 || (last != nullptr && laps - last->in_lap < stint / 2)) continue;
    const StopTruth* his = rival.next_stop(laps);
    if (his == nullptr && race_ == RaceIs::under_way && rival.running) return std::nullopt;  // still to come
    if (his == nullptr) continue;  // retires, or needs none to the flag
    const auto his_end = rival.end_of(his->out_lap + 1);
    if (his_end && *his_end <= *latest) over = std::max(*over, *his_end);
  }
  return *over <= *latest ? over : std::nullopt;
}

std::optional<RaceTruth::Pair> RaceTruth::compare(const CarTruth& car, const StopTruth& stop, const CarTruth& rival) const {
  const std::int32_t laps = rival.laps_at(stop.in_at);
  const StopTruth* his = rival.last_stop(laps);
  // Stopped within half a stint: it is this cycle's. Otherwise that is his next.
  if (his == nullptr || laps - his->in_lap >= usual_stint_laps(car.class_name) / 2) his = rival.next_stop(laps);
  if (his == nullptr && race_ == RaceIs::under_way && rival.running) return std::nullopt;
  const StopTruth* own_next = car.next_stop(stop.in_lap);
  const StopTruth* his_next = his == nullptr ? nullptr : rival.next_stop(his->in_lap);
  const std::int32_t lap = std::max(stop.out_lap, his == nullptr ? 0 : his->out_lap) + 1;
  const bool stops_again = (own_next != nullptr && own_next->in_lap < lap) || (his_next != nullptr && his_next->in_lap < lap);
  if (stops_again) {  // laps apart, or out of step: no lap has both of them with as many stops
    const auto at = car.end_of(stop.out_lap + 1);
    if (!at) return std::nullopt;
    const std::int32_t his_laps = rival.laps_at(*at);
    return Pair{his_laps > stop.out_lap + 1 || (his_laps == stop.out_lap + 1 && *rival.end_of(his_laps) < *at), *at};
  }
  const auto own_end = car.end_of(lap), his_end = rival.end_of(lap);
  if (!own_end && !his_end) return std::nullopt;
  if (!own_end || !his_end) return Pair{!own_end, own_end ? *own_end : *his_end};
  return Pair{*his_end < *own_end, std::min(*own_end, *his_end)};
}

std::optional<NetTruth> RaceTruth::net_position(const CarTruth& car, const StopTruth& stop) const {
  const auto back = car.end_of(stop.out_lap + 1);
  if (!back || usual_stint_laps(car.class_name) <= 0) return std::nullopt;
  NetTruth truth{1, *back};
  for (const CarTruth& rival : cars_) {
    if (&rival == &car || rival.class_name != car.class_name || rival.laps_at(stop.in_at) == 0) continue;
    const auto pair = compare(car, stop, rival);
    if (!pair) return std::nullopt;
    truth.class_position += pair->rival_ahead ? 1 : 0;
    truth.known_at = std::max(truth.known_at, pair->known_at);
  }
  return truth;
}

}  // namespace stint::insight
