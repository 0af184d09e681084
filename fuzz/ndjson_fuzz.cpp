// Any bytes as a log: no crash, and every event that is read is written and read back equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "timing/event_ndjson.hpp"
#include "timing/ndjson_log.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint::timing;
  const auto log = read_ndjson_log(std::string_view(reinterpret_cast<const char*>(data), size));
  std::string line;
  NdjsonReader reader;
  for (const Event& event : log.events) {
    line.clear();
    append_ndjson(event, line);
    const auto again = reader.parse(line);
    if (!check_event(event) || !again || !(*again == event)) std::abort();
  }
  return 0;
}
