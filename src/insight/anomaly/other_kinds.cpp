// AnomalyWatch on what isn't one slow lap: stops, drivers' time at the wheel, timing faults, slow zones.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/anomaly_words.hpp"

namespace stint::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using timing::count_ms;

// A drive-through: half a minute, and no sign of trouble.
constexpr double kSeverityOfPenalty = 0.15;

double ms_of(Millis time) { return static_cast<double>(count_ms(time)); }

// A stop in which a penalty is served; what shows it is filled in by who saw it.
Anomaly penalty_of(const FieldCar& car, double probability) {
  Anomaly anomaly;
  anomaly.car = car.number;
  anomaly.lap = car.laps_completed() + 1;
  anomaly.kind = AnomalyKind::unusual_stop;
  anomaly.probability = probability;
  anomaly.severity = kSeverityOfPenalty;
  return anomaly;
}

}  // namespace

// The `q` quantile of the class's lane times, or with fewer than four of them of all; nullopt with fewer than four at all.
std::optional<double> AnomalyWatch::usual_lane_ms(std::size_t class_index, double q) const {
  constexpr std::size_t kEnough = 4;
  const auto& own = field_.classes()[class_index].lane_times;
  if (own.size() >= kEnough) return own.quantile(q);
  return lane_times_.size() >= kEnough ? lane_times_.quantile(q) : std::nullopt;
}

// How long a stop may take before it is unusual: what nine of ten take and a margin, and half as much again as is usual. Behind
// a safety car the exit is shut, and cars wait for it in a queue: there a stop has to be a long one (docs/anomalies.md).
std::optional<double> AnomalyWatch::longest_usual_stop(std::size_t place) const {
  constexpr double kThanNineOfTen = 1.1, kThanUsual = 1.5, kAndMs = 10'000;
  constexpr double kLong = 2, kAndALongTimeMs = 60'000;
  const std::size_t group = field_.cars()[place].class_index;
  const auto usual = usual_lane_ms(group, 0.5);
  if (!usual || field_.flag() == FlagKind::red || over_) return std::nullopt;
  if (field_.flag() == FlagKind::safety_car) return kLong * *usual + kAndALongTimeMs;
  // A car that comes in long before its turn, or after trouble on the track, comes for a reason, and what it takes longer than
  // usual is that.
  constexpr double kBeforeItsTurn = 0.6, kMoreThanUsual = 1.2;
  const auto stint = field_.classes()[group].stint_lengths.median();
  const CarWatch& watch = cars_[place];
  const bool early = stint && watch.laps_in_stint < kBeforeItsTurn * *stint;
  if (racing() && (early || watch.trouble_in_stint)) return kMoreThanUsual * *usual + kAndMs;
  return std::max(kThanNineOfTen * *usual_lane_ms(group, 0.9), kThanUsual * *usual) + kAndMs;
}

void AnomalyWatch::watch_lane(std::size_t place) {
  CarWatch& watch = cars_[place];
  watch.stop_anomaly = 0;
  watch.lane_under_racing_flag = racing();
  watch.laps_in_stint = field_.cars()[place].laps_in_stint() + 1;
  watch.trouble_in_stint = watch.latest_episode > watch.episodes_before_stint && book_.edit(watch.latest_episode).stands();
  ++watch.lane_ticket;
  if (const auto longest = longest_usual_stop(place))
    due_.add({now_ + Millis{std::llround(*longest)}, DueWhat::lane, place, watch.lane_ticket});
  watch.comes_for_penalty = watch.penalty_told && racing() && !over_;
  if (!watch.comes_for_penalty) return;
  const FieldCar& car = field_.cars()[place];
  Anomaly anomaly = penalty_of(car, 0.8);
  anomaly.evidence = {{"in_lane_ms", 0}};
  anomaly.text = "Car " + car.number.str() + " comes in, and has a penalty to serve.";
  watch.stop_anomaly = book_.enter(now_, std::move(anomaly));
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
  const double usual = usual_lane_ms(car.class_index, 0.5).value_or(90'000);
  const double there = ms_of(now_ - *car.lane_entered);
  // Everybody waits there: the race is stopped, whatever the flag says. Or a safety car has come out since.
  const auto longest = longest_usual_stop(place);
  if (in_lane * 3 > running || !longest || there < *longest) {
    due_.add({now_ + seconds{15}, DueWhat::lane, place, watch.lane_ticket});
    return;
  }
  // Long stops (docs/anomalies.md): over twice the usual time and a minute more.
  const double share = there / (2 * usual + 60'000);
  Anomaly anomaly;
  if (watch.stop_anomaly > 0) anomaly = book_.edit(watch.stop_anomaly);
  anomaly.car = car.number;
  anomaly.lap = anomaly.lap.value_or(car.laps_completed() + 1);
  anomaly.kind = AnomalyKind::unusual_stop;
  anomaly.probability = std::min(0.99, 0.55 + 0.4 * share);
  anomaly.severity = std::clamp(kSeverityOfPenalty + 0.35 * share, 0.0, 0.95);
  anomaly.evidence = {{"in_lane_ms", there}, {"usual_ms", usual}};
  anomaly.text = "Car " + car.number.str() + " has been in the pit lane for " + seconds_text(there) + "; usual are " +
                 seconds_text(usual) + ".";
  if (share >= 1 && !anomaly.confirmed) anomaly.confirmed = now_;
  watch.stop_anomaly = book_.enter(now_, std::move(anomaly));
  constexpr double kRepairMs = 120'000;
  if (there > usual + kRepairMs) name_the_part(place);
  constexpr double kSeconds = 1'000;
  if (there < 4 * 3600 * kSeconds) {
    due_.add({now_ + Millis{std::llround(std::max(20 * kSeconds, 0.3 * there))}, DueWhat::lane, place, watch.lane_ticket});
  }
}

// A stop that was told of is over.
void AnomalyWatch::close_stop(std::size_t place, double lane_ms, double usual_ms) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  Anomaly& anomaly = book_.edit(watch.stop_anomaly);
  anomaly.text = "Car " + car.number.str() + " was in the pit lane for " + seconds_text(lane_ms) + "; usual are " +
                 seconds_text(usual_ms) + ".";
  anomaly.evidence = {{"in_lane_ms", lane_ms}, {"usual_ms", usual_ms}};
  constexpr double kStopAndGo = 0.65;
  const bool told_long = anomaly.severity > kSeverityOfPenalty;
  if (watch.comes_for_penalty && !told_long && lane_ms > kStopAndGo * usual_ms) {
    anomaly.text += " The penalty is still to be served, or was only time.";
    anomaly.cleared = now_;
  } else {
    if (lane_ms < kStopAndGo * usual_ms) anomaly.text += " It has served its penalty.";
    if (watch.comes_for_penalty && !told_long) watch.penalty_told = false;
    if (!anomaly.confirmed) anomaly.confirmed = now_;
  }
  book_.note(now_, anomaly.id);
  watch.stop_anomaly = 0;
}

// A stop is over: its length is known, and whether it was far too short for work on the car.
void AnomalyWatch::judge_stop(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  watch.episodes_before_stint = watch.latest_episode;
  if (!car.last_lane_time) return;
  const double lane = ms_of(*car.last_lane_time);
  if (watch.lane_under_racing_flag) lane_times_.add(count_ms(*car.last_lane_time));
  const auto usual = usual_lane_ms(car.class_index, 0.5);
  if (watch.stop_anomaly > 0) return close_stop(place, lane, usual.value_or(lane));
  constexpr double kDriveThrough = 0.45;
  const bool brief = usual && lane < kDriveThrough * *usual;
  if (!brief || !watch.lane_under_racing_flag || !racing() || over_ || messages_told_) return;
  Anomaly anomaly = penalty_of(car, 0.85);
  anomaly.evidence = {{"in_lane_ms", lane}, {"usual_ms", *usual}};
  anomaly.text = "Car " + car.number.str() + " went through the pit lane in " + seconds_text(lane) + "; usual are " +
                 seconds_text(*usual) + ": a drive-through, or a visit without work.";
  anomaly.confirmed = now_;
  book_.enter(now_, std::move(anomaly));
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
  constexpr double kByAnyWay = 0.6;  // of the best: nor on the first laps, nor through the pit lane
  constexpr std::int32_t kToKnowBest = 20;
  const FieldCar& car = field_.cars()[place];
  const CarWatch& watch = cars_[place];
  if (class_best_.size() <= car.class_index) class_best_.resize(car.class_index + 1);
  BestSectors& bests = class_best_[car.class_index];
  const auto index = static_cast<std::size_t>(sector - 1);
  auto& best = bests.best_ms[index];
  const bool best_known = bests.timed[index] >= kToKnowBest;
  const bool too_short = ratio && *ratio < kImpossible && best_known && time_ms < kBeyondBest * *best;
  if (too_short || (best_known && time_ms < kByAnyWay * *best)) {
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
