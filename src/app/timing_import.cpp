#include "app/timing_import.hpp"

#include <algorithm>
#include <filesystem>

#include "app/recording.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

bool may_be_timing(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return extension == ".csv" || extension == ".ndjson" || extension == ".jsonl" || extension == ".hhreplay";
}

Result<std::vector<ImportCandidate>> files_below(const std::string& folder) {
  std::vector<ImportCandidate> files;
  std::error_code problem;
  for (fs::recursive_directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && may_be_timing(it->path())) files.push_back({it->path().string(), false});
  }
  if (problem) return fail(ErrorCode::file_unreadable, folder + ": " + problem.message());
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

ImportOutcome outcome_of(store::ImportOutcome outcome) {
  switch (outcome) {
    case store::ImportOutcome::added:
      return ImportOutcome::imported;
    case store::ImportOutcome::replaced:
      return ImportOutcome::replaced;
    case store::ImportOutcome::unchanged:
      return ImportOutcome::unchanged;
  }
  return ImportOutcome::failed;
}

}  // namespace

std::string_view outcome_name(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::imported:
      return "imported";
    case ImportOutcome::replaced:
      return "replaced";
    case ImportOutcome::unchanged:
      return "unchanged";
    case ImportOutcome::skipped:
      return "skipped";
    case ImportOutcome::failed:
      return "failed";
  }
  return "";
}

Result<std::vector<ImportCandidate>> import_candidates(const std::vector<std::string>& paths) {
  std::vector<ImportCandidate> candidates;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      auto below = files_below(path);
      if (!below) return std::unexpected(below.error());
      candidates.insert(candidates.end(), below->begin(), below->end());
    } else if (fs::exists(path, ignored)) {
      candidates.push_back({path, true});
    } else {
      return fail(ErrorCode::file_unreadable, path + ": no such file or folder");
    }
  }
  return candidates;
}

Result<ImportedFile> import_file(store::EventLog& log, const ImportCandidate& candidate) {
  ImportedFile report;
  report.path = candidate.path;
  auto recording = read_recorded_file(candidate.path);
  if (!recording) {
    const bool other_file = !candidate.named && recording.error().code == ErrorCode::not_a_timing_file;
    report.outcome = other_file ? ImportOutcome::skipped : ImportOutcome::failed;
    report.problem = recording.error().message;
    return report;
  }
  const race::SnapshotPtr race = race_of(recording->events, std::nullopt);
  const auto outcome = log.import_session(recording->id, recording->file, recording->events, *race);
  if (!outcome) {
    if (outcome.error().code == ErrorCode::store_unwritable) return std::unexpected(outcome.error());
    report.problem = candidate.path + ": " + outcome.error().message;
    return report;
  }
  report.outcome = outcome_of(*outcome);
  report.id = recording->id;
  report.events = recording->events.size();
  report.complaints = std::move(recording->complaints);
  report.complaint_count = recording->complaint_count;
  return report;
}

}  // namespace stint::app
