// `stint stops`: every visit to the pit lane.
#include <algorithm>

#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/driver_text.hpp"
#include "app/race_time.hpp"
#include "app/text_table.hpp"
#include "server/views/race_clock.hpp"
#include "timing/event_names.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct StopOfCar {
  const race::CarSnapshot* car;
  const race::PitStop* stop;
};

// In the order in which they came in.
std::vector<StopOfCar> stops_of(const race::Snapshot& race) {
  std::vector<StopOfCar> stops;
  for (const race::CarSnapshot& car : race.cars) {
    for (const race::PitStop& stop : car.pit_stops) stops.push_back({&car, &stop});
  }
  std::stable_sort(stops.begin(), stops.end(),
                   [](const StopOfCar& a, const StopOfCar& b) { return a.stop->in_at < b.stop->in_at; });
  return stops;
}

std::string stops_as_json(const ShownRace& shown) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("stops").begin_array();
  for (const auto& [car, stop] : stops_of(shown.race)) {
    json.begin_object()
        .field("car", car->number())
        .field("in_lap", stop->in_lap)
        .field("out_lap", stop->out_lap)
        .field("lane_ms", stop->lane)
        .field("in_at_ms", server::on_race_clock(shown.race.session, stop->in_at))
        .field("flag", timing::flag_name(stop->flag))
        .field("driver_in", driver_text(stop->driver_in_name, stop->driver_in))
        .field("driver_out", driver_text(stop->driver_out_name, stop->driver_out))
        .field("cost_ms", stop->cost)
        .field("red_flag", stop->red_flag)
        .end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string stops_as_table(const ShownRace& shown) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"AT", kRight},
                   {"NUM", kRight},
                   {"IN", kRight},
                   {"OUT", kRight},
                   {"LANE", kRight},
                   {"COST", kRight},
                   {"FLAG"},
                   {"DRIVER IN"},
                   {"DRIVER OUT"}});
  for (const auto& [car, stop] : stops_of(shown.race)) {
    const auto at = server::on_race_clock(shown.race.session, stop->in_at);
    table.add_row({at ? clock_text(*at) : "-", car->number().str(), std::to_string(stop->in_lap), number_text(stop->out_lap),
                   lap_time_text(stop->lane), lap_time_text(stop->cost),
                   stop->red_flag ? "red (standing)" : std::string(timing::flag_name(stop->flag)),
                   driver_text(stop->driver_in_name, stop->driver_in).value_or("-"),
                   driver_text(stop->driver_out_name, stop->driver_out).value_or("-")});
  }
  return table.text();
}

Result<void> run_stops(const RecordingOptions& options, const Configuration& configuration) {
  return show_recording(options, configuration, std::nullopt, stops_as_json, stops_as_table);
}

}  // namespace

void add_stops(CommandLine& line) {
  add_command<RecordingOptions>(line, "stops", "Print every pit stop", {SettingKey::database_url}, take_recording, run_stops);
}

}  // namespace stint::app
