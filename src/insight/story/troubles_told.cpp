// Cars in trouble, as far as timing alone shows it: a lap on which only they lost time, and cars that are not seen any more.
#include <algorithm>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// A lap counts as trouble if it takes this much longer than usual, in time and as a share.
constexpr Millis kLeastLoss{15'000};
constexpr double kLeastShare = 0.1;
// So many others must have had a normal lap at that time, or the reason is one for all: rain, a slow zone.
constexpr std::size_t kFewestOthers = 3;
constexpr double kNormalShare = 0.05;
// In the lane for so long, a car is not just being served.
constexpr Millis kLongStay = std::chrono::minutes{15};
constexpr int kFrontRunners = 5;

double over(Millis time, Millis usual) { return static_cast<double>(time.count()) / static_cast<double>(usual.count()) - 1.0; }

// Most of the other cars' laps that ended while this one was under way, or within a lap after it, were as usual.
bool others_were_normal(const RacePast& past, CarIndex car, const LapRecord& lap, Millis usual) {
  std::size_t normal = 0, slow = 0;
  for (const CarIndex other : past.cars_in("")) {
    if (other == car) continue;
    const std::size_t end = past.records_by(other, lap.ended_at + usual);
    for (std::size_t i = past.records_by(other, lap.ended_at - *lap.time); i < end; ++i) {
      const LapRecord& theirs = past.car(other).laps_done[i];
      if (!theirs.time || past.is_pit_lap(other, theirs.number)) continue;
      const auto pace = past.usual_lap(other, theirs.number);
      if (!pace) continue;
      ++(over(*theirs.time, *pace) < kNormalShare ? normal : slow);
    }
  }
  return normal >= kFewestOthers && normal > slow;
}

std::optional<SlowLap> slow_lap(const RacePast& past, CarIndex car, const LapRecord& lap) {
  if (!lap.time || !lap.is_green() || past.is_pit_lap(car, lap.number)) return std::nullopt;
  const auto usual = past.usual_lap(car, lap.number);
  if (!usual || *lap.time - *usual < kLeastLoss || over(*lap.time, *usual) < kLeastShare) return std::nullopt;
  if (!others_were_normal(past, car, lap, *usual)) return std::nullopt;
  return SlowLap{past.number(car), lap.number, lap.ended_at, *lap.time, *usual};
}

// What the watch for anomalies takes a lap for; nullptr if for nothing.
const Anomaly* trouble_on(const Scene& scene, const CarNumber& car, std::int32_t lap) {
  const auto found = std::ranges::find_if(scene.anomalies, [&](const Anomaly* anomaly) {
    return anomaly->kind <= AnomalyKind::puncture && anomaly->car == car && anomaly->lap == lap;
  });
  return found == scene.anomalies.end() ? nullptr : *found;
}

// The lap of such an anomaly, if the time that was lost shows at the line.
std::optional<Trouble> trouble(const Scene& scene, CarIndex car, const LapRecord& lap) {
  constexpr Millis kLeastTrouble{3'000};
  constexpr double kLeastTroubleShare = 0.02;
  const RacePast& past = scene.past;
  const Anomaly* anomaly = trouble_on(scene, past.number(car), lap.number);
  if (anomaly == nullptr || !lap.time || !lap.is_green() || past.is_pit_lap(car, lap.number)) return std::nullopt;
  const auto usual = past.usual_lap(car, lap.number);
  if (!usual || *lap.time - *usual < kLeastTrouble || over(*lap.time, *usual) < kLeastTroubleShare) return std::nullopt;
  return Trouble{past.number(car), lap.number, anomaly->sector.value_or(0), anomaly->kind, lap.ended_at, *lap.time, *usual};
}

double weight_of_loss(const Scene& scene, Millis lost, bool is_in_front) {
  constexpr double kWeight = 0.3, kWeightOfAMinute = 0.1, kMostForLoss = 0.2, kInFront = 0.2, kOfTheCarItself = 0.25;
  const double minutes = static_cast<double>(lost.count()) / 60'000.0;
  return kWeight + std::min(kWeightOfAMinute * minutes, kMostForLoss) + (is_in_front ? kInFront : 0) +
         (scene.car ? kOfTheCarItself : 0);
}

bool is_in_front(const RacePast& past, CarIndex car, const LapRecord& lap) {
  return lap.class_position > 0 && lap.class_position <= kFrontRunners && !past.class_of(car).empty();
}

// What a car that is not seen any more is; nullopt if it may just be between two timing points.
std::optional<CarState> state_of_gone(const Scene& scene, CarIndex car) {
  const race::CarSnapshot& shown = scene.past.car(car);
  using enum race::CarState;
  if (shown.state == retired || shown.state == stopped || shown.state == disqualified) return shown.state;
  if (shown.state != in_pit || shown.pit_stops.empty()) return std::nullopt;
  const race::PitStop& stop = shown.pit_stops.back();
  const bool stands = !stop.red_flag && !stop.out_at && scene.to() - stop.in_at >= kLongStay;
  return stands && scene.past.race().flag != FlagKind::red ? std::optional(in_pit) : std::nullopt;
}

}  // namespace

void tell_slow_laps(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  const RacePast& past = scene.past;
  for (const CarIndex car : past.cars_in("")) {
    if (!scene.concerns(car)) continue;
    const std::size_t end = past.records_by(car, scene.to());
    for (std::size_t i = past.records_by(car, scene.from); i < end; ++i) {
      const LapRecord& lap = past.car(car).laps_done[i];
      const bool in_front = is_in_front(past, car, lap);
      if (const auto told = trouble(scene, car, lap)) {
        constexpr double kKnownFor = 0.1;  // more than that it was slow
        telling.push_back(
            {*told, kKnownFor + weight_of_loss(scene, told->time - told->usual, in_front), {lap_fact(past, car, lap)}});
      } else if (const auto slow = slow_lap(past, car, lap)) {
        telling.push_back({*slow, weight_of_loss(scene, slow->time - slow->usual, in_front), {lap_fact(past, car, lap)}});
      }
    }
  }
}

void tell_gone_cars(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  constexpr double kWeight = 0.68, kOfTheCarItself = 0.95;
  const RacePast& past = scene.past;
  for (CarIndex car = 0; car < past.race().cars.size(); ++car) {
    const race::CarSnapshot& shown = past.car(car);
    if (!scene.concerns(car) || !shown.last_seen || !scene.is_within(*shown.last_seen)) continue;
    const auto state = state_of_gone(scene, car);
    if (!state) continue;
    std::vector<Fact> facts;
    if (const LapRecord* last = past.lap(car, past.laps_by(car, scene.to()))) facts.push_back(lap_fact(past, car, *last));
    if (*state == CarState::in_pit) {
      const race::PitStop& stop = shown.pit_stops.back();
      facts.push_back({"pit_in", stop.in_at, past.number(car), stop.in_lap, {}});
    }
    if (facts.empty()) continue;
    const Gone claim{past.number(car), past.laps_by(car, scene.to()), *shown.last_seen, *state};
    telling.push_back({claim, scene.car ? kOfTheCarItself : kWeight, std::move(facts)});
  }
}

}  // namespace stint::insight::story
