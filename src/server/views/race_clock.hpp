// Instants of a session as its readers want them: on the race clock, as UTC, as time of day at the track.
#pragma once

#include <optional>
#include <string>

#include "race/snapshot.hpp"

namespace stint::server {

// Milliseconds since the start; nullopt if the start isn't known.
[[nodiscard]] std::optional<timing::Millis> on_race_clock(const timing::Session& session, timing::Instant at);
[[nodiscard]] std::optional<timing::Millis> on_race_clock(const timing::Session& session,
                                                          const std::optional<timing::Instant>& at);

// ISO 8601 with milliseconds ("2024-06-15T14:00:26.602Z").
[[nodiscard]] std::string utc_text(timing::Instant at);

// Local time at the track ("16:00:26.602"); nullopt if the offset from UTC isn't known.
[[nodiscard]] std::optional<std::string> time_of_day(const timing::Session& session, timing::Instant at);

// utc_text() where the date is known, otherwise the time of day: the `timestamp` of the contract.
[[nodiscard]] std::optional<std::string> timestamp(const timing::Session& session, const std::optional<timing::Instant>& at);

// The start as UTC; nullopt if it isn't known or its date isn't.
[[nodiscard]] std::optional<std::string> start_time(const timing::Session& session);

}  // namespace stint::server
