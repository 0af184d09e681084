// Any bytes as a document of the Swiss Timing cache, the first byte choosing which: no crash, and every event told is within
// the bounds of events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "source/live/swiss/swiss.hpp"
#include "timing/event_ndjson.hpp"

namespace {

const std::string kChain[] = {
    R"({"content":{"full":{"CurrentSeason":"2026"}}})",
    R"({"content":{"full":{"PresentationMeetingId":"a","Meetings":{"a":{"CountryCode":"BEL"}}}}})",
    R"({"content":{"full":{"PresentationRoundId":"b","Units":{"b":{"Id":"b","Name":"Race","Type":0,"State":1}}}}})",
    R"({"content":{"full":{"UnitId":"b","Competitors":{"c":{"Id":"c","Bib":"7","CarTypeName":"x"}}}}})",
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint;
  if (size == 0) return 0;
  const char* streams[] = {"seasons", "season", "schedule", "competitors", "timing"};
  auto adapter = live::kSwissSource.make({.base_url = "http://127.0.0.1:1"});
  live::Reaction reaction;
  timing::Instant now = timing::instant_from_ms(1'782'570'600'000);
  const auto give = [&](const char* stream, std::string bytes) {
    now += timing::Millis{8000};
    (*adapter)->on_frame(
        {.arrived_at = now, .kind = net::FrameKind::response, .stream = stream, .status = 200, .bytes = std::move(bytes)},
        reaction);
    for (const timing::Event& event : reaction.events) {
      if (!timing::check_event(event)) std::abort();
    }
    reaction = {};
  };
  (*adapter)->start(now, reaction);
  for (std::size_t i = 0; i < 4; ++i) give(streams[i], kChain[i]);
  give(streams[data[0] % 5], std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  give("competitors", kChain[3]);
  return 0;
}
