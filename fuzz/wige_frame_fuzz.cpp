// Any bytes as frames of the WIGE feed, one a line: no crash, and every event told is within the bounds of events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/live/wige/wige.hpp"
#include "timing/event_ndjson.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint;
  auto adapter = live::kWigeSource.make({.base_url = "http://127.0.0.1:1", .series = "nls"});
  live::Reaction reaction;
  timing::Instant now = timing::instant_from_ms(1'782'043'200'000);
  (*adapter)->start(now, reaction);
  (*adapter)->on_frame({.arrived_at = now, .kind = net::FrameKind::opened, .stream = "feed"}, reaction);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    now += timing::Millis{700};
    (*adapter)->on_frame(
        {.arrived_at = now, .kind = net::FrameKind::text, .stream = "feed", .bytes = std::string(rest.substr(0, end))},
        reaction);
    for (const timing::Event& event : reaction.events) {
      if (!timing::check_event(event)) std::abort();
    }
    reaction = {};
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return 0;
}
