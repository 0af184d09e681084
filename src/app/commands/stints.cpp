// `stint stints`: who drove from which lap to which, and how fast.
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/driver_text.hpp"
#include "app/race_time.hpp"
#include "app/text_table.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

std::string stints_as_json(const ShownRace& shown) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("stints").begin_array();
  for (const race::CarSnapshot& car : shown.race.cars) {
    for (const race::Stint& stint : car.stints) {
      json.begin_object()
          .field("car", car.number())
          .field("number", stint.number)
          .field("driver", driver_text(stint.driver_name, stint.driver))
          .field("first_lap", stint.first_lap)
          .field("last_lap", stint.last_lap)
          .field("laps", stint.laps())
          .field("median_clean_ms", stint.median_clean)
          .field("drive_ms", stint.drive_time)
          .end_object();
    }
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string stints_as_table(const ShownRace& shown) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"NUM", kRight},
                   {"STINT", kRight},
                   {"DRIVER"},
                   {"FIRST", kRight},
                   {"LAST", kRight},
                   {"LAPS", kRight},
                   {"CLEAN", kRight},
                   {"DRIVEN", kRight}});
  for (const race::CarSnapshot& car : shown.race.cars) {
    for (const race::Stint& stint : car.stints) {
      table.add_row({car.number().str(), std::to_string(stint.number),
                     driver_text(stint.driver_name, stint.driver).value_or("-"), std::to_string(stint.first_lap),
                     std::to_string(stint.last_lap), std::to_string(stint.laps()), lap_time_text(stint.median_clean),
                     clock_text(stint.drive_time)});
    }
  }
  return table.text();
}

Result<void> run_stints(const RecordingOptions& options, const Configuration& configuration) {
  return show_recording(options, configuration, std::nullopt, stints_as_json, stints_as_table);
}

}  // namespace

void add_stints(CommandLine& line) {
  add_command<RecordingOptions>(line, "stints", "Print every stint of every car", {SettingKey::database_url}, take_recording,
                                run_stints);
}

}  // namespace stint::app
