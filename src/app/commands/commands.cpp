#include "app/commands/commands.hpp"

namespace stint::app {

void add_commands(CommandLine& line) {
  add_serve(line);
  add_fetch(line);
  add_import(line);
  add_sessions(line);
  add_standings(line);
  add_stops(line);
  add_stints(line);
  add_laps(line);
  add_story(line);
  add_anomalies(line);
  add_predict(line);
  add_strategy(line);
  add_evaluate(line);
  add_train(line);
  add_export(line);
  add_events(line);
  add_calendar(line);
  add_rules(line);
  add_record(line);
  add_replay(line);
  add_recording(line);
  add_simulate(line);
  add_mock(line);
  add_config(line);
  add_version(line);
}

}  // namespace stint::app
