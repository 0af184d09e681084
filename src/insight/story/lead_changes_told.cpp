#include <algorithm>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// More than so many are told as a number, with the last one.
constexpr std::size_t kLeadsOneByOne = 2;
constexpr double kWeightOfALead = 0.85;

LeadChange change_between(const RacePast& past, const std::string& class_name, const Lead& before, const Lead& after) {
  const Pass pass{past.number(after.car), past.number(before.car), after.lap, after.from,
                  cause_of(past, after.car, before.car, after.lap)};
  return {class_name, pass};
}

LeadChanges summed_up(const RacePast& past, const std::vector<Lead>& all, std::size_t first,
                      const std::vector<LeadChange>& changes) {
  LeadChanges sum{changes.back().class_name, static_cast<std::int32_t>(changes.size()), {}, changes.back().pass};
  for (std::size_t i = first - 1; i < all.size(); ++i) {
    const CarNumber& leader = past.number(all[i].car);
    if (std::ranges::find(sum.leaders, leader) == sum.leaders.end()) sum.leaders.push_back(leader);
  }
  return sum;
}

void tell_leads_of_group(const Scene& scene, std::size_t group, Telling& telling) {
  const RacePast& past = scene.past;
  const auto all = leads(past, scene.groups[group]);
  std::vector<LeadChange> changes;
  std::size_t first = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!scene.is_within(all[i].from)) continue;
    if (scene.car && all[i].car != *scene.car && all[i - 1].car != *scene.car) continue;
    if (changes.empty()) first = i;
    changes.push_back(change_between(past, scene.groups[group], all[i - 1], all[i]));
  }
  const double weight = kWeightOfALead * weight_of_group(scene, group);
  if (changes.size() <= kLeadsOneByOne || scene.car) {
    // Of a car only the latest ones: what led to where it is now.
    const std::size_t begin = changes.size() - std::min(changes.size(), kLeadsOneByOne);
    for (std::size_t i = begin; i < changes.size(); ++i) {
      auto facts = facts_of(past, changes[i].pass);
      telling.push_back({std::move(changes[i]), weight, std::move(facts)});
    }
    return;
  }
  std::vector<Fact> facts;
  for (const LeadChange& change : changes) {
    const race::CarSnapshot* car = past.race().find(change.pass.ahead);
    const auto index = static_cast<CarIndex>(car - past.race().cars.data());
    facts.push_back(lap_fact(past, index, *past.first_from(index, change.pass.lap)));
  }
  telling.push_back({summed_up(past, all, first, changes), weight, std::move(facts)});
}

}  // namespace

void tell_lead_changes(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  for (std::size_t group = 0; group < scene.groups.size(); ++group) tell_leads_of_group(scene, group, telling);
}

}  // namespace stint::insight::story
