// AnomalyWatch on what isn't one slow lap: stops, drifting pace, drivers' time at the wheel, timing faults, slow zones.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "insight/anomaly/anomaly_watch.hpp"

namespace stint::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using timing::count_ms;

std::string seconds_text(double ms) { return std::to_string(std::llround(ms / 1000)) + " s"; }

std::string percent_text(double share) {
  const auto tenths = static_cast<std::int64_t>(std::llround(share * 1000));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

double ms_of(Millis time) { return static_cast<double>(count_ms(time)); }

}  // namespace

// The `q` quantile of the class's lane times, or with fewer than four of them of all; nullopt with fewer than four at all.
std::optional<double> AnomalyWatch::usual_lane_ms(std::size_t class_index, double q) const {
  constexpr std::size_t kEnough = 4;
  const auto& own = field_.classes()[class_index].lane_times;
  if (own.size() >= kEnough) return own.quantile(q);
  return lane_times_.size() >= kEnough ? lane_times_.quantile(q) : std::nullopt;
}

// A stop is unusual when it takes a quarter longer than nine of ten, and some seconds more.
void AnomalyWatch::watch_lane(std::size_t place) {
  constexpr double kLonger = 1.15;
  constexpr double kAndMs = 15'000;
  CarWatch& watch = cars_[place];
  watch.stop_anomaly = 0;
  watch.lane_under_racing_flag = racing();
  ++watch.lane_ticket;
  const auto usual = usual_lane_ms(field_.cars()[place].class_index, 0.9);
  if (!usual || field_.flag() == FlagKind::red || over_) return;
  due_.add({now_ + Millis{std::llround(*usual * kLonger + kAndMs)}, DueWhat::lane, place, watch.lane_ticket});
}

void AnomalyWatch::look_into_lane(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  if (!car.in_lane || !car.lane_entered || over_ || car.finished) return;
  std::size_t in_lane = 0, running = 0;
  for (const FieldCar& other : field_.cars()) {
    const bool out = other.laps.empty() || other.finished || other.state == timing::CarState::retired;
    running += out ? 0 : 1;
    in_lane += !out && other.in_lane ? 1 : 0;
  }
  // Everybody waits there: the race is stopped, whatever the flag says.
  if (in_lane * 3 > running || field_.flag() == FlagKind::red) {
    due_.add({now_ + seconds{30}, DueWhat::lane, place, watch.lane_ticket});
    return;
  }
  const double usual = usual_lane_ms(car.class_index, 0.5).value_or(90'000);
  const double there = ms_of(now_ - *car.lane_entered);
  // Long stops (docs/anomalies.md): over twice the usual time and a minute more.
  const double share = there / (2 * usual + 60'000);
  Anomaly anomaly;
  if (watch.stop_anomaly > 0) anomaly = book_.edit(watch.stop_anomaly);
  anomaly.car = car.number;
  anomaly.lap = anomaly.lap.value_or(car.laps_completed() + 1);
  anomaly.kind = AnomalyKind::unusual_stop;
  anomaly.probability = std::min(0.99, 0.55 + 0.4 * share);
  anomaly.severity = std::clamp(0.15 + 0.35 * share, 0.0, 0.95);
  anomaly.evidence = {{"in_lane_ms", there}, {"usual_ms", usual}};
  anomaly.text = "Car " + car.number.str() + " has been in the pit lane for " + seconds_text(there) + "; usual are " +
                 seconds_text(usual) + ".";
  if (share >= 1 && !anomaly.confirmed) anomaly.confirmed = now_;
  watch.stop_anomaly = book_.enter(now_, std::move(anomaly));
  constexpr double kRepairMs = 120'000;
  if (watch.drift_anomaly > 0 && there > usual + kRepairMs) name_the_part(watch);
  constexpr double kSeconds = 1'000;
  if (there < 4 * 3600 * kSeconds) {
    due_.add({now_ + Millis{std::llround(std::max(20 * kSeconds, 0.3 * there))}, DueWhat::lane, place, watch.lane_ticket});
  }
}

// A drop of pace that ends in a long stop was a failing part.
void AnomalyWatch::name_the_part(const CarWatch& watch) {
  Anomaly& drop = book_.edit(watch.drift_anomaly);
  if (drop.kind == AnomalyKind::mechanical) return;
  drop.kind = AnomalyKind::mechanical;
  drop.text += " It is being repaired.";
  if (!drop.confirmed) drop.confirmed = now_;
  book_.note(now_, drop.id);
}

// A stop is over: its length is known, and whether it was far too short for work on the car.
void AnomalyWatch::judge_stop(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  if (!car.last_lane_time) return;
  const double lane = ms_of(*car.last_lane_time);
  const auto usual = usual_lane_ms(car.class_index, 0.5);
  if (watch.stop_anomaly > 0) {
    Anomaly& anomaly = book_.edit(watch.stop_anomaly);
    if (!anomaly.confirmed) anomaly.confirmed = now_;
    anomaly.text = "Car " + car.number.str() + " was in the pit lane for " + seconds_text(lane) + "; usual are " +
                   seconds_text(usual.value_or(lane)) + ".";
    anomaly.evidence.front().value = lane;
    book_.note(now_, anomaly.id);
    watch.stop_anomaly = 0;
  }
  constexpr double kDriveThrough = 0.45;
  const bool told = watch.penalty_told || !messages_told_;
  if (usual && lane < kDriveThrough * *usual && watch.lane_under_racing_flag && racing() && !over_ && told) {
    watch.penalty_told = false;
    Anomaly anomaly;
    anomaly.car = car.number;
    anomaly.lap = car.laps_completed() + 1;
    anomaly.kind = AnomalyKind::unusual_stop;
    anomaly.probability = 0.85;
    anomaly.severity = 0.3;
    anomaly.evidence = {{"in_lane_ms", lane}, {"usual_ms", *usual}};
    anomaly.text = "Car " + car.number.str() + " went through the pit lane in " + seconds_text(lane) + "; usual are " +
                   seconds_text(*usual) + ": a drive-through, or a visit without work.";
    anomaly.confirmed = now_;
    book_.enter(now_, std::move(anomaly));
  }
  if (watch.lane_under_racing_flag) lane_times_.add(count_ms(*car.last_lane_time));
}

// Pace or top speed that drifts away from what the driver could do.
void AnomalyWatch::judge_drift(std::size_t place, const LapRecord& lap) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  // Another stint has other tyres and perhaps another driver, and the first laps of it are no measure.
  if (lap.out_lap) {
    watch.drift.begin_anew();
    watch.drift_anomaly = 0;
  }
  const auto level = car.level();
  if (!lap.time || !lap.is_green() || !level || over_) return;
  const double factor = pace_.factor(car.class_index, 0, lap.ended_at - minutes{4}, place);
  watch.drift.add(ms_of(*lap.time) / (*level * factor) - 1, lap.top_speed_kph);
  const auto change = watch.drift.change();
  if (!change) return;
  constexpr double kSpeedLost = 0.01;
  constexpr double kGrowth = 0.001;
  const bool slower_on_straights = change->speed_lost > kSpeedLost;
  const bool failing = slower_on_straights || (!lap.top_speed_kph && change->growth > kGrowth && change->laps >= 6);
  const AnomalyKind kind = failing ? AnomalyKind::mechanical : AnomalyKind::performance_drop;
  Anomaly anomaly;
  if (watch.drift_anomaly > 0) anomaly = book_.edit(watch.drift_anomaly);
  anomaly.car = car.number;
  anomaly.lap = anomaly.lap.value_or(lap.number);
  if (anomaly.kind == kind && !anomaly.evidence.empty() && change->laps % 3 != 0) return;
  anomaly.kind = kind;
  anomaly.probability = std::min(0.9, 0.5 + 0.04 * change->laps);
  anomaly.severity = std::clamp(0.2 + 10 * change->slower, 0.0, 0.8);
  anomaly.evidence = {{"slower", change->slower},
                      {"laps", static_cast<double>(change->laps)},
                      {"growth_per_lap", change->growth},
                      {"top_speed_lost", change->speed_lost}};
  anomaly.text = "Car " + car.number.str() + " is " + percent_text(change->slower) + " slower than its driver was, for " +
                 std::to_string(change->laps) + " laps";
  if (slower_on_straights) anomaly.text += ", and its top speed is " + percent_text(change->speed_lost) + " lower";
  anomaly.text += slower_on_straights ? ": something may be failing."
                  : failing           ? ", and it is getting worse: something may be failing."
                                      : ".";
  if (change->laps >= 6 && !anomaly.confirmed) anomaly.confirmed = now_;
  watch.drift_anomaly = book_.enter(now_, std::move(anomaly));
}

// Four hours of any six: docs/anomalies.md has the rule's source.
void AnomalyWatch::judge_drive_time(std::size_t place, const LapRecord& lap) {
  constexpr Millis kLongest = hours{4};
  constexpr Millis kWithin = hours{6};
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  if (!lap.driver || !lap.time) return;
  Millis driven = *lap.time;
  if (lap.out_lap && car.last_lane_time && *car.last_lane_time < driven) driven -= *car.last_lane_time;
  if (watch.present != lap.driver) {
    watch.present = lap.driver;
    watch.driven_by_present = Millis{0};
    watch.drive_anomaly = 0;
    for (const CarWatch::Driven& spell : watch.driven) {
      if (spell.driver == *lap.driver) watch.driven_by_present += spell.time;
    }
  }
  watch.driven.push_back({lap.ended_at, driven, *lap.driver});
  watch.driven_by_present += driven;
  while (watch.driven.front().until <= lap.ended_at - kWithin) {
    if (watch.driven.front().driver == *lap.driver) watch.driven_by_present -= watch.driven.front().time;
    watch.driven.pop_front();
  }
  if (watch.driven_by_present <= kLongest || watch.drive_anomaly > 0) return;
  Anomaly anomaly;
  anomaly.car = car.number;
  anomaly.lap = lap.number + 1;
  anomaly.kind = AnomalyKind::driver_change;
  anomaly.probability = 0.9;
  anomaly.severity = 0.5;
  anomaly.evidence = {{"driven_ms", ms_of(watch.driven_by_present)}, {"allowed_ms", ms_of(kLongest)}};
  anomaly.text = "The driver of car " + car.number.str() + " has driven for more than four of the last six hours.";
  anomaly.confirmed = now_;
  watch.drive_anomaly = book_.enter(now_, std::move(anomaly));
}

// `ratio`: the sector's time to the car's usual one; nullopt where nothing can be expected of it.
void AnomalyWatch::judge_timing(std::size_t place, std::int32_t sector, std::optional<double> ratio, double time_ms) {
  constexpr double kImpossible = 0.8, kBeyondBest = 0.9;
  constexpr std::int32_t kToKnowBest = 20;
  const FieldCar& car = field_.cars()[place];
  const CarWatch& watch = cars_[place];
  if (class_best_.size() <= car.class_index) class_best_.resize(car.class_index + 1);
  BestSectors& bests = class_best_[car.class_index];
  const auto index = static_cast<std::size_t>(sector - 1);
  auto& best = bests.best_ms[index];
  if (ratio && *ratio < kImpossible && bests.timed[index] >= kToKnowBest && time_ms < kBeyondBest * *best) {
    raise_fault(place, sector, "impossible");
  } else if (ratio) {
    ++bests.timed[index];
    if (!best || time_ms < *best) best = time_ms;
  }
  if (sector < 2 || car.now.sectors[index - 1] || !watch.usual[index - 1] || sights_[index].blind()) return;
  misses_[misses_seen_++ % misses_.size()] = {place, sector - 1, now_};
  raise_fault(place, sector - 1, "missing");
}

void AnomalyWatch::note_sights(std::size_t place, const LapRecord& lap) {
  const auto last = static_cast<std::size_t>(field_.sector_count());
  for (std::size_t i = 0; i < last; ++i) ++(lap.sectors[i] ? sights_[i + 1].seen : sights_[i + 1].missed);
  if (last == 0 || lap.sectors[last - 1] || !cars_[place].usual[last - 1] || sights_[last].blind()) return;
  misses_[misses_seen_++ % misses_.size()] = {place, field_.sector_count(), now_};
  raise_fault(place, field_.sector_count(), "missing");
}

// One fault is the car's; when a loop misses several cars within minutes, it is the loop's, and told once.
void AnomalyWatch::raise_fault(std::size_t place, std::int32_t sector, std::string_view what) {
  constexpr auto kTogether = minutes{5};
  CarWatch& watch = cars_[place];
  std::set<std::size_t> missed;
  for (std::size_t i = 0; i < std::min(misses_.size(), misses_seen_); ++i) {
    if (misses_[i].sector == sector && now_ - misses_[i].at < kTogether) missed.insert(misses_[i].car);
  }
  const bool of_loop = missed.size() >= 3;
  const std::string at = " at the end of sector " + std::to_string(sector);
  std::int32_t& loop_fault = loop_faults_[static_cast<std::size_t>(sector)];
  if (of_loop && loop_fault > 0 && now_ - book_.edit(loop_fault).first_seen < hours{1}) return;
  const FieldCar& car = field_.cars()[place];
  Anomaly anomaly;
  if (!of_loop) anomaly.car = car.number;
  if (!of_loop) anomaly.lap = car.laps_completed() + 1;
  anomaly.sector = sector;
  anomaly.kind = AnomalyKind::timing_fault;
  anomaly.probability = 0.9;
  anomaly.severity = 0.1;
  anomaly.evidence = {{"cars_missed", static_cast<double>(missed.size())}};
  anomaly.text = of_loop ? "The timing misses several cars" + at + "."
                         : "The time of car " + car.number.str() + at + " is " + std::string(what) + ".";
  anomaly.confirmed = now_;
  const std::int32_t id = book_.enter(now_, std::move(anomaly));
  if (of_loop) loop_fault = id;
  // What looked like a car that doesn't come was a crossing that wasn't seen.
  const Episode& episode = watch.episode;
  if (episode.anomaly > 0 && !episode.settled && episode.sector == sector && !episode.stood) clear_episode(place);
  watch.fault_at = now_;
}

// Whether the field is slow in another sector too, or has been a moment ago: then it is no zone, and what was told of one is
// taken back.
bool AnomalyWatch::slow_elsewhere(std::int32_t sector) {
  constexpr auto kAMoment = seconds{120};
  for (std::int32_t other = 1; other <= field_.sector_count(); ++other) {
    Zone& zone = zones_[static_cast<std::size_t>(other)];
    if (other == sector || zone.anomaly == 0 || now_ - book_.edit(zone.anomaly).first_seen > kAMoment) continue;
    Anomaly& anomaly = book_.edit(zone.anomaly);
    anomaly.cleared = now_;
    anomaly.probability = 0.05;
    anomaly.text += " The field is slow everywhere.";
    book_.note(now_, anomaly.id);
    zone.anomaly = 0;
    slow_everywhere_ = now_;
  }
  return slow_everywhere_ != Instant{} && now_ - slow_everywhere_ < kAMoment;
}

// Many cars are slow in one sector, and in no other.
void AnomalyWatch::watch_zone(std::int32_t sector) {
  constexpr double kSlow = 1.035, kAtPace = 1.015;
  Zone& zone = zones_[static_cast<std::size_t>(sector)];
  constexpr auto kEvery = seconds{5};
  if (now_ - zone.looked_at < kEvery) return;
  zone.looked_at = now_;
  const std::size_t nobody = cars_.size();
  const auto here = pace_.of_field(static_cast<std::size_t>(sector)).median_since(now_ - seconds{50}, nobody, 5, true);
  if (!here) return;
  if (zone.anomaly > 0) {
    if (*here > kAtPace && racing()) return;
    Anomaly& anomaly = book_.edit(zone.anomaly);
    anomaly.text += " It is over.";
    if (!anomaly.confirmed) anomaly.confirmed = now_;
    book_.note(now_, anomaly.id);
    zone.anomaly = 0;
    return;
  }
  if (*here < kSlow || !racing() || over_) return;
  const auto green = field_.green_since();
  if (green && now_ - *green < minutes{3}) return;
  for (std::int32_t other = 1; other <= field_.sector_count(); ++other) {
    if (other == sector) continue;
    const auto there = pace_.of_field(static_cast<std::size_t>(other)).median_since(now_ - seconds{90}, nobody, 3, true);
    if (!there || *there > kAtPace) return;
  }
  if (slow_elsewhere(sector)) return;
  Anomaly anomaly;
  anomaly.sector = sector;
  anomaly.kind = AnomalyKind::slow_zone;
  anomaly.probability = 0.8;
  anomaly.severity = 0.3;
  anomaly.evidence = {{"slower", *here - 1}};
  anomaly.text = "The field is " + percent_text(*here - 1) + " slower in sector " + std::to_string(sector) +
                 " and at pace elsewhere: a slow zone or a local yellow.";
  zone.anomaly = book_.enter(now_, std::move(anomaly));
}

}  // namespace stint::insight
