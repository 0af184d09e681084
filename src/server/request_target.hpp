// The target of a request ("/api/lap_times/007?limit=5"), taken apart and checked.
//
// Pure over the bytes given. Paths with `.` or `..` segments, encoded or not, are refused here, before any route sees them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "timing/error.hpp"

namespace stint::server {

struct RequestTarget {
  std::vector<std::string> segments;                       // decoded; "/" has none, a trailing slash is not kept
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order

  // The first value of that name; nullptr if absent.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  // Error: bad_argument if it is no whole number or out of range.
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t min, std::int64_t max) const;
};

// Errors: malformed_request, target_too_long.
[[nodiscard]] Result<RequestTarget> parse_target(std::string_view target);

// "/api/lap_times/{car}" against the segments: the text in the place of {…} (empty if the pattern has none); nullopt: no match.
[[nodiscard]] std::optional<std::string_view> match_pattern(std::string_view pattern, const std::vector<std::string>& segments);

}  // namespace stint::server
