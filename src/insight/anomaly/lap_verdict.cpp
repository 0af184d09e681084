// AnomalyWatch on what a car has just completed: a sector, a lap, and the lap again when the others have had their say.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "insight/anomaly/anomaly_watch.hpp"

namespace stint::insight {
namespace {

using std::chrono::seconds;
using timing::count_ms;

constexpr auto kSay = seconds{90};            // the others have their say until then
constexpr double kAlarm = kAlarmProbability;  // probability
constexpr double kClear = 0.3;                // an alarm that falls below was none
constexpr double kClearPlain = 0.02;          // the same where one sector was far slower than laps vary
constexpr double kBeyondDoubt = 0.25;         // lost, of a lap
constexpr double kReadingFrom = 0.02;

// Than the time of the lap.
bool rests_on_more(const Episode& episode) { return episode.stood || episode.contact || episode.yellow; }

double time_of(const LapRecord& lap) { return static_cast<double>(count_ms(*lap.time)); }

}  // namespace

// `ratio`: the sector's time to what it should have been, `lost_ms` above it.
void AnomalyWatch::judge_sector(std::size_t place, std::int32_t sector, double ratio, double lost_ms) {
  CarWatch& watch = cars_[place];
  Episode& episode = watch.episode;
  episode.away = false;
  const double excess = ratio - 1;
  const bool in_episode = episode.anomaly > 0 && !episode.settled;
  const FieldCar& car = field_.cars()[place];
  if (in_episode && episode.sector == sector && episode.lap == car.laps_completed() + 1) {
    episode.lost_first_ms = episode.lost_ms = std::max(0.0, lost_ms);
    find_contact(place);
    return revise_episode(place, book_.edit(episode.anomaly).probability);
  }
  if (in_episode) {
    if (episode.after_ratio == 0) episode.after_ratio = ratio;
    episode.lost_ms += std::max(0.0, lost_ms);
    return revise_episode(place, book_.edit(episode.anomaly).probability);
  }
  // Lost under a yellow that came out while the car was in the sector, or far beyond what it ever loses in one.
  const auto index = static_cast<std::size_t>(sector - 1);
  const Instant entered = now_ - Millis{car.now.sectors[index] ? car.now.sectors[index]->count() : 0};
  const double spread = std::max(0.002, watch.sector_excesses.quantile(0.5).value_or(0.01));
  const bool yellow = yellow_since(sector, entered);
  const bool lost = lost_ms > 0.08 * *watch.base && lost_ms - 1.5 * lateness_of_others(place) > 0.08 * *watch.base;
  const bool lost_under_yellow = yellow && lost_ms > std::max(1'800.0, 0.014 * *watch.base) && excess > 6 * spread;
  watch.sector_excesses.add(std::abs(excess));
  // Far slower in one sector, or much slower in two in a row, than laps vary at this time; where the flags of sectors aren't
  // told, it may have been a yellow that only this car met.
  const double noise = noise_of(car.class_index);
  const double before = std::exchange(watch.last_sector_excess, excess);
  const bool twice = std::min(excess, before) > std::max(0.05, 5 * noise);
  const bool plain =
      local_flags_told_ && (twice || excess > std::max(0.075, 7.5 * noise)) && lateness_of_others(place) < 0.3 * lost_ms;
  // Where the pit entry isn't timed, a long last sector may be an in-lap: the lap will tell.
  const bool may_be_in_lap = !lane_entry_seen_ && sector == field_.sector_count();
  if ((!lost && !lost_under_yellow && !plain) || may_be_in_lap) return;
  Episode& begun = open_episode(place, sector);
  begun.yellow = yellow;
  begun.plain = plain;
  begun.lost_first_ms = begun.lost_ms = lost_ms;
  find_contact(place);
  raise_episode(place, lost_under_yellow ? 0.85 : 0.6);
}

// How much green laps of the class vary now: four of five by less.
double AnomalyWatch::noise_of(std::size_t class_index) const {
  constexpr double kUnknown = 0.02;
  return class_index < class_noise_.size() ? class_noise_[class_index].quantile(0.8).value_or(kUnknown) : kUnknown;
}

LapReading AnomalyWatch::read_lap(std::size_t place, const LapRecord& lap) const {
  const FieldCar& car = field_.cars()[place];
  const CarWatch& watch = cars_[place];
  LapReading reading{.car = car.number, .lap = lap.number, .ended = lap.ended_at};
  double expected = 0, seen = 0;
  for (std::size_t i = 0; i < kMaxSectors; ++i) {
    if (!lap.sectors[i] || !watch.usual[i] || !lap.sector_ended_at(i)) continue;
    const Instant since = *lap.sector_ended_at(i) - kSay;
    const double should = *watch.usual[i] * pace_.factor(car.class_index, i + 1, since, place);
    const auto took = static_cast<double>(lap.sectors[i]->count());
    expected += should;
    seen += took;
    reading.worst_sector = std::max(reading.worst_sector, (took - should) / *watch.base);
  }
  const double factor = pace_.factor(car.class_index, 0, lap.ended_at - kSay, place);
  reading.by_lap = time_of(lap) / (*watch.base * factor) - 1;
  reading.by_sectors = seen > 0.9 * time_of(lap) ? seen / expected - 1 : reading.by_lap;
  reading.class_excess = factor - 1;
  reading.disorder = pace_.disorder(car.class_index, lap.ended_at - seconds{240}, place);
  if (watch.previous_ms) reading.by_previous = time_of(lap) / *watch.previous_ms - 1;
  reading.noise = noise_of(car.class_index);
  reading.own_noise = watch.latest_excesses.quantile(0.5).value_or(0.01);
  reading.spread = watch.lap_excesses.quantile(0.5).value_or(0.01);
  const auto green = field_.green_since();
  reading.since_green_s = green ? std::min(3600.0, static_cast<double>(count_ms(now_ - *green)) / 1000) : 3600;
  reading.stint_lap = std::min(10, lap.laps_since_stop);
  return reading;
}

void AnomalyWatch::judge_lap(std::size_t place, const LapRecord& lap) {
  CarWatch& watch = cars_[place];
  watch.last_sector_excess = 0;
  if (!watch.base && lap.time && lap.is_green() && raced(lap.ended_at - *lap.time)) {
    watch.doubts.push_back({.lap = lap.number, .ended = lap.ended_at, .time_ms = time_of(lap)});
    due_.add({now_ + kSay, DueWhat::verdict, place, 0});
  }
  if (!watch.base || !lap.time || !lap.is_green() || !raced(lap.ended_at - *lap.time)) return settle(place, lap, -1);
  const LapReading reading = read_lap(place, lap);
  const double probability = incident_probability(reading);
  const std::size_t group = field_.cars()[place].class_index;
  if (class_noise_.size() <= group) class_noise_.resize(group + 1);
  class_noise_[group].add(std::abs(reading.by_sectors));
  watch.lap_excesses.add(std::abs(reading.by_sectors));
  watch.latest_excesses.add(std::abs(reading.by_sectors));
  const UnlikeLaps::Figures figures{static_cast<float>(reading.by_sectors),  static_cast<float>(reading.worst_sector),
                                    static_cast<float>(reading.by_previous), static_cast<float>(reading.class_excess),
                                    static_cast<float>(reading.noise),       static_cast<float>(reading.stint_lap)};
  watch.isolation = unlike_.score(figures);
  unlike_.add(figures);
  settle(place, lap, probability);
  if (std::max(reading.by_sectors, reading.by_lap) < kReadingFrom) return;
  if (keep_readings_) readings_.push_back(reading);
  const bool raised = watch.episode.anomaly > 0 && watch.episode.lap == lap.number;
  watch.doubts.push_back({lap.number, lap.ended_at, time_of(lap), *watch.base, reading, readings_.size(),
                          raised ? watch.episode.anomaly : 0, raised && (rests_on_more(watch.episode) || watch.episode.plain)});
  due_.add({now_ + kSay, DueWhat::verdict, place, 0});
}

// The lap is over: what was suspected on it stays or goes, and what only shows over the whole lap is raised. `probability` is
// that of an incident lap, negative if the lap was no green one.
void AnomalyWatch::settle(std::size_t place, const LapRecord& lap, double probability) {
  CarWatch& watch = cars_[place];
  Episode& episode = watch.episode;
  const bool suspected = episode.anomaly > 0 && !episode.settled;
  episode.away = false;
  if (suspected) {
    episode.settled = now_;
    const Anomaly& anomaly = book_.edit(episode.anomaly);
    const bool seen_otherwise = rests_on_more(episode) || anomaly.confirmed;
    if (lap.in_lap) {
      // Where the pit entry isn't timed, coming in is all that a long last sector says.
      if (!seen_otherwise && !lane_entry_seen_ && episode.sector == field_.sector_count()) return clear_episode(place);
      episode.pitted = true;
      if (!seen_otherwise && !lane_entry_seen_ && episode.lost_ms < kBeyondDoubt * *watch.base) return clear_episode(place);
      episode.by_lane = !rests_on_more(episode) && !lane_entry_seen_ && episode.sector == field_.sector_count();
      if (episode.by_lane) watch.stop_anomaly = episode.anomaly;
      return revise_episode(place, anomaly.probability);
    }
    // Laps under a caution or out of the pits are slow anyway.
    if (!seen_otherwise && probability < 0 && episode.lost_ms < kBeyondDoubt * watch.base.value_or(0))
      return clear_episode(place);
    if (seen_otherwise || probability < 0) return revise_episode(place, std::max(anomaly.probability, probability));
    if (probability < (episode.plain ? kClearPlain : kClear)) return clear_episode(place);
    return revise_episode(place, probability);
  }
  if (episode.settled && lap.number > episode.lap && probability >= 0) close_episode(place);
  if (probability < kAlarm) return;
  // Where no flags are told and others are late too, the verdict is waited for.
  if (!flags_told() && 1.5 * lateness_of_others(place) > 0.5 * (time_of(lap) - *watch.base)) return;
  std::int32_t worst = 1;
  double worst_lost = 0;
  for (std::size_t i = 0; i < kMaxSectors; ++i) {
    if (!lap.sectors[i] || !watch.usual[i]) continue;
    const double lost = static_cast<double>(lap.sectors[i]->count()) - *watch.usual[i];
    if (lost > worst_lost) {
      worst_lost = lost;
      worst = static_cast<std::int32_t>(i) + 1;
    }
  }
  close_episode(place);
  Episode& begun = open_episode(place, worst);
  begun.lap = lap.number;
  begun.lost_first_ms = worst_lost;
  begun.lost_ms = time_of(lap) - *watch.base;
  begun.settled = now_;
  raise_episode(place, probability);
}

// The first lap that tells of pace has none of its own car's before it: the class's are what it is held against, 90 s later,
// when they have driven theirs.
void AnomalyWatch::judge_first_lap(std::size_t place, const CarWatch::Doubt& doubt) {
  constexpr std::size_t kEnough = 4;
  constexpr double kThanMedian = 1.12, kThanThreeOfFour = 1.08, kSure = 0.7;
  std::vector<double> bases;
  for (const FieldCar& other : field_.cars()) {
    const bool alike = &other != &field_.cars()[place] && other.class_index == field_.cars()[place].class_index;
    if (const auto base = other.base(); alike && base) bases.push_back(*base);
  }
  if (bases.size() < kEnough || !racing() || cars_[place].episode.anomaly > 0) return;
  std::ranges::sort(bases);
  const double median = bases[bases.size() / 2];
  if (doubt.time_ms < kThanMedian * median || doubt.time_ms < kThanThreeOfFour * bases[bases.size() * 3 / 4]) return;
  Episode& begun = open_episode(place, 1);
  begun.lap = doubt.lap;
  begun.lost_first_ms = begun.lost_ms = doubt.time_ms - median;
  begun.settled = doubt.ended;
  raise_episode(place, kSure);
  book_.edit(begun.anomaly).confirmed = now_;
  revise_episode(place, kSure);
}

// 90 s after a slow lap: what the class did on both sides of its end.
void AnomalyWatch::give_verdict(std::size_t place) {
  CarWatch& watch = cars_[place];
  const CarWatch::Doubt doubt = watch.doubts.front();
  watch.doubts.pop_front();
  if (doubt.base == 0) return judge_first_lap(place, doubt);
  const FieldCar& car = field_.cars()[place];
  const auto found = std::ranges::find(car.laps, doubt.lap, &LapRecord::number);
  if (found == car.laps.end()) return;
  LapReading reading = doubt.reading;
  const LapReading now = read_lap(place, *found);
  reading.sectors_both_sides = now.by_sectors;
  reading.disorder_both_sides = now.disorder;
  reading.by_both_sides = doubt.time_ms / (doubt.base * pace_.factor(car.class_index, 0, doubt.ended - kSay, place)) - 1;
  reading.back_in_pits = car.in_lane || car.laps.back().in_lap;
  if (doubt.kept > 0) readings_[doubt.kept - 1] = reading;
  double probability = verdict_probability(reading);
  // Where no flags are told, a caution shows in the laps that ended after this one.
  constexpr double kSlowToo = 0.05;
  const double after = pace_.factor(car.class_index, 0, doubt.ended, place);
  const bool slow_too = doubt.time_ms / (doubt.base * after) - 1 < kSlowToo;
  const bool caution_came = unflagged_.began_after(doubt.ended - Millis{std::llround(doubt.time_ms)});
  if (!flags_told() && (slow_too || caution_came)) probability = 0.1;
  Episode& episode = watch.episode;
  if (doubt.anomaly > 0) {
    Anomaly& anomaly = book_.edit(doubt.anomaly);
    if (!anomaly.stands()) return;
    const bool same = episode.anomaly == doubt.anomaly;
    const bool seen_otherwise = anomaly.confirmed || doubt.stays || anomaly.kind == AnomalyKind::contact;
    if (!seen_otherwise && probability < kAlarm) {
      anomaly.cleared = now_;
      if (same) episode = {};
    } else if (!anomaly.confirmed) {
      anomaly.confirmed = now_;
    }
    anomaly.probability = seen_otherwise ? std::max(probability, anomaly.probability) : probability;
    return book_.note(now_, anomaly.id);
  }
  if (probability < kAlarm || episode.anomaly > 0) return;
  Episode& begun = open_episode(place, 1);
  begun.lap = doubt.lap;
  begun.lost_first_ms = begun.lost_ms = doubt.time_ms - doubt.base;
  begun.settled = doubt.ended;
  raise_episode(place, probability);
  book_.edit(episode.anomaly).confirmed = now_;
  revise_episode(place, probability);
}

}  // namespace stint::insight
