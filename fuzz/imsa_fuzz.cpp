// Any bytes as answers of IMSA's scoring page, separated by newlines: no crash, and every event keeps to its bounds. Each is
// tried as each of the three files, and as one row of the table.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/live/imsa/imsa_adapter.hpp"
#include "timing/event_ndjson.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint;
  live::imsa::ImsaAdapter adapter({.base_url = "http://scoring.example", .series = "imsa"});
  live::Reaction reaction;
  auto now = timing::instant_from_ms(1'785'164'400'000);
  adapter.start(now, reaction);
  const auto answer = [&](std::string_view stream, std::string body) {
    now += std::chrono::seconds{2};
    adapter.on_frame({.arrived_at = now,
                      .kind = net::FrameKind::response,
                      .stream = std::string(stream),
                      .status = 200,
                      .bytes = std::move(body)},
                     reaction);
    for (const timing::Event& event : reaction.events) {
      if (!timing::check_event(event)) std::abort();
    }
    reaction = {};
  };
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int line = 0; !rest.empty() && line < 64; ++line) {
    const auto end = rest.find('\n');
    const std::string text(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    answer("RaceResults", text);
    answer("RaceResults",
           R"({"S":"Example - Race","E":"Example","B":[{"A":1,"N":"31","C":"GTP","L":4,"LL":"1:10.000"},)" + text + "]}");
    answer("RaceData", text);
    answer("SessionInfo", text);
    answer("SessionInfo", R"({"S":"Example - Race","TT":")" + text + R"(","TR":")" + text + "\"}");
  }
  return 0;
}
