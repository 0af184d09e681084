// What a page says, understood: numbers, times and states instead of texts.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "source/live/page/cell_text.hpp"
#include "source/live/page/description.hpp"
#include "source/live/page/html_page.hpp"

namespace stint::live::page {

struct CarRow {
  timing::CarNumber number;
  std::string class_name, team, vehicle, manufacturer, driver;
  std::optional<std::int32_t> position, class_position, laps, pits;
  std::optional<timing::Millis> last_lap, best_lap;
  GapText gap, interval;
  std::optional<timing::CarState> state;
  std::array<std::optional<timing::Millis>, kSectorFields> sectors;
};

struct PageState {
  std::string series, event, name, track;
  timing::SessionKind kind = timing::SessionKind::unknown;
  std::optional<timing::Millis> limit, elapsed, remaining;
  std::optional<timing::FlagKind> flag;
  std::vector<CarRow> cars;           // in the page's order, each number once
  std::vector<std::string> doubtful;  // numbers that stand on the page twice
};

[[nodiscard]] PageState understand(const Description& description, const PageReading& reading);

}  // namespace stint::live::page
