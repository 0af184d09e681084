// Texts of Swiss Timing's cache: times, local dates, flag and status codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "race/snapshot.hpp"

namespace stint::mock::swiss {

// "39.697", "2:17.484", "20:40:28.570".
[[nodiscard]] std::string time_text(timing::Millis time);
// "3:17:14", never below zero.
[[nodiscard]] std::string remaining_text(timing::Millis time);
// "28.06.2026 13:57:05" of a local instant; with milliseconds for the start.
[[nodiscard]] std::string date_time_text(timing::Instant local, bool with_ms = false);
[[nodiscard]] std::string date_text(timing::Instant local);

// 1 green, 4 yellow of any kind, 8 red, 32 safety car, 64 Code 60, 0 none.
[[nodiscard]] std::int64_t track_flag(timing::FlagKind flag);
// 2 running, 4 stopped, 1 finished, 16 retired, 32 not started.
[[nodiscard]] int car_status(timing::CarState state);
// 2 the session's best, 1 the car's own, 0 neither.
[[nodiscard]] int time_state(timing::BestMark mark);
// "Platinum"; empty if unknown.
[[nodiscard]] std::string licence_text(const std::string& grade);

}  // namespace stint::mock::swiss
