// Any bytes as a calendar file: refused, or written and read again as the same events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "calendar/calendar_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  namespace calendar = stint::calendar;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = calendar::parse_calendar("fuzz.toml", text);
  if (!read || read->events.empty()) return 0;
  const auto again = calendar::parse_calendar("again.toml", calendar::calendar_text(*read));
  if (!again || *again != *read) std::abort();
  return 0;
}
