// What changed for all: neutralisations and rain.
#include <algorithm>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// More than so many are told as a number and a time; red flags always one by one.
constexpr std::size_t kCautionsOneByOne = 3;

double weight_of_flag(FlagKind flag) {
  constexpr double kRed = 0.92, kSafetyCar = 0.72, kOther = 0.66;
  if (flag == FlagKind::red) return kRed;
  return flag == FlagKind::safety_car ? kSafetyCar : kOther;
}

// The cars whose one lap spans a red flag that nobody published: what it was deduced from.
std::vector<Fact> standing_laps(const RacePast& past, Instant from, Instant until) {
  std::vector<Fact> facts;
  for (const CarIndex car : past.cars_in("")) {
    const auto& laps = past.car(car).laps_done;
    const std::size_t record = past.records_by(car, until - Millis{1});
    if (record >= laps.size() || laps[record].ended_at > past.until() || !laps[record].time) continue;
    if (laps[record].ended_at - *laps[record].time <= from) facts.push_back(lap_fact(past, car, laps[record]));
  }
  return facts;
}

struct ToldCaution {
  Caution caution;
  std::vector<Fact> facts;
};

// Where a deduced flag begins or ends, there is no event that says so.
ToldCaution told(const RacePast& past, std::size_t index) {
  const auto& periods = past.race().flags;
  const race::FlagPeriod& period = periods[index];
  const bool is_over = period.until && *period.until <= past.until();
  ToldCaution made{{period.kind, period.from, is_over ? period.until : std::nullopt, period.deduced}, {}};
  if (period.deduced) {
    made.facts = standing_laps(past, period.from, period.until.value_or(past.until()));
    return made;
  }
  // What goes on after a deduced flag was published before it.
  std::size_t first = index;
  while (first > 0 && periods[first - 1].deduced) --first;
  if (first != index && first > 0 && periods[first - 1].kind == period.kind) --first;
  const bool ends_by_event = is_over && (index + 1 == periods.size() || !periods[index + 1].deduced);
  if (!periods[first].deduced) made.facts.push_back({"flag", periods[first].from, {}, 0, {}});
  if (ends_by_event) made.facts.push_back({"flag", *period.until, {}, 0, {}});
  return made;
}

// What lies within the interval of a period that began before it is told too: it is what the viewer comes back to.
std::vector<ToldCaution> cautions_of(const Scene& scene) {
  std::vector<ToldCaution> cautions;
  const auto& periods = scene.past.race().flags;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const bool is_over_before = periods[i].until && *periods[i].until <= scene.from;
    if (is_caution(periods[i].kind) && periods[i].from <= scene.to() && !is_over_before)
      cautions.push_back(told(scene.past, i));
  }
  return cautions;
}

}  // namespace

void tell_cautions(const Scene& scene, Telling& telling) {
  auto cautions = cautions_of(scene);
  const bool one_by_one = cautions.size() <= kCautionsOneByOne;
  Cautions sum;
  std::vector<Fact> facts;
  for (auto& [caution, of_this] : cautions) {
    facts.insert(facts.end(), of_this.begin(), of_this.end());
    ++sum.count;
    sum.time += caution.until.value_or(scene.to()) - std::max(caution.from, scene.from);
    if (one_by_one || caution.flag == FlagKind::red)
      telling.push_back({caution, weight_of_flag(caution.flag), std::move(of_this)});
  }
  constexpr double kWeightOfSum = 0.75;
  if (!one_by_one) telling.push_back({sum, kWeightOfSum, std::move(facts)});
}

// Where the readings begin to say rain, or cease to.
void tell_rain(const Scene& scene, Telling& telling) {
  constexpr double kWeight = 0.78;
  std::optional<bool> was;
  for (const race::WeatherReading& reading : scene.past.race().weather) {
    if (!reading.weather.rain) continue;
    const bool rains = *reading.weather.rain;
    if (was && *was != rains && scene.is_within(reading.at))
      telling.push_back({Rain{rains, reading.at}, kWeight, {{"weather", reading.at, {}, 0, {}}}});
    was = rains;
  }
}

}  // namespace stint::insight::story
