// Timing archives: the files that Al Kamel and IMSA publish after a session, turned into events.
//
// Pure over the bytes given; only read_archive() touches the file system. Formats: docs/archives.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source {

// What is wrong at one place of a file; the row it is in was left out, or the field was taken as unknown.
struct Complaint {
  std::string file;        // name without folder
  std::size_t line = 0;    // 1-based, the header is line 1
  std::size_t column = 0;  // 1-based field; 0 = the whole row
  std::string message;
};

// A session read from files: its events in canonical order (time, then kind), and what was wrong with the files.
struct ArchiveSession {
  std::string id;    // "imsa-2024-road-atlanta-race": from the file's name
  std::string file;  // name without folder
  std::vector<timing::Event> events;
  std::vector<Complaint> complaints;
  std::size_t complaint_count = 0;  // may be more than are listed
};

// The largest file that is read; a day of Le Mans with all its timing points is under 10 MB.
inline constexpr std::uintmax_t kMaxFileBytes = 256ULL * 1024 * 1024;

// The bytes of a session's files. Names are without folder; a file that is not there has no name.
struct ArchiveFile {
  std::string name;
  std::string text;
};
struct ArchiveFiles {
  ArchiveFile laps;
  ArchiveFile results;
  ArchiveFile weather;
};

// Errors: not_a_timing_file, if `laps` is no lap-analysis file. Results or weather that can't be used are complained about.
[[nodiscard]] Result<ArchiveSession> read_archive(const ArchiveFiles& files);

// Reads a lap-analysis file and, where they lie beside it, its results and weather files (`X_race-laps.csv` has
// `X_race-results.csv` and `X_race-weather.csv`; `X_analysis.csv` has `X_results.csv` and `X_weather.csv`;
// `23_Analysis_Race.CSV` has `03_Results_Race.CSV` and `26_Weather_Race.CSV`). Errors: file_unreadable, not_a_timing_file (with
// the reason).
[[nodiscard]] Result<ArchiveSession> read_archive(const std::filesystem::path& path);

}  // namespace stint::source
