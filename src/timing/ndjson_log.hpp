// A whole log in its text form: what `stint record` writes and `stint replay` reads.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::timing {

// Bad lines that are listed; more are only counted.
inline constexpr std::size_t kMaxBadLinesListed = 100;

struct BadLine {
  std::size_t line = 0;  // 1-based
  std::string reason;
};

// What was in a log besides its events. A bad line costs that line alone; a process that was killed leaves the last one torn.
struct LogReport {
  std::size_t lines = 0;
  std::size_t events = 0;
  std::vector<BadLine> bad;
  std::size_t bad_count = 0;  // may be more than are listed
};

struct NdjsonLog {
  std::vector<Event> events;
  LogReport report;
};

// Gives each event of the stream to `each` as soon as its line is complete, until it returns false. Blank lines and a byte
// order mark are skipped; a line longer than kMaxLineBytes is bad and never held in memory. Errors: file_unreadable.
[[nodiscard]] Result<LogReport> read_ndjson_log(std::istream& in, const std::function<bool(Event&&)>& each);
[[nodiscard]] Result<NdjsonLog> read_ndjson_log(std::istream& in);
[[nodiscard]] NdjsonLog read_ndjson_log(std::string_view text);

}  // namespace stint::timing
