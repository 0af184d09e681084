#include "app/recording.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/capture.hpp"
#include "app/text_file.hpp"
#include "race/race.hpp"
#include "source/hhtiming/hhtiming_replay.hpp"
#include "source/timing71/replay_file.hpp"
#include "store/event_log.hpp"
#include "timing/ndjson_log.hpp"

namespace stint::app {
namespace {

constexpr std::string_view kStandardInput = "-";

// How a file begins tells its form. A file that can't be read begins with nothing.
std::string beginning_of(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return {};
  std::array<char, 256> start{};
  return {start.data(), std::fread(start.data(), 1, start.size(), file.get())};
}

// The first character tells an event log from an archive.
bool begins_with_brace(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

Result<Recording> read_log_file(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) return std::unexpected(text.error());
  const std::filesystem::path file(path);
  return read_event_lines(file.stem().string(), file.filename().string(), *text);
}

Recording recording_of(source::ArchiveSession session) {
  return Recording{std::move(session.id), std::move(session.file), std::move(session.events), std::move(session.complaints),
                   session.complaint_count};
}

// A recording of another program: `read` makes a session of its bytes and its name.
Result<Recording> read_foreign_file(const std::string& path,
                                    Result<source::ArchiveSession> (*read)(std::string_view, const std::string&)) {
  const auto bytes = read_text_file(path);
  if (!bytes) return std::unexpected(bytes.error());
  auto session = read(*bytes, std::filesystem::path(path).filename().string());
  if (!session) return fail(session.error().code, path + ": " + session.error().message);
  return recording_of(std::move(*session));
}

Result<Recording> read_stored(const std::string& id, const std::string& url) {
  const auto log = store::EventLog::open_read_only(url);
  if (!log) {
    return fail(log.error().code,
                "'" + id + "' is no file, and the database of sessions can't be read: " + log.error().message);
  }
  auto events = log->read_all(id);
  if (!events && events.error().code == ErrorCode::unknown_session) {
    return fail(ErrorCode::unknown_session,
                "'" + id + "' is neither a file nor a session of " + url + "; `stint sessions` lists them");
  }
  if (!events) return std::unexpected(events.error());
  return Recording{id, "", std::move(*events), {}, 0};
}

}  // namespace

Result<Recording> read_event_lines(std::string id, std::string file, std::string_view text) {
  timing::NdjsonLog log = timing::read_ndjson_log(text);
  const std::string name = file.empty() ? "standard input" : file;
  if (log.events.empty()) {
    const std::string why = log.report.bad.empty()
                                ? "it is empty"
                                : "line " + std::to_string(log.report.bad.front().line) + ": " + log.report.bad.front().reason;
    return fail(ErrorCode::not_a_timing_file, name + " is no event log: " + why);
  }
  Recording recording{std::move(id), std::move(file), std::move(log.events), {}, log.report.bad_count};
  for (timing::BadLine& bad : log.report.bad) recording.complaints.push_back({name, bad.line, 0, std::move(bad.reason)});
  return recording;
}

Result<Recording> read_recorded_file(const std::string& path) {
  if (live::is_recording(path)) return read_capture(path);
  const std::string beginning = beginning_of(path);
  if (source::timing71::is_zip(beginning)) return read_foreign_file(path, source::timing71::read_replay);
  if (source::hhtiming::is_replay(beginning)) return read_foreign_file(path, source::hhtiming::read_replay);
  if (begins_with_brace(beginning)) return read_log_file(path);
  auto session = source::read_archive(path);
  if (!session) return std::unexpected(session.error());
  return recording_of(std::move(*session));
}

Result<Recording> read_recording(const std::string& argument, const Configuration& configuration) {
  if (argument == kStandardInput) {
    auto text = read_standard_input();
    if (!text) return std::unexpected(text.error());
    return read_event_lines("standard-input", "", *text);
  }
  if (is_file(argument)) return read_recorded_file(argument);
  return read_stored(argument, configuration.text(SettingKey::database_url));
}

race::SnapshotPtr race_of(const std::vector<timing::Event>& events, std::optional<timing::Instant> at) {
  race::Race race;
  std::vector<timing::Event> told;
  for (const timing::Event& event : events) {
    if (!at || event.at <= *at) told.push_back(event);
  }
  race.insert_all(told);
  return at ? race.snapshot(*at) : race.snapshot();
}

std::optional<timing::Instant> start_of(const std::vector<timing::Event>& events) {
  std::optional<timing::Instant> start;
  for (const timing::Event& event : events) {
    const auto* session = timing::event_as<timing::Session>(event);
    if (session != nullptr && session->started_at) start = session->started_at;
  }
  return start;
}

}  // namespace stint::app
