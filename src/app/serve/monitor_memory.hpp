// The monitor's memory as a small JSON file: what it follows, what is done, what is still to be exported.
#pragma once

#include <string>
#include <string_view>

#include "app/serve/monitor_plan.hpp"
#include "timing/error.hpp"

namespace stint::app {

[[nodiscard]] std::string memory_text(const MonitorMemory& memory);
// Errors: bad_configuration (it is no such file).
[[nodiscard]] Result<MonitorMemory> parse_memory(std::string_view text);

// An absent file is an empty memory; one that can't be read is said in the log and forgotten: the calendar and the log have it
// all again, but for exports that were under way. Errors: file_unreadable.
[[nodiscard]] Result<MonitorMemory> read_memory(const std::string& path);

}  // namespace stint::app
