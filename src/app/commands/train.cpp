// `stint train`: models from races: of lap times (laptime), or tallies of stops, tanks and cautions (strategy).
#include <fmt/format.h>

#include "app/commands/commands.hpp"
#include "app/commands/cpu_seconds.hpp"
#include "app/commands/progress_line.hpp"
#include "app/commands/train_strategy.hpp"
#include "app/lap_models.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"
#include "app/text_file.hpp"
#include "insight/predict/lap_training.hpp"

namespace stint::app {
namespace {

struct TrainOptions {
  std::string what;
  std::vector<std::string> files;
  std::string out;
  std::string learner{kDefaultLapModel};
};

std::string report(const insight::LapExamples& examples, const insight::LapModel& model, const TrainOptions& options,
                   std::size_t bytes, double reading, double learning) {
  std::string text = fmt::format("{}: {} of {} races, {} clean laps; {} KB\n", options.out, model.version(), model.races.size(),
                                 model.clean_laps, (bytes + 1023) / 1024);
  for (std::size_t part = 0; part < insight::kLapParts; ++part) {
    text += fmt::format("  {:<20} {:>8} examples\n", insight::lap_part_name(static_cast<insight::LapPart>(part)),
                        examples.parts[part].answers.size());
  }
  return text + fmt::format("read in {:.1f} CPU s, learnt in {:.1f} CPU s\n", reading, learning);
}

Result<void> run_train(const TrainOptions& options, const Configuration& configuration) {
  if (options.what == "strategy") return train_strategy(options.files, options.out, configuration);
  const auto learner = insight::parse_lap_learner(options.learner);
  if (!learner)
    return fail(ErrorCode::bad_argument, "'" + options.learner + "' is no learner: boosting, forest, xgboost or gru");
  ProgressLine progress;
  insight::LapExamples examples;
  const double begun = cpu_seconds();
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    progress.show("reading " + options.files[i], static_cast<double>(i) / static_cast<double>(options.files.size()));
    const auto recording = read_recording(options.files[i], configuration);
    if (!recording) return std::unexpected(recording.error());
    examples.add_race(recording->id, recording->events);
  }
  const double read = cpu_seconds();
  insight::LapModel model =
      insight::train_laps(examples, *learner, [&](std::string_view what, double done) { progress.show(what, done); });
  progress.end();
  const std::string bytes = model.write();
  if (const auto written = write_text_file(options.out, bytes); !written) return written;
  return print(report(examples, model, options, bytes.size(), read - begun, cpu_seconds() - read));
}

void declare_train(CLI::App& command, TrainOptions& options) {
  command.add_option("WHAT", options.what, "What the model is of: laptime or strategy")
      ->required()
      ->check(CLI::IsMember({"laptime", "strategy"}));
  command.add_option("FILES", options.files, "Races: timing files, event logs or session ids")->required();
  command.add_option("--out", options.out, "The file to write")->required()->type_name("FILE");
  command.add_option("--learner", options.learner, "Of laptime: boosting, forest, xgboost or gru")
      ->type_name("NAME")
      ->capture_default_str();
}

}  // namespace

void add_train(CommandLine& line) {
  add_command<TrainOptions>(line, "train", "Learn from races: a model of lap times, or how races go for strategists",
                            {SettingKey::database_url, SettingKey::rules}, declare_train, run_train);
}

}  // namespace stint::app
