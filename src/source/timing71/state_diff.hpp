// Differences between two states, in the grammar of Timing71's recordings:
//
//   diff   = [ step ... ]
//   step   = ["change", path, [old, new]] | ["add", path, [[key, value] ...]] | ["remove", path, [[key, value] ...]]
//   path   = "" (the root) | "name.name" | [key ...]; a key is a member's name or an element's place
//
// "add" and "remove" name the container; elements are removed from the last to the first.
#pragma once

#include "source/timing71/json_tree.hpp"
#include "timing/error.hpp"

namespace stint::source::timing71 {

// Changes `state` step by step. Errors: not_a_timing_file, if a step is none or leads nowhere; the steps before it stand.
[[nodiscard]] Result<void> apply_diff(JsonTree& state, const JsonTree& diff);

// REQUIRES of the result: apply_diff(before, diff) gives `after`.
[[nodiscard]] JsonTree diff_between(const JsonTree& before, const JsonTree& after);

}  // namespace stint::source::timing71
