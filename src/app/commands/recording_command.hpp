// What the commands that look at one recorded session have in common: its argument, --json, and the way it is read.
#pragma once

#include <functional>
#include <string>

#include "app/command_line.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"

namespace stint::app {

struct RecordingOptions {
  std::string recording;
  bool json = false;
};

inline void take_recording(CLI::App& command, RecordingOptions& options) {
  command
      .add_option("RECORDING", options.recording,
                  "A timing file, an event log, a session id, or - for NDJSON from standard input")
      ->required();
  command.add_flag("--json", options.json, "Print one JSON document");
}

// The race of a recording and how it is to be shown.
struct ShownRace {
  const Recording& recording;
  const race::Snapshot& race;
};

// Reads the recording, folds it (up to `at` after its start, if given), and prints what `as_json` or `as_table` makes of it.
[[nodiscard]] Result<void> show_recording(const RecordingOptions& options, const Configuration& configuration,
                                          std::optional<timing::Millis> at,
                                          const std::function<std::string(const ShownRace&)>& as_json,
                                          const std::function<std::string(const ShownRace&)>& as_table);

}  // namespace stint::app
