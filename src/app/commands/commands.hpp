// The commands of the program, one file each.
#pragma once

#include "app/command_line.hpp"

namespace stint::app {

void add_anomalies(CommandLine& line);
void add_calendar(CommandLine& line);
void add_config(CommandLine& line);
void add_evaluate(CommandLine& line);
void add_events(CommandLine& line);
void add_export(CommandLine& line);
void add_fetch(CommandLine& line);
void add_import(CommandLine& line);
void add_laps(CommandLine& line);
void add_mock(CommandLine& line);
void add_predict(CommandLine& line);
void add_record(CommandLine& line);
void add_recording(CommandLine& line);
void add_replay(CommandLine& line);
void add_rules(CommandLine& line);
void add_serve(CommandLine& line);
void add_sessions(CommandLine& line);
void add_simulate(CommandLine& line);
void add_standings(CommandLine& line);
void add_stints(CommandLine& line);
void add_stops(CommandLine& line);
void add_story(CommandLine& line);
void add_strategy(CommandLine& line);
void add_train(CommandLine& line);
void add_version(CommandLine& line);

// All of them, in the order of `stint --help`.
void add_commands(CommandLine& line);

}  // namespace stint::app
