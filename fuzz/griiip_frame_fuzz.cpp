// Any bytes as an answer or a text of the hub: no crash, and every event that comes out can be written to a log.
//
// The first byte says which stream the rest arrives on.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "source/live/griiip/griiip.hpp"
#include "timing/event_ndjson.hpp"

namespace {

using stint::net::Frame;
using stint::net::FrameKind;

constexpr std::array<const char*, 10> kStreams = {"hub",    "schedule", "session-info", "bootstrap", "negotiate",
                                                  "pit-in", "pit-out",  "laps",         "messages",  "race-log"};

void give(stint::live::Adapter& adapter, Frame frame) {
  stint::live::Reaction reaction;
  adapter.on_frame(frame, reaction);
  adapter.on_time(frame.arrived_at, reaction);
  for (const auto& event : reaction.events) {
    if (!stint::timing::check_event(event)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  stint::live::AdapterOptions options;
  options.base_url = "http://mock.example";
  const auto adapter = stint::live::kGriiipSource.make(options);
  const auto now = stint::timing::instant_from_ms(1'781'364'600'000);
  stint::live::Reaction reaction;
  (*adapter)->start(now, reaction);
  const auto answer = [&](const char* stream, std::string body) {
    give(**adapter,
         {.arrived_at = now, .kind = FrameKind::response, .stream = stream, .status = 200, .bytes = std::move(body)});
  };
  answer("schedule", R"([{"sid":1,"seriesId":10,"domain":"RealWorld","isStarted":true}])");
  answer("bootstrap", R"({"sessionInfo":{"isStarted":true,"startTime":"2026-06-13T14:00:00Z"},
"participants":[{"pid":1,"carNumber":"007","classId":"A","currentDriverId":"1"},{"pid":2,"carNumber":"7","classId":"B"}]})");
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const char* stream = kStreams[data[0] % kStreams.size()];
  const FrameKind kind = std::string(stream) == "hub" ? FrameKind::text : FrameKind::response;
  give(**adapter, {.arrived_at = now, .kind = kind, .stream = stream, .status = 200, .bytes = body});
  return 0;
}
