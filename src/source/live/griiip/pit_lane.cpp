// The pit lane: in and out, where cars are said to be, and whether they still run.
#include <algorithm>
#include <array>

#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {
namespace {

using timing::CarState;
using timing::Instant;
using timing::Millis;

struct StatusWord {
  std::string_view word;  // lower case, letters only
  CarState state;
};

// Running has been seen; the others are how such services name them.
constexpr std::array kStatusWords = {
    StatusWord{"running", CarState::running},
    StatusWord{"outlap", CarState::out_lap},
    StatusWord{"stopped", CarState::stopped},
    StatusWord{"retired", CarState::retired},
    StatusWord{"dnf", CarState::retired},
    StatusWord{"withdrawn", CarState::retired},
    StatusWord{"disqualified", CarState::disqualified},
    StatusWord{"dsq", CarState::disqualified},
    StatusWord{"finished", CarState::finished},
    StatusWord{"dns", CarState::not_started},
    StatusWord{"notstarted", CarState::not_started},
    StatusWord{"inpit", CarState::in_pit},
    StatusWord{"pit", CarState::in_pit},
};

std::optional<CarState> state_of(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') plain += c;
  }
  const auto found = std::ranges::find(kStatusWords, plain, &StatusWord::word);
  return found == kStatusWords.end() ? std::nullopt : std::optional(found->state);
}

}  // namespace

void SessionFeed::read_pit_ins(std::optional<simdjson::dom::array> pit_ins, Intake& intake) {
  each_item(pit_ins, [&](const Item& item) { read_pit_in(item, intake); });
}

void SessionFeed::read_pit_outs(std::optional<simdjson::dom::array> pit_outs, Intake& intake) {
  each_item(pit_outs, [&](const Item& item) { read_pit_out(item, intake); });
}

// Lap 0 is the garage before the session.
void SessionFeed::read_pit_in(const Item& item, Intake& intake) {
  const auto lap = item.count("lapNumber");
  if (!lap || *lap < 1) return;
  CarRecord* car = car_of(item, intake);
  if (car == nullptr || car->pit_ins.contains(*lap)) return;
  tell_pit_in(*car, *lap, time_of(item, intake), intake);
}

void SessionFeed::tell_pit_in(CarRecord& car, std::int32_t lap, Instant at, Intake& intake) {
  if (car.pit_ins.contains(lap)) return;
  const timing::PitIn fact{car.number, lap};
  car.pit_ins[lap] = {fact, at};
  car.seen_out_of_lane = false;
  if (car.told_state == CarState::in_pit) car.told_state.reset();
  say(intake, at, fact);
  // The in-lap was told before the stop that it ended in.
  const auto in_lap = car.laps.find(lap);
  if (in_lap == car.laps.end() || in_lap->second.fact.in_lap) return;
  in_lap->second.fact.in_lap = true;
  tell_lap(car, in_lap->second.fact, in_lap->second.at, intake);
}

void SessionFeed::read_pit_out(const Item& item, Intake& intake) {
  const auto lap = item.count("lapNumber");
  if (!lap || *lap < 1) return;
  CarRecord* car = car_of(item, intake);
  if (car == nullptr) return;
  auto lane = item.duration("durationMillis");
  if (!lane) lane = item.duration("totalTimeInPitMillis");
  if (lane == Millis{0}) lane.reset();
  tell_pit_out(*car, {car->number, *lap, lane}, time_of(item, intake), intake);
}

void SessionFeed::tell_pit_out(CarRecord& car, timing::PitOut fact, Instant at, Intake& intake) {
  const auto known = car.pit_outs.find(fact.lap);
  if (known != car.pit_outs.end() && (known->second.fact.lane || !fact.lane)) return;
  // Its pit in was lost in an outage: the time in the lane tells when that was.
  const std::int32_t in_lap = pit_crosses_line_ ? fact.lap - 1 : fact.lap;
  if (fact.lane && in_lap >= 1 && !car.pit_ins.contains(in_lap)) tell_pit_in(car, in_lap, at - *fact.lane, intake);
  car.pit_outs[fact.lap] = {fact, at};
  car.seen_out_of_lane = false;
  if (car.told_state == CarState::in_pit) car.told_state.reset();
  say(intake, at, fact);
  const auto out_lap = car.laps.find(fact.lap);
  if (out_lap == car.laps.end() || out_lap->second.fact.out_lap) return;
  out_lap->second.fact.out_lap = true;
  tell_lap(car, out_lap->second.fact, out_lap->second.at, intake);
}

// Where a car is said to be, against what its stops say. A pit out that was missed is asked for (the history has it); if that
// doesn't bring it, the next location that says the same stands for it.
void SessionFeed::read_location(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  if (car == nullptr) return;
  const Instant at = time_of(item, intake);
  const std::string_view where = item.text("carLocation");
  const auto* stop = car->in_lane();
  if (where == "Pit" && stop == nullptr && (car->pit_outs.empty() || at > car->pit_outs.rbegin()->second.at)) {
    tell_state(*car, CarState::in_pit, at, intake);
  }
  if (where != "Track") return;
  if (stop == nullptr) {
    if (car->told_state == CarState::in_pit) tell_state(*car, CarState::running, at, intake);
    return;
  }
  if (at <= stop->at) return;
  if (!car->seen_out_of_lane) {
    car->seen_out_of_lane = true;
    intake.car_left_unseen = true;
    return;
  }
  const std::int32_t out_lap = pit_crosses_line_ ? stop->fact.lap + 1 : stop->fact.lap;
  tell_pit_out(*car, {car->number, out_lap, std::nullopt}, at, intake);
}

void SessionFeed::read_running_status(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  const std::string_view word = item.text("status");
  if (car == nullptr || word.empty()) return;
  const auto state = state_of(word);
  if (!state) {
    if (unknown_words_.emplace("status " + std::string(word)).second) {
      intake.complain("unknown running status \"" + std::string(word) + "\"");
    }
    return;
  }
  // "Running" is what a car does unless something else was said; where it runs is for the pit lane and the laps to say.
  if (*state == CarState::running && (!car->told_state || *car->told_state == CarState::in_pit)) return;
  tell_state(*car, *state, std::max(time_of(item, intake), intake.arrived_at), intake);
}

void SessionFeed::tell_state(CarRecord& car, CarState state, Instant at, Intake& intake) {
  if (car.told_state == state) return;
  car.told_state = state;
  say(intake, at, timing::CarStatus{car.number, state});
}

}  // namespace stint::live::griiip
