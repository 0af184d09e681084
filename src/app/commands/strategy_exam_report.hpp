// The examination of strategy in figures: tables for people, one JSON document for programs.
#pragma once

#include <string>
#include <vector>

#include "app/commands/simulated_strategy.hpp"
#include "insight/strategy/score/exam_rows.hpp"

namespace stint::app {

struct ExaminedRace {
  std::string id;
  std::string group;  // "IMSA", "WEC", "Le Mans": the rows of the summary
  insight::ExamRows rows;
};

[[nodiscard]] std::string strategy_exam_text(const std::vector<ExaminedRace>& races);
[[nodiscard]] std::string strategy_exam_json(const std::vector<ExaminedRace>& races);
[[nodiscard]] std::string simulated_exam_text(const SimulatedExam& exam);
[[nodiscard]] std::string simulated_exam_json(const SimulatedExam& exam);

}  // namespace stint::app
