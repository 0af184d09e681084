// Times, gaps and names as the IMSA scoring files write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "race/snapshot.hpp"

namespace stint::mock::imsa {

// "1:09.962", "58.100"; "--.---" if unknown.
[[nodiscard]] std::string lap_text(std::optional<timing::Millis> time);

// "0.844", "1:02.100", "1 lap", "2 laps"; "--.---" for who leads and where nothing is known.
[[nodiscard]] std::string gap_text(const race::Gap& gap, bool leads);

// "2:41:07 PM"
[[nodiscard]] std::string day_time_text(timing::Instant local);

// "00:47:01"
[[nodiscard]] std::string clock_text(timing::Millis time);

// UTF-8 that was taken for Latin-1 and encoded once more: "é" becomes "Ã©".
[[nodiscard]] std::string encoded_twice(std::string_view text);

}  // namespace stint::mock::imsa
