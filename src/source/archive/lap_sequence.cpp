#include "source/archive/lap_sequence.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>

namespace stint::source::archive {
namespace {

constexpr std::int32_t kDayMs = 24 * 60 * 60 * 1000;

std::string clock_text(FileMillis time) {
  const std::int32_t ms = time.count();
  const std::string decimals = std::to_string(1000 + (ms < 0 ? -ms : ms) % 1000).substr(1);
  return std::to_string(ms / 1000) + "." + decimals + " s";
}

bool in_order(const LapRow& a, const LapRow& b) { return a.car != b.car ? a.car < b.car : a.lap < b.lap; }

// Cars in order of their numbers, and the rows with them. Rows of equal lap stay in the file's order.
void group_by_car(LapFile& file) {
  std::vector<std::uint16_t> by_number(file.cars.size());
  std::iota(by_number.begin(), by_number.end(), std::uint16_t{0});
  std::ranges::sort(by_number, {}, [&](std::uint16_t car) { return file.cars[car].number; });
  if (!std::ranges::is_sorted(by_number)) {
    std::vector<std::uint16_t> rank(file.cars.size());
    std::vector<LapCar> cars;
    cars.reserve(file.cars.size());
    for (const std::uint16_t car : by_number) {
      rank[car] = static_cast<std::uint16_t>(cars.size());
      cars.push_back(std::move(file.cars[car]));
    }
    file.cars = std::move(cars);
    for (LapRow& row : file.rows) row.car = rank[row.car];
  }
  if (!std::ranges::is_sorted(file.rows, in_order)) std::ranges::stable_sort(file.rows, in_order);
}

// Holds the rows of one car, one after another, against the rows kept so far.
class CarCheck {
 public:
  CarCheck(const LapFile& file, const LapColumns& columns, ComplaintLog& complaints)
      : file_(file), columns_(columns), complaints_(complaints) {}

  // True if `row` may follow `before` (nullptr: it is the car's first); `after` is the row behind it, or nullptr.
  bool keeps(LapRow& row, const LapRow* before, const LapRow* after) {
    if (before != nullptr) {
      if (row.lap == before->lap) {
        complain(row, columns_.lap,
                 "the row is left out: car " + number(row) + " already has lap " + std::to_string(row.lap) + " in line " +
                     std::to_string(before->line));
        return false;
      }
      if (row.elapsed <= before->elapsed) {
        complain(row, columns_.elapsed, "the row is left out: ELAPSED is not later than on the lap before");
        return false;
      }
      if (row.lap == before->lap + 1 && row.time && row.elapsed - before->elapsed != *row.time &&
          !keeps_elapsed(row, *before, after)) {
        return false;
      }
    }
    check_sectors(row);
    return true;
  }

 private:
  // Called when the elapsed time doesn't fit to the lap before.
  bool keeps_elapsed(const LapRow& row, const LapRow& before, const LapRow* after) {
    const std::string difference =
        "ELAPSED grows by " + clock_text(row.elapsed - before.elapsed) + " but LAP_TIME is " + clock_text(*row.time);
    const bool others_fit = after != nullptr && after->car == row.car && after->lap == row.lap + 1 && after->time &&
                            after->elapsed == before.elapsed + *row.time + *after->time;
    complain(row, columns_.elapsed, others_fit ? "the row is left out: " + difference : difference);
    return !others_fit;
  }

  void check_sectors(LapRow& row) {
    if (!row.time || !row.sectors[0] || !row.sectors[1] || !row.sectors[2]) return;
    const FileMillis sum = *row.sectors[0] + *row.sectors[1] + *row.sectors[2];
    if (sum == *row.time) return;
    complain(
        row, columns_.sectors[0],
        "the sector times are taken as unknown: they add up to " + clock_text(sum) + ", LAP_TIME is " + clock_text(*row.time));
    row.sectors = {};
  }

  [[nodiscard]] std::string number(const LapRow& row) const { return file_.cars[row.car].number.str(); }
  void complain(const LapRow& row, std::size_t column, std::string message) {
    complaints_.add(row.line, column + 1, std::move(message));
  }

  const LapFile& file_;
  const LapColumns& columns_;
  ComplaintLog& complaints_;
};

// Drops the rows that don't fit, in place, and notes where each car's rows are.
void keep_what_fits(LapFile& file, const LapColumns& columns, ComplaintLog& complaints) {
  CarCheck check(file, columns, complaints);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < file.rows.size(); ++i) {
    LapRow row = file.rows[i];
    LapCar& car = file.cars[row.car];
    if (car.row_count == 0) car.first_row = kept;
    const LapRow* before = car.row_count == 0 ? nullptr : &file.rows[kept - 1];
    const LapRow* after = i + 1 < file.rows.size() ? &file.rows[i + 1] : nullptr;
    if (!check.keeps(row, before, after)) continue;
    file.rows[kept++] = row;
    ++car.row_count;
  }
  file.rows.resize(kept);
}

FileMillis start_of(const LapRow& row) {
  const std::int64_t difference = (std::int64_t{row.time_of_day->count()} - row.elapsed.count()) % kDayMs;
  return FileMillis{static_cast<std::int32_t>(difference < 0 ? difference + kDayMs : difference)};
}

void find_start(LapFile& file, const LapColumns& columns, ComplaintLog& complaints) {
  std::map<FileMillis, std::size_t> votes;
  std::map<FileMillis, std::size_t>::iterator last = votes.end();
  for (const LapRow& row : file.rows) {
    if (!row.time_of_day) continue;
    const FileMillis start = start_of(row);
    if (last == votes.end() || last->first != start) last = votes.try_emplace(start, 0).first;
    ++last->second;
  }
  if (votes.empty()) return;
  const auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
  file.started_time_of_day = most->first;
  if (votes.size() == 1) return;
  for (const LapRow& row : file.rows) {
    if (!row.time_of_day || start_of(row) == most->first) continue;
    complaints.add(row.line, columns.hour + 1,
                   "HOUR minus ELAPSED differs from the rest of the file by " + clock_text(start_of(row) - most->first) +
                       "; ELAPSED is taken");
  }
}

}  // namespace

void put_in_sequence(LapFile& file, const LapColumns& columns, ComplaintLog& complaints) {
  group_by_car(file);
  keep_what_fits(file, columns, complaints);
  find_start(file, columns, complaints);
}

}  // namespace stint::source::archive
