// The calendars in force: those inside the program, and the user's folder over them.
//
// A file of the folder replaces the built-in one of the same name; others are added. Files are TOML: docs/calendar.md.
#pragma once

#include <map>
#include <set>
#include <string>

#include "calendar/refresh.hpp"
#include "calendar/schedule.hpp"
#include "timing/error.hpp"

namespace stint::app {

// By file name ("wec-2026.toml").
using CalendarFiles = std::map<std::string, calendar::Calendar>;

// Errors: bad_configuration (a file's fault, with line and column), file_unreadable. A folder that is absent is empty.
[[nodiscard]] Result<CalendarFiles> read_calendar_files(const std::string& folder);
[[nodiscard]] calendar::Calendar all_events(const CalendarFiles& files);

// The files with the events of `refreshed` in them: each event in the file that it was in, new ones in SERIES-YEAR.toml.
// Returns the names of those that have changed.
std::set<std::string> put_into_files(CalendarFiles& files, const calendar::Calendar& refreshed);

// Writes one file of the folder, whole or not at all; makes the folder. Errors: output_unwritable.
[[nodiscard]] Result<void> write_calendar_file(const std::string& folder, const std::string& name,
                                               const calendar::Calendar& calendar);

}  // namespace stint::app
