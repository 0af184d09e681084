// Flags and where they are shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::timing {

// The thirteen states of a timing screen's flag, and double yellow. `fcy` is also IMSA's every caution.
enum class FlagKind : std::uint8_t {
  none,
  green,
  yellow,
  double_yellow,
  slow_zone,
  fcy,
  vsc,
  safety_car,
  code60,
  red,
  white,
  chequered,
};

// Track-wide, one sector, or one marshal post / slow zone.
enum class FlagScope : std::uint8_t { track, sector, post };

// The stable names used in NDJSON, JSON and SQL: "green", "fcy", "safety_car" ...
[[nodiscard]] std::string_view flag_name(FlagKind kind);
[[nodiscard]] std::optional<FlagKind> parse_flag(std::string_view name);
[[nodiscard]] std::string_view scope_name(FlagScope scope);
[[nodiscard]] std::optional<FlagScope> parse_scope(std::string_view name);

}  // namespace stint::timing
