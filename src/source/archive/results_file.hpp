// The results file beside a session's laps: the official order, and who drove for whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/archive/clock_text.hpp"
#include "source/archive/complaint_log.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source::archive {

inline constexpr std::size_t kMaxResultRows = 1000;
inline constexpr std::size_t kMaxDriverBlocks = 10;  // IMSA files have five or six: DRIVER1_ ... DRIVER6_

struct ResultRow {
  timing::CarNumber number;
  std::optional<std::int32_t> position;
  std::optional<std::int32_t> class_position;  // published, or counted down the file where classes are mixed
  std::optional<std::int32_t> laps;
  std::optional<FileMillis> total_time;  // of races only
  std::optional<FileMillis> gap;         // to the first
  std::optional<std::int32_t> gap_laps;
  std::string status;  // "Classified", "Not started" ...; empty if the file has none (practice, qualifying)
  std::string class_name, group, team, vehicle;
  std::vector<timing::Driver> drivers;  // ids are "1", "2" ...: the DRIVER_NUMBER of the laps file
};

// Errors: not_a_timing_file. Rows that can't be used are left out with a complaint.
[[nodiscard]] Result<std::vector<ResultRow>> parse_results(std::string_view text, ComplaintLog& complaints);

}  // namespace stint::source::archive
