// Times as people write and read them on the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "race/snapshot.hpp"
#include "timing/instant.hpp"
#include "timing/race_time.hpp"

namespace stint::app {

using timing::parse_race_time;

// "17:03:59": whole seconds, hours above 23 allowed.
[[nodiscard]] std::string clock_text(timing::Millis time);
// "3:28.512", "58.100", "1:02:03.004".
[[nodiscard]] std::string lap_time_text(timing::Millis time);
// A dash if unknown.
[[nodiscard]] std::string lap_time_text(const std::optional<timing::Millis>& time);
// "+12.345", "+1 LAP", a dash if unknown. `leads`: the car that others are measured to.
[[nodiscard]] std::string gap_text(const race::Gap& gap, bool leads);

// A dash if unknown.
template <class T>
[[nodiscard]] std::string number_text(const std::optional<T>& number) {
  return number ? std::to_string(*number) : "-";
}

}  // namespace stint::app
