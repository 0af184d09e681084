// The time on the clock at a circuit, against UTC: feeds write it without a zone.
//
// Zones come from the system's database (/usr/share/zoneinfo). Safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "timing/instant.hpp"

namespace stint::source {

// A date and time of day at the track, as the Instant that it would be if the track were in UTC.
using LocalTime = timing::Instant;

// `zone`: IANA name, "Europe/Berlin". The hour that is repeated in autumn is its first run; one that spring leaves out is the
// moment of the change. nullopt: the machine doesn't know the zone.
[[nodiscard]] std::optional<timing::Instant> utc_of(LocalTime local, std::string_view zone);
[[nodiscard]] std::optional<LocalTime> local_of(timing::Instant utc, std::string_view zone);

// "28.06.2026 13:57:05", with or without ".834": how timekeepers of the continent write it. nullopt: anything else.
[[nodiscard]] std::optional<LocalTime> parse_day_first(std::string_view text);

// "13:57:05" or "9:57:05.834" as the time since midnight; nullopt: anything else, or no time of a day.
[[nodiscard]] std::optional<timing::Millis> parse_time_of_day(std::string_view text);

}  // namespace stint::source
