#include "source/archive/lap_columns.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace stint::source::archive {
namespace {

constexpr std::string_view kPointSuffix = "_ELAPSED";

// Points of the "with sections" files that are the ends of sectors or the line itself: the lap's own columns have those times.
constexpr std::array<std::string_view, 7> kSectorEnds = {"IM1", "IM2", "IM3", "IP1", "IP2", "IP3", "FL"};

std::size_t find_any(const CsvHeader& header, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::size_t column = header.find(name); column != kNoColumn) return column;
  }
  return kNoColumn;
}

void find_points(const CsvHeader& header, LapColumns& columns) {
  for (std::size_t i = 0; i < header.names().size() && columns.points.size() < kMaxTimingPoints; ++i) {
    std::string_view name = header.names()[i];
    if (!name.ends_with(kPointSuffix)) continue;
    name.remove_suffix(kPointSuffix.size());
    if (name.empty() || std::ranges::find(kSectorEnds, name) != kSectorEnds.end()) continue;
    columns.point_names.emplace_back(name);
    columns.points.push_back(i);
  }
}

}  // namespace

Result<LapColumns> find_lap_columns(const CsvHeader& header) {
  LapColumns columns{
      .number = header.find("NUMBER"),
      .lap = find_any(header, {"LAP_NUMBER", "LAPNUMBER"}),
      .time = find_any(header, {"LAP_TIME", "LAPTIME"}),
      .elapsed = header.find("ELAPSED"),
      .driver = header.find("DRIVER_NUMBER"),
      .driver_name = header.find("DRIVER_NAME"),
      .in_pit = header.find("CROSSING_FINISH_LINE_IN_PIT"),
      .hour = header.find("HOUR"),
      .top_speed = header.find("TOP_SPEED"),
      .pit_time = header.find("PIT_TIME"),
      .flag = header.find("FLAG_AT_FL"),
      .class_name = header.find("CLASS"),
      .group = header.find("GROUP"),
      .team = header.find("TEAM"),
      .manufacturer = header.find("MANUFACTURER"),
      .sectors = {header.find("S1"), header.find("S2"), header.find("S3")},
      .point_names = {},
      .points = {},
  };
  std::string missing;
  const auto require = [&missing](std::size_t column, std::string_view name) {
    if (column == kNoColumn) missing += (missing.empty() ? "" : ", ") + std::string(name);
  };
  require(columns.number, "NUMBER");
  require(columns.lap, "LAP_NUMBER");
  require(columns.time, "LAP_TIME");
  require(columns.elapsed, "ELAPSED");
  if (!missing.empty()) {
    return fail(
        ErrorCode::not_a_timing_file,
        "expected a lap-analysis file (columns NUMBER, LAP_NUMBER, LAP_TIME, ELAPSED ... separated by ';' or ','), but " +
            describe(header) + "; missing: " + missing);
  }
  find_points(header, columns);
  return columns;
}

}  // namespace stint::source::archive
