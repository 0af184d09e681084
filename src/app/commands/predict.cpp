// `stint predict`: every prediction that would have been made while a session ran, and what became of it.
#include <cstdio>

#include "app/commands/commands.hpp"
#include "app/lap_models.hpp"
#include "app/output.hpp"
#include "app/race_time.hpp"
#include "app/recording.hpp"
#include "app/text_table.hpp"
#include "insight/predict/lap_predictor.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

struct PredictOptions {
  std::string recording;
  bool json = false;
  bool sectors = false;
  bool all = false;
  std::string model{kDefaultLapModel};
};

// Printed when this much has gathered: a day of Le Mans has 60,000 lines.
constexpr std::size_t kPrintAt = 1 << 16;

void write_prediction(std::string& out, const insight::Prediction& prediction, timing::Millis made_at) {
  timing::JsonWriter json(out);
  json.begin_object()
      .field("car", prediction.car)
      .field("lap", prediction.lap)
      .field("made_at_ms", made_at)
      .field("after_sector", prediction.after_sector)
      .field("predicted_ms", prediction.predicted)
      .field("low_ms", prediction.low)
      .field("high_ms", prediction.high)
      .field("kind", insight::lap_kind_name(prediction.kind))
      .field("model", prediction.model);
  if (!prediction.predicted) json.field("reason", prediction.reason);
  json.end_object();
  out += '\n';
}

bool is_wanted(const PredictOptions& options, const insight::Step& step, const insight::Prediction& prediction) {
  if (!prediction.predicted && !options.all) return false;
  return options.sectors || step.kind == insight::Step::Kind::lap;
}

// Tells `take` each wanted prediction, and `done` the laps that came of earlier ones.
template <class Take, class Done>
Result<void> predict_all(const Recording& recording, insight::LapPredictor& predictor, const PredictOptions& options, Take take,
                         Done done) {
  insight::Field field;
  for (const timing::Event& event : recording.events) {
    const insight::Step step = field.apply(event);
    const auto prediction = predictor.observe(field, step);
    for (const insight::PredictionOutcome& outcome : predictor.outcomes()) done(outcome);
    if (!prediction || !is_wanted(options, step, *prediction)) continue;
    if (const auto taken = take(*prediction, field.elapsed()); !taken) return taken;
  }
  return {};
}

Result<void> print_lines(const Recording& recording, insight::LapPredictor& predictor, const PredictOptions& options) {
  std::string out;
  const auto told = predict_all(
      recording, predictor, options,
      [&](const insight::Prediction& prediction, timing::Millis at) -> Result<void> {
        write_prediction(out, prediction, at);
        if (out.size() < kPrintAt) return {};
        const auto printed = print(out);
        out.clear();
        return printed;
      },
      [](const insight::PredictionOutcome&) {});
  return told ? print(out) : told;
}

Result<void> print_table(const Recording& recording, insight::LapPredictor& predictor, const PredictOptions& options) {
  constexpr auto kRight = TextTable::Align::right;
  TextTable table({{"NUM", kRight},
                   {"LAP", kRight},
                   {"AFTER"},
                   {"KIND"},
                   {"PREDICTED", kRight},
                   {"LOW", kRight},
                   {"HIGH", kRight},
                   {"WAS", kRight},
                   {"IN BAND"}});
  const auto told = predict_all(
      recording, predictor, options, [](const insight::Prediction&, timing::Millis) -> Result<void> { return {}; },
      [&](const insight::PredictionOutcome& outcome) {
        const insight::Prediction& made = outcome.prediction;
        if (made.after_sector > 0 && !options.sectors) return;
        const std::string after = made.after_sector == 0 ? "line" : "S" + std::to_string(made.after_sector);
        table.add_row({made.car.str(), std::to_string(made.lap), after, std::string(insight::lap_kind_name(made.kind)),
                       lap_time_text(made.predicted), lap_time_text(made.low), lap_time_text(made.high),
                       lap_time_text(outcome.actual), outcome.inside() ? "yes" : "no"});
      });
  return told ? print(table.text()) : told;
}

Result<void> run_predict(const PredictOptions& options, const Configuration& configuration) {
  auto model = find_lap_model(options.model);
  if (!model) return std::unexpected(model.error());
  const auto recording = read_recording(options.recording, configuration);
  if (!recording) return std::unexpected(recording.error());
  insight::LapPredictor predictor(std::move(*model), configuration.duration(SettingKey::model_retrain_interval));
  return options.json ? print_lines(*recording, predictor, options) : print_table(*recording, predictor, options);
}

void declare_predict(CLI::App& command, PredictOptions& options) {
  command
      .add_option("RECORDING", options.recording,
                  "A timing file, an event log, a session id, or - for NDJSON from standard input")
      ->required();
  command.add_flag("--json", options.json, "Print NDJSON, a line for each prediction made");
  command.add_flag("--sectors", options.sectors,
                   "Also what was said of the lap under way: at each sector, and at the pit lane's ends");
  command.add_flag("--all", options.all, "Also the moments at which nothing could be said, with the reason");
  command.add_option("--model", options.model, "A model's name or file")->type_name("NAME")->capture_default_str();
}

}  // namespace

void add_predict(CommandLine& line) {
  add_command<PredictOptions>(line, "predict", "Print what would have been predicted of each lap while a session ran",
                              {SettingKey::database_url, SettingKey::model_retrain_interval}, declare_predict, run_predict);
}

}  // namespace stint::app
