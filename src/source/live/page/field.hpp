// What a timing page can say: of its session, and of a car in a row of its table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stint::live::page {

enum class SessionField : std::uint8_t { series, event, name, kind, track, limit, elapsed, remaining, flag };

inline constexpr std::array<std::string_view, 9> kSessionFieldNames = {"series", "event",   "name",      "kind", "track",
                                                                       "limit",  "elapsed", "remaining", "flag"};

enum class CarField : std::uint8_t {
  number,
  position,
  class_position,
  class_name,
  team,
  vehicle,
  manufacturer,
  driver,
  laps,
  last_lap,
  best_lap,
  gap,
  interval,
  state,
  pits,
  sector_1,
  sector_2,
  sector_3,
  sector_4,
  sector_5,
  sector_6,
  sector_7,
  sector_8,
  sector_9,
};

inline constexpr std::array<std::string_view, 24> kCarFieldNames = {
    "number",   "position", "class_position", "class",    "team",     "vehicle",  "manufacturer", "driver",
    "laps",     "last_lap", "best_lap",       "gap",      "interval", "state",    "pits",         "sector_1",
    "sector_2", "sector_3", "sector_4",       "sector_5", "sector_6", "sector_7", "sector_8",     "sector_9"};

inline constexpr std::size_t kSectorFields = 9;

template <class Field>
[[nodiscard]] constexpr std::size_t index_of(Field field) {
  return static_cast<std::size_t>(field);
}

}  // namespace stint::live::page
