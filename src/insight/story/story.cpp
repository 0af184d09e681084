#include "insight/story/story.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "insight/story/tellers.hpp"
#include "insight/story/wording.hpp"

namespace stint::insight::story {
namespace {

// At most this share of an account is of one kind, but two always may be.
constexpr double kMostOfAKind = 0.34;
constexpr std::size_t kAlwaysOfAKind = 2;

// The classes as they stand at the end of the interval; one unnamed group if there are not two of them.
std::vector<std::string> groups_of(const RacePast& past) {
  if (past.race().classes.size() < 2) return {""};
  std::vector<std::string> groups;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::ranges::find(groups, name) == groups.end()) groups.push_back(name);
  };
  for (const CarIndex car : past.order_at(past.until(), "")) add(past.class_of(car));
  for (const std::string& name : past.race().classes) add(name);
  return groups;
}

Result<Scene> scene_of(const RacePast& past, const Wanted& wanted, KnownAnomalies anomalies) {
  Scene scene{past, wanted.from, {}, groups_of(past), true, {}};
  for (const Anomaly* anomaly : anomalies) {
    const bool is_known = anomaly->stands() && anomaly->confirmed && *anomaly->confirmed <= past.until();
    if (is_known && anomaly->car) scene.anomalies.push_back(anomaly);
  }
  const auto kind = past.race().session.kind;
  scene.is_race = kind == timing::SessionKind::race || kind == timing::SessionKind::unknown;
  const bool is_one_group = scene.groups.size() == 1;
  if (wanted.car) {
    const race::CarSnapshot* car = past.race().find(*wanted.car);
    if (car == nullptr) return fail(ErrorCode::unknown_car, "There is no car #" + wanted.car->str() + " in this session.");
    scene.car = static_cast<CarIndex>(car - past.race().cars.data());
    if (!is_one_group) scene.groups = {car->entry->class_name};
  } else if (!wanted.class_name.empty()) {
    const auto& classes = past.race().classes;
    if (std::ranges::find(classes, wanted.class_name) == classes.end())
      return fail(ErrorCode::bad_argument, "There is no class '" + wanted.class_name + "' in this session.");
    if (!is_one_group) scene.groups = {wanted.class_name};
  }
  return scene;
}

// What another sentence says better: a car that is out has lost its places, and has not come out of its stop.
void drop_repetitions(const Scene& scene, Telling& telling) {
  if (scene.car) {
    const bool is_gone =
        std::ranges::any_of(telling, [](const Told& told) { return std::holds_alternative<Gone>(told.claim); });
    if (is_gone) std::erase_if(telling, [](const Told& told) { return std::holds_alternative<GapChange>(told.claim); });
    return;
  }
  std::vector<CarNumber> gone;
  for (const Told& told : telling) {
    if (const auto* claim = std::get_if<Gone>(&told.claim)) gone.push_back(claim->car);
  }
  const auto is_gone = [&](const CarNumber& car) { return std::ranges::find(gone, car) != gone.end(); };
  std::erase_if(telling, [&](const Told& told) {
    if (const auto* change = std::get_if<PlaceChange>(&told.claim)) return change->to > change->from && is_gone(change->car);
    const auto* stop = std::get_if<Stop>(&told.claim);
    return stop != nullptr && !stop->out_at && is_gone(stop->car);
  });
}

// The weightiest, but not too many of a kind.
Telling chosen(Telling telling, std::size_t count) {
  std::ranges::stable_sort(telling, std::greater<>{}, &Told::weight);
  const auto most = std::max(kAlwaysOfAKind, static_cast<std::size_t>(std::lround(kMostOfAKind * static_cast<double>(count))));
  std::map<std::size_t, std::size_t> of_kind;
  Telling kept;
  for (Told& told : telling) {
    const bool stands = std::holds_alternative<Leader>(told.claim);
    if (kept.size() >= count) break;
    if (!stands && of_kind[told.claim.index()] >= most) continue;
    ++of_kind[told.claim.index()];
    kept.push_back(std::move(told));
  }
  return kept;
}

bool is_standing(const Claim& claim) {
  return std::holds_alternative<Leader>(claim) || std::holds_alternative<CarPlace>(claim);
}

// Claims without an instant of their own (sums) are placed at the end of the interval.
Instant shown_at(const Claim& claim, const Wanted& wanted) {
  const Instant at = instant_of(claim);
  return at == Instant{} ? wanted.to : at;
}

}  // namespace

bool Scene::concerns(CarIndex wanted) const {
  if (car) return *car == wanted;
  return std::ranges::any_of(groups, [&](const std::string& name) { return name.empty() || name == past.class_of(wanted); });
}

double weight_of_group(const Scene& scene, std::size_t group) {
  constexpr double kStep = 0.08, kLeast = 0.6;
  return scene.groups.size() == 1 ? 1.0 : std::max(kLeast, 1.0 - kStep * static_cast<double>(group));
}

std::size_t sentences_for(Millis length) {
  constexpr double kAlways = 4, kByRootOfMinutes = 0.55, kMost = 20;
  const double minutes = static_cast<double>(length.count()) / 60'000.0;
  return static_cast<std::size_t>(std::lround(std::min(kMost, kAlways + kByRootOfMinutes * std::sqrt(minutes))));
}

Result<Account> tell(const race::Snapshot& race, const Wanted& wanted, KnownAnomalies anomalies) {
  if (wanted.from >= wanted.to) return fail(ErrorCode::bad_argument, "The interval is empty: 'from' must be before 'to'.");
  if (wanted.from >= race.at) return fail(ErrorCode::bad_argument, "The race has not come to 'from' yet.");
  Account account{wanted, {}, 0};
  account.wanted.to = std::min(wanted.to, race.at);
  const RacePast past(race, account.wanted.to);
  const auto scene = scene_of(past, account.wanted, anomalies);
  if (!scene) return std::unexpected(scene.error());
  Telling telling;
  for (const auto teller : {tell_standings, tell_lead_changes, tell_place_changes, tell_gap_changes, tell_cautions, tell_rain,
                            tell_stops, tell_slow_laps, tell_lost_pace, tell_gone_cars, tell_best_laps, tell_control_words}) {
    teller(*scene, telling);
  }
  drop_repetitions(*scene, telling);
  const std::size_t found = telling.size();
  telling = chosen(std::move(telling), sentences_for(account.wanted.to - wanted.from));
  account.left_out = found - telling.size();
  std::ranges::stable_sort(telling, {}, [&](const Told& told) {
    return std::pair(!is_standing(told.claim), is_standing(told.claim) ? Instant{} : shown_at(told.claim, account.wanted));
  });
  const RaceClock clock{race.session.started_at};
  for (Told& told : telling) {
    std::string text = words_of(told.claim, clock);
    const Instant at = shown_at(told.claim, account.wanted);
    account.sentences.push_back({std::move(told.claim), std::move(text), told.weight, at, std::move(told.facts)});
  }
  return account;
}

}  // namespace stint::insight::story
