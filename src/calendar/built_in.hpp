// The calendars inside the program: calendar/*.toml of the project.
#pragma once

#include <span>

#include "timing/embedded_text.hpp"

namespace stint::calendar {

// Path ("calendar/wec-2026.toml") and content of each.
[[nodiscard]] std::span<const timing::EmbeddedText> calendar_texts();  // made by embed_texts()

}  // namespace stint::calendar
