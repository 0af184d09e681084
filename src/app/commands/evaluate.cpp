// `stint evaluate`: how good Stint's insights were, on whole races.
#include "app/commands/commands.hpp"
#include "app/commands/evaluate_anomalies.hpp"
#include "app/commands/evaluate_laptime.hpp"
#include "app/commands/evaluate_strategy.hpp"
#include "app/lap_models.hpp"

namespace stint::app {
namespace {

struct EvaluateOptions {
  std::string what;
  LapTimeEvaluation laptime;
  std::string truth;  // of anomalies
  StrategyEvaluation strategy;
};

Result<void> run_evaluate(const EvaluateOptions& options, const Configuration& configuration) {
  if (options.what == "strategy") {
    StrategyEvaluation wanted = options.strategy;
    wanted.files = options.laptime.files;
    wanted.json = options.laptime.json;
    return evaluate_strategy(wanted, configuration);
  }
  if (options.laptime.files.empty()) return fail(ErrorCode::bad_argument, "no races to score: give FILES");
  if (options.what == "anomalies") {
    return evaluate_anomalies({options.laptime.files, options.truth, options.laptime.json}, configuration);
  }
  return evaluate_laptime(options.laptime, configuration);
}

void declare_evaluate(CLI::App& command, EvaluateOptions& options) {
  LapTimeEvaluation& laptime = options.laptime;
  laptime.model = kDefaultLapModel;
  laptime.learner = kDefaultLapModel;
  command.add_option("WHAT", options.what, "What is held against the races: laptime, anomalies or strategy")
      ->required()
      ->check(CLI::IsMember({"laptime", "anomalies", "strategy"}));
  command.add_option("FILES", laptime.files, "Races: timing files, event logs or session ids");
  command.add_flag("--json", laptime.json, "Print one JSON document");
  auto* model =
      command.add_option("--model", laptime.model, "A model's name or file")->type_name("NAME")->capture_default_str();
  command.add_option("--folds", laptime.folds, "Learn anew for each N-th part of the races, from the other parts")
      ->type_name("N")
      ->check(CLI::Range(2, 100))
      ->excludes(model);
  command.add_option("--with", laptime.with, "Races to learn from in every fold, which are not scored")->type_name("FILES");
  command.add_option("--learner", laptime.learner, "With --folds: boosting, forest, xgboost or gru")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_option("--truth", options.truth, "With anomalies: what really happened in the one race, a simulated one")
      ->type_name("FILE");
  StrategyEvaluation& strategy = options.strategy;
  command.add_option("--priors", strategy.priors, "With strategy: what earlier races have taught, by stint train strategy")
      ->type_name("FILE");
  command.add_option("--runs", strategy.runs, "With strategy: futures of each answer; 0 leaves those that need them out")
      ->type_name("N")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  command.add_option("--every-stop", strategy.every_stop, "With strategy: ask about every N-th stop only")
      ->type_name("N")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command.add_option("--simulated", strategy.simulated, "With strategy: N simulated races instead of files")
      ->type_name("N")
      ->check(CLI::Range(0, 10'000));
  command.add_option("--first-seed", strategy.first_seed, "With --simulated: of the first race; the others follow")
      ->type_name("N")
      ->capture_default_str();
  command.add_flag("--duels-only", strategy.duels_only,
                   "With --simulated: only what the advised plan gains on others, no examination of the forecasts");
}

}  // namespace

void add_evaluate(CommandLine& line) {
  add_command<EvaluateOptions>(line, "evaluate", "Hold predictions, or alarms, against what happened, race by race",
                               {SettingKey::database_url, SettingKey::model_retrain_interval, SettingKey::rules},
                               declare_evaluate, run_evaluate);
}

}  // namespace stint::app
