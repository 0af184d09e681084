// How long a driver may be at the wheel, as the rules of the series have it (docs/rules.md: drive_window, drive_window_max,
// drive_time_max). What the rule book doesn't say is not watched.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "insight/rules/rule_book.hpp"
#include "timing/event.hpp"

namespace stint::insight {

struct DriveTimeLimits {
  std::optional<timing::Millis> window, most_in_window;  // both or neither
  std::optional<timing::Millis> most_in_race;
  bool sure = true;  // false: a rule of low certainty is among them
  bool operator==(const DriveTimeLimits&) const = default;
};

// Of any driver of the class; rules for drivers of a grade are left out. Without rules nothing is limited.
[[nodiscard]] DriveTimeLimits drive_time_limits(const RuleBook& rules, std::string_view class_name);

// The rules inside the program, read once; nullptr if they can't be.
[[nodiscard]] std::shared_ptr<const RuleLibrary> built_in_rules();

}  // namespace stint::insight
