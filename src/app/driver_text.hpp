// How a driver is named: by name, or by the source's id where it gives none.
#pragma once

#include <optional>
#include <string>

#include "timing/event.hpp"

namespace stint::app {

// nullopt if neither is known.
[[nodiscard]] inline std::optional<std::string> driver_text(const std::string& name,
                                                            const std::optional<timing::DriverId>& id) {
  if (!name.empty()) return name;
  return id ? std::optional(id->str()) : std::nullopt;
}

}  // namespace stint::app
