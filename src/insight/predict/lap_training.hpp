// From races to a model of lap times: every lap of every race becomes the questions that were asked about it, with the answer.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/learn/rows.hpp"
#include "insight/predict/lap_model.hpp"
#include "timing/event.hpp"

namespace stint::insight {

// What there is to learn from, a set for each part of the model.
struct LapExamples {
  struct Part {
    learn::Rows rows;
    std::vector<float> answers;  // per cent of pace above the reference
  };
  std::array<Part, kLapParts> parts;
  std::vector<std::string> races;  // their ids
  std::uint64_t laps = 0;          // clean laps among them

  // Adds a whole race: laps to come and under way, as they were asked when they were. Racing laps are learnt from if they were
  // clean.
  void add_race(std::string id, std::span<const timing::Event> events);
};

// Which learner answers racing laps at the line. The rest is boosting in every model.
// xgboost and gru are there to be compared with.
enum class LapLearner : std::uint8_t { boosting, forest, xgboost, gru };
[[nodiscard]] std::string_view lap_learner_name(LapLearner learner);
[[nodiscard]] std::optional<LapLearner> parse_lap_learner(std::string_view name);

// A part that the learner fails at stays untrained. `progress` is told what is being learnt and how much of all is done (0..1).
[[nodiscard]] LapModel train_laps(const LapExamples& examples, LapLearner learner,
                                  const std::function<void(std::string_view what, double done)>& progress);

}  // namespace stint::insight
