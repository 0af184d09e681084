#include "source/archive/lap_timeline.hpp"

#include <algorithm>

namespace stint::source::archive {
namespace {

constexpr FileMillis kJustBefore{1};

std::optional<FileMillis> lap_start(const LapRow& row, const LapRow* before) {
  if (before != nullptr && before->lap + 1 == row.lap) return before->elapsed;
  if (!row.time || *row.time > row.elapsed) return std::nullopt;
  const FileMillis start = row.elapsed - *row.time;
  if (before != nullptr && start < before->elapsed) return std::nullopt;
  return start;
}

// Forward from the start of the lap as long as each sector is known, then backward from the line.
std::array<std::optional<FileMillis>, kFileSectors> sector_ends(const LapRow& row, std::optional<FileMillis> start) {
  std::array<std::optional<FileMillis>, kFileSectors> ends;
  std::optional<FileMillis> at = start;
  for (std::size_t i = 0; i + 1 < kFileSectors && at && row.sectors[i]; ++i) {
    at = *at + *row.sectors[i];
    if (*at >= row.elapsed) break;
    ends[i] = at;
  }
  FileMillis end = row.elapsed;
  ends.back() = end;
  for (std::size_t i = kFileSectors - 1; i > 0 && row.sectors[i] && !ends[i - 1]; --i) {
    end -= *row.sectors[i];
    const FileMillis earliest = i > 1 && ends[i - 2] ? *ends[i - 2] : start.value_or(FileMillis{0});
    if (end <= earliest) break;
    ends[i - 1] = end;
  }
  return ends;
}

FileMillis first_crossing(const LapTimeline& lap, const LapRow& row) {
  for (const auto& end : lap.sector_ends) {
    if (end) return *end;
  }
  return row.elapsed;
}

// After a B the stay began before the line, so the car is out by PIT_TIME after it, and before the first point that it crosses.
FileMillis left_after_in_lap(const LapTimeline& lap, const LapRow& row, FileMillis in_at) {
  const FileMillis before_crossing = first_crossing(lap, row) - kJustBefore;
  const FileMillis out = row.pit_time ? std::min(in_at + *row.pit_time, before_crossing) : before_crossing;
  return std::max(out, in_at);
}

// Without one (from the garage, or a red flag's queue) the whole stay lies within the lap, in the first sector that is long
// enough for it. When the car left is not in the file; by the end of that sector it had.
FileMillis left_within_lap(const LapTimeline& lap, const LapRow& row) {
  for (std::size_t i = 0; i < kFileSectors; ++i) {
    if (row.sectors[i] && *row.sectors[i] >= *row.pit_time && lap.sector_ends[i]) return *lap.sector_ends[i] - kJustBefore;
  }
  return row.elapsed - kJustBefore;
}

}  // namespace

LapTimeline lap_timeline(const LapRow& row, const LapRow* before) {
  LapTimeline lap;
  lap.start = lap_start(row, before);
  lap.sector_ends = sector_ends(row, lap.start);
  const bool after_in_lap = before != nullptr && before->in_pit;
  lap.out_lap = after_in_lap || row.pit_time.has_value();
  if (after_in_lap) {
    lap.left_pit = left_after_in_lap(lap, row, before->elapsed);
  } else if (row.pit_time) {
    lap.left_pit = left_within_lap(lap, row);
  }
  return lap;
}

}  // namespace stint::source::archive
