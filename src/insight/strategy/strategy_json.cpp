#include "insight/strategy/strategy_json.hpp"

#include <cmath>

#include "timing/flag.hpp"

namespace stint::insight {
namespace {

using timing::JsonWriter;

void write_quantiles(JsonWriter& json, std::string_view name, const std::optional<Quantiles>& quantiles) {
  json.key(name);
  if (!quantiles) {
    json.null();
    return;
  }
  json.begin_object().field("p10", quantiles->p10).field("p50", quantiles->p50).field("p90", quantiles->p90).end_object();
}

// To a tenth of a thousandth: what futures tell is no finer, and shorter to read.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }
std::optional<double> rounded(const std::optional<double>& value) {
  return value ? std::optional(rounded(*value)) : std::nullopt;
}
std::optional<std::int64_t> whole_ms(const std::optional<double>& value) {
  return value ? std::optional(static_cast<std::int64_t>(std::llround(*value))) : std::nullopt;
}
std::optional<Quantiles> whole(const std::optional<Quantiles>& band) {
  if (!band) return std::nullopt;
  return Quantiles{std::round(band->p10), std::round(band->p50), std::round(band->p90)};
}
std::optional<Quantiles> tenths(const std::optional<Quantiles>& band) {
  if (!band) return std::nullopt;
  const auto tenth = [](double value) { return std::round(value * 10) / 10; };
  return Quantiles{tenth(band->p10), tenth(band->p50), tenth(band->p90)};
}

void write_words(JsonWriter& json, std::string_view name, const std::vector<std::string>& words) {
  json.key(name).begin_array();
  for (const std::string& word : words) json.value(word);
  json.end_array();
}

// By the short names of the command's document: green, fcy, sc.
std::string_view short_name(FlagKind flag) { return flag == FlagKind::safety_car ? "sc" : timing::flag_name(flag); }

void write_pit_now(JsonWriter& json, const PitNow& now) {
  json.begin_object().field("entry_open", now.entry_open).field("closed_because", now.closed_because);
  json.field("class_position", now.class_position);
  write_quantiles(json, "class_position_band", now.class_position_band);
  json.field("loss_ms", now.loss_ms ? whole_ms(now.loss_ms->p50) : std::nullopt);
  write_quantiles(json, "loss_band_ms", whole(now.loss_ms));
  write_quantiles(json, "lane_ms", whole(now.lane_ms));
  json.field("ahead", now.ahead).field("behind", now.behind);
  write_quantiles(json, "gap_ahead_ms", whole(now.gap_ahead_ms));
  write_quantiles(json, "gap_behind_ms", whole(now.gap_behind_ms));
  json.key("passed_by").begin_array();
  for (const CarNumber& car : now.passed_by) json.value(car);
  json.end_array().field("traffic", now.traffic).field("lap_fraction", rounded(now.lap_fraction)).end_object();
}

void write_window(JsonWriter& json, const std::optional<StopWindow>& window) {
  json.key("window");
  if (!window) {
    json.null();
    return;
  }
  json.begin_object().field("first", window->first).field("best", window->best).field("last", window->last);
  json.key("options").begin_array();
  for (const StopOption& option : window->options) {
    json.begin_object().field("lap", option.lap).field("cost_ms", whole_ms(option.cost_ms));
    json.field("cost_error_ms", whole_ms(option.cost_error_ms)).field("reason", option.reason).end_object();
  }
  json.end_array().end_object();
}

void write_drivers(JsonWriter& json, const std::vector<DriverDuty>& drivers) {
  json.key("drivers").begin_array();
  for (const DriverDuty& driver : drivers) {
    json.begin_object().field("name", driver.name);
    json.field("grade", driver.grade.empty() ? std::nullopt : std::optional(driver.grade));
    json.field("at_the_wheel", driver.at_the_wheel).field("driven_ms", driver.driven).field("owed_ms", driver.owed);
    json.field("left_ms", driver.left).field("left_in_window_ms", driver.left_in_window);
    json.field("latest_swap_in_lap", driver.latest_swap_in_lap).field("infeasible", driver.infeasible);
    json.field("certainty", driver.certainty.empty() ? std::nullopt : std::optional(driver.certainty)).end_object();
  }
  json.end_array();
}

std::string_view state_name(OwedPenalty::State state) {
  using enum OwedPenalty::State;
  switch (state) {
    case owed:
      return "owed";
    case served:
      return "served";
    case expired:
      return "expired";
    case rescinded:
      return "rescinded";
    case after_race:
      return "after_race";
  }
  return "";
}

void write_penalties(JsonWriter& json, const std::vector<OwedPenalty>& penalties) {
  json.key("penalties").begin_array();
  for (const OwedPenalty& penalty : penalties) {
    json.begin_object().field("text", penalty.text).field("state", state_name(penalty.state)).field("kind", penalty.kind);
    json.field("time_ms", penalty.time).field("serve_by_lap", penalty.serve_by_lap);
    json.field("served_lap", penalty.served_lap).field("cost_ms", penalty.cost).end_object();
  }
  json.end_array();
}

void write_forecast(JsonWriter& json, const CarStrategy& car) {
  write_quantiles(json, "next_stop_lap", tenths(car.next_stop_lap));
  json.key("stops_left");
  if (car.stops_left) {
    json.begin_object().field("p10", car.stops_left->p10).field("p50", car.stops_left->p50).field("p90", car.stops_left->p90);
    json.field("p", rounded(car.stops_left_probability)).end_object();
  } else {
    json.null();
  }
  json.key("finish_class_position");
  if (!car.mean_finish_class_position || !car.finish_class_position) {
    json.null();
  } else {
    json.begin_object().field("mean", rounded(*car.mean_finish_class_position)).field("p10", car.finish_class_position->p10);
    json.field("p50", car.finish_class_position->p50).field("p90", car.finish_class_position->p90).key("odds").begin_array();
    for (const double odds : car.finish_odds) json.value(rounded(odds));
    json.end_array().end_object();
  }
  const bool known = car.win_odds.has_value();
  json.field("win_odds", rounded(car.win_odds)).field("podium_odds", rounded(car.podium_odds));
  json.field("out_odds", known ? std::optional(rounded(car.out_odds)) : std::nullopt);
  write_quantiles(json, "finish_elapsed_ms", whole(car.finish_elapsed_ms));
}

void write_decisions(JsonWriter& json, const CarStrategy& car) {
  json.key("pit_now").begin_object();
  for (const PitNow& now : car.pit_now) {
    json.key(short_name(now.flag));
    write_pit_now(json, now);
  }
  json.end_object();
  write_window(json, car.window);
  json.key("rivals").begin_array();
  for (const RivalStop& rival : car.rivals) {
    json.begin_object().field("car", rival.rival).field("undercut_ms", whole_ms(rival.undercut_ms));
    json.field("overcut_ms", whole_ms(rival.overcut_ms)).end_object();
  }
  json.end_array();
  json.field("wave_by", car.wave_by).key("advice").begin_object();
  json.field("stop_lap", car.advice.stop_lap)
      .field("tyres", car.advice.tyres)
      .field("fuel_laps", rounded(car.advice.fuel_laps));
  json.field("driver", car.advice.driver).field("stop_time_ms", car.advice.stop_time).end_object();
}

void write_difference(JsonWriter& json, std::string_view name, const MeanDifference& difference) {
  json.key(name).begin_object().field("difference", rounded(difference.mean)).field("error", rounded(difference.error));
  json.end_object();
}

void write_pair(JsonWriter& json, std::string_view name, double without, double with, const MeanDifference& difference) {
  json.key(name).begin_object().field("without", rounded(without)).field("with", rounded(with));
  json.field("difference", rounded(difference.mean)).field("error", rounded(difference.error)).end_object();
}

}  // namespace

void write_car_strategy(JsonWriter& json, const CarStrategy& car) {
  json.begin_object().field("car", car.car).field("class", car.class_name).field("position", car.position);
  json.field("class_position", car.class_position).field("net_class_position", car.net_class_position);
  write_quantiles(json, "net_class_position_band", car.net_class_position_band);
  json.field("net_class_gap_ms", car.net_class_gap).field("running", car.running);
  json.field("fuel_laps_left", rounded(car.fuel_laps_left));
  write_quantiles(json, "fuel_laps_band", tenths(car.fuel_laps_band));
  json.field("fuel_basis", car.tank_laps ? std::optional(basis_name(car.fuel_basis)) : std::nullopt);
  json.field("tank_laps", rounded(car.tank_laps)).field("degradation_ms_per_lap", rounded(car.degradation_ms_per_lap));
  write_forecast(json, car);
  write_decisions(json, car);
  write_drivers(json, car.drivers);
  write_penalties(json, car.penalties);
  write_words(json, "reasons", car.reasons);
  write_words(json, "low_certainty", car.low_certainty);
  json.end_object();
}

void write_strategy(JsonWriter& json, const Strategy& strategy, const CarNumber& only) {
  json.begin_object().field("at_ms", strategy.race_elapsed).field("runs", strategy.runs).field("seed", strategy.seed);
  write_quantiles(json, "finish_elapsed_ms", whole(strategy.finish_elapsed_ms));
  write_quantiles(json, "leader_laps", strategy.leader_laps);
  json.field("unknown_because", strategy.unknown_because.empty() ? std::nullopt : std::optional(strategy.unknown_because));
  json.key("cars").begin_array();
  for (const CarStrategy& car : strategy.cars) {
    if (only.empty() || car.car == only) write_car_strategy(json, car);
  }
  json.end_array().end_object();
}

void write_comparison(JsonWriter& json, const Comparison& comparison) {
  json.begin_object().field("runs", comparison.runs).key("cars").begin_array();
  for (const CarComparison& car : comparison.cars) {
    json.begin_object().field("car", car.car);
    write_pair(json, "class_position", car.class_position_without.mean, car.class_position_with.mean, car.class_position);
    write_pair(json, "win_odds", car.win_odds_without, car.win_odds_with, car.win_odds);
    write_pair(json, "podium_odds", car.podium_odds_without, car.podium_odds_with, car.podium_odds);
    write_difference(json, "time_ms", car.time_ms);
    write_difference(json, "stops", car.stops);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace stint::insight
