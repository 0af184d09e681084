// `stint anomalies`: what went wrong in a race, as it was known at its end or at any instant.
#include "app/commands/commands.hpp"
#include "app/commands/recording_command.hpp"
#include "app/race_time.hpp"
#include "app/rule_files.hpp"
#include "app/text_table.hpp"
#include "insight/anomaly/anomaly_json.hpp"
#include "insight/anomaly/anomaly_watch.hpp"

namespace stint::app {
namespace {

struct AnomalyOptions : RecordingOptions {
  std::string until;    // HH:MM:SS
  bool all = false;     // those that were nothing after all, too
  bool alarms = false;  // without what is information
};

std::string as_json(const std::vector<insight::Anomaly>& anomalies, timing::Instant start) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("anomalies").begin_array();
  for (const insight::Anomaly& anomaly : anomalies) insight::write_anomaly(json, start, anomaly);
  json.end_array().end_object();
  return out + "\n";
}

std::string as_table(const std::vector<insight::Anomaly>& anomalies, timing::Instant start) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"AT", kRight}, {"NUM", kRight}, {"LAP", kRight}, {"KIND"}, {"SURE", kRight}, {"STATE"}, {"WHAT"}});
  for (const insight::Anomaly& anomaly : anomalies) {
    const char* state = anomaly.cleared ? "cleared" : !anomaly.is_alarm() ? "note" : anomaly.confirmed ? "confirmed" : "open";
    table.add_row({clock_text(anomaly.first_seen - start), anomaly.car ? anomaly.car->str() : "-", number_text(anomaly.lap),
                   std::string(insight::anomaly_name(anomaly.kind)),
                   std::to_string(static_cast<int>(anomaly.probability * 100)) + " %", state, anomaly.text});
  }
  return table.text();
}

// Only events up to --until are looked at, so nothing that is said can rest on what came later.
Result<void> run_anomalies(const AnomalyOptions& options, const Configuration& configuration) {
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  const auto& events = recording->events;
  const timing::Instant start = start_of(events).value_or(events.empty() ? timing::Instant{} : events.front().at);
  std::optional<timing::Instant> until;
  if (!options.until.empty()) {
    const auto time = parse_race_time(options.until);
    if (!time) return std::unexpected(time.error());
    until = start + *time;
  }
  auto rules = rule_library(configuration);
  if (!rules) return std::unexpected(rules.error());
  insight::AnomalyWatch watch(std::make_shared<const insight::RuleLibrary>(std::move(*rules)));
  for (const timing::Event& event : events) {
    if (until && event.at > *until) break;
    watch.apply(event);
  }
  if (until) watch.advance(*until);
  std::vector<insight::Anomaly> known;
  for (const insight::Anomaly& anomaly : watch.anomalies()) {
    if (options.alarms && !anomaly.is_alarm()) continue;
    if (options.all || anomaly.stands()) known.push_back(anomaly);
  }
  return print(options.json ? as_json(known, start) : as_table(known, start));
}

void declare_anomalies(CLI::App& command, AnomalyOptions& options) {
  take_recording(command, options);
  command.add_option("--until", options.until, "As it was known at this time since the start [the end]")->type_name("HH:MM:SS");
  auto* all = command.add_flag("--all", options.all, "With the alarms that turned out to be nothing");
  command.add_flag("--alarms", options.alarms, "Without what is information and no alarm")->excludes(all);
}

}  // namespace

void add_anomalies(CommandLine& line) {
  add_command<AnomalyOptions>(line, "anomalies", "Print what went wrong: incidents, cars that stop, unusual stops and more",
                              {SettingKey::database_url, SettingKey::rules}, declare_anomalies, run_anomalies);
}

}  // namespace stint::app
