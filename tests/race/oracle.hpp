// The standings at an instant, worked out from the rows of a timing file by the definition and nothing else. Slow on purpose.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "race/timing_file.hpp"

namespace stint::testing {

struct OracleRow {
  std::string car;
  std::string class_name;
  int laps = 0;
  std::optional<std::int64_t> elapsed_ms;
  std::optional<std::int64_t> gap_ms, class_gap_ms, interval_ms;
  int gap_laps = 0, class_gap_laps = 0, interval_laps = 0;
};

class Oracle {
 public:
  explicit Oracle(const std::vector<Row>& rows);

  // Cars that have completed a lap by `at_ms` since the start, in order.
  [[nodiscard]] std::vector<OracleRow> standings(std::int64_t at_ms) const;

  [[nodiscard]] std::int64_t last_crossing() const;

 private:
  // When a car crossed the end of sector `sector` of lap `lap`; sector 3 is the line.
  using Crossings = std::map<std::pair<int, int>, std::int64_t>;
  struct Car {
    std::string class_name;
    Crossings crossings;
  };

  struct Measured {
    std::optional<std::int64_t> ms;
    int laps = 0;
  };
  [[nodiscard]] static Crossings until(const Car& car, std::int64_t at_ms);
  [[nodiscard]] static Measured gap(const Crossings& ahead, const Crossings& behind);

  std::map<std::string, Car> cars_;
};

}  // namespace stint::testing
