#include "app/commands/evaluate_strategy.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "app/commands/simulated_strategy.hpp"
#include "app/commands/strategy_exam_report.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"
#include "app/rule_files.hpp"
#include "app/strategy_priors.hpp"
#include "app/text_file.hpp"
#include "insight/rules/rule_book.hpp"
#include "insight/strategy/score/strategy_exam.hpp"

namespace stint::app {
namespace {

Result<insight::Priors> priors_of(const std::string& file) {
  if (file.empty()) return strategy_priors();
  const auto text = read_text_file(file);
  if (!text) return std::unexpected(text.error());
  return insight::Priors::read(*text, file);
}

std::string group_of(const timing::Session& session) {
  if (session.track.find("Sarthe") != std::string::npos || session.event.find("Le Mans") != std::string::npos) return "Le Mans";
  return session.series.empty() ? "other" : session.series;
}

timing::Session session_of(const std::vector<timing::Event>& events) {
  timing::Session last;
  for (const timing::Event& event : events) {
    if (const auto* session = timing::event_as<timing::Session>(event)) last = *session;
  }
  return last;
}

Result<ExaminedRace> examine(const std::string& file, const StrategyEvaluation& wanted, const insight::RuleLibrary& library,
                             const insight::Priors& priors, const Configuration& configuration) {
  const auto recording = read_recording(file, configuration);
  if (!recording) return std::unexpected(recording.error());
  const timing::Session session = session_of(recording->events);
  const insight::RuleBook rules = insight::rule_book_for(session, library);
  const insight::Priors unseen = priors.without(session.series, insight::season_of(session)).without_race(recording->id);
  insight::ExamSettings settings;
  settings.runs = wanted.runs;
  settings.every_stop = wanted.every_stop;
  settings.progress = [&](double share) { fmt::print(stderr, "\r{}: {:3.0f} %", recording->id, 100 * share); };
  ExaminedRace race{recording->id, group_of(session), insight::examine_strategy(recording->events, &rules, unseen, settings)};
  fmt::print(stderr, "\r{}: 100 %\n", recording->id);
  return race;
}

Result<void> evaluate_simulated(const StrategyEvaluation& wanted, const insight::RuleLibrary& library) {
  const auto exam = examine_simulated(
      {.races = wanted.simulated, .runs = wanted.runs, .first_seed = wanted.first_seed, .duels_only = wanted.duels_only},
      library);
  if (!exam) return std::unexpected(exam.error());
  return print(wanted.json ? simulated_exam_json(*exam) : simulated_exam_text(*exam));
}

}  // namespace

Result<void> evaluate_strategy(const StrategyEvaluation& wanted, const Configuration& configuration) {
  if (wanted.files.empty() == (wanted.simulated == 0))
    return fail(ErrorCode::bad_argument, "give either races to score, or --simulated");
  const auto library = rule_library(configuration);
  if (!library) return std::unexpected(library.error());
  if (wanted.simulated > 0) return evaluate_simulated(wanted, *library);
  const auto priors = priors_of(wanted.priors);
  if (!priors) return std::unexpected(priors.error());
  std::vector<ExaminedRace> races;
  for (const std::string& file : wanted.files) {
    auto race = examine(file, wanted, *library, *priors, configuration);
    if (!race) return std::unexpected(race.error());
    races.push_back(std::move(*race));
  }
  return print(wanted.json ? strategy_exam_json(races) : strategy_exam_text(races));
}

}  // namespace stint::app
