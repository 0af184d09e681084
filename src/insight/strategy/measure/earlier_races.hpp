// What the earlier races say about the one at hand: the same circuit first, then the class in its series, then the series.
//
// The race itself is never among them, should its own tally be in the priors: a replay knows no more than the day did.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/measure/priors.hpp"

namespace stint::insight {

class RuleBook;

class EarlierRaces {
 public:
  // `rules`: tell under which names a class ran before; nullptr: by its own alone.
  EarlierRaces(const Priors& priors, const timing::Session& session, const RuleBook* rules);

  // nullopt: no race tells it.
  [[nodiscard]] std::optional<Measure> fact(const std::string& class_name, ClassFact fact) const;
  [[nodiscard]] std::optional<double> lap_ms(const std::string& class_name) const;  // here
  [[nodiscard]] double retirement_per_hour(const std::string& class_name) const;
  [[nodiscard]] std::optional<double> transit_ms() const;  // the pit lane here, driven through
  [[nodiscard]] StopChances stop_chances() const;
  // Expectation before the race; `kinds` for both paces.
  [[nodiscard]] CautionsMeasure cautions() const;

 private:
  [[nodiscard]] std::string key_of(const std::string& class_name) const;

  const RuleBook* rules_;
  std::vector<const RaceTally*> all_, series_, circuit_;
};

// `seen` of n events and `known` as of `weight` events, taken together.
[[nodiscard]] std::optional<Measure> combine(const std::optional<Measure>& seen, const std::optional<Measure>& known);

}  // namespace stint::insight
