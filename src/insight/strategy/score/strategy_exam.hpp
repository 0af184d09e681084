// A whole race replayed, and every car asked on the way: at 25, 50, 75 and 90 % of the time, and before every stop.
//
// Each answer is made from a snapshot of that instant alone; the truth comes from the race's end. docs/accuracy.md, "Strategy",
// defines the questions.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "insight/strategy/measure/priors.hpp"
#include "insight/strategy/score/exam_rows.hpp"
#include "timing/event.hpp"

namespace stint::insight {

class RuleBook;

struct ExamSettings {
  std::int32_t runs = 500;               // futures of each answer at a share of the race; 0: those questions are left out
  std::int32_t every_stop = 1;           // every n-th stop is asked about
  std::function<void(double)> progress;  // share of the questions that are answered; may be empty
};

// `events` in the order of a recording. `rules`: may be null.
[[nodiscard]] ExamRows examine_strategy(std::span<const timing::Event> events, const RuleBook* rules, const Priors& priors,
                                        const ExamSettings& settings);

}  // namespace stint::insight
