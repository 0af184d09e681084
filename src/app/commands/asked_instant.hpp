// --at and --at-ms: the instant of a race that a command is asked about.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "timing/error.hpp"
#include "timing/instant.hpp"

namespace stint::app {

struct AskedInstant {
  std::string clock;  // HH:MM:SS; empty if not given
  std::optional<std::int64_t> ms;
};

void take_instant(CLI::App& command, AskedInstant& asked);
// Since the start; nullopt: the end. Errors: bad_argument.
[[nodiscard]] Result<std::optional<timing::Millis>> instant_of(const AskedInstant& asked);

}  // namespace stint::app
