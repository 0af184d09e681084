// How a served penalty is told from the timing:
// - A passage is without service if it takes at most kPassMargin more than the shortest passages of the race, and clearly less
//   than a usual stop. What else is that short is a stop of a second or two, which serves nothing.
// - A drive-through is a passage without service. A stop and go is a passage of that length plus the time to stand, within
//   kStandMargin: nothing else may be done in it.
// - Time added to the next stop is served at the next stop that is long enough to hold it.
// A passage serves one penalty, the oldest first; under a flag under which the rules forbid it, it serves none.
#include "insight/rules/penalty_ledger.hpp"

#include <algorithm>
#include <chrono>

#include "race/race_control/meaning.hpp"

namespace stint::insight {
namespace {

using race::CarSnapshot;
using race::MessageKind;
using race::PenaltyKind;
using race::PenaltyState;
using race::PitStop;
using State = OwedPenalty::State;
using std::chrono::minutes;
using std::chrono::seconds;

// Passages without stopping lie within 1.2 s of each other in each of the seven races of 2024 and 2025 that were looked at, and
// the next longer ones 2 to 20 s off.
constexpr Millis kPassMargin{2'500};
constexpr Millis kStandMargin = seconds{10};   // braking, starting, and the marshal's sign
constexpr Millis kRepeatWithin = minutes{15};  // feeds repeat a message with other words: the same car, kind and reason

template <class T>
T median(std::vector<T> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// As published, else from entry to exit: feeds that publish no lane time tell both. nullopt: no passage of the race.
std::optional<Millis> lane_of(const PitStop& stop) {
  if (stop.red_flag || !stop.out_at || stop.in_lap <= 1) return std::nullopt;
  const Millis lane = stop.lane.value_or(*stop.out_at - stop.in_at);
  return lane > Millis{0} ? std::optional(lane) : std::nullopt;
}

// Letters and digits only: "PIT LANE SPEED" of one message is "PIT LANE SPEED." of the next.
std::string plain(const std::string& reason) { return class_key(reason); }

struct Ledger {
  const CarSnapshot& car;
  const race::Snapshot& race;
  const RuleBook& rules;
  const LaneTimes& lane;
  CarPenalties found;
  std::vector<PenaltyKind> kinds;  // of found.penalties

  void take(const race::Message& message);
  void add(const race::Message& message, const race::Penalty& penalty);
  void take_back(const race::Message& message, const race::Penalty& penalty, bool all_of_kind);
  void find_served();
  void close();
  [[nodiscard]] OwedPenalty* same(const race::Message& message, PenaltyKind kind);
  [[nodiscard]] bool serves(const OwedPenalty& penalty, PenaltyKind kind, const PitStop& stop) const;
  [[nodiscard]] bool is_forbidden(race::FlagKind flag);
  [[nodiscard]] std::optional<Millis> cost_of(const OwedPenalty& penalty, PenaltyKind kind) const;
  [[nodiscard]] std::int32_t laps_at(Instant at) const;
};

bool is_served_on_track(PenaltyKind kind) {
  return kind == PenaltyKind::drive_through || kind == PenaltyKind::stop_and_go || kind == PenaltyKind::added_to_stop;
}

bool is_in_ledger(PenaltyKind kind) { return is_served_on_track(kind) || kind == PenaltyKind::time; }

std::int32_t Ledger::laps_at(Instant at) const {
  std::int32_t laps = car.laps;
  for (std::size_t i = car.laps_done.size(); i-- > 0 && car.laps_done[i].ended_at > at;) laps = car.laps_done[i].number - 1;
  return laps;
}

// The penalty that a message speaks of again.
OwedPenalty* Ledger::same(const race::Message& message, PenaltyKind kind) {
  for (std::size_t i = found.penalties.size(); i-- > 0;) {
    OwedPenalty& known = found.penalties[i];
    if (kinds[i] != kind || known.state == State::rescinded || message.at - known.issued > kRepeatWithin) continue;
    if (plain(known.reason) == plain(message.meaning.reason) || message.meaning.correction) return &known;
  }
  return nullptr;
}

void Ledger::add(const race::Message& message, const race::Penalty& penalty) {
  if (OwedPenalty* known = same(message, penalty.kind)) {
    known->text = message.text;
    if (penalty.time) known->time = penalty.time;
    if (penalty.after_race) known->state = State::after_race;
    return;
  }
  OwedPenalty owed;
  owed.text = message.text;
  owed.issued = message.at;
  owed.kind = race::name_of(penalty.kind);
  owed.time = penalty.time;
  owed.reason = message.meaning.reason;
  if (penalty.after_race || penalty.kind == PenaltyKind::time) owed.state = State::after_race;
  const auto crossings = rules.penalties().crossings;
  if (crossings && owed.state == State::owed && penalty.kind != PenaltyKind::added_to_stop) {
    owed.serve_by_lap = laps_at(message.at) + crossings->value;
    note_if_low(crossings->rule, found.low_certainty);
  }
  found.penalties.push_back(std::move(owed));
  kinds.push_back(penalty.kind);
}

// Rescinded, suspended or converted: the one of the same reason, else the latest of the kind, that is not taken back yet.
void Ledger::take_back(const race::Message& message, const race::Penalty& penalty, bool any_kind) {
  OwedPenalty* latest = nullptr;
  for (std::size_t i = 0; i < found.penalties.size(); ++i) {
    OwedPenalty& known = found.penalties[i];
    if (known.state == State::rescinded || (!any_kind && kinds[i] != penalty.kind)) continue;
    const bool is_reason = !message.meaning.reason.empty() && plain(known.reason) == plain(message.meaning.reason);
    const bool was_reason =
        latest != nullptr && !message.meaning.reason.empty() && plain(latest->reason) == plain(message.meaning.reason);
    if (latest == nullptr || is_reason || !was_reason) latest = &known;
  }
  if (latest != nullptr) latest->state = State::rescinded;
}

void Ledger::take(const race::Message& message) {
  const race::RaceControlMeaning& meaning = message.meaning;
  if (meaning.kind != MessageKind::penalty || !meaning.penalty) return;
  if (std::ranges::find(meaning.cars, car.number()) == meaning.cars.end()) return;
  const race::Penalty& penalty = *meaning.penalty;
  switch (penalty.state) {
    case PenaltyState::cancelled:
    case PenaltyState::suspended:
    case PenaltyState::converted:
      return take_back(message, penalty, penalty.kind == PenaltyKind::unknown);
    case PenaltyState::announced:
      return;
    case PenaltyState::given:
    case PenaltyState::confirmed:
      if (is_in_ledger(penalty.kind)) add(message, penalty);
      return;
  }
}

bool Ledger::is_forbidden(race::FlagKind flag) {
  const auto allowed = rules.penalty_served_under(flag);
  if (allowed && !allowed->value) note_if_low(allowed->rule, found.low_certainty);
  return allowed && !allowed->value;
}

bool Ledger::serves(const OwedPenalty& penalty, PenaltyKind kind, const PitStop& stop) const {
  const auto taken = lane_of(stop);
  if (!lane.drive_through || !taken) return false;
  const Millis stood = *taken - *lane.drive_through;
  const Millis asked = penalty.time.value_or(Millis{0});
  switch (kind) {
    case PenaltyKind::drive_through:
      return stood <= kPassMargin;
    case PenaltyKind::stop_and_go:
      return stood >= asked - seconds{1} && stood <= asked + kStandMargin;
    case PenaltyKind::added_to_stop:
      return stood >= asked;
    default:
      return false;
  }
}

void Ledger::find_served() {
  for (const PitStop& stop : car.pit_stops) {
    if (!stop.out_at || is_forbidden(stop.flag)) continue;
    for (std::size_t i = 0; i < found.penalties.size(); ++i) {
      OwedPenalty& penalty = found.penalties[i];
      if (penalty.state != State::owed || stop.in_at <= penalty.issued || !serves(penalty, kinds[i], stop)) continue;
      penalty.state = State::served;
      penalty.served_lap = stop.in_lap;
      penalty.cost = kinds[i] == PenaltyKind::added_to_stop ? penalty.time : stop.cost;
      break;
    }
  }
}

std::optional<Millis> Ledger::cost_of(const OwedPenalty& penalty, PenaltyKind kind) const {
  if (kind == PenaltyKind::added_to_stop || kind == PenaltyKind::time) return penalty.time;
  if (!lane.drive_through_cost || (kind == PenaltyKind::stop_and_go && !penalty.time)) return std::nullopt;
  return *lane.drive_through_cost + penalty.time.value_or(Millis{0});
}

// What is still owed: its cost now, or that it came to nothing with the end of the race.
void Ledger::close() {
  const bool over = car.state == race::CarState::finished || car.state == race::CarState::retired ||
                    car.state == race::CarState::disqualified;
  for (std::size_t i = 0; i < found.penalties.size(); ++i) {
    OwedPenalty& penalty = found.penalties[i];
    if (penalty.state == State::owed && over) penalty.state = State::expired;
    if (penalty.state == State::owed || penalty.state == State::after_race) penalty.cost = cost_of(penalty, kinds[i]);
  }
}

}  // namespace

LaneTimes lane_times(const race::Snapshot& race) {
  std::vector<Millis> lanes, offsets;
  for (const CarSnapshot& car : race.cars) {
    for (const PitStop& stop : car.pit_stops) {
      const auto taken = lane_of(stop);
      if (!taken) continue;
      lanes.push_back(*taken);
      const bool green = stop.flag == race::FlagKind::green || stop.flag == race::FlagKind::none;
      if (stop.cost && green) offsets.push_back(*stop.cost - *taken);
    }
  }
  LaneTimes times;
  if (lanes.empty()) return times;
  const Millis usual = median(lanes), shortest = std::ranges::min(lanes);
  std::vector<Millis> passed, served;
  for (const Millis lane : lanes) {
    const bool is_short = lane <= shortest + kPassMargin && 4 * lane < 3 * usual;
    (is_short ? passed : served).push_back(lane);
  }
  if (!served.empty()) times.service = median(served);
  if (passed.empty()) return times;
  times.drive_through = median(passed);
  if (!offsets.empty()) times.drive_through_cost = std::max(Millis{0}, *times.drive_through + median(offsets));
  return times;
}

CarPenalties penalties(const CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules, const LaneTimes& lane) {
  Ledger ledger{car, race, rules, lane, {}, {}};
  for (const race::Message& message : race.messages) ledger.take(message);
  if (ledger.found.penalties.empty()) return {};
  ledger.find_served();
  ledger.close();
  return std::move(ledger.found);
}

}  // namespace stint::insight
