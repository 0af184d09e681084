#include "insight/strategy/measure/settled_lap.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace stint::insight {
namespace {

constexpr Millis kSpell = std::chrono::minutes{10};
constexpr std::size_t kLeastSpells = 6, kLeastLapsOfSpell = 4;
constexpr double kStays = 1.08;  // so much above its median a class may well stay

using LapsBySpell = std::vector<std::vector<double>>;

LapsBySpell clean_laps_by_spell(const RaceReading& race, std::size_t class_index) {
  LapsBySpell spells;
  for (const CarReading& car : race.cars) {
    if (car.class_index != class_index) continue;
    for (const RacedLap& lap : car.laps) {
      if (!lap.clean || lap.in_lap || lap.out_lap || lap.ended_at < *race.start) continue;
      const auto spell = static_cast<std::size_t>((lap.ended_at - *race.start) / kSpell);
      if (spell >= spells.size()) spells.resize(spell + 1);
      spells[spell].push_back(lap.time_ms);
    }
  }
  return spells;
}

}  // namespace

double settled_lap_ms(const RaceReading& race, std::size_t class_index, double now_ms) {
  if (!race.start || now_ms <= 0) return now_ms;
  std::vector<double> medians;
  for (std::vector<double>& laps : clean_laps_by_spell(race, class_index)) {
    if (laps.size() >= kLeastLapsOfSpell) medians.push_back(sample_median(std::move(laps)));
  }
  if (medians.size() < kLeastSpells) return now_ms;
  return std::min(now_ms, kStays * sample_median(std::move(medians)));
}

}  // namespace stint::insight
