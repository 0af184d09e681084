#include "race/oracle.hpp"

#include <algorithm>
#include <tuple>

namespace stint::testing {
namespace {

constexpr int kLine = 3;

int laps_of(const std::map<std::pair<int, int>, std::int64_t>& crossings) {
  int laps = 0;
  for (const auto& [point, at] : crossings) {
    if (point.second == kLine) laps = std::max(laps, point.first);
  }
  return laps;
}

// The last sector passed on the lap under way.
int sector_of(const std::map<std::pair<int, int>, std::int64_t>& crossings, int laps) {
  int sector = 0;
  for (const auto& [point, at] : crossings) {
    if (point.first == laps + 1) sector = std::max(sector, point.second);
  }
  return sector;
}

}  // namespace

Oracle::Oracle(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Car& car = cars_[row.at("NUMBER")];
    car.class_name = row.at("CLASS");
    const int lap = std::stoi(row.at("LAP_NUMBER"));
    const std::int64_t line = *to_ms(row.at("ELAPSED"));
    const std::int64_t began = line - *to_ms(row.at("LAP_TIME"));
    car.crossings[{lap, kLine}] = line;
    const auto s1 = to_ms(row.at("S1"));
    const auto s2 = to_ms(row.at("S2"));
    const auto s3 = to_ms(row.at("S3"));
    // A sector of no time is a sector not timed.
    if (s1 && *s1 > 0) car.crossings[{lap, 1}] = began + *s1;
    if (s1 && s2 && *s1 > 0 && *s2 > 0) {
      car.crossings[{lap, 2}] = began + *s1 + *s2;
    } else if (s2 && s3 && *s2 > 0 && *s3 > 0) {
      car.crossings[{lap, 2}] = line - *s3;
    }
  }
}

std::int64_t Oracle::last_crossing() const {
  std::int64_t last = 0;
  for (const auto& [number, car] : cars_) {
    for (const auto& [point, at] : car.crossings) last = std::max(last, at);
  }
  return last;
}

Oracle::Crossings Oracle::until(const Car& car, std::int64_t at_ms) {
  Crossings seen;
  for (const auto& [point, at] : car.crossings) {
    if (at <= at_ms) seen[point] = at;
  }
  return seen;
}

Oracle::Measured Oracle::gap(const Crossings& ahead, const Crossings& behind) {
  Measured measured;
  const int ahead_laps = laps_of(ahead);
  const int behind_laps = laps_of(behind);
  measured.laps = ahead_laps - behind_laps;
  if (sector_of(ahead, ahead_laps) < sector_of(behind, behind_laps)) --measured.laps;
  measured.laps = std::max(0, measured.laps);
  // From the latest point back to the last line: the first that the car ahead crossed earlier.
  for (auto point = behind.rbegin(); point != behind.rend() && point->first >= std::pair(behind_laps, kLine); ++point) {
    const auto same = ahead.find(point->first);
    if (same == ahead.end() || same->second > point->second) continue;
    measured.ms = point->second - same->second;
    break;
  }
  return measured;
}

std::vector<OracleRow> Oracle::standings(std::int64_t at_ms) const {
  std::map<std::string, Crossings> seen;
  std::vector<OracleRow> rows;
  for (const auto& [number, car] : cars_) {
    seen[number] = until(car, at_ms);
    OracleRow row;
    row.car = number;
    row.class_name = car.class_name;
    row.laps = laps_of(seen[number]);
    if (row.laps == 0) continue;
    row.elapsed_ms = seen[number].at({row.laps, kLine});
    rows.push_back(row);
  }
  // Two cars over the line in the same millisecond stand by their numbers.
  std::ranges::sort(rows, [](const OracleRow& a, const OracleRow& b) {
    return std::tuple(-a.laps, a.elapsed_ms, a.car) < std::tuple(-b.laps, b.elapsed_ms, b.car);
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto set = [&](const std::string& ahead, std::optional<std::int64_t>& ms, int& laps) {
      const Measured measured = gap(seen[ahead], seen[rows[i].car]);
      ms = measured.ms;
      laps = measured.laps;
    };
    set(rows[0].car, rows[i].gap_ms, rows[i].gap_laps);
    const auto leads_class = std::ranges::find(rows, rows[i].class_name, &OracleRow::class_name);
    set(leads_class->car, rows[i].class_gap_ms, rows[i].class_gap_laps);
    if (i > 0) set(rows[i - 1].car, rows[i].interval_ms, rows[i].interval_laps);
  }
  return rows;
}

}  // namespace stint::testing
