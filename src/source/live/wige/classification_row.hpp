// One car's row of the classification (PID 0), as the feed writes it.
#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "source/live/wige/time_text.hpp"
#include "timing/event.hpp"

namespace stint::live::wige {

// Sectors of a lap of the Nordschleife with the Grand Prix circuit.
inline constexpr std::size_t kMostSectors = 9;

// What the cell of a sector shows.
struct SectorCell {
  std::optional<Millis> time;
  bool in_lane = false;  // "PIT" or "IN"
  bool present = false;  // any text at all
  timing::BestMark best = timing::BestMark::none;
  std::optional<double> speed_kph;
};

struct ClassificationRow {
  timing::CarNumber car;
  std::optional<std::int32_t> position;
  std::optional<std::int32_t> class_position;
  std::optional<std::int32_t> laps;
  std::string driver;  // surname
  std::string class_name;
  std::string group;
  std::string vehicle;
  std::string team;
  GapText gap;  // to the overall leader
  std::string last_lap_text;
  std::optional<Millis> last_lap;
  timing::BestMark last_lap_best = timing::BestMark::none;
  std::optional<std::int32_t> pit_stops;
  std::optional<Millis> pit_time;     // sum of all visits to the lane
  std::optional<std::int32_t> point;  // LASTINTERMEDIATENUMBER
  std::optional<Instant> point_at;    // when the car crossed it
  std::array<SectorCell, kMostSectors> sectors;
};

// Members that are missing or of another kind are unknown. nullopt: there is no car number that can be used.
[[nodiscard]] std::optional<ClassificationRow> decode_row(const simdjson::dom::object& row);

// A string, or a number written out: the feed uses both for the same member. Empty for anything else.
[[nodiscard]] std::string text_of(const simdjson::dom::element& value);
// That of a member; empty if there is none.
[[nodiscard]] std::string text_of(const simdjson::dom::object& object, std::string_view key);

}  // namespace stint::live::wige
