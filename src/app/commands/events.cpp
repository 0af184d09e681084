// `stint events`: the event log of a session, one line an event (docs/events.md).
#include "app/commands/commands.hpp"
#include "app/event_printer.hpp"
#include "app/recording.hpp"

namespace stint::app {
namespace {

struct EventsOptions {
  std::string recording;
};

Result<void> run_events(const EventsOptions& options, const Configuration& configuration) {
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  EventPrinter printer;
  for (const timing::Event& event : recording->events) {
    if (auto printed = printer.print(event); !printed) return printed;
  }
  return printer.finish();
}

void declare_events(CLI::App& command, EventsOptions& options) {
  command
      .add_option("RECORDING", options.recording,
                  "A timing file, an event log, a session id, or - for NDJSON from standard input")
      ->required();
}

}  // namespace

void add_events(CommandLine& line) {
  add_command<EventsOptions>(line, "events", "Print the event log, one line of JSON an event", {SettingKey::database_url},
                             declare_events, run_events);
}

}  // namespace stint::app
