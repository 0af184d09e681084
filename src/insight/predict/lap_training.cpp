#include "insight/predict/lap_training.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "insight/predict/labels.hpp"

namespace stint::insight {
namespace {

constexpr double kLeastAnswer = -60, kMostAnswer = 1000;  // per cent: a red flag's standing is no lap time
constexpr double kMostRacing = 12;                        // per cent of pace a clean lap can be from the reference at all

// A question with the lap that it was about.
struct Asked {
  std::size_t car = 0;
  std::size_t lap_index = 0;
  LapQuestion question;
};

bool flags_racing(const LapRecord& lap) { return is_racing_flag(lap.flag_at_start) && is_racing_flag(lap.flag_at_end); }

// What the question turned out to be about; nullopt if the lap teaches nothing of that kind.
std::optional<LapPart> part_learnt(const Asked& asked, const LapRecord& lap, const LapLabel& label, double answer) {
  if (lap.in_lap != lap.out_lap && lap.in_lap) return flags_racing(lap) ? std::optional(LapPart::in) : std::nullopt;
  if (lap.in_lap) return std::nullopt;
  if (asked.question.kind == LapKind::racing && (!label.clean || std::abs(answer) > kMostRacing)) return std::nullopt;
  if (asked.question.kind == LapKind::in) return std::nullopt;
  return asked.question.part;
}

void add(LapExamples::Part& into, const FeatureRow& row, double answer) {
  into.rows.columns = kFeatureCount;
  into.rows.values.insert(into.rows.values.end(), row.begin(), row.end());
  into.answers.push_back(static_cast<float>(std::clamp(answer, kLeastAnswer, kMostAnswer)));
}

// One of the laps two to ten laps ahead, each as often, if that was clean: nine examples of one moment would say little more.
void add_ahead(LapExamples::Part& into, const Asked& asked, const FieldCar& car, const std::vector<LapLabel>& labels) {
  const auto ahead = static_cast<int>(2 + asked.lap_index * 4 % 9);
  const std::size_t index = asked.lap_index + static_cast<std::size_t>(ahead) - 1;
  if (asked.question.done > 0 || index >= car.laps.size() || !labels[index].clean) return;
  const LapQuestion question = ask_ahead(asked.question, ahead);
  const double answer = question.answer_of(static_cast<double>(timing::count_ms(*car.laps[index].time)));
  if (std::abs(answer) <= kMostRacing) add(into, question.row, answer);
}

}  // namespace

void LapExamples::add_race(std::string id, std::span<const timing::Event> events) {
  Field field;
  LapFeatures features;
  std::vector<Asked> asked;
  for (const timing::Event& event : events) {
    const Step step = field.apply(event);
    features.observe(field, step);
    const bool point = step.kind == Step::Kind::lap || (step.kind == Step::Kind::sector && step.sector < field.sector_count());
    if (!point) continue;
    const FieldCar& car = field.cars()[step.car];
    if (auto question = ask(field, step.car, kind_of_current_lap(field, car), features)) {
      asked.push_back({step.car, car.laps.size(), std::move(*question)});
    }
  }
  const auto labels = label_laps(field);
  for (const Asked& each : asked) {
    const FieldCar& car = field.cars()[each.car];
    if (each.lap_index >= car.laps.size()) continue;
    const LapRecord& lap = car.laps[each.lap_index];
    add_ahead(parts[static_cast<std::size_t>(LapPart::ahead)], each, car, labels[each.car]);
    if (!lap.time || lap.number != car.laps[each.lap_index - 1].number + 1) continue;
    const double answer = each.question.answer_of(static_cast<double>(timing::count_ms(*lap.time)));
    const auto part = part_learnt(each, lap, labels[each.car][each.lap_index], answer);
    if (!part) continue;
    add(parts[static_cast<std::size_t>(*part)], each.question.row, answer);
    if (*part == LapPart::racing) ++laps;
  }
  races.push_back(std::move(id));
}

std::string_view lap_learner_name(LapLearner learner) {
  switch (learner) {
    case LapLearner::boosting:
      return "boosting";
    case LapLearner::xgboost:
      return "xgboost";
    case LapLearner::gru:
      return "gru";
    case LapLearner::forest:
      break;
  }
  return "forest";
}

std::optional<LapLearner> parse_lap_learner(std::string_view name) {
  for (const LapLearner learner : {LapLearner::boosting, LapLearner::forest, LapLearner::xgboost, LapLearner::gru}) {
    if (lap_learner_name(learner) == name) return learner;
  }
  return std::nullopt;
}

namespace {

// The middle of racing laps decides what the model is worth; the rest is smaller. Small steps with many leaves and few columns
// a tree were better than large ones on the races of 2023.
learn::BoostingSettings boosting_settings(LapPart part, learn::Loss loss, double quantile) {
  learn::BoostingSettings settings;
  const bool middle = loss != learn::Loss::quantile;
  const bool large = is_racing(part) && middle;
  settings.trees = large ? 500 : middle ? 160 : 80;
  settings.shrinkage = large ? 0.05 : middle ? 0.08 : 0.12;
  settings.max_leaves = large ? 63 : is_racing(part) || part == LapPart::ahead ? 31 : 15;
  settings.min_leaf = large ? 80 : is_racing(part) || part == LapPart::ahead ? 50 : 20;
  settings.column_share = 0.3;
  settings.row_share = 0.7;
  settings.loss = loss;
  settings.quantile = quantile;
  return settings;
}

learn::ForestSettings forest_settings() {
  learn::ForestSettings settings;
  settings.trees = 100;
  settings.max_depth = 15;
  settings.min_leaf = 50;  // smaller leaves make a larger file and no better answers
  return settings;
}

// The same as ours, so that the libraries are compared and not the settings. (Its absolute loss does worse than its squared
// one.)
learn::XgboostSettings xgboost_settings() {
  const learn::BoostingSettings ours = boosting_settings(LapPart::racing, learn::Loss::absolute, 0.5);
  return {.trees = ours.trees,
          .shrinkage = ours.shrinkage,
          .max_leaves = ours.max_leaves,
          .min_leaf = static_cast<double>(ours.min_leaf),
          .row_share = ours.row_share,
          .column_share = ours.column_share};
}

// A step for each of the last five laps, the oldest first: its time beside all else that is known now.
learn::GruSettings gru_settings() {
  static constexpr std::array<std::string_view, 5> kLaps{"fifth_lap", "fourth_lap", "third_lap", "lap_before", "last_lap"};
  learn::GruSettings settings;
  settings.steps = kLaps.size();
  settings.hidden = 32;
  settings.epochs = 8;
  settings.rate = 0.003;
  for (const std::string_view lap : kLaps) {
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      if (feature_texts()[i].name == lap) settings.layout.push_back(static_cast<std::uint8_t>(i));
    }
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      if (std::ranges::find(kLaps, feature_texts()[i].name) == kLaps.end())
        settings.layout.push_back(static_cast<std::uint8_t>(i));
    }
  }
  return settings;
}

std::optional<LapRegressor> learn_middle(const LapExamples::Part& from, LapLearner learner, const learn::Progress& tell) {
  if (learner == LapLearner::gru) return learn::Gru::fit(from.rows, from.answers, {}, gru_settings(), tell);
  auto fitted = learn::Xgboost::fit(from.rows, from.answers, {}, xgboost_settings(), tell);
  return fitted ? std::optional<LapRegressor>(std::move(*fitted)) : std::nullopt;
}

}  // namespace

LapModel train_laps(const LapExamples& examples, LapLearner learner,
                    const std::function<void(std::string_view what, double done)>& progress) {
  LapModel model;
  model.name = lap_learner_name(learner);
  model.races = examples.races;
  model.clean_laps = examples.laps;
  for (std::size_t p = 0; p < kLapParts; ++p) {
    const auto part = static_cast<LapPart>(p);
    const LapExamples::Part& from = examples.parts[p];
    if (from.answers.empty()) continue;
    LapPartModel& into = model.parts[p];
    const double fits = part == LapPart::racing ? 4 : 3;
    int learnt = 0;
    const learn::Progress tell = [&](double done) {
      if (progress)
        progress(lap_part_name(part), (static_cast<double>(p) + (learnt + done) / fits) / static_cast<double>(kLapParts));
      return true;
    };
    if (learner == LapLearner::forest && part == LapPart::racing) {
      into.middle.emplace_back(learn::Forest::fit(from.rows, from.answers, {}, forest_settings(), tell));
      continue;
    }
    const auto boosted = [&](learn::Loss loss, double quantile = 0.5) {
      auto fitted = learn::Boosting::fit(from.rows, from.answers, {}, boosting_settings(part, loss, quantile), tell);
      ++learnt;
      return fitted;
    };
    if (part == LapPart::racing && (learner == LapLearner::xgboost || learner == LapLearner::gru)) {
      auto middle = learn_middle(from, learner, tell);
      ++learnt;
      if (!middle) continue;
      into.middle.push_back(std::move(*middle));
    } else {
      into.middle.emplace_back(boosted(learn::Loss::absolute));
      // At the line the mean of both was less wrong than either; under way it was not.
      if (part == LapPart::racing) into.middle.emplace_back(boosted(learn::Loss::squared));
    }
    into.low = boosted(learn::Loss::quantile, 0.1);
    into.high = boosted(learn::Loss::quantile, 0.9);
  }
  return model;
}

}  // namespace stint::insight
