// `stint import`: timing files and folders of them into the database.
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/text_table.hpp"
#include "app/timing_import.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct ImportOptions {
  std::vector<std::string> paths;
  bool json = false;
};

// "[3/49] name" on one line of a terminal that rewrites itself; silent where standard error is no terminal.
class ImportProgress {
 public:
  explicit ImportProgress(std::size_t total) : total_(total), shown_(isatty(STDERR_FILENO) == 1) {}
  ImportProgress(const ImportProgress&) = delete;
  ImportProgress& operator=(const ImportProgress&) = delete;
  ~ImportProgress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
  }
  void show(const std::string& path) {
    if (shown_) std::fprintf(stderr, "\r\x1b[K[%zu/%zu] %s", ++done_, total_, path.c_str());
  }

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
};

std::size_t count(const std::vector<ImportedFile>& files, ImportOutcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [&](const ImportedFile& file) { return file.outcome == outcome; }));
}

constexpr std::array kOutcomes = {ImportOutcome::imported, ImportOutcome::replaced, ImportOutcome::unchanged,
                                  ImportOutcome::skipped, ImportOutcome::failed};

void write_complaints(timing::JsonWriter& json, const ImportedFile& file) {
  json.field("complaint_count", file.complaint_count).key("complaints").begin_array();
  for (const source::Complaint& complaint : file.complaints) {
    json.begin_object()
        .field("file", complaint.file)
        .field("line", complaint.line)
        .field("column", complaint.column)
        .field("message", complaint.message)
        .end_object();
  }
  json.end_array();
}

std::string as_json(const std::vector<ImportedFile>& files) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("files").begin_array();
  for (const ImportedFile& file : files) {
    json.begin_object().field("path", file.path).field("outcome", outcome_name(file.outcome));
    json.field("session", file.id.empty() ? std::nullopt : std::optional(file.id)).field("events", file.events);
    write_complaints(json, file);
    json.field("problem", file.problem.empty() ? std::nullopt : std::optional(file.problem)).end_object();
  }
  json.end_array();
  for (const ImportOutcome outcome : kOutcomes) json.field(outcome_name(outcome), count(files, outcome));
  json.end_object();
  return out + "\n";
}

std::string place(const source::Complaint& complaint) {
  std::string text = complaint.file + " line " + std::to_string(complaint.line);
  if (complaint.column > 0) text += ", column " + std::to_string(complaint.column);
  return text;
}

std::string as_text(const std::vector<ImportedFile>& files) {
  TextTable table({{"OUTCOME"}, {"SESSION"}, {"EVENTS", TextTable::Align::right}, {"FILE"}});
  std::string remarks;
  for (const ImportedFile& file : files) {
    if (file.outcome != ImportOutcome::skipped) {
      table.add_row({std::string(outcome_name(file.outcome)), file.id.empty() ? "-" : file.id,
                     file.id.empty() ? "-" : std::to_string(file.events), file.path});
    }
    if (file.outcome == ImportOutcome::failed) remarks += file.problem + "\n";
    for (const source::Complaint& complaint : file.complaints) remarks += place(complaint) + ": " + complaint.message + "\n";
    if (file.complaint_count > file.complaints.size()) {
      remarks += "... and " + std::to_string(file.complaint_count - file.complaints.size()) + " more in " + file.path + "\n";
    }
  }
  std::string summary;
  for (const ImportOutcome outcome : kOutcomes) {
    const std::size_t number = count(files, outcome);
    if (number == 0) continue;
    summary += (summary.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(outcome_name(outcome));
  }
  if (!remarks.empty()) remarks = "\n" + remarks;
  return table.text() + remarks + "\n" + (summary.empty() ? "no timing file found" : summary) + "\n";
}

Result<void> run_import(const ImportOptions& options, const Configuration& configuration) {
  const auto candidates = import_candidates(options.paths);
  if (!candidates) return std::unexpected(candidates.error());
  auto log = store::EventLog::open(configuration.text(SettingKey::database_url));
  if (!log) return std::unexpected(log.error());

  std::vector<ImportedFile> files;
  {
    ImportProgress progress(candidates->size());
    for (const ImportCandidate& candidate : *candidates) {
      progress.show(candidate.path);
      auto file = import_file(*log, candidate);
      if (!file) return std::unexpected(file.error());
      files.push_back(std::move(*file));
    }
  }
  if (auto printed = print(options.json ? as_json(files) : as_text(files)); !printed) return printed;
  const std::size_t failed = count(files, ImportOutcome::failed);
  if (failed == 0) return {};
  const auto first =
      std::find_if(files.begin(), files.end(), [](const auto& file) { return file.outcome == ImportOutcome::failed; });
  return fail(ErrorCode::not_a_timing_file, std::to_string(failed) + " of " + std::to_string(files.size()) +
                                                " files can't be imported; the first: " + first->problem);
}

}  // namespace

void add_import(CommandLine& line) {
  add_command<ImportOptions>(
      line, "import", "Store timing files, or folders of them; importing again changes nothing", {SettingKey::database_url},
      [](CLI::App& command, ImportOptions& options) {
        command.add_option("PATH", options.paths, "Timing files, event logs, folders")->required();
        command.add_flag("--json", options.json, "Print one JSON document");
      },
      run_import);
}

}  // namespace stint::app
