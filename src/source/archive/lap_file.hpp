// The lap-analysis file: one row a lap and car, as Al Kamel Systems ("23_Analysis", "23_Time Cards") and IMSA publish it.
// docs/archives.md lists the variants that are read.
#pragma once

#include <array>
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

// Le Mans 2024 has 15,600 rows; a limit keeps a file of another kind from filling the memory.
inline constexpr std::size_t kMaxLapRows = 1'000'000;
inline constexpr std::size_t kMaxCars = 1000;
inline constexpr std::size_t kMaxDriversPerCar = 32;
inline constexpr std::size_t kMaxTimingPoints = 31;
inline constexpr std::size_t kFileSectors = 3;

// One row. Invariant: `elapsed` is the crossing of the line that ended the lap, since the start of the session.
struct LapRow {
  std::uint32_t line = 0;
  std::uint32_t row = 0;  // place in the file's order, which is also where its times at the timing points are
  std::int32_t lap = 0;
  FileMillis elapsed{};
  std::optional<FileMillis> time;
  std::optional<FileMillis> time_of_day;  // HOUR: local time of the same crossing
  std::optional<FileMillis> pit_time;     // in the pit lane before or during this lap
  std::array<std::optional<FileMillis>, kFileSectors> sectors{};
  std::optional<double> top_speed_kph;
  std::optional<timing::FlagKind> flag;
  std::optional<std::uint8_t> driver;  // index into LapCar::drivers
  std::uint16_t car = 0;               // index into LapFile::cars
  bool in_pit = false;                 // crossed the line inside the pit lane
};

struct LapDriver {
  timing::DriverId id;
  std::string name;  // empty if the file does not say
};

struct LapCar {
  timing::CarNumber number;
  std::string class_name, group, team, manufacturer;
  std::vector<LapDriver> drivers;  // in order of first appearance
  std::size_t first_row = 0;       // its rows in LapFile::rows
  std::size_t row_count = 0;
};

struct LapFile {
  std::vector<LapCar> cars;                            // in order of car number (as bytes)
  std::vector<LapRow> rows;                            // car by car, laps ascending, no lap twice
  std::vector<std::string> points;                     // names of the timing points between the sector ends, in track order
  std::vector<std::optional<FileMillis>> point_times;  // since lap start; LapRow::row * points.size() + point
  bool has_flags = false;                              // the file has the column FLAG_AT_FL
  std::optional<FileMillis> started_time_of_day;  // HOUR - ELAPSED: local time of day at which the session's clock was zero
};

// Errors: not_a_timing_file (what it is instead, and what was expected). Rows that can't be used are left out with a complaint.
[[nodiscard]] Result<LapFile> parse_laps(std::string_view text, ComplaintLog& complaints);

}  // namespace stint::source::archive
