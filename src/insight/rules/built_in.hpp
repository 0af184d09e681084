// The rules inside the program: rules/*.toml of the project.
#pragma once

#include <span>

#include "timing/embedded_text.hpp"

namespace stint::insight {

// Path ("rules/wec-2024.toml") and content of each.
[[nodiscard]] std::span<const timing::EmbeddedText> rule_texts();  // made by embed_texts()

}  // namespace stint::insight
