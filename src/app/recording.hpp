// A whole session as a command's argument names it: a timing archive, an event log (NDJSON), standard input, or a stored
// session.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/configuration.hpp"
#include "race/snapshot.hpp"
#include "source/archive/archive.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::app {

struct Recording {
  std::string id;
  std::string file;  // name without folder; empty if it comes from the database or standard input
  std::vector<timing::Event> events;
  std::vector<source::Complaint> complaints;
  std::size_t complaint_count = 0;  // may be more than are listed
};

// `argument`: a file if there is one of that name, "-" for NDJSON from standard input, otherwise a session id of the database.
// Errors: file_unreadable, not_a_timing_file, unknown_session, and those of the store.
[[nodiscard]] Result<Recording> read_recording(const std::string& argument, const Configuration& configuration);

// A file: an archive, an event log if its first character is "{", a recording of a live feed (its longest session), of Timing71
// (a zip archive) or of HH Timing.
[[nodiscard]] Result<Recording> read_recorded_file(const std::string& path);

// The lines of an event log. A bad line costs that line and is complained about. Error: not_a_timing_file, if no line is an
// event.
[[nodiscard]] Result<Recording> read_event_lines(std::string id, std::string file, std::string_view text);

// The race as all events tell it, or as those up to `at` do. Clocks and ages are at the last event, or at `at`.
[[nodiscard]] race::SnapshotPtr race_of(const std::vector<timing::Event>& events, std::optional<timing::Instant> at);

// Zero of the race clock, as last stated.
[[nodiscard]] std::optional<timing::Instant> start_of(const std::vector<timing::Event>& events);

}  // namespace stint::app
