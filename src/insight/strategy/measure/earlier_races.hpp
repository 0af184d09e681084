// What the earlier races say about the one at hand: the same circuit first, then the class in its series, then the series.
//
// The race itself is never among them, should its own tally be in the priors: a replay knows no more than the day did.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/measure/priors.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

class RuleBook;

class EarlierRaces {
 public:
  // `rules`: tell under which names a class ran before; nullptr: by its own alone.
  // `length`: of the race; sprints and long races have habits of their own.
  EarlierRaces(const Priors& priors, const timing::Session& session, const RuleBook* rules, std::optional<race::Millis> length);

  // nullopt: no race tells it.
  [[nodiscard]] std::optional<Measure> fact(const std::string& class_name, ClassFact fact) const;
  [[nodiscard]] std::optional<double> lap_ms(const std::string& class_name) const;  // here
  // Green stints as they are usual in races of this kind, ms.
  [[nodiscard]] std::optional<double> usual_stint(const std::string& class_name) const;
  [[nodiscard]] double retirement_per_hour(const std::string& class_name) const;
  [[nodiscard]] std::optional<double> transit_ms() const;  // the pit lane here, driven through
  [[nodiscard]] StopChances stop_chances() const;
  // Expectation before the race; `kinds` for both paces.
  [[nodiscard]] CautionsMeasure cautions() const;

 private:
  [[nodiscard]] std::string key_of(const std::string& class_name) const;

  const RuleBook* rules_;
  std::vector<const RaceTally*> all_, series_, circuit_;
  std::vector<const RaceTally*> alike_;  // of the series, and as long or as short
};

// The lengths of this race's cautions, ms, taken together with what is known of others; count and basis as in combine().
void take_lengths(std::span<const double> seen, Measure& known);

// `seen` of n events and `known` as of `weight` events, taken together.
[[nodiscard]] std::optional<Measure> combine(const std::optional<Measure>& seen, const std::optional<Measure>& known);

}  // namespace stint::insight
