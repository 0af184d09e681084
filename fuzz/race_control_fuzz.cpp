// Any text as a message of race control: no crash, the same meaning each time, and no more cars than the text has digits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "race/race_control/control_state.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stint::race;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const RaceControlMeaning meaning = parse_race_control(text);
  if (!(parse_race_control(text) == meaning)) std::abort();
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  if (static_cast<std::ptrdiff_t>(meaning.cars.size()) > digits) std::abort();
  ControlState state;
  state.take(meaning, stint::timing::Instant{});
  state.show(FlagKind::green, stint::timing::Instant{});
  return 0;
}
