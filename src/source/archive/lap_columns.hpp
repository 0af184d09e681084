// Where the columns of a lap-analysis file are, by any of the names that they have had.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "source/archive/csv_header.hpp"
#include "source/archive/lap_file.hpp"
#include "timing/error.hpp"

namespace stint::source::archive {

struct LapColumns {
  std::size_t number, lap, time, elapsed;
  std::size_t driver, driver_name, in_pit, hour, top_speed, pit_time, flag;
  std::size_t class_name, group, team, manufacturer;
  std::array<std::size_t, kFileSectors> sectors;
  // `<name>_elapsed` of each timing point that is neither a sector's end nor the line, in the file's order.
  std::vector<std::string> point_names;
  std::vector<std::size_t> points;
};

// Errors: not_a_timing_file, naming what is missing.
[[nodiscard]] Result<LapColumns> find_lap_columns(const CsvHeader& header);

}  // namespace stint::source::archive
