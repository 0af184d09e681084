#include "insight/strategy/measured_json.hpp"

#include <array>
#include <cmath>

namespace stint::insight {
namespace {

using timing::JsonWriter;

constexpr std::array<Pace, kPaces> kAllPaces{Pace::green, Pace::slow, Pace::behind};

double thousandths(double value) { return std::round(value * 1e3) / 1e3; }
std::optional<double> thousandths(const std::optional<double>& value) {
  return value ? std::optional(thousandths(*value)) : std::nullopt;
}

// 0 stands for "never seen" in what is measured.
std::optional<double> if_seen(double value) { return value > 0 ? std::optional(thousandths(value)) : std::nullopt; }

void write_band(JsonWriter& json, std::string_view name, const std::optional<Quantiles>& band) {
  json.key(name);
  if (!band) {
    json.null();
    return;
  }
  json.begin_object().field("p10", thousandths(band->p10)).field("p50", thousandths(band->p50));
  json.field("p90", thousandths(band->p90)).end_object();
}

void write_measure(JsonWriter& json, std::string_view name, const std::optional<Measure>& measure) {
  json.key(name);
  if (!measure) {
    json.null();
    return;
  }
  json.begin_object().field("mean", thousandths(measure->mean)).field("spread", thousandths(measure->spread));
  json.field("p10", thousandths(measure->band.p10)).field("p50", thousandths(measure->band.p50));
  json.field("p90", thousandths(measure->band.p90)).field("count", measure->count);
  json.field("basis", basis_name(measure->basis)).end_object();
}

void write_by_pace(JsonWriter& json, std::string_view name, const std::array<std::optional<Measure>, kPaces>& measures) {
  json.key(name).begin_object();
  for (const Pace pace : kAllPaces) write_measure(json, pace_name(pace), measures[static_cast<std::size_t>(pace)]);
  json.end_object();
}

void write_services(JsonWriter& json, const std::array<ServiceMeasure, kServices>& services) {
  json.key("services").begin_array();
  for (std::size_t kind = 0; kind < kServices; ++kind) {
    json.begin_object()
        .field("service", service_name(static_cast<Service>(kind)))
        .field("share", thousandths(services[kind].share));
    write_measure(json, "lane_ms", services[kind].lane_ms);
    json.end_object();
  }
  json.end_array();
}

void write_class(JsonWriter& json, const ClassMeasure& of) {
  json.begin_object().field("class", of.class_name).field("lap_ms", if_seen(of.lap_ms));
  json.field("settled_lap_ms", if_seen(of.lap_ms * of.settled_share)).field("lap_spread_ms", if_seen(of.lap_spread_ms));
  json.key("slow_down").begin_object();
  for (const Pace pace : {Pace::slow, Pace::behind}) {
    json.field(pace_name(pace), thousandths(of.slow_down[static_cast<std::size_t>(pace)]));
  }
  json.end_object();
  write_by_pace(json, "pit_loss_ms", of.pit_loss_ms);
  write_by_pace(json, "lane_ms", of.lane_ms);
  write_measure(json, "in_lap_cost_ms", of.in_lap_cost_ms);
  write_measure(json, "out_lap_cost_ms", of.out_lap_cost_ms);
  write_services(json, of.services);
  json.field("fuel_ms_per_lap", if_seen(of.fuel_ms_per_lap));
  write_measure(json, "tank_laps", of.tank_laps);
  json.field("yellow_burn", thousandths(of.yellow_burn));
  write_measure(json, "stop_at_share", of.stop_at_share);
  json.key("stops_in_caution").begin_array();
  for (const double share : of.stops_in_caution) json.value(thousandths(share));
  json.end_array();
  write_measure(json, "degradation_ms_per_lap", of.degradation_ms);
  write_measure(json, "tyre_ms_per_lap", of.tyre_ms);
  json.field("retirement_per_hour", std::round(of.retirement_per_hour * 1e5) / 1e5).end_object();
}

void write_drivers(JsonWriter& json, const std::vector<DriverMeasure>& drivers) {
  json.key("drivers").begin_array();
  for (const DriverMeasure& driver : drivers) {
    json.begin_object().field("name", driver.name);
    write_measure(json, "pace_ms", driver.pace_ms);
    json.end_object();
  }
  json.end_array();
}

void write_car(JsonWriter& json, const CarMeasure& car, const std::string& class_name) {
  json.begin_object().field("car", car.car).field("class", class_name);
  json.field("lap_ms", thousandths(car.lap_ms)).field("lap_spread_ms", if_seen(car.lap_spread_ms));
  write_measure(json, "pace_ms", car.pace_ms);
  write_drivers(json, car.drivers);
  write_measure(json, "tank_laps", car.tank_laps);
  json.field("laps_since_stop", car.laps_since_stop).field("fuel_used_laps", thousandths(car.fuel_used_laps));
  write_band(json, "fuel_laps_left", car.fuel_laps_left);
  json.field("fuel_minutes_left", thousandths(car.fuel_minutes_left));
  json.field("laps_per_fill_second", thousandths(car.laps_per_fill_second)).field("saving_laps", thousandths(car.saving_laps));
  json.field("energy_pct", thousandths(car.energy_pct)).field("energy_laps_left", thousandths(car.energy_laps_left));
  json.field("degradation_ms_per_lap", thousandths(car.degradation_ms)).field("tyre_laps", car.tyre_laps);
  json.field("tyres_changed", car.tyres_changed).field("double_stints", car.double_stints).end_object();
}

void write_cautions(JsonWriter& json, const CautionsMeasure& cautions) {
  json.key("cautions").begin_object().field("seen", cautions.seen).field("basis", basis_name(cautions.basis));
  json.key("by_part").begin_object().field("first_hour", thousandths(cautions.by_part[0]));
  json.field("middle", thousandths(cautions.by_part[1])).field("last_hour", thousandths(cautions.by_part[2])).end_object();
  json.field("left_ms", cautions.under_way ? std::optional(std::llround(cautions.under_way->mean_left_ms())) : std::nullopt);
  json.key("kinds").begin_array();
  for (const CautionMeasure& kind : cautions.kinds) {
    json.begin_object().field("pace", pace_name(kind.pace)).field("per_hour", thousandths(kind.hazard_per_hour));
    write_measure(json, "length_ms", kind.length_ms);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string_view pace_name(Pace pace) {
  switch (pace) {
    case Pace::slow:
      return "slow";
    case Pace::behind:
      return "behind";
    default:
      return "green";
  }
}

void write_measured(JsonWriter& json, const Strategy& strategy, const CarNumber& only) {
  const Measured& measured = *strategy.measured;
  const CarMeasure* wanted = only.empty() ? nullptr : measured.find(only);
  json.begin_object().field("at_ms", strategy.race_elapsed).field("race_length_ms", measured.race_length);
  json.field("leader_laps", thousandths(measured.leader_laps)).field("wet_slow_down", thousandths(measured.wet_slow_down));
  write_cautions(json, measured.cautions);
  json.key("classes").begin_array();
  for (std::size_t i = 0; i < measured.classes.size(); ++i) {
    if (wanted == nullptr || wanted->class_index == i) write_class(json, measured.classes[i]);
  }
  json.end_array().key("cars").begin_array();
  for (const CarMeasure& car : measured.cars) {
    if (wanted == nullptr || wanted == &car) write_car(json, car, measured.classes[car.class_index].class_name);
  }
  json.end_array().end_object();
}

}  // namespace stint::insight
