// Where models of lap times come from: those inside the program, by name, and files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "insight/predict/lap_model.hpp"
#include "timing/error.hpp"

namespace stint::app {

inline constexpr std::string_view kDefaultLapModel = "boosting";

// The names of the models inside the program: "boosting", "forest".
[[nodiscard]] std::vector<std::string> shipped_lap_models();

// `name`: one of those, or else a file that `stint train laptime` wrote. Errors: not_a_model (also an unknown name),
// model_damaged, model_too_new, file_unreadable.
[[nodiscard]] Result<std::shared_ptr<const insight::LapModel>> find_lap_model(const std::string& name);

}  // namespace stint::app
