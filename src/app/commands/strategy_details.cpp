#include "app/commands/strategy_details.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "app/race_time.hpp"
#include "app/text_table.hpp"
#include "insight/strategy/measured_json.hpp"

namespace stint::app {
namespace {

using insight::CarStrategy;
using insight::ClassMeasure;
using insight::Measure;
using insight::Pace;

constexpr auto kRight = TextTable::Align::right;

std::string tenths_text(double ms) { return fmt::format("{:.1f}", ms / 1000); }

std::string seconds_band(const std::optional<insight::Quantiles>& ms) {
  return ms ? fmt::format("{:.1f} ({:.1f} to {:.1f})", ms->p50 / 1000, ms->p10 / 1000, ms->p90 / 1000) : "-";
}

std::string_view flag_words(timing::FlagKind flag) {
  return flag == timing::FlagKind::safety_car ? "safety car" : flag == timing::FlagKind::fcy ? "FCY" : "green";
}

std::string stops_now(const CarStrategy& car) {
  if (car.pit_now.empty()) return "";
  TextTable table(
      {{"STOP NOW"}, {"ENTRY"}, {"COSTS S", kRight}, {"PLACE", kRight}, {"BEHIND"}, {"GAP S", kRight}, {"TRAFFIC", kRight}});
  for (const insight::PitNow& now : car.pit_now) {
    const auto& place = now.class_position_band;
    table.add_row(
        {std::string(flag_words(now.flag)), now.entry_open ? "open" : "closed", seconds_band(now.loss_ms),
         now.class_position && place ? fmt::format("{} ({:.0f}-{:.0f})", *now.class_position, place->p10, place->p90) : "-",
         now.ahead ? "#" + now.ahead->str() : "-", seconds_band(now.gap_ahead_ms), std::to_string(now.traffic)});
  }
  return "\n" + table.text();
}

std::string window_text(const CarStrategy& car) {
  if (!car.window || car.window->options.empty()) return "";
  TextTable table({{"LAP", kRight}, {"COSTS S", kRight}, {""}, {"BECAUSE"}});
  for (const insight::StopOption& option : car.window->options) {
    const std::string error = option.cost_error_ms ? " ±" + tenths_text(*option.cost_error_ms) : "";
    const std::string mark = option.lap == car.window->best    ? "best"
                             : option.lap == car.window->first ? "first"
                             : option.lap == car.window->last  ? "last"
                                                               : "";
    table.add_row(
        {std::to_string(option.lap), option.cost_ms ? tenths_text(*option.cost_ms) + error : "-", mark, option.reason});
  }
  return "\n" + table.text();
}

std::string duty_text(const CarStrategy& car) {
  if (car.drivers.empty()) return "";
  const auto time = [](const std::optional<timing::Millis>& of) { return of ? clock_text(*of) : std::string("-"); };
  TextTable table({{"DRIVER"}, {"GRADE"}, {"DRIVEN", kRight}, {"OWED", kRight}, {"LEFT", kRight}, {"IN BY LAP", kRight}});
  for (const insight::DriverDuty& duty : car.drivers) {
    const std::string lap = duty.infeasible           ? "too late"
                            : duty.latest_swap_in_lap ? std::to_string(*duty.latest_swap_in_lap)
                                                      : "-";
    table.add_row({duty.name + (duty.at_the_wheel ? " (at the wheel)" : ""), duty.grade.empty() ? "-" : duty.grade,
                   clock_text(duty.driven), time(duty.owed), time(duty.left), lap});
  }
  return "\n" + table.text();
}

// "67.0 ±1.5 (8)": mean, spread, events; with where they are from, if it is not this race.
std::string cell(const std::optional<Measure>& of, double unit, int digits) {
  if (!of) return "-";
  const bool here = of->basis == insight::Basis::car || of->basis == insight::Basis::race_class;
  return fmt::format("{:.{}f} ±{:.{}f} ({}{})", of->mean / unit, digits, of->spread / unit, digits, of->count,
                     here ? "" : " " + std::string(basis_name(of->basis)));
}

std::string plain(double value, const char* form) { return value > 0 ? fmt::format(fmt::runtime(form), value) : "-"; }

struct Quantity {
  const char* name;
  std::function<std::string(const ClassMeasure&)> of;
};

std::vector<Quantity> quantities() {
  const auto at = [](Pace pace) { return static_cast<std::size_t>(pace); };
  const auto service = [](insight::Service kind) {
    return [kind](const ClassMeasure& of) {
      const auto& seen = of.services[static_cast<std::size_t>(kind)];
      return cell(seen.lane_ms, 1000, 1) + (seen.share > 0 ? fmt::format(", {:.0f} %", 100 * seen.share) : "");
    };
  };
  return {
      {"lap, s", [](const ClassMeasure& of) { return plain(of.lap_ms / 1000, "{:.3f}"); }},
      {"lap it settles at, s", [](const ClassMeasure& of) { return plain(of.lap_ms * of.settled_share / 1000, "{:.3f}"); }},
      {"pit loss green, s", [at](const ClassMeasure& of) { return cell(of.pit_loss_ms[at(Pace::green)], 1000, 1); }},
      {"pit loss slow, s", [at](const ClassMeasure& of) { return cell(of.pit_loss_ms[at(Pace::slow)], 1000, 1); }},
      {"pit loss behind, s", [at](const ClassMeasure& of) { return cell(of.pit_loss_ms[at(Pace::behind)], 1000, 1); }},
      {"in-lap, s", [](const ClassMeasure& of) { return cell(of.in_lap_cost_ms, 1000, 1); }},
      {"out-lap, s", [](const ClassMeasure& of) { return cell(of.out_lap_cost_ms, 1000, 1); }},
      {"lane: drive-through, s", service(insight::Service::drive_through)},
      {"lane: short stop, s", service(insight::Service::short_stop)},
      {"lane: full stop, s", service(insight::Service::full)},
      {"lane: repair, s", service(insight::Service::repair)},
      {"filling, s a lap", [](const ClassMeasure& of) { return plain(of.fuel_ms_per_lap / 1000, "{:.2f}"); }},
      {"tank, laps", [](const ClassMeasure& of) { return cell(of.tank_laps, 1, 1); }},
      {"fuel of a slow lap", [](const ClassMeasure& of) { return plain(of.yellow_burn, "{:.2f}"); }},
      {"stops at, share of it", [](const ClassMeasure& of) { return cell(of.stop_at_share, 1, 2); }},
      {"tyres and fuel, ms a lap", [](const ClassMeasure& of) { return cell(of.degradation_ms, 1, 0); }},
      {"tyres alone, ms a lap", [](const ClassMeasure& of) { return cell(of.tyre_ms, 1, 0); }},
      {"slow lap over a usual one", [at](const ClassMeasure& of) { return plain(of.slow_down[at(Pace::slow)], "{:.2f}"); }},
      {"behind the safety car", [at](const ClassMeasure& of) { return plain(of.slow_down[at(Pace::behind)], "{:.2f}"); }},
      {"retire, of 100 an hour", [](const ClassMeasure& of) { return plain(100 * of.retirement_per_hour, "{:.2f}"); }},
  };
}

std::string cautions_text(const insight::CautionsMeasure& cautions) {
  TextTable table({{"CAUTION"}, {"AN HOUR", kRight}, {"MINUTES", kRight}});
  for (const insight::CautionMeasure& kind : cautions.kinds) {
    table.add_row({std::string(insight::pace_name(kind.pace)), fmt::format("{:.2f}", kind.hazard_per_hour),
                   cell(kind.length_ms, 60'000, 1)});
  }
  std::string text = table.text();
  if (cautions.under_way)
    text += fmt::format("The one that is out lasts {:.0f} min more on average.\n", cautions.under_way->mean_left_ms() / 60'000);
  return text;
}

}  // namespace

std::string car_details(const CarStrategy& car) {
  std::string text = "\n";
  for (const std::string& reason : car.reasons) text += "- " + reason + "\n";
  for (const insight::OwedPenalty& penalty : car.penalties) {
    if (penalty.state == insight::OwedPenalty::State::owed) text += "- owed: " + penalty.text + "\n";
  }
  for (const std::string& rule : car.low_certainty) text += "- rests on an uncertain rule: " + rule + "\n";
  return text + stops_now(car) + window_text(car) + duty_text(car);
}

std::string measured_tables(const insight::Measured& measured) {
  std::vector<TextTable::Column> columns{{"MEASURED"}};
  for (const ClassMeasure& of : measured.classes) columns.push_back({of.class_name, kRight});
  TextTable table(std::move(columns));
  for (const Quantity& quantity : quantities()) {
    std::vector<std::string> row{quantity.name};
    for (const ClassMeasure& of : measured.classes) row.push_back(quantity.of(of));
    table.add_row(std::move(row));
  }
  return table.text() + "\n" + cautions_text(measured.cautions);
}

}  // namespace stint::app
