// What strategists say of the field and of a car, and how good it was: /api/strategy and what belongs to it.
#include <algorithm>
#include <cmath>

#include "insight/strategy/measured_json.hpp"
#include "insight/strategy/strategy_json.hpp"
#include "server/strategy_service.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/strategy_views.hpp"
#include "server/views/views.hpp"
#include "timing/event_names.hpp"

namespace stint::server {
namespace {

using insight::CarStrategy;
using insight::Quantiles;
using insight::StrategyReport;
using timing::FlagKind;
using timing::JsonWriter;
using timing::Millis;

std::optional<double> rounded(std::optional<double> value, double steps) {
  return value ? std::optional(std::round(*value * steps) / steps) : std::nullopt;
}
std::optional<double> tenth(std::optional<double> value) { return rounded(value, 10); }
std::optional<double> thousandth(std::optional<double> value) { return rounded(value, 1000); }

std::optional<Millis> whole_ms(std::optional<double> ms) {
  return ms ? std::optional(Millis{static_cast<std::int64_t>(std::llround(*ms))}) : std::nullopt;
}

std::optional<double> middle(const std::optional<Quantiles>& of) { return of ? std::optional(of->p50) : std::nullopt; }
std::optional<double> low(const std::optional<Quantiles>& of) { return of ? std::optional(of->p10) : std::nullopt; }
std::optional<double> high(const std::optional<Quantiles>& of) { return of ? std::optional(of->p90) : std::nullopt; }

// Why nothing can be said; empty if something can.
std::string unknown_because(const ViewCall& call) {
  if (call.strategy == nullptr) return "nothing is worked out of a session that is not being played, or not yet";
  if (call.strategy->strategy == nullptr) return "still being worked out";
  return call.strategy->strategy->unknown_because;
}

const CarStrategy* strategy_of(const ViewCall& call, const timing::CarNumber& car) {
  const bool is_there = call.strategy != nullptr && call.strategy->strategy != nullptr;
  return is_there ? call.strategy->strategy->find(car) : nullptr;
}

void write_band(JsonWriter& json, std::string_view name, const std::optional<Quantiles>& band) {
  json.key(name);
  if (!band) {
    json.null();
    return;
  }
  json.begin_object().field("p10", tenth(band->p10)).field("p50", tenth(band->p50)).field("p90", tenth(band->p90)).end_object();
}

// The car that ?car= names; empty: all are wanted. Error: unknown_car.
Result<timing::CarNumber> wanted_car(const ViewCall& call) {
  const std::string* wanted = call.target.find("car");
  if (wanted == nullptr || wanted->empty()) return timing::CarNumber();
  const auto car = timing::CarNumber::parse(*wanted);
  if (!car || call.race.find(*car) == nullptr) return fail(ErrorCode::unknown_car, "There is no car '" + *wanted + "'.");
  return *car;
}

// Each of the contract's fields that is null, with why.
class Unknowns {
 public:
  void note(std::string_view field, bool is_known, std::string because) {
    if (!is_known) all_.emplace_back(field, std::move(because));
  }
  void write(JsonWriter& json) const {
    json.key("unknown").begin_object();
    for (const auto& [field, because] : all_) json.field(field, because);
    json.end_object();
  }

 private:
  std::vector<std::pair<std::string_view, std::string>> all_;
};

// Row 8 of the contract.
void write_contract(JsonWriter& json, const race::CarSnapshot& car, const CarStrategy* said, const std::string& unknown) {
  const insight::Advice advice = said ? said->advice : insight::Advice{};
  std::optional<std::int32_t> laps_until, tyre_lap;
  if (advice.stop_lap) laps_until = std::max(0, *advice.stop_lap - car.laps);
  if (advice.tyres.value_or(false)) tyre_lap = advice.stop_lap;
  std::optional<double> degradation;  // seconds a lap
  if (said != nullptr && said->degradation_ms_per_lap) degradation = *said->degradation_ms_per_lap / 1000;
  std::string reasoning = unknown;
  if (said != nullptr) {
    for (const std::string& reason : said->reasons) reasoning += (reasoning.empty() ? "" : "; ") + reason;
  }
  json.field("car_number", car.number()).field("recommended_pit_lap", advice.stop_lap);
  json.field("laps_until_pit", laps_until);
  json.field("fuel_remaining", tenth(said ? said->fuel_laps_left : std::nullopt));
  json.field("tire_degradation", thousandth(degradation));
  json.field("optimal_tire_change", tyre_lap).field("optimal_fuel_load", tenth(advice.fuel_laps));
  write_seconds(json, "estimated_pit_duration", advice.stop_time);
  json.field("reasoning", reasoning.empty() ? std::nullopt : std::optional(reasoning));

  const bool runs = said != nullptr && said->running;
  const std::string why = !unknown.empty()  ? unknown
                          : said == nullptr ? "nothing has been worked out of this car yet"
                          : !runs           ? "the car doesn't run any more"
                                            : std::string{};
  const auto because = [&](const char* own) { return why.empty() ? std::string(own) : why; };
  Unknowns unknowns;
  unknowns.note("recommended_pit_lap", advice.stop_lap.has_value(), because("no further stop is foreseen"));
  unknowns.note("laps_until_pit", laps_until.has_value(), because("no further stop is foreseen"));
  unknowns.note("fuel_remaining", said && said->fuel_laps_left, because("no full stint of this car or its class is known"));
  unknowns.note("tire_degradation", degradation.has_value(), because("too few clean laps"));
  unknowns.note("optimal_tire_change", tyre_lap.has_value(),
                because(advice.tyres.has_value() ? "no new tyres at the next stop" : "the stops so far can't tell"));
  unknowns.note("optimal_fuel_load", advice.fuel_laps.has_value(), because("no further stop is foreseen, or no tank is known"));
  unknowns.note("estimated_pit_duration", advice.stop_time.has_value(), because("no stop of the class has been seen"));
  unknowns.write(json);
}

void write_history(JsonWriter& json, const ViewCall& call, const timing::CarNumber& car) {
  json.key("history").begin_array();
  const auto* calls = call.strategy == nullptr ? nullptr : call.strategy->calls.find(car);
  if (calls != nullptr) {
    for (const insight::StrategyCall& one : *calls) {
      json.begin_object().field("at_ms", on_race_clock(call.race.session, one.at)).field("laps", one.laps);
      json.field("class_position", one.class_position).field("net_class_position", one.net_class_position);
      json.field("stop_lap", one.stop_lap);
      write_band(json, "next_stop_lap", one.next_stop_lap);
      json.field("mean_finish", thousandth(one.mean_finish_class_position));
      write_band(json, "finish", one.finish_class_position);
      json.field("win_odds", thousandth(one.win_odds)).field("podium_odds", thousandth(one.podium_odds)).end_object();
    }
  }
  json.end_array();
}

std::string_view unit_of(insight::CallKind kind) {
  switch (kind) {
    case insight::CallKind::next_stop:
      return "laps";
    case insight::CallKind::rejoin_gap:
      return "ms";
    default:
      return "places";
  }
}

// How long the driver at the wheel may still drive, in the race or in the sliding window; nullopt: no limit known.
std::optional<Millis> driver_left(const CarStrategy& said) {
  const auto duty = std::ranges::find_if(said.drivers, &insight::DriverDuty::at_the_wheel);
  if (duty == said.drivers.end()) return std::nullopt;
  if (duty->left && duty->left_in_window) return std::min(*duty->left, *duty->left_in_window);
  return duty->left ? duty->left : duty->left_in_window;
}

}  // namespace

const insight::PitNow* pit_now_under(const CarStrategy& car, FlagKind flag) {
  const bool slow = flag == FlagKind::fcy || flag == FlagKind::vsc || flag == FlagKind::code60;
  const FlagKind counts = slow ? FlagKind::fcy : flag == FlagKind::safety_car ? FlagKind::safety_car : FlagKind::green;
  const auto found = std::ranges::find(car.pit_now, counts, &insight::PitNow::flag);
  return found == car.pit_now.end() ? nullptr : &*found;
}

Result<void> view_strategy(const ViewCall& call, JsonWriter& json) {
  const auto only = wanted_car(call);
  if (!only) return std::unexpected(only.error());
  if (const std::string because = unknown_because(call); call.strategy == nullptr || call.strategy->strategy == nullptr) {
    insight::Strategy nothing;
    nothing.unknown_because = because;
    insight::write_strategy(json, nothing);
    return {};
  }
  insight::write_strategy(json, *call.strategy->strategy, *only);
  return {};
}

Result<void> view_strategy_measured(const ViewCall& call, JsonWriter& json) {
  const auto only = wanted_car(call);
  if (!only) return std::unexpected(only.error());
  const insight::Strategy* said = call.strategy != nullptr ? call.strategy->strategy.get() : nullptr;
  json.begin_object().field("unknown_because", known_text(said ? std::string_view() : unknown_because(call))).key("measured");
  if (said == nullptr || said->measured == nullptr) {
    json.null();
  } else {
    insight::write_measured(json, *said, *only);
  }
  json.end_object();
  return {};
}

Result<void> view_car_strategy(const ViewCall& call, JsonWriter& json) {
  const auto car = find_car(call);
  if (!car) return std::unexpected(car.error());
  const CarStrategy* said = strategy_of(call, (*car)->number());
  json.begin_object();
  write_contract(json, **car, said, unknown_because(call));
  const bool is_there = call.strategy != nullptr && call.strategy->strategy != nullptr;
  json.field("at_ms", is_there ? on_race_clock(call.race.session, call.strategy->strategy->at) : std::nullopt);
  json.key("strategy");
  if (said == nullptr) {
    json.null();
  } else {
    insight::write_car_strategy(json, *said);
  }
  write_history(json, call, (*car)->number());
  json.end_object();
  return {};
}

Result<void> view_strategy_scorecard(const ViewCall& call, JsonWriter& json) {
  json.begin_object().field("at_ms", call.race.elapsed).key("lines").begin_array();
  if (call.strategy != nullptr) {
    for (const insight::CallScore& line : call.strategy->scorecard) {
      json.begin_object().field("what", insight::call_kind_name(line.kind)).field("car_class", known_text(line.class_name));
      json.field("unit", unit_of(line.kind)).field("calls", line.calls);
      json.field("mean_error", thousandth(line.mean_error)).field("median_error", thousandth(line.median_error));
      json.field("exact", thousandth(line.exact)).field("in_band", thousandth(line.in_band));
      json.field("simple_mean_error", thousandth(line.simple_mean_error)).end_object();
    }
  }
  json.end_array().end_object();
  return {};
}

void write_pushed_strategy(JsonWriter& json, const race::Snapshot& race, const race::CarSnapshot& car,
                           const StrategyReport* report) {
  const CarStrategy* said = report && report->strategy ? report->strategy->find(car.number()) : nullptr;
  if (said == nullptr) {
    json.null();
    return;
  }
  const insight::PitNow* stop = pit_now_under(*said, race.flag);
  json.begin_object().field("running", said->running).field("net_class_position", said->net_class_position);
  json.field("net_gap_ms", said->net_class_gap).field("stop_lap", said->advice.stop_lap);
  json.field("first", said->window ? std::optional(said->window->first) : std::nullopt);
  json.field("last", said->window ? std::optional(said->window->last) : std::nullopt);
  json.field("low", tenth(low(said->next_stop_lap))).field("middle", tenth(middle(said->next_stop_lap)));
  json.field("high", tenth(high(said->next_stop_lap))).field("stops_left", middle(said->stops_left));
  json.field("fuel_laps", tenth(said->fuel_laps_left)).field("tank_laps", tenth(said->tank_laps));
  json.field("finish", tenth(said->mean_finish_class_position));
  json.field("finish_low", low(said->finish_class_position)).field("finish_high", high(said->finish_class_position));
  json.field("win_odds", thousandth(said->win_odds)).field("podium_odds", thousandth(said->podium_odds));
  json.field("loss_ms", whole_ms(middle(stop ? stop->loss_ms : std::nullopt)));
  json.field("rejoin", stop ? stop->class_position : std::nullopt);
  json.field("rejoin_behind", stop && stop->ahead ? std::optional(stop->ahead->view()) : std::nullopt);
  json.field("rejoin_gap_ms", whole_ms(middle(stop ? stop->gap_ahead_ms : std::nullopt)));
  json.field("entry_open", stop ? std::optional(stop->entry_open) : std::nullopt);
  json.field("driver_left_ms", driver_left(*said)).end_object();
}

void write_pushed_field_strategy(JsonWriter& json, const race::Snapshot& race, const StrategyReport* report) {
  if (report == nullptr) {
    json.null();
    return;
  }
  const insight::Strategy* said = report->strategy.get();
  json.begin_object().field("at_ms", said ? on_race_clock(race.session, said->at) : std::nullopt);
  json.field("runs", said ? std::optional(said->runs) : std::nullopt);
  json.field("finish_ms", whole_ms(middle(said ? said->finish_elapsed_ms : std::nullopt)));
  json.field("unknown_because", said ? known_text(said->unknown_because) : "still being worked out");
  json.field("own_rules", !report->rule_override.empty()).end_object();
}

void write_what_if(JsonWriter& json, const race::Snapshot& race, const WhatIfAnswer& answer) {
  json.begin_object().field("at_ms", race.elapsed).field("took_ms", answer.took).field("seed", answer.seed);
  json.key("comparison");
  insight::write_comparison(json, answer.comparison);
  json.end_object();
}

}  // namespace stint::server
