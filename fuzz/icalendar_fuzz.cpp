// Any bytes as an iCalendar text: refused, or read and taken into a calendar that can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "calendar/calendar_file.hpp"
#include "calendar/refresh.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  namespace calendar = stint::calendar;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto feed = calendar::parse_icalendar(text);
  if (!feed) return 0;
  const auto refreshed = calendar::refresh({}, *feed, {"FUZZ", "a fuzzer"});
  if (refreshed.calendar.events.size() > calendar::kMostEvents) return 0;
  const auto again = calendar::parse_calendar("fuzz.toml", calendar::calendar_text(refreshed.calendar));
  if (!refreshed.calendar.events.empty() && (!again || refreshed.calendar != *again)) std::abort();
  const auto twice = calendar::refresh(refreshed.calendar, *feed, {"FUZZ", "a fuzzer"});
  if (twice.calendar.events.size() != refreshed.calendar.events.size()) std::abort();
  return 0;
}
