#include "app/commands/recording_command.hpp"

#include <cstdio>

namespace stint::app {
namespace {

// Said, but no failure: what could be read is shown.
void report_complaints(const Recording& recording) {
  if (recording.complaint_count == 0) return;
  const source::Complaint& first = recording.complaints.front();
  std::fprintf(stderr, "stint: %zu lines or fields can't be used; the first: %s line %zu: %s\n", recording.complaint_count,
               first.file.c_str(), first.line, first.message.c_str());
}

}  // namespace

Result<void> show_recording(const RecordingOptions& options, const Configuration& configuration,
                            std::optional<timing::Millis> at, const std::function<std::string(const ShownRace&)>& as_json,
                            const std::function<std::string(const ShownRace&)>& as_table) {
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  report_complaints(*recording);
  std::optional<timing::Instant> instant;
  if (at) {
    const auto start = start_of(recording->events);
    if (!start)
      return fail(ErrorCode::bad_argument, options.recording + ": the start isn't known, so there is no time since the start");
    instant = *start + *at;
  }
  const race::SnapshotPtr race = race_of(recording->events, instant);
  const ShownRace shown{*recording, *race};
  return print(options.json ? as_json(shown) : as_table(shown));
}

}  // namespace stint::app
