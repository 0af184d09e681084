// Any bytes as a weather file: read or refused without a fault, in order of time, and every session start can be dated by it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "source/archive/session_dating.hpp"
#include "source/archive/weather_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT: the name is libFuzzer's
  using namespace stint::source::archive;
  ComplaintLog complaints("weather.csv");
  const auto weather = parse_weather({reinterpret_cast<const char*>(data), size}, complaints);
  if (!weather) return 0;
  if (!std::ranges::is_sorted(*weather, {}, &WeatherRow::at)) std::abort();
  for (const int hour : {0, 12, 23}) {
    const auto dating = date_by_weather(FileMillis{hour * 3'600'000}, *weather);
    if (dating && !dating->utc_offset_min) std::abort();
  }
  return 0;
}
