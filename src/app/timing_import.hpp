// Timing files into the database.
//
// Importing is idempotent: a file whose events the log already has changes nothing; a file that has changed since replaces its
// session. Stored sessions are recognised by the id that the file's name gives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "source/archive/archive.hpp"
#include "store/event_log.hpp"
#include "timing/error.hpp"

namespace stint::app {

enum class ImportOutcome : std::uint8_t {
  imported,   // a new session
  replaced,   // the session was there with other events
  unchanged,  // the session was there with these events
  skipped,    // found in a folder, and no timing file
  failed,     // see `problem`
};

[[nodiscard]] std::string_view outcome_name(ImportOutcome outcome);

struct ImportedFile {
  std::string path;
  ImportOutcome outcome = ImportOutcome::failed;
  std::string id;  // of the session; empty if skipped or failed
  std::size_t events = 0;
  std::vector<source::Complaint> complaints;
  std::size_t complaint_count = 0;  // may be more than are listed
  std::string problem;              // why it was skipped or failed
};

// A file to import. `named`: the user named it, so it has to be a timing file; otherwise it was found in a folder.
struct ImportCandidate {
  std::string path;
  bool named = false;
};

// Files as they are, folders as the archives (.csv) and event logs (.ndjson, .jsonl) below them, sorted.
// Errors: file_unreadable (no such file or folder).
[[nodiscard]] Result<std::vector<ImportCandidate>> import_candidates(const std::vector<std::string>& paths);

// Errors: store_unwritable; what is wrong with the file, or with this one session of the log, is in the answer.
[[nodiscard]] Result<ImportedFile> import_file(store::EventLog& log, const ImportCandidate& candidate);

}  // namespace stint::app
