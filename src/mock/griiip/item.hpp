// What all items of the Griiip service have in common, and how it writes times and words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/event.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::griiip {

// Not applicable: of a clock that an item has none of (-1: of the session, -2: of a derived value).
inline constexpr std::int64_t kNoClock = -1;
inline constexpr std::int64_t kNoClockDerived = -2;
inline constexpr std::int64_t kNone = -1;

enum class TimeText : std::uint8_t { usual, seven_digits, zulu };

struct ItemStyle {
  std::int64_t sid = 0;
  bool with_car = true;  // REST and the older pushes say number and class; a batched push has the pid alone
  bool brief = false;    // optional members are missing
  TimeText time = TimeText::usual;
};

struct Participant {
  std::int64_t pid = 0;
  timing::CarNumber number;
  std::string class_id;
};

// 2026-06-13T17:27:14.73+00:00
[[nodiscard]] std::string time_text(timing::Instant at, TimeText form);

// The members that end every item: ts, elapsedTimeMillis, sid, pid, carNumber, classId. `car` may be null.
void write_stamp(timing::JsonWriter& json, const ItemStyle& style, timing::Instant at, std::int64_t elapsed_ms,
                 const Participant* car);

// The service's words. An empty one: it has none.
[[nodiscard]] std::string_view flag_word(timing::FlagKind kind);
[[nodiscard]] std::string_view color_word(timing::BestMark mark);
[[nodiscard]] std::string_view status_word(timing::CarState state);
[[nodiscard]] std::string_view wind_word(std::optional<double> degrees);

}  // namespace stint::mock::griiip
