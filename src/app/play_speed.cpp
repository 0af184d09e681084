#include "app/play_speed.hpp"

#include <charconv>
#include <limits>

#include "source/replay/playback.hpp"

namespace stint::app {

Result<double> parse_speed(const std::string& text) {
  if (text == "max") return std::numeric_limits<double>::infinity();
  double speed = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), speed);
  const bool is_number = problem == std::errc{} && end == text.data() + text.size();
  if (!is_number || !(speed >= source::kSlowest && speed <= source::kFastest)) {
    return fail(ErrorCode::bad_argument, "--speed is '" + text + "', but must be from 0.5 to 1000, or max");
  }
  return speed;
}

}  // namespace stint::app
