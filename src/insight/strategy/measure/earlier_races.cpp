#include "insight/strategy/measure/earlier_races.hpp"

#include <algorithm>

#include "insight/rules/rule.hpp"
#include "insight/rules/rule_book.hpp"

namespace stint::insight {
namespace {

// What knowledge from before the race weighs against events of the race, in events.
constexpr double kCircuitWeight = 4, kSeriesWeight = 1.5;
// Draws of rates to the series', in hours.
constexpr double kCautionDraw_h = 8, kPartDraw_h = 10, kRetirementDraw_h = 100;
// Without any race: a caution an hour and a half apart, 8 minutes long; a retirement in 100 hours.
constexpr double kAssumedCaution_h = 0.66, kAssumedLength_ms = 480'000, kAssumedRetirement = 0.01;

Tally total(const std::vector<const RaceTally*>& races, const std::string* key, ClassFact fact) {
  Tally sum;
  for (const RaceTally* race : races) {
    for (const ClassTally& group : race->classes) {
      if (key == nullptr || group.key == *key) sum += group.of(fact);
    }
  }
  return sum;
}

double hours_of(const RaceTally& race) {
  double hours = 0;
  for (const double part : race.green_hours) hours += part;
  return hours;
}

double begun_in(const RaceTally& race, std::size_t pace) {
  double begun = 0;
  for (const double part : race.cautions[pace].begun) begun += part;
  return begun;
}

struct Rate {
  double events = 0, hours = 0;
  [[nodiscard]] double drawn(double to, double weight) const { return (events + weight * to) / (hours + weight); }
};

Rate caution_rate(const std::vector<const RaceTally*>& races, std::size_t pace) {
  Rate rate;
  for (const RaceTally* race : races) {
    rate.events += begun_in(*race, pace);
    rate.hours += hours_of(*race);
  }
  return rate;
}

Tally length_of(const std::vector<const RaceTally*>& races, std::size_t pace) {
  Tally sum;
  for (const RaceTally* race : races) sum += race->cautions[pace].length_ms;
  return sum;
}

}  // namespace

EarlierRaces::EarlierRaces(const Priors& priors, const timing::Session& session, const RuleBook* rules,
                           std::optional<race::Millis> length)
    : rules_(rules) {
  const double hours = length ? static_cast<double>(length->count()) / 3'600'000 : 0;
  const std::string circuit = circuit_key(session);
  const int season = season_of(session);
  for (const RaceTally& race : priors.races()) {
    const bool same_series = race.series == session.series, here = !circuit.empty() && race.circuit == circuit;
    if (same_series && here && race.season == season) continue;
    all_.push_back(&race);
    if (!same_series) continue;
    series_.push_back(&race);
    if (!length || is_sprint(hours) == is_sprint(race.length_h)) alike_.push_back(&race);
    if (here) circuit_.push_back(&race);
  }
}

std::string EarlierRaces::key_of(const std::string& class_name) const {
  return rules_ != nullptr ? class_key(rules_->class_of(class_name)) : class_key(class_name);
}

std::optional<Measure> EarlierRaces::fact(const std::string& class_name, ClassFact fact) const {
  const std::string own = class_key(class_name), common = key_of(class_name);
  const auto of = [&](const std::vector<const RaceTally*>& races) {
    Tally sum = total(races, &own, fact);
    if (common != own) sum += total(races, &common, fact);
    return sum;
  };
  // A tank is the car's: another generation of the class tells less of it than its own cars on other circuits.
  if (fact == ClassFact::tank) {
    if (const Tally here = total(circuit_, &own, fact); here.count > 0) return here.measure(Basis::circuit);
    if (const Tally elsewhere = total(series_, &own, fact); elsewhere.count > 0) return elsewhere.measure(Basis::series_class);
  }
  if (const Tally here = of(circuit_); here.count > 0) return here.measure(Basis::circuit);
  if (const Tally in_series = of(series_); in_series.count > 0) return in_series.measure(Basis::series_class);
  const bool of_circuit = fact <= ClassFact::lane_behind || (fact >= ClassFact::drive_through && fact <= ClassFact::out_lap);
  if (of_circuit) {
    if (const Tally others = total(circuit_, nullptr, fact); others.count > 0) return others.measure(Basis::circuit);
  }
  if (const Tally others = total(series_, nullptr, fact); others.count > 0) return others.measure(Basis::series_class);
  return total(all_, nullptr, fact).measure(Basis::assumed);
}

std::optional<double> EarlierRaces::lap_ms(const std::string& class_name) const {
  const std::string own = class_key(class_name), common = key_of(class_name);
  Tally laps;
  for (const RaceTally* race : circuit_) {
    for (const ClassTally& group : race->classes) {
      if ((group.key == own || group.key == common) && group.lap_ms > 0) laps.add(group.lap_ms);
    }
  }
  return laps.count > 0 ? std::optional(laps.mean()) : std::nullopt;
}

std::optional<double> EarlierRaces::usual_stint(const std::string& class_name) const {
  const std::string own = class_key(class_name), common = key_of(class_name);
  Tally here, anywhere;
  for (const RaceTally* race : alike_) {
    const bool at_circuit = std::ranges::find(circuit_, race) != circuit_.end();
    for (const ClassTally& group : race->classes) {
      if (group.key != own && group.key != common) continue;
      anywhere += group.of(ClassFact::usual_stint);
      if (at_circuit) here += group.of(ClassFact::usual_stint);
    }
  }
  if (here.count > 0) return here.mean();
  return anywhere.count > 0 ? std::optional(anywhere.mean()) : std::nullopt;
}

double EarlierRaces::retirement_per_hour(const std::string& class_name) const {
  const std::string own = class_key(class_name), common = key_of(class_name);
  Rate of_class, of_all;
  for (const RaceTally* race : all_) {
    for (const ClassTally& group : race->classes) {
      of_all.events += group.retirements;
      of_all.hours += group.car_hours;
      if (race->series != (series_.empty() ? "" : series_.front()->series)) continue;
      if (group.key != own && group.key != common) continue;
      of_class.events += group.retirements;
      of_class.hours += group.car_hours;
    }
  }
  return of_class.drawn(of_all.drawn(kAssumedRetirement, kRetirementDraw_h), kRetirementDraw_h);
}

std::optional<double> EarlierRaces::transit_ms() const {
  const Tally here = total(circuit_, nullptr, ClassFact::drive_through);
  return here.count > 0 ? std::optional(here.mean()) : std::nullopt;
}

StopChances EarlierRaces::stop_chances() const {
  StopHabits own, all;
  for (const RaceTally* race : all_) all += race->habits;
  for (const RaceTally* race : alike_) own += race->habits;
  return {own, all};
}

CautionsMeasure EarlierRaces::cautions() const {
  CautionsMeasure cautions;
  cautions.basis = !circuit_.empty() ? Basis::circuit : !series_.empty() ? Basis::series_class : Basis::assumed;
  const double assumed = all_.empty() ? kAssumedCaution_h / 2 : 0;
  Rate overall;
  for (std::size_t pace = 1; pace < kPaces; ++pace) {
    CautionMeasure caution;
    caution.pace = static_cast<Pace>(pace);
    const double of_all = series_.empty() ? caution_rate(all_, pace).drawn(assumed, kCautionDraw_h) : 0;
    const double of_series = series_.empty() ? of_all : caution_rate(series_, pace).drawn(0, 0.01);
    caution.hazard_per_hour = caution_rate(circuit_, pace).drawn(of_series, kCautionDraw_h);
    Tally length = length_of(circuit_, pace);
    Basis basis = Basis::circuit;
    if (length.count < 4) length = length_of(series_, pace), basis = Basis::series_class;
    if (length.count < 1) length = length_of(all_, pace), basis = Basis::assumed;
    caution.length_ms = length.measure(basis).value_or(
        Measure{kAssumedLength_ms, kAssumedLength_ms / 2, {kAssumedLength_ms / 3, kAssumedLength_ms, 2 * kAssumedLength_ms}});
    overall.events += caution_rate(series_, pace).events;
    cautions.kinds.push_back(caution);
  }
  for (const RaceTally* race : series_) overall.hours += hours_of(*race);
  if (overall.hours <= 0 || overall.events <= 0) return cautions;
  const double usual = overall.events / overall.hours;
  for (std::size_t part = 0; part < kRaceParts; ++part) {
    Rate rate;
    for (const RaceTally* race : series_) {
      rate.hours += race->green_hours[part];
      for (std::size_t pace = 1; pace < kPaces; ++pace) rate.events += race->cautions[pace].begun[part];
    }
    cautions.by_part[part] = rate.drawn(usual, kPartDraw_h) / usual;
  }
  return cautions;
}

void take_lengths(std::span<const double> seen, Measure& known) {
  if (seen.empty()) return;
  const double weight = known.basis == Basis::circuit ? kCircuitWeight : kSeriesWeight;
  put_length(caution_length(seen, known, weight), known);
  if (static_cast<double>(seen.size()) < weight) return;
  known.count = static_cast<int>(seen.size());
  known.basis = Basis::race_class;
}

std::optional<Measure> combine(const std::optional<Measure>& seen, const std::optional<Measure>& known) {
  if (!seen || !known) return seen ? seen : known;
  const double n = seen->count, weight = known->basis == Basis::circuit ? kCircuitWeight : kSeriesWeight;
  const double share = n / (n + weight);
  const auto mix = [&](double of_race, double of_others) { return share * of_race + (1 - share) * of_others; };
  Measure both;
  both.mean = mix(seen->mean, known->mean);
  // One or two events tell no spread.
  both.spread = n < 3 ? known->spread : mix(seen->spread, known->spread);
  both.band.p50 = mix(seen->band.p50, known->band.p50);
  both.band.p10 = n < 3 ? both.band.p50 + known->band.p10 - known->band.p50 : mix(seen->band.p10, known->band.p10);
  both.band.p90 = n < 3 ? both.band.p50 + known->band.p90 - known->band.p50 : mix(seen->band.p90, known->band.p90);
  const bool from_race = n >= weight;
  both.count = from_race ? seen->count : known->count;
  both.basis = from_race ? seen->basis : known->basis;
  return both;
}

}  // namespace stint::insight
