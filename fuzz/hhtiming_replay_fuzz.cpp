// Any bytes as a recording of HH Timing, and as the content of its lines: no crash, and every event told is within the bounds
// of events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/hhtiming/hh_messages.hpp"
#include "source/hhtiming/hhtiming_replay.hpp"
#include "source/hhtiming/passing_xml.hpp"
#include "timing/event_ndjson.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::vector<timing::Event> events;
  if (auto session = source::hhtiming::read_replay(bytes, "fuzz.hhreplay")) events = std::move(session->events);
  source::hhtiming::PassingXml passings;
  (void)passings.take("<SESS><StartTime>27.06.2026 16:30:00</StartTime></SESS>", events);
  (void)passings.take(bytes, events);
  source::hhtiming::HhMessages messages;
  (void)messages.take(bytes, timing::instant_from_ms(1'780'000'000'000), events);
  for (const timing::Event& event : events) {
    if (!timing::check_event(event)) std::abort();
  }
  return 0;
}
