// `stint export`: a session as the contract's document, as a table of laps, or as its event log.
#include "server/export/export_document.hpp"

#include <chrono>

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"
#include "source/timing71/replay_writer.hpp"

namespace stint::app {
namespace {

struct ExportOptions {
  std::string recording;
  std::string format = "json";
  std::string out;
};

timing::Instant now() { return std::chrono::floor<timing::Millis>(std::chrono::system_clock::now()); }

std::unique_ptr<server::BodyStream> stream_of(Recording recording, const std::string& format) {
  if (format == "ndjson") return server::export_events(std::move(recording.events));
  race::SnapshotPtr race = race_of(recording.events, std::nullopt);
  if (format == "csv") return server::export_laps_csv(std::move(race));
  return server::export_json(std::move(race), std::move(recording.id), now());
}

Result<void> run_export(const ExportOptions& options, const Configuration& configuration) {
  auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  if (options.format == "timing71") {
    if (options.out.empty())
      return fail(ErrorCode::bad_argument, "--format timing71 makes a zip archive: name it with --out FILE.zip");
    return source::timing71::write_zip(options.out, source::timing71::replay_of(recording->events, recording->id));
  }
  if (!options.out.empty()) return fail(ErrorCode::bad_argument, "--out is for --format timing71; other forms are printed");
  const auto stream = stream_of(std::move(*recording), options.format);
  for (std::string piece = stream->next(); !piece.empty(); piece = stream->next()) {
    if (auto printed = print(piece); !printed) return printed;
  }
  return {};
}

void declare_export(CLI::App& command, ExportOptions& options) {
  command
      .add_option("SESSION", options.recording,
                  "A session id, a timing file, an event log, or - for NDJSON from standard input")
      ->required();
  command
      .add_option("--format", options.format,
                  "json (the whole session), csv (its laps), ndjson (its event log) or timing71 (a recording)")
      ->check(CLI::IsMember({"json", "csv", "ndjson", "timing71"}))
      ->capture_default_str();
  command.add_option("--out", options.out, "The zip archive that --format timing71 writes");
}

}  // namespace

void add_export(CommandLine& line) {
  add_command<ExportOptions>(line, "export", "Print a whole session", {SettingKey::database_url}, declare_export, run_export);
}

}  // namespace stint::app
