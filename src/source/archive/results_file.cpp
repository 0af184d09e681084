#include "source/archive/results_file.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "source/archive/csv_header.hpp"
#include "source/archive/csv_rows.hpp"

namespace stint::source::archive {
namespace {

constexpr std::int32_t kMaxCount = 100'000;

struct DriverColumns {
  std::size_t first_name, second_name, licence, rating, country, short_name;
};

struct ResultColumns {
  std::size_t number, position, class_position, laps, total_time, gap, status, class_name, group, team, vehicle;
  std::vector<DriverColumns> drivers;
};

std::size_t find_either(const CsvHeader& header, std::string_view one, std::string_view other) {
  return header.has(one) ? header.find(one) : header.find(other);
}

ResultColumns find_result_columns(const CsvHeader& header) {
  // "results by class" files call the total ELAPSED and the place in class PIC. Practice and qualifying have neither: their
  // TIME is the best lap.
  ResultColumns columns{
      .number = header.find("NUMBER"),
      .position = find_either(header, "POSITION", "POS"),
      .class_position = header.find("PIC"),
      .laps = header.find("LAPS"),
      .total_time = find_either(header, "TOTAL_TIME", "ELAPSED"),
      .gap = header.find("GAP_FIRST"),
      .status = header.find("STATUS"),
      .class_name = find_either(header, "CLASS", "CLASS_TYPE"),
      .group = header.find("GROUP"),
      .team = header.find("TEAM"),
      .vehicle = header.find("VEHICLE"),
      .drivers = {},
  };
  for (std::size_t i = 1; i <= kMaxDriverBlocks; ++i) {
    const std::string prefix = "DRIVER" + std::to_string(i) + "_";
    if (!header.has(prefix + "FIRSTNAME") && !header.has(prefix + "SECONDNAME")) break;
    columns.drivers.push_back({header.find(prefix + "FIRSTNAME"), header.find(prefix + "SECONDNAME"),
                               header.find(prefix + "LICENSE"), header.find(prefix + "IMSA_DRIVERRATINGLONG"),
                               header.find(prefix + "COUNTRY"), header.find(prefix + "SHORTNAME")});
  }
  return columns;
}

// By the first letters: files have "Platinum" and "Platinium".
std::string driver_grade(std::string_view text) {
  constexpr std::array<std::string_view, 4> kGrades = {"platinum", "gold", "silver", "bronze"};
  const std::string upper = upper_case(text);
  for (const std::string_view grade : kGrades) {
    if (upper.starts_with(upper_case(grade.substr(0, 4)))) return std::string(grade);
  }
  return {};
}

bool is_three_letters(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

class ResultReader {
 public:
  ResultReader(const CsvRows& rows, const ResultColumns& columns, ComplaintLog& complaints)
      : rows_(rows), columns_(columns), complaints_(complaints) {}

  [[nodiscard]] std::optional<ResultRow> read_row();

 private:
  void complain(std::size_t column, std::string_view what) {
    complaints_.add(rows_.line(), column + 1, std::string(what) + " '" + std::string(rows_.field(column).substr(0, 40)) + "'");
  }
  std::optional<std::int32_t> read_count(std::size_t column);
  void read_gap(ResultRow& row);
  void read_drivers(ResultRow& row);

  const CsvRows& rows_;
  const ResultColumns& columns_;
  ComplaintLog& complaints_;
};

std::optional<std::int32_t> parse_count(std::string_view text) {
  std::int32_t count = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (status != std::errc{} || end != text.data() + text.size() || count < 0 || count > kMaxCount) return std::nullopt;
  return count;
}

std::optional<std::int32_t> ResultReader::read_count(std::size_t column) {
  const std::string_view text = rows_.field(column);
  if (text.empty() || text == "-") return std::nullopt;
  const auto count = parse_count(text);
  if (!count) complain(column, "taken as unknown: no number:");
  return count;
}

// "-" for the first, "+2.948", or "3 Laps".
void ResultReader::read_gap(ResultRow& row) {
  std::string_view text = rows_.field(columns_.gap);
  if (text.empty() || text == "-") return;
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && upper_case(text.substr(space + 1)).starts_with("LAP")) {
    row.gap_laps = parse_count(text.substr(0, space));
  } else {
    if (text.front() == '+') text.remove_prefix(1);
    row.gap = parse_clock(text);
  }
  if (!row.gap && !row.gap_laps) complain(columns_.gap, "the gap is taken as unknown:");
}

void ResultReader::read_drivers(ResultRow& row) {
  for (std::size_t i = 0; i < columns_.drivers.size(); ++i) {
    const DriverColumns& from = columns_.drivers[i];
    timing::Driver driver;
    driver.name = rows_.field(from.first_name);
    const std::string_view second = rows_.field(from.second_name);
    if (!driver.name.empty() && !second.empty()) driver.name += ' ';
    driver.name += second;
    if (driver.name.empty()) continue;
    driver.id = timing::DriverId(std::to_string(i + 1));
    driver.grade = driver_grade(rows_.field(from.licence));
    if (driver.grade.empty()) driver.grade = driver_grade(rows_.field(from.rating));
    if (is_three_letters(rows_.field(from.country))) driver.country = rows_.field(from.country);
    if (is_three_letters(rows_.field(from.short_name))) driver.tla = rows_.field(from.short_name);
    row.drivers.push_back(std::move(driver));
  }
}

std::optional<ResultRow> ResultReader::read_row() {
  const auto number = timing::CarNumber::parse(rows_.field(columns_.number));
  if (!number) {
    complain(columns_.number, "the row is left out: no car number:");
    return std::nullopt;
  }
  ResultRow row;
  row.number = *number;
  row.position = read_count(columns_.position);
  row.class_position = read_count(columns_.class_position);
  row.laps = read_count(columns_.laps);
  if (const std::string_view total = rows_.field(columns_.total_time); !total.empty() && total != "-" && total != "0") {
    row.total_time = parse_clock(total);
    if (!row.total_time) complain(columns_.total_time, "the total time is taken as unknown:");
  }
  read_gap(row);
  row.status = rows_.field(columns_.status);
  row.class_name = rows_.field(columns_.class_name);
  row.group = rows_.field(columns_.group);
  row.team = rows_.field(columns_.team);
  row.vehicle = rows_.field(columns_.vehicle);
  read_drivers(row);
  return row;
}

// The file is in overall order, so a car's place in its class is how many of the class have been before it.
void count_class_positions(std::vector<ResultRow>& results) {
  std::map<std::string, std::int32_t> seen;
  for (ResultRow& row : results) {
    if (!row.position || row.class_name.empty()) continue;
    const std::int32_t place = ++seen[row.class_name];
    if (!row.class_position) row.class_position = place;
  }
}

}  // namespace

Result<std::vector<ResultRow>> parse_results(std::string_view text, ComplaintLog& complaints) {
  CsvRows rows(text, find_separator(text));
  if (!rows.next() || rows.fault() != RowFault::none) {
    return fail(ErrorCode::not_a_timing_file,
                text.empty() ? "the file is empty" : "the first line is no header of a results file");
  }
  const CsvHeader header(rows);
  if (kind_of(header) != FileKind::results) {
    return fail(ErrorCode::not_a_timing_file,
                "expected a results file (columns POSITION or POS, NUMBER ...), but " + describe(header));
  }
  const ResultColumns columns = find_result_columns(header);
  std::vector<ResultRow> results;
  ResultReader reader(rows, columns, complaints);
  while (rows.next()) {
    if (rows.fault() != RowFault::none) {
      complaints.add(rows.line(), 0, "the row is left out: " + std::string(fault_text(rows.fault())));
    } else if (results.size() == kMaxResultRows) {
      complaints.add(rows.line(), 0, "the rest of the file is left out: more than 1000 cars");
      break;
    } else if (auto row = reader.read_row()) {
      if (std::ranges::find(results, row->number, &ResultRow::number) != results.end()) {
        complaints.add(rows.line(), columns.number + 1, "the row is left out: car " + row->number.str() + " is listed above");
      } else {
        results.push_back(std::move(*row));
      }
    }
  }
  count_class_positions(results);
  return results;
}

}  // namespace stint::source::archive
