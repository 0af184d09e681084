// Any bytes as a timing page: read without a fault, within its bounds, and what is understood of it is in order.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "source/live/page/page_adapter.hpp"

namespace {

constexpr const char* kDescription = R"toml([table]
rows = "table tr"
[session]
event = "h1"
name = ".session"
remaining = "#left"
limit = { text = "6:00:00" }
flag = { css = "body", attribute = "class" }
[columns]
position = { header = "Pos" }
number = 2
driver = "td:nth-child(3)"
laps = { header = "Laps" }
last_lap = 5
gap = 6
state = 7
sector_1 = 8
sector_2 = 9
)toml";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint;
  static const live::page::Description description = *live::page::parse_description(kDescription);
  static const live::page::HtmlPage page(description);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto reading = page.read(bytes);
  if (reading && reading->rows.size() > live::page::HtmlPage::kMaxRows) std::abort();

  // The two halves as two polls.
  live::page::PageAdapter adapter(description, "http://127.0.0.1/", timing::Millis{1'000});
  live::Reaction reaction;
  timing::Instant at = timing::instant_from_ms(1'000'000'000'000);
  adapter.start(at, reaction);
  for (const std::string_view half : {bytes.substr(0, size / 2), bytes.substr(size / 2), bytes}) {
    at += timing::Millis{5'000};
    adapter.on_frame({at, net::FrameKind::response, "page", 200, std::string(half)}, reaction);
  }
  for (const timing::Event& event : reaction.events) {
    if (const auto* lap = timing::event_as<timing::Lap>(event); lap != nullptr && lap->lap < 1) std::abort();
  }
  return 0;
}
