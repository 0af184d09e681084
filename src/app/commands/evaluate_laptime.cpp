#include "app/commands/evaluate_laptime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/lap_models.hpp"
#include "app/output.hpp"
#include "app/recording.hpp"
#include "app/text_table.hpp"
#include "insight/predict/lap_training.hpp"
#include "insight/predict/scorecard.hpp"
#include "timing/json_writer.hpp"

namespace stint::app {
namespace {

using insight::ScoredKind;
using insight::ScoredLap;

struct ScoredRace {
  std::string id;
  std::string group;  // "IMSA", "WEC", "Le Mans" ...: the rows of the summary
  std::string model;
  bool seen = false;  // the model has learnt from it
  std::vector<ScoredLap> laps;
};

// What a line of a table is about.
struct Cut {
  std::string_view name;
  bool (*takes)(const ScoredLap&);
};
bool at_line(const ScoredLap& lap) { return lap.after_sector == 0 && lap.ahead == 1; }
constexpr std::array<Cut, 10> kCuts{{
    {"clean", [](const ScoredLap& lap) { return at_line(lap) && lap.kind == ScoredKind::clean; }},
    {"calm",
     [](const ScoredLap& lap) { return at_line(lap) && (lap.kind == ScoredKind::clean || lap.kind == ScoredKind::calm); }},
    {"clean, after sector 1", [](const ScoredLap& lap) { return lap.after_sector == 1 && lap.kind == ScoredKind::clean; }},
    {"clean, after sector 2", [](const ScoredLap& lap) { return lap.after_sector == 2 && lap.kind == ScoredKind::clean; }},
    {"clean, 5 laps ahead", [](const ScoredLap& lap) { return lap.ahead == 5 && lap.kind == ScoredKind::clean; }},
    {"clean, 10 laps ahead", [](const ScoredLap& lap) { return lap.ahead == 10 && lap.kind == ScoredKind::clean; }},
    {"in-laps", [](const ScoredLap& lap) { return at_line(lap) && lap.kind == ScoredKind::in; }},
    {"out-laps", [](const ScoredLap& lap) { return at_line(lap) && lap.kind == ScoredKind::out; }},
    {"out-laps, after sector 1", [](const ScoredLap& lap) { return lap.after_sector == 1 && lap.kind == ScoredKind::out; }},
    {"neutralised", [](const ScoredLap& lap) { return at_line(lap) && lap.kind == ScoredKind::neutralised; }},
}};

std::string group_of_races(const timing::Session& session) {
  if (session.track.find("Sarthe") != std::string::npos || session.event.find("Le Mans") != std::string::npos) return "Le Mans";
  return session.series.empty() ? "other" : session.series;
}

ScoredRace score(const Recording& recording, const std::shared_ptr<const insight::LapModel>& model, timing::Millis retrain) {
  insight::Field field;
  insight::LapPredictor predictor(model, retrain);
  insight::RaceScore score;
  for (const timing::Event& event : recording.events) {
    const insight::Step step = field.apply(event);
    predictor.observe(field, step);
    score.observe(field, step, predictor);
  }
  return {recording.id, group_of_races(field.session()), model->version(), model->has_seen(recording.id), score.finish(field)};
}

std::vector<const ScoredLap*> laps_of(const ScoredRace& race, const Cut& cut, std::string_view in_class) {
  std::vector<const ScoredLap*> laps;
  for (const ScoredLap& lap : race.laps) {
    if (cut.takes(lap) && (in_class.empty() || lap.class_name == in_class)) laps.push_back(&lap);
  }
  return laps;
}

std::vector<std::string> classes_of(const ScoredRace& race) {
  std::vector<std::string> names;
  for (const ScoredLap& lap : race.laps) {
    if (std::ranges::find(names, lap.class_name) == names.end()) names.push_back(lap.class_name);
  }
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> groups_of(const std::vector<ScoredRace>& races) {
  std::vector<std::string> names;
  for (const ScoredRace& race : races) {
    if (std::ranges::find(names, race.group) == names.end()) names.push_back(race.group);
  }
  return names;
}

// Worst and best coverage of clean laps among the group's races that have at least 200 of them.
struct CoverageRange {
  double least = 1, most = 0;
};
CoverageRange coverage_range(const std::vector<ScoredRace>& races, std::string_view group) {
  constexpr std::size_t kLeastLaps = 200;
  CoverageRange range;
  for (const ScoredRace& race : races) {
    const auto line = race.group == group ? insight::score_line(laps_of(race, kCuts[0], {})) : std::nullopt;
    if (!line || line->laps < kLeastLaps) continue;
    range.least = std::min(range.least, line->coverage);
    range.most = std::max(range.most, line->coverage);
  }
  return range;
}

std::string figures(double mean, double median) { return fmt::format("{:.3f} ({:.3f})", mean, median); }

std::vector<std::string> cells(std::string name, std::string_view cut, const insight::ScoreLine& line) {
  return {std::move(name),
          std::string(cut),
          std::to_string(line.laps),
          figures(line.mean_s, line.median_s),
          fmt::format("{:.3f}", line.coverage),
          figures(line.last_five_mean_s, line.last_five_median_s),
          figures(line.last_lap_mean_s, line.last_lap_median_s)};
}

TextTable table_of_errors(const char* first) {
  constexpr auto kRight = TextTable::Align::right;
  return TextTable({{first},
                    {"LAPS SCORED"},
                    {"LAPS", kRight},
                    {"MAE (MEDIAN)", kRight},
                    {"80 % BAND", kRight},
                    {"LAST FIVE", kRight},
                    {"LAST LAP", kRight}});
}

std::string as_text(const std::vector<ScoredRace>& races) {
  TextTable by_group = table_of_errors("RACES"), by_race = table_of_errors("RACE");
  std::string ranges;
  for (const std::string& group : groups_of(races)) {
    for (const Cut& cut : kCuts) {
      std::vector<const ScoredLap*> laps;
      for (const ScoredRace& race : races) {
        if (race.group != group) continue;
        const auto more = laps_of(race, cut, {});
        laps.insert(laps.end(), more.begin(), more.end());
      }
      if (const auto line = insight::score_line(laps)) by_group.add_row(cells(group, cut.name, *line));
    }
    const CoverageRange range = coverage_range(races, group);
    if (range.most > 0)
      ranges += fmt::format("{}: clean laps inside the band, race by race, {:.3f} to {:.3f}\n", group, range.least, range.most);
  }
  for (const ScoredRace& race : races) {
    const std::string name = race.id + (race.seen ? " (learnt from)" : "");
    if (const auto line = insight::score_line(laps_of(race, kCuts[0], {}))) by_race.add_row(cells(name, kCuts[0].name, *line));
    for (const std::string& in_class : classes_of(race)) {
      const auto line = insight::score_line(laps_of(race, kCuts[0], in_class));
      if (line) by_race.add_row(cells("  " + (in_class.empty() ? "-" : in_class), kCuts[0].name, *line));
    }
  }
  return by_group.text() + "\n" + ranges + "\n" + by_race.text();
}

void write_line(timing::JsonWriter& json, const insight::ScoreLine& line) {
  json.begin_object()
      .field("laps", line.laps)
      .field("mae_s", line.mean_s)
      .field("median_s", line.median_s)
      .field("coverage", line.coverage)
      .field("last_lap_mae_s", line.last_lap_mean_s)
      .field("last_lap_median_s", line.last_lap_median_s)
      .field("last_five_mae_s", line.last_five_mean_s)
      .field("last_five_median_s", line.last_five_median_s)
      .end_object();
}

void write_cuts(timing::JsonWriter& json, const std::vector<const ScoredRace*>& races, std::string_view in_class) {
  json.begin_object();
  for (const Cut& cut : kCuts) {
    std::vector<const ScoredLap*> laps;
    for (const ScoredRace* race : races) {
      const auto more = laps_of(*race, cut, in_class);
      laps.insert(laps.end(), more.begin(), more.end());
    }
    if (const auto line = insight::score_line(laps)) {
      json.key(cut.name);
      write_line(json, *line);
    }
  }
  json.end_object();
}

std::string as_json(const std::vector<ScoredRace>& races) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("groups").begin_array();
  for (const std::string& group : groups_of(races)) {
    std::vector<const ScoredRace*> of_group;
    for (const ScoredRace& race : races) {
      if (race.group == group) of_group.push_back(&race);
    }
    const CoverageRange range = coverage_range(races, group);
    json.begin_object().field("group", group).field("races", of_group.size());
    if (range.most > 0) json.field("least_coverage", range.least).field("most_coverage", range.most);
    json.key("scores");
    write_cuts(json, of_group, {});
    json.end_object();
  }
  json.end_array().key("races").begin_array();
  for (const ScoredRace& race : races) {
    json.begin_object()
        .field("race", race.id)
        .field("group", race.group)
        .field("model", race.model)
        .field("learnt_from", race.seen);
    json.key("scores");
    write_cuts(json, {&race}, {});
    json.key("classes").begin_array();
    for (const std::string& in_class : classes_of(race)) {
      if (in_class.empty()) continue;
      json.begin_object().field("class", in_class).key("scores");
      write_cuts(json, {&race}, in_class);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

// Scores each race by a model that learnt from the other folds and from `with`. Race i is of fold i modulo `folds`.
Result<std::vector<ScoredRace>> score_by_folds(const LapTimeEvaluation& wanted, insight::LapLearner learner,
                                               const Configuration& configuration) {
  std::vector<ScoredRace> scored(wanted.files.size());
  const auto folds = static_cast<std::size_t>(wanted.folds);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    insight::LapExamples examples;
    const auto learn_from = [&](const std::string& file) -> Result<void> {
      const auto recording = read_recording(file, configuration);
      if (!recording) return std::unexpected(recording.error());
      examples.add_race(recording->id, recording->events);
      return {};
    };
    for (const std::string& file : wanted.with) {
      if (const auto learnt = learn_from(file); !learnt) return std::unexpected(learnt.error());
    }
    for (std::size_t i = 0; i < wanted.files.size(); ++i) {
      if (i % folds == fold) continue;
      if (const auto learnt = learn_from(wanted.files[i]); !learnt) return std::unexpected(learnt.error());
    }
    fmt::print(stderr, "fold {} of {}: learning from {} races\n", fold + 1, folds, examples.races.size());
    auto trained = insight::train_laps(examples, learner, {});
    // Written and read again: what is scored is what a file would hold.
    auto model = insight::LapModel::read(trained.write(), "the fold's model");
    if (!model) return std::unexpected(model.error());
    const auto shared = std::make_shared<const insight::LapModel>(std::move(*model));
    for (std::size_t i = fold; i < wanted.files.size(); i += folds) {
      const auto recording = read_recording(wanted.files[i], configuration);
      if (!recording) return std::unexpected(recording.error());
      scored[i] = score(*recording, shared, configuration.duration(SettingKey::model_retrain_interval));
    }
  }
  return scored;
}

Result<std::vector<ScoredRace>> score_with_model(const LapTimeEvaluation& wanted, const Configuration& configuration) {
  const auto model = find_lap_model(wanted.model);
  if (!model) return std::unexpected(model.error());
  std::vector<ScoredRace> scored;
  for (const std::string& file : wanted.files) {
    const auto recording = read_recording(file, configuration);
    if (!recording) return std::unexpected(recording.error());
    scored.push_back(score(*recording, *model, configuration.duration(SettingKey::model_retrain_interval)));
  }
  return scored;
}

}  // namespace

Result<void> evaluate_laptime(const LapTimeEvaluation& wanted, const Configuration& configuration) {
  const auto learner = insight::parse_lap_learner(wanted.learner);
  if (!learner)
    return fail(ErrorCode::bad_argument, "'" + wanted.learner + "' is no learner: boosting, forest, xgboost or gru");
  const auto scored =
      wanted.folds > 1 ? score_by_folds(wanted, *learner, configuration) : score_with_model(wanted, configuration);
  if (!scored) return std::unexpected(scored.error());
  return print(wanted.json ? as_json(*scored) : as_text(*scored));
}

}  // namespace stint::app
