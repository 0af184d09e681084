// The rows of the IMSA results file: one a car, in the order of the race.
#pragma once

#include <functional>
#include <string>

#include "mock/fault_plan.hpp"
#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::imsa {

struct RowStyle {
  double lap_miles = 0;               // 0: unknown
  bool brief = false;                 // columns that nobody needs are missing
  bool loud_in_pit = false;           // drivers' names in capitals while the car stands
  const Episode* disorder = nullptr;  // of `cars`: one car twice, one missing, strangers at the end
};

void write_rows(timing::JsonWriter& json, const race::Snapshot& race, const RowStyle& style,
                const std::function<std::string(const std::string&)>& name_text);

}  // namespace stint::mock::imsa
