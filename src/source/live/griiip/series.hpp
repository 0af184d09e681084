// The series that the service carries: their ids there, and the names by which the user asks for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace stint::live::griiip {

struct SeriesRow {
  std::string_view name;   // what the user types
  std::int64_t id;         // the service's seriesId
  std::string_view title;  // as in archives: "WEC"
};

// The first is the adapter's own choice.
[[nodiscard]] std::span<const SeriesRow> series_rows();

// nullptr if there is none.
[[nodiscard]] const SeriesRow* find_series(std::string_view name);

// "WEC" for 10; what the service calls it for an id without a row.
[[nodiscard]] std::string series_title(std::int64_t id, std::string_view published);

}  // namespace stint::live::griiip
