#include "insight/predict/features.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "insight/predict/feature_row.hpp"

namespace stint::insight {
namespace {

using timing::count_ms;

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
constexpr double kMsPerMinute = 60'000;

std::optional<double> grade_of(const FieldCar& car) {
  const timing::Driver* driver = car.driver_entry();
  if (driver == nullptr) return std::nullopt;
  if (driver->grade == "platinum") return 4;
  if (driver->grade == "gold") return 3;
  if (driver->grade == "silver") return 2;
  if (driver->grade == "bronze") return 1;
  return std::nullopt;
}

double severity_of(FlagKind flag) {
  switch (flag) {
    case FlagKind::yellow:
    case FlagKind::double_yellow:
    case FlagKind::slow_zone:
      return 1;
    case FlagKind::fcy:
      return 2;
    case FlagKind::vsc:
      return 3;
    case FlagKind::safety_car:
      return 4;
    case FlagKind::code60:
      return 5;
    case FlagKind::red:
      return 6;
    default:
      return 0;
  }
}

// Of the time from `since` to now, the part under a flag that is no racing flag.
double neutral_share(const Field& field, Instant since) {
  double neutral = 0;
  for (auto period = field.flags().rbegin(); period != field.flags().rend(); ++period) {
    const Instant until = period->until.value_or(field.now());
    if (until <= since) break;
    if (!is_racing_flag(period->kind)) neutral += static_cast<double>(count_ms(until - std::max(period->from, since)));
  }
  return neutral / std::max(1.0, static_cast<double>(count_ms(field.now() - since)));
}

// Slope of the values, the newest first, a step of time each.
std::optional<double> slope(const RecentValues<std::int64_t, 5>& times) {
  const std::size_t n = times.size();
  if (n < 3) return std::nullopt;
  double sum_t = 0, sum_y = 0, sum_tt = 0, sum_ty = 0;
  for (std::size_t ago = 0; ago < n; ++ago) {
    const double t = -static_cast<double>(ago);
    const auto y = static_cast<double>(*times.recent(ago));
    sum_t += t;
    sum_y += y;
    sum_tt += t * t;
    sum_ty += t * y;
  }
  const auto count = static_cast<double>(n);
  return (count * sum_ty - sum_t * sum_y) / (count * sum_tt - sum_t * sum_t);
}

}  // namespace

std::span<const FeatureText> feature_texts() {
  static constexpr std::array<FeatureText, kFeatureCount> kTexts{{
#define STINT_FEATURE(name, unit, reason) {#name, unit, reason},
#include "insight/predict/feature_list.def"
#undef STINT_FEATURE
  }};
  return kTexts;
}

void LapFeatures::observe(const Field& field, const Step& step) {
  if (memory_.size() < field.cars().size()) memory_.resize(field.cars().size());
  if (effects_.size() < field.classes().size()) effects_.resize(field.classes().size());
  sector_pace_.observe(field, step);
  if (step.kind == Step::Kind::sector && step.sector < field.sector_count()) {
    note_crossing(field, step.car, static_cast<std::size_t>(step.sector));
  }
  if (step.kind == Step::Kind::lap) end_lap(field, step.car);
}

void LapFeatures::end_lap(const Field& field, std::size_t place) {
  const FieldCar& car = field.cars()[place];
  CarMemory& memory = memory_[place];
  const LapRecord& lap = car.laps.back();
  const double before = road_.profile_known(place) ? road_.profile(place).lap_ms : 0;
  if (lap.is_green() && lap.time) {
    if (memory.catches.size() >= 3 && before > 0) {
      effects_[car.class_index].learn(memory.foreseen.catches - *memory.catches.median(),
                                      memory.foreseen.caught_by - *memory.caught_by.median(),
                                      static_cast<double>(count_ms(*lap.time)) / before - 1);
    }
    memory.catches.add(memory.foreseen.catches);
    memory.caught_by.add(memory.foreseen.caught_by);
    ++memory.green_in_row;
  } else if (!is_racing_flag(lap.flag_at_end)) {
    memory.green_in_row = 0;
  }
  note_crossing(field, place, 0);
  for (std::size_t s = 0; s < kMaxSectors; ++s) {
    if (lap.is_green() && lap.sectors[s] && !memory.met[s]) memory.free_air[s].add(lap.sectors[s]->count());
  }
  memory.met = {};
  memory.last_lap = memory.this_lap;
  memory.this_lap = {};
  road_.learn(field, place);
  memory.before = memory.foreseen;
  memory.foreseen = {};
  memory.catch_thirds = {};
  memory.caught_thirds = {};
  for (const RoadCar& met : road_.around(field, place, 0)) {
    const double count = soft_count(met.meets_in, 1);
    if (count <= 0 || met.same_class) continue;
    const auto third = static_cast<std::size_t>(std::clamp(met.meets_in * 3, 0.0, 2.0));
    (met.slower > 0 ? memory.catch_thirds : memory.caught_thirds)[third] += count;
    (met.slower > 0 ? memory.foreseen.catches : memory.foreseen.caught_by) += count;
  }
}

// The car is at the end of `sector` (0: the line, the lap before is over).
void LapFeatures::note_crossing(const Field& field, std::size_t place, std::size_t sector) {
  CarMemory& memory = memory_[place];
  const std::span<const RoadCar> around = road_.around(field, place, road_.share_at(place, static_cast<std::int32_t>(sector)));
  memory.latest = passing_.cross(place, around);
  memory.this_lap += memory.latest;
  const std::size_t index = sector == 0 ? static_cast<std::size_t>(std::max(field.sector_count(), 1)) - 1 : sector - 1;
  memory.met[index] = !memory.latest.alone();
  const RoadCar* rival = nullptr;
  for (const RoadCar& met : around) {
    if (met.same_class && (rival == nullptr || met.ahead < rival->ahead)) rival = &met;
  }
  memory.rival_same = rival != nullptr && memory.rival == rival->car;
  memory.rival = rival != nullptr ? std::optional(rival->car) : std::nullopt;
  memory.rival_gap_before = memory.rival_gap;
  memory.rival_gap = rival != nullptr ? rival->ahead : 0;
}

std::optional<FeatureRow> LapFeatures::row(const Field& field, std::size_t place) {
  const FieldCar& car = field.cars()[place];
  const auto pace = pace_of(car);
  if (!pace || place >= memory_.size()) return std::nullopt;
  FeatureRow row;
  row.fill(kUnknown);
  fill_pace(row, field, car, *pace);
  fill_class(row, field, place, *pace);
  fill_stint(row, field, car);
  fill_traffic(row, field, place, *pace);
  fill_conditions(row, field, place);
  fill_lap_under_way(row, car, place, *pace);
  fill_rest(row, field, place, *pace);
  fill_meetings(row, place);
  fill_pit(row, field, car, *pace);
  return row;
}

void LapFeatures::fill_pace(FeatureRow& row, const Field&, const FieldCar& car, double pace) const {
  double flying = 0, sum = 0;
  for (std::size_t ago = 0; ago < 5 && ago < car.laps.size(); ++ago) {
    const LapRecord& lap = car.laps[car.laps.size() - 1 - ago];
    set(row, at(Feature::last_lap, ago), above(to_ms(lap.time), pace));
  }
  for (std::size_t ago = 0; ago < 3; ++ago) {
    if (const auto time = car.flying_times.recent(ago)) {
      sum += static_cast<double>(*time);
      ++flying;
    }
  }
  if (flying > 0) set(row, Feature::mean_of_three, above(sum / flying, pace));
  set(row, Feature::best_of_five, above(car.green_times.quantile(0), pace));
  set(row, Feature::worst_of_five, above(car.green_times.quantile(1), pace));
  if (const auto ms = slope(car.green_times)) set(row, Feature::trend, *ms / pace * 100);
  set(row, Feature::level, above(car.level(), pace));
  set(row, Feature::best_green, above(to_ms(car.best_green), pace));
  set(row, Feature::base, above(car.base(), pace));
  set(row, Feature::car_base, above(car.green_times.median(), pace));
  set(row, Feature::stint_best, above(car.stint_green_times.quantile(0), pace));
  double ideal = 0;
  for (std::size_t s = 0; s < kMaxSectors && car.green_sectors[s].size() > 0; ++s) ideal += *car.green_sectors[s].quantile(0);
  if (ideal > 0) set(row, Feature::ideal_lap, above(ideal, pace));
}

void LapFeatures::fill_class(FeatureRow& row, const Field& field, std::size_t place, double pace) const {
  const FieldCar& car = field.cars()[place];
  const FieldClass& group = field.class_of(car);
  const Instant one = before_now(field, pace), three = before_now(field, 3 * pace), half = before_now(field, pace / 2);
  set(row, Feature::class_now, per_cent(group.green_pace.median_since(one, place, 3, true)));
  set(row, Feature::class_lately, per_cent(group.green_pace.median_since(three, place, 3, true)));
  set(row, Feature::field_now, per_cent(field.green_pace().median_since(one, place, 3, true)));
  set(row, Feature::field_lately, per_cent(field.green_pace().median_since(three, place, 3, true)));
  set(row, Feature::field_all, per_cent(field.pace().median_since(half, place, 3, false)));
  set(row, Feature::class_all, per_cent(group.pace.median_since(one, place, 3, false)));
  set(row, Feature::pace_ms, pace);
  std::optional<Millis> best;
  for (const FieldClass& each : field.classes()) {
    if (each.best_lap && (!best || *each.best_lap < *best)) best = each.best_lap;
  }
  if (!best || !group.best_lap) return;
  set(row, Feature::class_speed, above(to_ms(group.best_lap), *to_ms(best)));
  set(row, Feature::pace_to_class_best, above(pace, *to_ms(group.best_lap)));
}

void LapFeatures::fill_stint(FeatureRow& row, const Field& field, const FieldCar& car) const {
  set(row, Feature::green_laps, car.green_laps);
  set(row, Feature::stint_laps, car.laps_in_stint());
  set(row, Feature::stint_green_laps, car.stint_green_laps);
  if (car.stint_began) set(row, Feature::stint_minutes, minutes(field.now(), *car.stint_began));
  if (const auto usual = field.class_of(car).stint_lengths.median()) {
    set(row, Feature::fuel_phase, car.laps_in_stint() / std::max(1.0, *usual));
  }
  set(row, Feature::stops, car.stops);
  set(row, Feature::driver_grade, grade_of(car));
}

void LapFeatures::fill_conditions(FeatureRow& row, const Field& field, std::size_t place) const {
  if (const auto since = field.green_since()) set(row, Feature::green_minutes, minutes(field.now(), *since));
  set(row, Feature::green_laps_in_row, memory_[place].green_in_row);
  set(row, Feature::neutral_share, neutral_share(field, before_now(field, 30 * kMsPerMinute)));
  set(row, Feature::flag, severity_of(field.flag()));
  if (!field.flags().empty()) set(row, Feature::flag_minutes, minutes(field.now(), field.flags().back().from));
  set(row, Feature::race_hours, static_cast<double>(count_ms(field.elapsed())) / (60 * kMsPerMinute));
  set(row, Feature::local_hour, field.local_hour());
  if (field.weather().empty()) return;
  const timing::Weather& now = field.weather().back().weather;
  set(row, Feature::air_c, now.air_c);
  set(row, Feature::track_c, now.track_c);
  set(row, Feature::humidity, now.humidity_pct);
  set(row, Feature::wind_kph, now.wind_kph);
  if (now.rain) set(row, Feature::rain, *now.rain ? 1 : 0);
  // Readings come about once a minute.
  const std::size_t back = std::min<std::size_t>(field.weather().size() - 1, 30);
  const timing::Weather& then = field.weather()[field.weather().size() - 1 - back].weather;
  if (now.track_c && then.track_c) set(row, Feature::track_change, *now.track_c - *then.track_c);
}

void LapFeatures::fill_pit(FeatureRow& row, const Field& field, const FieldCar& car, double pace) const {
  const FieldClass& group = field.class_of(car);
  if (const auto lane = group.lane_times.median()) set(row, Feature::lane_usual, *lane / pace * 100);
  if (car.last_lane_time) set(row, Feature::lane_own, *to_ms(car.last_lane_time) / pace * 100);
  set(row, Feature::in_usual, per_cent(group.in_ratios.median()));
  set(row, Feature::out_usual, per_cent(group.out_ratios.median()));
}

}  // namespace stint::insight
