// Values as the timing of the Nürburgring writes them: nearly everything is a string, and what is not known is "".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::wige {

// "8:21.822", "43.883"; "" if unknown.
[[nodiscard]] std::string time_text(std::optional<timing::Millis> time);
// "000262.118": seconds, padded.
[[nodiscard]] std::string pit_sum_text(timing::Millis sum);
// "32.118", "1:02.331", "-- 2 laps"; "" if unknown.
[[nodiscard]] std::string gap_text(const race::Gap& gap);
[[nodiscard]] std::string speed_text(std::optional<double> kph);
// "2" the session's best, "1" the car's own, "0" neither.
[[nodiscard]] std::string_view quality_code(timing::BestMark mark);
// Letters outside of ASCII become `?`, as in the messages.
[[nodiscard]] std::string with_question_marks(std::string_view text);

// 0 green, 1 yellow, 2 red and Code 60, 3 safety car, 4 finished.
[[nodiscard]] int track_state(timing::FlagKind flag);

// Central European time less UTC.
[[nodiscard]] timing::Millis berlin_offset(timing::Instant at);
// "21:44:07", local.
[[nodiscard]] std::string day_time_text(timing::Instant at);
// Milliseconds since 0001-01-01, local.
[[nodiscard]] std::int64_t since_year_one(timing::Instant at);

// A car's number as a JSON number, where it is written as one ("911"); else as text ("007", "7A").
void write_number(timing::JsonWriter& json, const timing::CarNumber& car);

}  // namespace stint::mock::wige
