// AnomalyWatch on stops: those that take longer than usual, and those in which a penalty is served.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/anomaly_words.hpp"

namespace stint::insight {
namespace {

using std::chrono::seconds;
using timing::count_ms;

double ms_of(Millis time) { return static_cast<double>(count_ms(time)); }

// A stop in which a penalty is served: half a minute, told by race control, and no sign of trouble. What shows it is filled in
// by who saw it.
Anomaly penalty_of(const FieldCar& car, double probability) {
  Anomaly anomaly;
  anomaly.car = car.number;
  anomaly.lap = car.laps_completed() + 1;
  anomaly.kind = AnomalyKind::unusual_stop;
  anomaly.probability = probability;
  anomaly.severity = kInformation;
  return anomaly;
}

// So many times a long stop (docs/anomalies.md: over twice the usual time and a minute more) it has been so far.
double of_a_long_stop(double there_ms, double usual_ms) { return there_ms / (2 * usual_ms + 60'000); }

// It is information until it is a long stop: of three that take longer than usual one ends as no more than that.
double severity_of_stop(double there_ms, double usual_ms) {
  const double share = of_a_long_stop(there_ms, usual_ms);
  return share >= 1 ? std::clamp(0.15 + 0.35 * share, 0.0, 0.95) : kInformation;
}

void set_evidence(Anomaly& anomaly, std::string_view name, double value) {
  const auto found = std::ranges::find(anomaly.evidence, name, &AnomalyEvidence::name);
  if (found == anomaly.evidence.end()) {
    anomaly.evidence.push_back({name, value});
  } else {
    found->value = value;
  }
}

// Before four cars have stopped nobody knows what is usual.
std::string usual_words(std::optional<double> usual_ms) {
  return usual_ms ? "; usual are " + seconds_text(*usual_ms) + "." : ".";
}

// What the stop was held against when it was told: by now it is itself among the usual ones.
std::optional<double> usual_when_told(const Anomaly& anomaly) {
  const auto told = std::ranges::find(anomaly.evidence, "usual_ms", &AnomalyEvidence::name);
  return told != anomaly.evidence.end() ? std::optional(told->value) : std::nullopt;
}

constexpr double kAssumedUsualMs = 60'000;

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
  constexpr double kThanNineOfTen = 1.05, kThanUsual = 1.35, kAndMs = 5'000;
  constexpr double kLong = 2, kAndALongTimeMs = 60'000;
  // Before four cars have stopped it is nobody's turn.
  constexpr double kBeforeAnybody = 90'000;
  const std::size_t group = field_.cars()[place].class_index;
  const auto usual = usual_lane_ms(group, 0.5);
  if (field_.flag() == FlagKind::red || over_) return std::nullopt;
  if (!usual) return racing() ? std::optional(kBeforeAnybody) : std::nullopt;
  if (field_.flag() == FlagKind::safety_car) return kLong * *usual + kAndALongTimeMs;
  // A car that comes in long before its turn, or after trouble on the track, comes for a reason, and what it takes longer than
  // usual is that.
  constexpr double kBeforeItsTurn = 0.6, kMoreThanUsual = 1.15;
  const auto stint = field_.classes()[group].stint_lengths.median();
  const CarWatch& watch = cars_[place];
  const bool early = stint && watch.laps_in_stint < kBeforeItsTurn * *stint;
  if (racing() && (early || watch.trouble_in_stint)) return kMoreThanUsual * *usual + kAndMs;
  return std::max(kThanNineOfTen * *usual_lane_ms(group, 0.9), kThanUsual * *usual) + kAndMs;
}

void AnomalyWatch::watch_lane(std::size_t place) {
  CarWatch& watch = cars_[place];
  watch.stop_anomaly = watch.episode.by_lane ? watch.episode.anomaly : 0;
  watch.lane_words.clear();
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

// Everybody waits there: the race is stopped, whatever the flag says.
bool AnomalyWatch::all_wait_in_lane() const {
  std::size_t in_lane = 0, running = 0;
  for (const FieldCar& other : field_.cars()) {
    const bool out = other.laps.empty() || other.finished || other.state == timing::CarState::retired;
    running += out ? 0 : 1;
    in_lane += !out && other.in_lane ? 1 : 0;
  }
  return in_lane * 3 > running;
}

// What went wrong on the track on this lap or the one before and has brought the car in: its stop belongs to the same story.
std::int32_t AnomalyWatch::trouble_that_brought_it_in(std::size_t place) {
  const CarWatch& watch = cars_[place];
  if (!watch.trouble_in_stint || watch.latest_episode == 0) return 0;
  const Anomaly& trouble = book_.edit(watch.latest_episode);
  constexpr std::int32_t kLapsAgo = 2;
  const bool just_now = trouble.lap && *trouble.lap + kLapsAgo > field_.cars()[place].laps_completed();
  return trouble.stands() && just_now ? trouble.id : 0;
}

void AnomalyWatch::look_into_lane(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  if (!car.in_lane || !car.lane_entered || over_ || car.finished) return;
  const auto usual = usual_lane_ms(car.class_index, 0.5);
  const double there = ms_of(now_ - *car.lane_entered);
  // A safety car may have come out since.
  const auto longest = longest_usual_stop(place);
  if (!longest || there < *longest || all_wait_in_lane()) {
    due_.add({now_ + seconds{15}, DueWhat::lane, place, watch.lane_ticket});
    return;
  }
  tell_stop(place, there, usual);
  constexpr double kRepairMs = 120'000;
  const double held_against = usual.value_or(kAssumedUsualMs);
  if (there > held_against + kRepairMs) name_the_part(place);
  constexpr double kSeconds = 1'000;
  if (there < 4 * 3600 * kSeconds) {
    const double wait = std::max(20 * kSeconds, 0.3 * there);
    // And at the instant from which on it is a long one.
    const double until_long = 2 * held_against + 60 * kSeconds - there;
    const double next = until_long > kSeconds ? std::min(wait, until_long) : wait;
    due_.add({now_ + Millis{std::llround(next)}, DueWhat::lane, place, watch.lane_ticket});
  }
}

void AnomalyWatch::tell_stop(std::size_t place, double there_ms, std::optional<double> usual_ms) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  const double held_against = usual_ms.value_or(kAssumedUsualMs), share = of_a_long_stop(there_ms, held_against);
  const bool is_long = share >= 1;
  Anomaly anomaly;
  if (watch.stop_anomaly == 0) watch.stop_anomaly = trouble_that_brought_it_in(place);
  if (watch.stop_anomaly > 0) anomaly = book_.edit(watch.stop_anomaly);
  const std::string words = " has been in the pit lane for " + seconds_text(there_ms) + usual_words(usual_ms);
  const double severity = severity_of_stop(there_ms, held_against);
  set_evidence(anomaly, "in_lane_ms", there_ms);
  if (usual_ms) set_evidence(anomaly, "usual_ms", *usual_ms);
  if (anomaly.id > 0 && anomaly.kind != AnomalyKind::unusual_stop) {
    add_lane_words(place, anomaly, " It" + words);
    anomaly.severity = std::max(anomaly.severity, severity);
  } else {
    anomaly.car = car.number;
    anomaly.lap = anomaly.lap.value_or(car.laps_completed() + 1);
    anomaly.kind = AnomalyKind::unusual_stop;
    anomaly.probability = std::min(0.99, 0.55 + 0.4 * share);
    anomaly.severity = severity;
    anomaly.text = "Car " + car.number.str() + words;
  }
  if (is_long && !anomaly.confirmed) anomaly.confirmed = now_;
  watch.stop_anomaly = book_.enter(now_, std::move(anomaly));
}

// What is told of the stop stands at the end of the text of what brought the car in, in place of what was told before.
void AnomalyWatch::add_lane_words(std::size_t place, Anomaly& anomaly, std::string words) {
  std::string& told = cars_[place].lane_words;
  if (!told.empty() && anomaly.text.ends_with(told)) anomaly.text.resize(anomaly.text.size() - told.size());
  anomaly.text += words;
  told = std::move(words);
}

// A stop that was told of is over.
void AnomalyWatch::close_stop(std::size_t place, double lane_ms, std::optional<double> usual_ms) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  Anomaly& anomaly = book_.edit(watch.stop_anomaly);
  if (const auto told = usual_when_told(anomaly)) usual_ms = told;
  const std::string words = " was in the pit lane for " + seconds_text(lane_ms) + usual_words(usual_ms);
  set_evidence(anomaly, "in_lane_ms", lane_ms);
  if (usual_ms) set_evidence(anomaly, "usual_ms", *usual_ms);
  constexpr double kStopAndGo = 0.65;
  const double held_against = usual_ms.value_or(lane_ms);
  const bool told_long = of_a_long_stop(lane_ms, held_against) >= 1;
  if (anomaly.kind != AnomalyKind::unusual_stop) {
    add_lane_words(place, anomaly, " It" + words);
  } else if (watch.comes_for_penalty && !told_long && lane_ms > kStopAndGo * held_against) {
    anomaly.text = "Car " + car.number.str() + words + " The penalty is still to be served, or was only time.";
    anomaly.cleared = now_;
  } else {
    anomaly.text = "Car " + car.number.str() + words;
    anomaly.severity = severity_of_stop(lane_ms, held_against);
    if (lane_ms < kStopAndGo * held_against) anomaly.text += " It has served its penalty.";
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
  if (watch.stop_anomaly > 0) return close_stop(place, lane, usual);
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

}  // namespace stint::insight
