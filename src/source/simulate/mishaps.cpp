#include "source/simulate/mishaps.hpp"

#include <array>

namespace stint::source {
namespace {

struct MishapRate {
  MishapKind kind;
  double per_hour;     // of one car on a dry track with a driver of error rate 1
  bool drivers_fault;  // scales with the driver's error rate and the wet
  double least_hold_s, most_hold_s;
  double terminal;  // chance that the car goes no further
};

// Reasons and sources: docs/simulator.md, "What goes wrong".
constexpr std::array<MishapRate, 10> kRates{{
    {MishapKind::slow, 0.014, false, 0, 0, 0},
    {MishapKind::stopped, 0.008, false, 30, 170, 0.35},
    {MishapKind::incident, 0.004, true, 25, 90, 0.55},
    {MishapKind::off_track, 0.032, true, 3, 14, 0},
    {MishapKind::spin, 0.018, true, 9, 35, 0},
    {MishapKind::contact, 0.012, true, 2, 22, 0.04},
    {MishapKind::puncture, 0.010, false, 0, 0, 0},
    {MishapKind::mechanical, 0.014, false, 0, 0, 0},
    {MishapKind::performance_drop, 0.011, false, 0, 0, 0},
    {MishapKind::unusual_stop, 0.012, false, 0, 0, 0},
}};

RaceTime milliseconds(double value) { return static_cast<RaceTime>(value); }

}  // namespace

std::optional<Mishap> draw_mishap(RaceCar& car, double hours, double wetness, bool first_lap) {
  const double fault = car.at_wheel().error_rate * (1 + 4 * wetness) * (first_lap ? 4 : 1);
  double draw = car.random.uniform();
  for (const MishapRate& rate : kRates) {
    const double probability = rate.per_hour * hours * (rate.drivers_fault ? fault : 1);
    if (draw >= probability) {
      draw -= probability;
      continue;
    }
    Mishap mishap;
    mishap.kind = rate.kind;
    mishap.hold_ms = milliseconds(1000 * car.random.uniform(rate.least_hold_s, rate.most_hold_s));
    mishap.terminal = car.random.chance(rate.terminal);
    return mishap;
  }
  return std::nullopt;
}

void inflict(RaceCar& car, const Mishap& mishap) {
  Ailments& ailments = car.ailments;
  RandomStream& random = car.random;
  const auto damage = [&](double chance, double least, double most, double least_repair_s, double most_repair_s) {
    if (!random.chance(chance)) return;
    ailments.damage += random.uniform(least, most);
    ailments.repair_ms += milliseconds(1000 * random.uniform(least_repair_s, most_repair_s));
  };
  const auto puncture = [&] {
    ailments.limp += random.uniform(0.35, 0.7);
    ailments.must_stop = ailments.needs_tyres = true;
    ailments.repair_ms += milliseconds(1000 * random.uniform(3, 20));
  };
  switch (mishap.kind) {
    case MishapKind::slow:
      ailments.limp += random.uniform(0.08, 0.2);
      break;
    case MishapKind::stopped:
      break;
    case MishapKind::off_track:
      damage(0.15, 0.003, 0.01, 5, 40);
      break;
    case MishapKind::spin:
      damage(0.2, 0.002, 0.008, 5, 30);
      break;
    case MishapKind::contact:
      damage(0.4, 0.004, 0.02, 20, 240);
      if (random.chance(0.15)) puncture();
      break;
    case MishapKind::puncture:
      puncture();
      break;
    case MishapKind::incident:
      ailments.limp += random.uniform(0.3, 0.8);
      ailments.must_stop = ailments.needs_tyres = true;
      ailments.repair_ms += milliseconds(kMinute * random.uniform(8, 40));
      ailments.ends_in_pit = random.chance(0.3);
      break;
    case MishapKind::mechanical:
      ailments.drift_per_lap += random.uniform(0.0015, 0.004);
      ailments.drift_laps = static_cast<std::int32_t>(random.whole(8, 25));
      ailments.repair_ms += milliseconds(kMinute * random.uniform(3, 35));
      ailments.ends_in_pit = random.chance(0.35);
      break;
    case MishapKind::performance_drop:
      ailments.damage += random.uniform(0.009, 0.025);
      ailments.repair_ms += milliseconds(1000 * random.uniform(0, 60));
      break;
    case MishapKind::unusual_stop:
      ailments.must_stop = true;
      ailments.repair_ms += milliseconds(1000 * random.uniform(25, 400));
      break;
    case MishapKind::slow_zone:
    case MishapKind::driver_change:
    case MishapKind::timing_fault:
      break;
  }
}

}  // namespace stint::source
