// AnomalyWatch on what is no car's trouble: timing faults and slow zones.
#include <algorithm>
#include <chrono>
#include <set>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/anomaly_words.hpp"

namespace stint::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

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
  anomaly.severity = kInformation;
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
  anomaly.severity = kInformation;
  anomaly.evidence = {{"slower", *here - 1}};
  anomaly.text = "The field is " + percent_text(*here - 1) + " slower in sector " + std::to_string(sector) +
                 " and at pace elsewhere: a slow zone or a local yellow.";
  zone.anomaly = book_.enter(now_, std::move(anomaly));
}

}  // namespace stint::insight
