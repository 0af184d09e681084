#include <algorithm>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

bool took_the_flag(const LapRecord& lap) { return lap.flag_at_end == race::FlagKind::chequered; }

// The car's latest crossing, and what a gap is measured by.
void add_crossings(const RacePast& past, CarIndex ahead, CarIndex behind, const std::optional<LineGap>& gap,
                   std::vector<Fact>& facts) {
  if (!gap) return;
  for (const CarIndex car : {behind, ahead}) {
    if (const LapRecord* lap = past.lap(car, gap->lap)) facts.push_back(lap_fact(past, car, *lap));
  }
}

void tell_leader(const Scene& scene, std::size_t group, Telling& telling) {
  const RacePast& past = scene.past;
  const std::string& class_name = scene.groups[group];
  const auto order = past.order_at(scene.to(), class_name);
  if (order.empty()) return;
  const LapRecord& last = *past.lap(order[0], past.laps_by(order[0], scene.to()));
  Leader claim{class_name, past.number(order[0]), last.number, last.ended_at, took_the_flag(last), std::nullopt};
  std::vector<Fact> facts{lap_fact(past, order[0], last)};
  if (order.size() > 1) {
    claim.second = line_gap(past, order[0], order[1], scene.to());
    add_crossings(past, order[0], order[1], claim.second, facts);
  }
  // The result is told by the account of the interval in which it came about; later ones still begin with it.
  constexpr double kWeight = 0.95;
  telling.push_back({std::move(claim), kWeight * weight_of_group(scene, group), std::move(facts)});
}

void tell_place(const Scene& scene, Telling& telling) {
  const RacePast& past = scene.past;
  const CarIndex car = *scene.car;
  const auto overall = past.order_at(scene.to(), "");
  const auto order = past.order_at(scene.to(), past.class_of(car));
  const auto place = std::ranges::find(order, car);
  if (place == order.end()) return;
  const auto index = static_cast<std::size_t>(place - order.begin());
  const LapRecord& last = *past.lap(car, past.laps_by(car, scene.to()));
  CarPlace claim;
  claim.car = past.number(car);
  claim.class_name = scene.groups.front();
  claim.class_position = static_cast<std::int32_t>(index) + 1;
  claim.position = static_cast<std::int32_t>(std::ranges::find(overall, car) - overall.begin()) + 1;
  claim.lap = last.number;
  claim.at = last.ended_at;
  claim.has_finished = took_the_flag(last);
  std::vector<Fact> facts{lap_fact(past, car, last)};
  if (index > 0) {
    claim.leader = past.number(order[0]);
    claim.to_leader = line_gap(past, order[0], car, scene.to());
    add_crossings(past, order[0], car, claim.to_leader, facts);
  }
  if (index > 1) {
    claim.ahead = past.number(order[index - 1]);
    claim.to_ahead = line_gap(past, order[index - 1], car, scene.to());
    add_crossings(past, order[index - 1], car, claim.to_ahead, facts);
  }
  if (index + 1 < order.size()) {
    claim.to_next_behind = line_gap(past, car, order[index + 1], scene.to());
    add_crossings(past, car, order[index + 1], claim.to_next_behind, facts);
  }
  telling.push_back({std::move(claim), 1.0, std::move(facts)});
}

}  // namespace

void tell_standings(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  if (scene.car) return tell_place(scene, telling);
  for (std::size_t group = 0; group < scene.groups.size(); ++group) tell_leader(scene, group, telling);
}

}  // namespace stint::insight::story
