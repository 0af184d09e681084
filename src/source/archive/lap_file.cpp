#include "source/archive/lap_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "source/archive/csv_header.hpp"
#include "source/archive/csv_rows.hpp"
#include "source/archive/lap_columns.hpp"
#include "source/archive/lap_sequence.hpp"

namespace stint::source::archive {
namespace {

// No car laps more often in any race; and no car is faster.
constexpr std::int32_t kMaxLap = 100'000;
constexpr double kMaxSpeedKph = 600;

// A row is about this long, so a file's size tells about how many there will be.
constexpr std::size_t kTypicalRowBytes = 150;

std::optional<timing::FlagKind> parse_flag_at_line(std::string_view code) {
  using timing::FlagKind;
  struct Code {
    std::string_view text;
    FlagKind flag;
  };
  // GF, FCY, SF, RF and FF occur in the archives; the others are the timing company's codes for the same thing elsewhere.
  static constexpr std::array<Code, 9> kCodes = {{{"GF", FlagKind::green},
                                                  {"FCY", FlagKind::fcy},
                                                  {"SF", FlagKind::safety_car},
                                                  {"FF", FlagKind::chequered},
                                                  {"RF", FlagKind::red},
                                                  {"SC", FlagKind::safety_car},
                                                  {"VSC", FlagKind::vsc},
                                                  {"YF", FlagKind::yellow},
                                                  {"SZ", FlagKind::slow_zone}}};
  for (const Code& known : kCodes) {
    if (known.text == code) return known.flag;
  }
  return std::nullopt;
}

// Reads the rows of one file into a LapFile in file order; complaints name the row's line and the field's column.
class LapReader {
 public:
  LapReader(CsvRows& rows, const LapColumns& columns, LapFile& file, ComplaintLog& complaints)
      : rows_(rows), columns_(columns), file_(file), complaints_(complaints) {}

  void read_row();

 private:
  void complain(std::size_t column, std::string_view what) {
    const std::string_view text = rows_.field(column);
    complaints_.add(rows_.line(), column == kNoColumn ? 0 : column + 1,
                    std::string(what) + " '" + std::string(text.substr(0, 40)) + "'");
  }

  // An empty field is unknown; so is one that can't be read, with a complaint.
  std::optional<FileMillis> read_time(std::size_t column, std::string_view what) {
    const std::string_view text = rows_.field(column);
    if (text.empty()) return std::nullopt;
    const auto time = parse_clock(text);
    if (!time) complain(column, what);
    return time;
  }

  // Le Mans 2021 has sectors of literally 0: no car crosses two points at once, so that is an unknown time.
  std::optional<FileMillis> read_sector(std::size_t column) {
    const auto time = read_time(column, "the sector time is taken as unknown:");
    return time && time->count() == 0 ? std::nullopt : time;
  }

  std::optional<std::uint16_t> find_car();
  std::optional<std::uint8_t> find_driver(LapCar& car);
  std::optional<double> read_speed();
  std::optional<timing::FlagKind> read_flag();
  bool read_in_pit();
  void read_points();

  CsvRows& rows_;
  const LapColumns& columns_;
  LapFile& file_;
  ComplaintLog& complaints_;
  std::uint16_t last_car_ = 0;
  std::uint8_t last_driver_ = 0;
};

void LapReader::read_row() {
  std::int32_t lap = 0;
  const std::string_view lap_text = rows_.field(columns_.lap);
  const auto [end, status] = std::from_chars(lap_text.data(), lap_text.data() + lap_text.size(), lap);
  if (status != std::errc{} || end != lap_text.data() + lap_text.size() || lap < 1 || lap > kMaxLap) {
    return complain(columns_.lap, "the row is left out: no lap number:");
  }
  const auto elapsed = parse_clock(rows_.field(columns_.elapsed));
  if (!elapsed) return complain(columns_.elapsed, "the row is left out: no elapsed time:");
  const auto car = find_car();
  if (!car) return;

  LapRow& row = file_.rows.emplace_back();
  row.line = static_cast<std::uint32_t>(rows_.line());
  row.row = static_cast<std::uint32_t>(file_.rows.size() - 1);
  row.lap = lap;
  row.elapsed = *elapsed;
  row.car = *car;
  row.time = read_time(columns_.time, "the lap time is taken as unknown:");
  row.time_of_day = read_time(columns_.hour, "the time of day is taken as unknown:");
  row.pit_time = read_time(columns_.pit_time, "the time in the pit lane is taken as unknown:");
  for (std::size_t i = 0; i < kFileSectors; ++i) row.sectors[i] = read_sector(columns_.sectors[i]);
  row.top_speed_kph = read_speed();
  row.flag = read_flag();
  row.in_pit = read_in_pit();
  row.driver = find_driver(file_.cars[*car]);
  if (!columns_.points.empty()) read_points();
}

// The car of the row; a new one takes its team and class from the row that first names it.
std::optional<std::uint16_t> LapReader::find_car() {
  const std::string_view text = rows_.field(columns_.number);
  if (!file_.cars.empty() && file_.cars[last_car_].number.view() == text) return last_car_;
  const auto number = timing::CarNumber::parse(text);
  if (!number) {
    complain(columns_.number, "the row is left out: no car number:");
    return std::nullopt;
  }
  const auto known = std::ranges::find(file_.cars, *number, &LapCar::number);
  last_car_ = static_cast<std::uint16_t>(known - file_.cars.begin());
  last_driver_ = 0;
  if (known != file_.cars.end()) return last_car_;
  if (file_.cars.size() == kMaxCars) {
    complain(columns_.number, "the row is left out: more than 1000 cars:");
    last_car_ = 0;
    return std::nullopt;
  }
  LapCar car;
  car.number = *number;
  car.class_name = rows_.field(columns_.class_name);
  car.group = rows_.field(columns_.group);
  car.team = rows_.field(columns_.team);
  car.manufacturer = rows_.field(columns_.manufacturer);
  file_.cars.push_back(std::move(car));
  return last_car_;
}

std::optional<std::uint8_t> LapReader::find_driver(LapCar& car) {
  const std::string_view text = rows_.field(columns_.driver);
  if (last_driver_ < car.drivers.size() && car.drivers[last_driver_].id.view() == text) return last_driver_;
  if (text.empty()) return std::nullopt;
  const auto id = timing::DriverId::parse(text);
  if (!id) {
    complain(columns_.driver, "the driver is taken as unknown:");
    return std::nullopt;
  }
  const auto known = std::ranges::find(car.drivers, *id, &LapDriver::id);
  if (known == car.drivers.end()) {
    if (car.drivers.size() == kMaxDriversPerCar) {
      complain(columns_.driver, "the driver is taken as unknown, for the car has more than 32:");
      return std::nullopt;
    }
    last_driver_ = static_cast<std::uint8_t>(car.drivers.size());
    car.drivers.push_back({*id, std::string(rows_.field(columns_.driver_name))});
  } else {
    last_driver_ = static_cast<std::uint8_t>(known - car.drivers.begin());
  }
  return last_driver_;
}

std::optional<double> LapReader::read_speed() {
  const std::string_view text = rows_.field(columns_.top_speed);
  if (text.empty()) return std::nullopt;
  double speed = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), speed, std::chars_format::fixed);
  if (status != std::errc{} || end != text.data() + text.size() || !std::isfinite(speed) || speed < 0 || speed > kMaxSpeedKph) {
    complain(columns_.top_speed, "the top speed is taken as unknown:");
    return std::nullopt;
  }
  return speed == 0 ? std::nullopt : std::optional(speed);
}

std::optional<timing::FlagKind> LapReader::read_flag() {
  const std::string_view text = rows_.field(columns_.flag);
  if (text.empty()) return std::nullopt;
  const auto flag = parse_flag_at_line(text);
  if (!flag) complain(columns_.flag, "the flag is taken as unknown:");
  return flag;
}

bool LapReader::read_in_pit() {
  const std::string_view text = rows_.field(columns_.in_pit);
  if (text.empty()) return false;
  if (text == "B") return true;
  complain(columns_.in_pit, "expected B or nothing, taken as not in the pit lane:");
  return false;
}

void LapReader::read_points() {
  for (const std::size_t column : columns_.points) {
    file_.point_times.push_back(read_time(column, "the time at the timing point is taken as unknown:"));
  }
}

}  // namespace

Result<LapFile> parse_laps(std::string_view text, ComplaintLog& complaints) {
  CsvRows rows(text, find_separator(text));
  if (!rows.next() || rows.fault() != RowFault::none) {
    return fail(ErrorCode::not_a_timing_file,
                text.empty() ? "the file is empty" : "the first line is no header of a timing file");
  }
  const auto columns = find_lap_columns(CsvHeader(rows));
  if (!columns) return std::unexpected(columns.error());

  LapFile file;
  file.rows.reserve(std::min(text.size() / kTypicalRowBytes + 1, kMaxLapRows));
  file.points = columns->point_names;
  file.has_flags = columns->flag != kNoColumn;
  LapReader reader(rows, *columns, file, complaints);
  while (rows.next()) {
    if (rows.fault() != RowFault::none) {
      complaints.add(rows.line(), 0, "the row is left out: " + std::string(fault_text(rows.fault())));
    } else if (file.rows.size() == kMaxLapRows) {
      complaints.add(rows.line(), 0, "the rest of the file is left out: more than 1,000,000 laps");
      break;
    } else {
      reader.read_row();
    }
  }
  put_in_sequence(file, *columns, complaints);
  if (file.rows.empty()) {
    return fail(ErrorCode::not_a_timing_file,
                "the header is that of a lap-analysis file, but no row below it is a lap that can be read");
  }
  return file;
}

}  // namespace stint::source::archive
