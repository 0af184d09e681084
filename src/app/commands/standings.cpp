// `stint standings`: the order, and the gaps, at any instant.
#include "app/commands/asked_instant.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/driver_text.hpp"
#include "app/race_time.hpp"
#include "app/session_json.hpp"
#include "app/text_table.hpp"
#include "timing/event_names.hpp"

namespace stint::app {
namespace {

struct StandingsOptions : RecordingOptions {
  AskedInstant at;
  std::string class_name;  // empty: all
};

void write_gap(timing::JsonWriter& json, const std::string& name, const race::Gap& gap) {
  json.field(name + "_ms", gap.time).field(name + "_laps", gap.laps);
}

void write_point(timing::JsonWriter& json, const race::Gap& gap) {
  json.key("gap_at");
  if (gap.time) {
    json.begin_object().field("lap", gap.point.lap).field("sector", gap.point.sector).end_object();
  } else {
    json.null();
  }
  json.field("gap_age_ms", gap.age);
}

std::optional<timing::Millis> time_of(const std::optional<race::MarkedTime>& marked) {
  return marked ? std::optional(marked->time) : std::nullopt;
}

void write_car(timing::JsonWriter& json, const race::CarSnapshot& car) {
  json.begin_object()
      .field("car", car.number())
      .field("class", car.entry->class_name)
      .field("position", car.position)
      .field("class_position", car.class_position)
      .field("laps", car.laps)
      .field("elapsed_ms", car.elapsed);
  write_gap(json, "gap", car.gap);
  write_gap(json, "interval", car.interval);
  write_gap(json, "class_gap", car.class_gap);
  write_gap(json, "class_interval", car.class_interval);
  write_point(json, car.gap);
  json.field("last_lap_ms", time_of(car.last_lap))
      .field("best_lap_ms", time_of(car.best_lap))
      .field("driver", driver_text(car.driver_name, car.driver))
      .field("status", timing::stable_name(car.state))
      .field("stops", car.stops)
      .field("laps_since_stop", car.laps_since_stop)
      .end_object();
}

bool is_in_class(const race::CarSnapshot& car, const std::string& class_name) {
  return class_name.empty() || car.entry->class_name == class_name;
}

std::string standings_as_json(const ShownRace& shown, const std::string& class_name) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("session");
  write_session(json, shown.recording.id, shown.race.session);
  json.field("at_ms", shown.race.elapsed).field("flag", timing::flag_name(shown.race.flag)).key("cars").begin_array();
  for (const race::CarSnapshot& car : shown.race.cars) {
    if (is_in_class(car, class_name)) write_car(json, car);
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string standings_as_table(const ShownRace& shown, const std::string& class_name) {
  const race::Snapshot& race = shown.race;
  std::string out = session_title(shown.recording.id, race.session);
  if (race.elapsed) out += " at " + clock_text(*race.elapsed);
  if (race.flag != timing::FlagKind::none) out += ", " + std::string(timing::flag_name(race.flag));
  out += "\n\n";

  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"P", kRight},
                   {"PIC", kRight},
                   {"NUM", kRight},
                   {"CLASS"},
                   {"TEAM"},
                   {"DRIVER"},
                   {"LAPS", kRight},
                   {"GAP", kRight},
                   {"C.GAP", kRight},
                   {"INT", kRight},
                   {"LAST", kRight},
                   {"BEST", kRight},
                   {"PITS", kRight},
                   {"TS", kRight},
                   {"STATE"}});
  for (const race::CarSnapshot& car : race.cars) {
    if (!is_in_class(car, class_name)) continue;
    const bool leads = car.position == 1;
    table.add_row({number_text(car.position), number_text(car.class_position), car.number().str(), car.entry->class_name,
                   car.entry->team, driver_text(car.driver_name, car.driver).value_or("-"), std::to_string(car.laps),
                   gap_text(car.gap, leads), gap_text(car.class_gap, car.class_position == 1), gap_text(car.interval, leads),
                   lap_time_text(time_of(car.last_lap)), lap_time_text(time_of(car.best_lap)), std::to_string(car.stops),
                   number_text(car.laps_since_stop), std::string(timing::stable_name(car.state))});
  }
  return out + table.text();
}

Result<void> run_standings(const StandingsOptions& options, const Configuration& configuration) {
  const auto at = instant_of(options.at);
  if (!at) return std::unexpected(at.error());
  return show_recording(
      options, configuration, *at, [&](const ShownRace& shown) { return standings_as_json(shown, options.class_name); },
      [&](const ShownRace& shown) { return standings_as_table(shown, options.class_name); });
}

void declare_standings(CLI::App& command, StandingsOptions& options) {
  take_recording(command, options);
  take_instant(command, options.at);
  command.add_option("--class", options.class_name, "Only the cars of this class")->type_name("CLASS");
}

}  // namespace

void add_standings(CommandLine& line) {
  add_command<StandingsOptions>(line, "standings", "Print the order and the gaps, at the end or at any instant",
                                {SettingKey::database_url}, declare_standings, run_standings);
}

}  // namespace stint::app
