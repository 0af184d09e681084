// A timing file's rows as they are published, and questions about them answered by looking at every row. Slow on purpose.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "race/timing_file.hpp"

namespace stint::testing {

struct TimedLap {
  int number = 0;
  std::int64_t ended_ms = 0;  // since the start
  std::int64_t time_ms = 0;
  std::string flag_at_start, flag_at_end;  // "GF", "FCY", "SF" ...; empty: not published
  bool in_pit = false;                     // B: crossed the line in the lane
  std::optional<std::int64_t> lane_ms;     // PIT_TIME: of the stop before or on this lap
  std::string driver;
  [[nodiscard]] bool is_green() const;
};

class TimingRows {
 public:
  explicit TimingRows(const std::vector<Row>& rows);

  [[nodiscard]] const std::vector<TimedLap>& laps(const std::string& car) const { return cars_.at(car).laps; }
  [[nodiscard]] const std::string& class_of(const std::string& car) const { return cars_.at(car).class_name; }
  [[nodiscard]] std::vector<std::string> cars(const std::string& class_name) const;  // empty: all
  [[nodiscard]] std::vector<std::string> classes() const;
  [[nodiscard]] std::int64_t last_crossing() const;

  // Laps completed by `at`, then the earlier crossing, then the number.
  [[nodiscard]] std::vector<std::string> order(std::int64_t at_ms, const std::string& class_name) const;
  [[nodiscard]] int laps_by(const std::string& car, std::int64_t at_ms) const;
  [[nodiscard]] const TimedLap* lap(const std::string& car, int number) const;
  // On the in-lap or the out-lap of a stop.
  [[nodiscard]] bool is_pit_lap(const std::string& car, int number) const;
  // The middle one of the last five green laps before `number`.
  [[nodiscard]] std::optional<std::int64_t> usual(const std::string& car, int number) const;

 private:
  struct Car {
    std::string class_name;
    std::vector<TimedLap> laps;
  };
  std::map<std::string, Car> cars_;
};

}  // namespace stint::testing
