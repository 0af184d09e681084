#include "insight/strategy/score/strategy_exam.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "insight/strategy/decisions/field_now.hpp"
#include "insight/strategy/decisions/net_position.hpp"
#include "insight/strategy/decisions/pit_now.hpp"
#include "insight/strategy/measure/measure.hpp"
#include "insight/strategy/score/baselines.hpp"
#include "insight/strategy/score/race_truth.hpp"
#include "insight/strategy/strategist.hpp"
#include "race/race.hpp"

namespace stint::insight {
namespace {

constexpr std::int32_t kNear = 10;  // laps: stops that come within them are scored
constexpr std::array<std::int32_t, 4> kLapsBefore{1, 4, 7, 10};
constexpr std::array<std::int32_t, 4> kPercents{25, 50, 75, 90};
constexpr std::int32_t kAround = 3;  // laps before and after a stop on which NET is held against the track

struct Question {
  enum class Kind : std::uint8_t { share, next_stop, rejoin, net };
  Instant at{};
  Kind kind = Kind::share;
  const CarTruth* car = nullptr;    // nullptr: all
  const StopTruth* stop = nullptr;  // that it is asked about
  std::int32_t number = 0;          // percent, or laps completed
  std::int32_t truth = 0;           // of net: position with every rival compared after the stops of both
  std::int32_t over = 0;            // of net: position at the instant at which the cycle is over
  Instant known_at{};               // of net: that instant
};

// What was known at one instant, worked out once for all that is asked then.
struct Known {
  race::SnapshotPtr race;
  Measured measured;
  FieldNow field;
  Known(race::SnapshotPtr at, const RuleBook* rules, const Priors& priors)
      : race(std::move(at)), measured(measure(*race, rules, priors)), field(*race, measured) {}
};

void ask_before_stop(const RaceTruth& truth, const CarTruth& car, const StopTruth& stop, std::vector<Question>& questions) {
  for (const std::int32_t before : kLapsBefore) {
    const auto at = car.end_of(stop.in_lap - before);
    if (at) questions.push_back({*at, Question::Kind::next_stop, &car, &stop, stop.in_lap - before});
  }
  const auto call = stop.last_call ? stop.last_call : car.end_of(stop.in_lap - 1);
  if (stop.green && call) questions.push_back({*call, Question::Kind::rejoin, &car, &stop, stop.in_lap - 1});
  const auto over = truth.cycle_end(car, stop);
  const auto position = over ? truth.class_position_at(car, *over) : std::nullopt;
  const auto net = truth.net_position(car, stop);
  if (!position || !net) return;
  for (std::int32_t lap = stop.in_lap - kAround; lap <= stop.out_lap + kAround; ++lap) {
    const auto at = car.end_of(lap);
    if (at && *at < *over)
      questions.push_back({*at, Question::Kind::net, &car, &stop, lap, net->class_position, *position, *over});
  }
}

std::vector<Question> questions_of(const RaceTruth& truth, const ExamSettings& settings) {
  std::vector<Question> questions;
  if (!truth.start() || !truth.end()) return questions;
  for (const std::int32_t percent : kPercents) {
    const auto at = *truth.start() + (*truth.end() - *truth.start()) * percent / 100;
    questions.push_back({at, Question::Kind::share, nullptr, nullptr, percent, 0});
  }
  std::int32_t count = 0;
  for (const CarTruth& car : truth.cars()) {
    for (const StopTruth& stop : car.stops) {
      if (count++ % std::max(1, settings.every_stop) == 0) ask_before_stop(truth, car, stop, questions);
    }
  }
  std::ranges::stable_sort(questions, {}, &Question::at);
  return questions;
}

bool is_neutral(FlagKind flag) {
  using enum FlagKind;
  return flag == fcy || flag == vsc || flag == safety_car || flag == code60 || flag == red;
}

class Exam {
 public:
  Exam(const RaceTruth& truth, const race::Snapshot& last, const RuleBook* rules, const Priors& priors,
       const ExamSettings& settings)
      : truth_(truth), last_(last), rules_(rules), priors_(priors), settings_(settings) {}

  void answer(const Question& question, const Known& known);
  ExamRows rows;

 private:
  void ask_all(const Question& question, const Known& known);
  void next_stop(const race::CarSnapshot& car, const CarTruth& truth, const Known& known,
                 const std::optional<Quantiles>& called);
  void stops_left(const race::CarSnapshot& car, const CarTruth& truth, const Known& known, const CarStrategy& called);
  void finish(std::int32_t percent, const race::CarSnapshot& car, const CarTruth& truth, const CarStrategy& called);
  void rejoin(const Question& question, const Known& known);
  void net(const Question& question, const Known& known);
  [[nodiscard]] bool neutralised_between(Instant from, Instant until) const;
  [[nodiscard]] bool stops_meanwhile(const CarNumber& rival, const Known& known, std::int32_t lap) const;
  [[nodiscard]] std::optional<double> true_gap(const CarTruth& car, const CarNumber& ahead, std::int32_t lap) const;

  const RaceTruth& truth_;
  const race::Snapshot& last_;
  const RuleBook* rules_;
  const Priors& priors_;
  const ExamSettings& settings_;
};

void Exam::answer(const Question& question, const Known& known) {
  if (question.kind == Question::Kind::share) return ask_all(question, known);
  const race::CarSnapshot* car = known.race->find(question.car->car);
  if (car == nullptr || car->laps != question.number) return;  // the timing corrected itself later
  if (question.kind == Question::Kind::rejoin) return rejoin(question, known);
  if (question.kind == Question::Kind::net) return net(question, known);
  const CarMeasure* measured = known.measured.find(car->number());
  const bool said = measured != nullptr && measured->next_stop;
  next_stop(*car, *question.car, known, said ? measured->next_stop->lap : std::nullopt);
}

void Exam::ask_all(const Question& question, const Known& known) {
  AdviceSettings settings;
  settings.play.runs = settings_.runs;
  settings.play.threads = 1;
  settings.window_runs = 0;
  if (settings_.runs == 0) return;
  const Strategy strategy = advise(*known.race, rules_, priors_, settings);
  for (const CarStrategy& called : strategy.cars) {
    const race::CarSnapshot* car = known.race->find(called.car);
    const CarTruth* truth = truth_.find(called.car);
    if (car == nullptr || truth == nullptr || !called.running || car->laps == 0) continue;
    next_stop(*car, *truth, known, called.next_stop_lap);
    if (question.number == 50 && truth->finished) stops_left(*car, *truth, known, called);
    finish(question.number, *car, *truth, called);
  }
}

void Exam::next_stop(const race::CarSnapshot& car, const CarTruth& truth, const Known& known,
                     const std::optional<Quantiles>& called) {
  const StopTruth* stop = truth.next_stop(car.laps);
  if (stop == nullptr || stop->in_lap - car.laps > kNear) return;
  NextStopRow row;
  row.laps_before = stop->in_lap - car.laps;
  row.caution_came = std::ranges::any_of(last_.flags, [&](const race::FlagPeriod& period) {
    return is_neutral(period.kind) && period.from > known.race->at && period.from <= stop->in_at;
  });
  if (called) {
    row.error = called->p50 - stop->in_lap;
    row.in_band = called->p10 <= stop->in_lap && stop->in_lap <= called->p90;
  }
  if (const auto usual = usual_next_stop(car)) row.baseline = *usual - stop->in_lap;
  rows.next_stops.push_back(row);
}

void Exam::stops_left(const race::CarSnapshot& car, const CarTruth& truth, const Known& known, const CarStrategy& called) {
  const double left = truth.stops_after(car.laps);
  StopsLeftRow row;
  if (called.stops_left) row.error = called.stops_left->p50 - left;
  const auto usual = usual_stops_left(car, known.race->at - *truth_.start(), *truth_.end() - known.race->at);
  if (usual) row.baseline = *usual - left;
  rows.stops_left.push_back(row);
}

void Exam::finish(std::int32_t percent, const race::CarSnapshot& car, const CarTruth& truth, const CarStrategy& called) {
  if (!truth.finish_class_position || !car.class_position || called.finish_odds.empty()) return;
  FinishRow row;
  row.percent = percent;
  row.truth = *truth.finish_class_position;
  row.order = *car.class_position;
  row.mean = called.mean_finish_class_position;
  if (const auto& told = called.finish_class_position) {
    row.p50 = told->p50;
    row.in_band = told->p10 <= row.truth && row.truth <= told->p90;
  }
  const auto add = [&](double odds, bool came) {
    row.brier += (odds - (came ? 1 : 0)) * (odds - (came ? 1 : 0));
    row.odds.push_back({odds, came});
  };
  const auto came_in_at = truth.finished ? static_cast<std::size_t>(row.truth) : 0;  // 0: out
  for (std::size_t i = 0; i < called.finish_odds.size(); ++i) add(called.finish_odds[i], came_in_at == i + 1);
  add(called.out_odds, came_in_at == 0);
  row.order_brier = came_in_at == static_cast<std::size_t>(row.order) ? 0 : 2;
  rows.finishes.push_back(std::move(row));
}

std::optional<double> Exam::true_gap(const CarTruth& car, const CarNumber& ahead, std::int32_t lap) const {
  const CarTruth* other = truth_.find(ahead);
  const auto own = car.end_of(lap), his = other == nullptr ? std::nullopt : other->end_of(lap);
  return own && his ? std::optional(static_cast<double>((*own - *his).count())) : std::nullopt;
}

bool Exam::stops_meanwhile(const CarNumber& rival, const Known& known, std::int32_t lap) const {
  const CarTruth* truth = truth_.find(rival);
  const race::CarSnapshot* now = known.race->find(rival);
  const StopTruth* stop = truth == nullptr || now == nullptr ? nullptr : truth->next_stop(now->laps);
  return stop != nullptr && stop->in_lap <= lap;
}

void Exam::rejoin(const Question& question, const Known& known) {
  const race::CarSnapshot& car = *known.race->find(question.car->car);
  const auto end = question.car->end_of(question.stop->out_lap);
  const auto position = end ? truth_.class_position_at(*question.car, *end) : std::nullopt;
  if (!position || is_neutral(known.race->flag)) return;
  RejoinRow row;
  row.routine = question.stop->routine;
  if (const CarNow* on_road = known.field.find(car.number())) {
    const PitNow called = pit_now(known.field, *on_road, FlagKind::green, rules_);
    if (called.class_position) row.position_right = *called.class_position == *position;
    if (const auto& band = called.class_position_band) row.position_in_band = band->p10 <= *position && *position <= band->p90;
    row.rival_stopped = called.ahead && stops_meanwhile(*called.ahead, known, question.stop->out_lap);
    const auto gap = called.ahead ? true_gap(*question.car, *called.ahead, question.stop->out_lap) : std::nullopt;
    if (gap && called.gap_ahead_ms) {
      row.gap_error_ms = called.gap_ahead_ms->p50 - *gap;
      row.gap_in_band = called.gap_ahead_ms->p10 <= *gap && *gap <= called.gap_ahead_ms->p90;
    }
  }
  if (const auto loss = mean_pit_loss_ms(*known.race, car.entry->class_name)) {
    std::int32_t place = 1;
    std::optional<double> nearest;
    const race::CarSnapshot* ahead = nullptr;
    for (const race::CarSnapshot& rival : known.race->cars) {
      const bool runs = rival.state != race::CarState::retired && rival.laps > 0;
      if (&rival == &car || rival.entry->class_name != car.entry->class_name || !runs) continue;
      const auto gap = line_gap_ms(car, rival);
      if (!gap || *gap + *loss <= 0) continue;
      ++place;
      if (!nearest || *gap < *nearest) {
        nearest = gap;
        ahead = &rival;
      }
    }
    row.baseline_position_right = place == *position;
    row.baseline_rival_stopped = ahead != nullptr && stops_meanwhile(ahead->number(), known, question.stop->out_lap);
    const auto gap = ahead == nullptr ? std::nullopt : true_gap(*question.car, ahead->number(), question.stop->out_lap);
    if (gap) row.baseline_gap_error_ms = *nearest + *loss - *gap;
  }
  rows.rejoins.push_back(row);
}

bool Exam::neutralised_between(Instant from, Instant until) const {
  return std::ranges::any_of(last_.flags, [&](const race::FlagPeriod& period) {
    return is_neutral(period.kind) && period.from < until && (!period.until || *period.until > from);
  });
}

void Exam::net(const Question& question, const Known& known) {
  const race::CarSnapshot& car = *known.race->find(question.car->car);
  const auto standings = net_standings(known.field);
  const auto found = std::ranges::find(standings, car.number(), &NetStanding::car);
  if (found == standings.end() || !found->class_position || !car.class_position) return;
  const auto apart = [](std::int32_t said, std::int32_t came) { return static_cast<double>(std::abs(said - came)); };
  rows.nets.push_back({apart(*found->class_position, question.truth), apart(*car.class_position, question.truth),
                       apart(*found->class_position, question.over), apart(*car.class_position, question.over),
                       !neutralised_between(question.at, question.known_at)});
}

}  // namespace

ExamRows examine_strategy(std::span<const timing::Event> events, const RuleBook* rules, const Priors& priors,
                          const ExamSettings& settings) {
  race::Race whole;
  whole.insert_all(events);
  const race::SnapshotPtr last = whole.snapshot();
  const RaceTruth truth(*last);
  const std::vector<Question> questions = questions_of(truth, settings);

  Exam exam(truth, *last, rules, priors, settings);
  race::Race race;
  std::size_t next = 0;
  std::unique_ptr<Known> known;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    if (!known || known->race->at != question.at) {
      for (; next < events.size() && events[next].at <= question.at; ++next) race.insert(events[next]);
      known = std::make_unique<Known>(race.snapshot(question.at), rules, priors);
    }
    exam.answer(question, *known);
    if (settings.progress && i % 64 == 0) settings.progress(static_cast<double>(i) / static_cast<double>(questions.size()));
  }
  return std::move(exam.rows);
}

}  // namespace stint::insight
