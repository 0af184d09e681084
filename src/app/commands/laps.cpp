// `stint laps`: every lap, as rows.
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/race_time.hpp"
#include "app/text_table.hpp"
#include "server/views/race_clock.hpp"
#include "timing/event_names.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct LapsOptions : RecordingOptions {
  std::string car;  // empty: all
};

// The name that the car's entry gives; the id if it gives none.
std::optional<std::string> driver_of(const race::CarSnapshot& car, const race::LapRecord& lap) {
  if (!lap.driver) return std::nullopt;
  for (const timing::Driver& driver : car.entry->drivers) {
    if (driver.id == *lap.driver && !driver.name.empty()) return driver.name;
  }
  return lap.driver->str();
}

void write_lap(timing::JsonWriter& json, const race::Snapshot& race, const race::CarSnapshot& car, const race::LapRecord& lap) {
  json.begin_object()
      .field("car", car.number())
      .field("lap", lap.number)
      .field("time_ms", lap.time)
      .field("elapsed_ms", server::on_race_clock(race.session, lap.ended_at))
      .key("sectors_ms")
      .begin_array();
  for (std::int32_t sector = 0; sector < race.sector_count; ++sector)
    json.value(lap.sectors.at(static_cast<std::size_t>(sector)));
  json.end_array()
      .field("driver", driver_of(car, lap))
      .field("flag", timing::flag_name(lap.flag_at_end))
      .field("position", lap.position)
      .field("class_position", lap.class_position)
      .field("gap_ms", lap.gap_to_leader)
      .field("gap_laps", lap.laps_behind)
      .field("laps_since_stop", lap.laps_since_stop)
      .field("in_lap", lap.in_lap)
      .field("out_lap", lap.out_lap)
      .field("top_speed_kph", lap.top_speed_kph)
      .field("valid", lap.valid)
      .end_object();
}

bool is_car(const race::CarSnapshot& car, const std::string& number) { return number.empty() || car.number().view() == number; }

std::string laps_as_json(const ShownRace& shown, const std::string& number) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("laps").begin_array();
  for (const race::CarSnapshot& car : shown.race.cars) {
    if (!is_car(car, number)) continue;
    for (const race::LapRecord& lap : car.laps_done) write_lap(json, shown.race, car, lap);
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string laps_as_table(const ShownRace& shown, const std::string& number) {
  constexpr auto kRight = TextTable::Align::right;
  std::vector<TextTable::Column> columns = {{"NUM", kRight}, {"LAP", kRight}, {"AT", kRight}, {"TIME", kRight}};
  for (std::int32_t sector = 1; sector <= shown.race.sector_count; ++sector)
    columns.push_back({"S" + std::to_string(sector), kRight});
  for (const char* title : {"P", "PIC"}) columns.push_back({title, kRight});
  for (const char* title : {"FLAG", "PIT", "DRIVER"}) columns.push_back({title});
  TextTable table(std::move(columns));

  for (const race::CarSnapshot& car : shown.race.cars) {
    if (!is_car(car, number)) continue;
    for (const race::LapRecord& lap : car.laps_done) {
      const auto at = server::on_race_clock(shown.race.session, lap.ended_at);
      std::vector<std::string> cells = {car.number().str(), std::to_string(lap.number), at ? clock_text(*at) : "-",
                                        lap_time_text(lap.time)};
      for (std::int32_t sector = 0; sector < shown.race.sector_count; ++sector) {
        cells.push_back(lap_time_text(lap.sectors.at(static_cast<std::size_t>(sector))));
      }
      cells.insert(
          cells.end(),
          {std::to_string(lap.position), std::to_string(lap.class_position), std::string(timing::flag_name(lap.flag_at_end)),
           std::string(lap.in_lap ? "in" : "") + (lap.out_lap ? "out" : ""), driver_of(car, lap).value_or("-")});
      table.add_row(std::move(cells));
    }
  }
  return table.text();
}

Result<void> run_laps(const LapsOptions& options, const Configuration& configuration) {
  return show_recording(
      options, configuration, std::nullopt, [&](const ShownRace& shown) { return laps_as_json(shown, options.car); },
      [&](const ShownRace& shown) { return laps_as_table(shown, options.car); });
}

void declare_laps(CLI::App& command, LapsOptions& options) {
  take_recording(command, options);
  command.add_option("--car", options.car, "Only this car")->type_name("NUMBER");
}

}  // namespace

void add_laps(CommandLine& line) {
  add_command<LapsOptions>(line, "laps", "Print every lap", {SettingKey::database_url}, declare_laps, run_laps);
}

}  // namespace stint::app
