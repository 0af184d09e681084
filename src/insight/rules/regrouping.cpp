#include "insight/rules/regrouping.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stint::insight {
namespace {

using race::CarSnapshot;
using race::FlagKind;
using timing::CarNumber;
using timing::Instant;
using timing::Millis;

// The field has closed up when at least this much of a lap is empty.
constexpr double kHole = 0.25;

bool is_running(const CarSnapshot& car) { return car.state == race::CarState::running || car.state == race::CarState::out_lap; }

// A car in the queue behind the safety car, and when it crossed the line last.
struct Queued {
  const CarSnapshot* car = nullptr;
  Instant crossed{};
};

std::optional<Millis> median_lap(const std::vector<Queued>& cars) {
  std::vector<Millis> laps;
  for (const Queued& one : cars) {
    if (one.car->last_lap && !one.car->laps_done.back().in_lap && !one.car->laps_done.back().out_lap) {
      laps.push_back(one.car->last_lap->time);
    }
  }
  if (laps.empty()) return std::nullopt;
  const auto middle = laps.begin() + static_cast<std::ptrdiff_t>(laps.size() / 2);
  std::ranges::nth_element(laps, middle);
  return *middle;
}

// The running cars from the first behind the safety car to the last; empty: that can't be told.
std::vector<Queued> queue_of(const race::Snapshot& race) {
  std::vector<Queued> cars;
  for (const CarSnapshot& car : race.cars) {
    if (is_running(car) && !car.laps_done.empty()) cars.push_back({&car, car.laps_done.back().ended_at});
  }
  const auto lap = median_lap(cars);
  if (!lap || *lap <= Millis{0}) return {};
  // One turn of the track: who has not been seen for longer is no part of the queue.
  std::erase_if(cars, [&](const Queued& one) { return race.at - one.crossed > *lap * 5 / 4; });
  if (cars.size() < 2) return {};
  std::ranges::sort(cars, {}, &Queued::crossed);
  // Round the track: the hole is before the car whose predecessor is farthest. The last car is the predecessor of the first.
  std::size_t head = 0;
  Millis widest = *lap - (cars.back().crossed - cars.front().crossed);
  for (std::size_t i = 1; i < cars.size(); ++i) {
    const Millis hole = cars[i].crossed - cars[i - 1].crossed;
    if (hole > widest) {
      widest = hole;
      head = i;
    }
  }
  if (static_cast<double>(widest.count()) < kHole * static_cast<double>(lap->count())) return {};
  std::ranges::rotate(cars, cars.begin() + static_cast<std::ptrdiff_t>(head));
  return cars;
}

std::optional<std::size_t> place_in(const std::vector<Queued>& queue, const CarSnapshot* car) {
  const auto found = std::ranges::find(queue, car, &Queued::car);
  return found == queue.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - queue.begin()));
}

const CarSnapshot* class_leader(const race::Snapshot& race, const CarSnapshot& of) {
  for (const CarSnapshot& car : race.cars) {
    if (car.entry->class_name == of.entry->class_name && car.class_position == 1) return &car;
  }
  return nullptr;
}

struct Caution {
  FlagKind flag = FlagKind::none;
  Instant since{};
};

std::optional<Caution> caution_now(const race::Snapshot& race) {
  const auto is_one = [](FlagKind flag) { return flag == FlagKind::fcy || flag == FlagKind::safety_car; };
  if (is_one(race.flag) && !race.flags.empty()) return Caution{race.flag, race.flags.back().from};
  const auto& spoken = race.control.neutralisation;
  if (spoken && is_one(spoken->kind) && spoken->phase != race::MessagePhase::prepare)
    return Caution{spoken->kind, spoken->since};
  return std::nullopt;
}

// What race control has said of a procedure in this caution; none: nothing.
race::MessagePhase last_phase(const race::Snapshot& race, race::MessageKind kind, Instant since) {
  for (std::size_t i = race.messages.size(); i-- > 0;) {
    const race::Message& message = race.messages[i];
    if (message.at < since) break;
    if (message.meaning.kind == kind) return message.meaning.phase;
  }
  return race::MessagePhase::none;
}

bool is_over(race::MessagePhase phase) { return phase == race::MessagePhase::end || phase == race::MessagePhase::cancelled; }

// When the last wave-by before this caution was.
std::optional<Instant> last_wave_by(const race::Snapshot& race, Instant before) {
  std::optional<Instant> last;
  for (const race::Message& message : race.messages) {
    const bool began = message.meaning.kind == race::MessageKind::wave_by && message.meaning.phase == race::MessagePhase::begin;
    if (began && message.at < before) last = message.at;
  }
  return last;
}

// Why the rules leave no wave-by in this caution; empty: they allow it.
std::string wave_by_refused(const race::Snapshot& race, const Caution& caution, const WaveByRule& rule, const RuleBook& rules,
                            std::vector<std::string>& low) {
  const auto is_hit = [&](const std::optional<Ruled<Millis>>& limit, auto&& test) {
    if (!limit) return false;
    note_if_low(limit->rule, low);
    return test(limit->value);
  };
  const auto length = rules.race_length();
  if (length && is_hit(rule.least_race, [&](Millis least) { return length->value < least; }))
    return "the race is too short for a wave-by";
  if (race.elapsed && is_hit(rule.not_before, [&](Millis first) { return *race.elapsed < first; }))
    return "too early for a wave-by";
  if (race.remaining && is_hit(rule.not_in_last, [&](Millis last) { return *race.remaining < last; }))
    return "too late for a wave-by";
  const auto before = last_wave_by(race, caution.since);
  if (before && is_hit(rule.every, [&](Millis every) { return race.at - *before < every; }))
    return "too soon after the last wave-by";
  return {};
}

// What can still come in this caution.
struct Procedures {
  bool pass_around = false, wave_by = false;
  std::string none_because;  // neither
};

Procedures procedures(const race::Snapshot& race, const Caution& caution, const RuleBook& rules,
                      std::vector<std::string>& low) {
  const WaveByRule rule = rules.wave_by(caution.flag);
  Procedures still;
  if (!rule.pass_around && !rule.wave_by) return {false, false, "no rule on pass-around or wave-by is known here"};
  if (rule.pass_around && rule.pass_around->value) {
    note_if_low(rule.pass_around->rule, low);
    still.pass_around = !is_over(last_phase(race, race::MessageKind::pass_around, caution.since));
    const auto& last = rule.pass_around_not_in_last;
    if (last && race.remaining && *race.remaining < last->value) still.pass_around = false;
  }
  if (rule.wave_by && rule.wave_by->value) {
    note_if_low(rule.wave_by->rule, low);
    still.wave_by = !is_over(last_phase(race, race::MessageKind::wave_by, caution.since));
    if (still.wave_by) still.none_because = wave_by_refused(race, caution, rule, rules, low);
    still.wave_by = still.wave_by && still.none_because.empty();
  }
  if (still.pass_around || still.wave_by)
    still.none_because.clear();
  else if (still.none_because.empty())
    still.none_because = "pass-around and wave-by are over in this caution, or there is none";
  return still;
}

RegroupChance chance_of(const CarSnapshot& car, const race::Snapshot& race, const std::vector<Queued>& queue,
                        const Procedures& still) {
  RegroupChance chance{.car = car.number()};
  const CarSnapshot* leader = class_leader(race, car);
  const auto place = place_in(queue, &car);
  if (leader == nullptr || !place) {
    chance.because = "not in the queue behind the safety car";
    return chance;
  }
  chance.eligible = false;
  if (leader == &car) {
    chance.because = "leads its class";
    return chance;
  }
  const auto leader_place = place_in(queue, leader);
  // A leader in the pits will come out behind all that stay out.
  if (!leader_place || *place < *leader_place) {
    chance.eligible = true;
    chance.call = RegroupCall::go_round;
    chance.because =
        "has its class leader #" + leader->number().str() + " behind it in the queue: it goes round, and can stop on that lap";
    if (!leader_place)
      chance.because = "its class leader #" + leader->number().str() + " has stopped and it has not: it goes round";
    return chance;
  }
  const bool is_lapped = leader->laps - car.laps >= 1 && car.class_gap.laps >= 1;
  if (is_lapped && still.wave_by) {
    chance.call = RegroupCall::stay_out;
    chance.because = "a lap down behind its class leader #" + leader->number().str() +
                     ": if he stops and it stays out, it goes round in the wave-by";
    return chance;
  }
  chance.because = "has its class leader #" + leader->number().str() + " ahead in the queue";
  return chance;
}

}  // namespace

Regrouping regrouping(const race::Snapshot& race, const RuleBook& rules) {
  Regrouping found;
  const auto nothing = [&](std::string because) {
    found.unknown_because = std::move(because);
    for (const CarSnapshot& car : race.cars) found.cars.push_back({.car = car.number(), .because = found.unknown_because});
    return found;
  };
  const auto caution = caution_now(race);
  if (!caution) return nothing("no full course yellow and no safety car");
  const Procedures still = procedures(race, *caution, rules, found.low_certainty);
  if (!still.pass_around && !still.wave_by) return nothing(still.none_because);
  for (const auto kind : {race::MessageKind::pass_around, race::MessageKind::wave_by}) {
    const race::MessagePhase phase = last_phase(race, kind, caution->since);
    if (phase == race::MessagePhase::begin || phase == race::MessagePhase::under_way)
      return nothing("cars are going round now");
  }
  const std::vector<Queued> queue = queue_of(race);
  if (queue.empty()) return nothing("the field has not closed up behind the safety car yet");
  for (const CarSnapshot& car : race.cars) found.cars.push_back(chance_of(car, race, queue, still));
  return found;
}

}  // namespace stint::insight
