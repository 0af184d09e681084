// What laps will take, and how good that was so far: /api/predictions and /api/predictions/{car}.
#include <cmath>

#include "server/views/insight_views.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;
using timing::Millis;

constexpr double kStatedCoverage = 0.8;
// With fewer laps a share says nothing.
constexpr std::int32_t kEnoughLaps = 20;

std::optional<Millis> rounded(double ms, bool known = true) {
  return known ? std::optional(Millis{static_cast<std::int64_t>(std::llround(ms))}) : std::nullopt;
}

std::optional<double> share(double value, bool known) {
  return known ? std::optional(std::round(value * 1000) / 1000) : std::nullopt;
}

void write_error(JsonWriter& json, const insight::ErrorSoFar& error) {
  const bool known = error.laps > 0;
  json.field("laps", error.laps).field("mean_error_ms", rounded(error.mean_ms, known));
  json.field("median_error_ms", rounded(error.median_ms, known)).field("coverage", share(error.coverage, known));
  json.field("own_median_error_ms", rounded(error.own_median_ms, known));
}

// Why a car has no prediction, for people.
std::string reason_of(const ViewCall& call, const insight::CarInsight* car) {
  if (car != nullptr) return car->latest.reason;
  if (call.insights == nullptr) return "nothing is worked out of a session that is not being played";
  if (call.insights->done < 1) return "still being worked out";
  return call.insights->model.empty() ? "there is no model, or no lap has begun yet" : "the car has not begun a lap yet";
}

// Milliseconds since the car crossed the line, at the instant shown.
std::optional<Millis> time_into_lap(const ViewCall& call, const race::CarSnapshot& car) {
  if (car.laps_done.empty() || !car.elapsed) return std::nullopt;
  return call.race.at - car.laps_done.back().ended_at;
}

// The fields of one car: the contract's first, then what they rest on.
void write_car(JsonWriter& json, const ViewCall& call, const race::CarSnapshot& car, const insight::CarInsight* known) {
  const insight::Prediction* latest = known == nullptr ? nullptr : &known->latest;
  const bool refined = latest != nullptr && latest->predicted && latest->after_sector > 0 && known->at_line &&
                       known->at_line->lap == latest->lap && known->at_line->predicted;
  json.field("car_number", car.number());
  write_seconds(json, "predicted_lap_time", latest ? latest->predicted : std::nullopt);
  json.field("confidence", share(known ? known->error.coverage : 0, known && known->error.laps >= kEnoughLaps));
  write_seconds(json, "current_lap_time", time_into_lap(call, car));
  write_seconds(json, "delta", refined ? std::optional(*latest->predicted - *known->at_line->predicted) : std::nullopt);
  json.field("lap", latest ? std::optional(latest->lap) : std::nullopt);
  json.field("kind", latest ? std::optional(insight::lap_kind_name(latest->kind)) : std::nullopt);
  json.field("after_sector", latest ? std::optional(latest->after_sector) : std::nullopt);
  json.field("made_at_ms", latest ? on_race_clock(call.race.session, latest->made_at) : std::nullopt);
  json.field("predicted_ms", latest ? latest->predicted : std::nullopt);
  json.field("low_ms", latest ? latest->low : std::nullopt).field("high_ms", latest ? latest->high : std::nullopt);
  json.field("stated_coverage", kStatedCoverage);
  json.field("at_line_ms", known && known->at_line ? known->at_line->predicted : std::nullopt);
  json.field("model", latest ? known_text(latest->model) : std::nullopt);
  const std::string reason = reason_of(call, known);
  json.field("reason", latest && latest->predicted ? std::nullopt : known_text(reason));
  json.key("error_so_far").begin_object();
  write_error(json, known ? known->error : insight::ErrorSoFar{});
  json.end_object();
}

void write_scorecard(JsonWriter& json, const insight::Insights* insights) {
  json.key("scorecard").begin_array();
  if (insights != nullptr) {
    for (const insight::ScorecardLine& line : insights->scorecard) {
      json.begin_object().field("car_class", known_text(line.class_name)).field("after_sector", line.after_sector);
      write_error(json, line.error);
      json.end_object();
    }
  }
  json.end_array();
}

const insight::CarInsight* insight_of(const ViewCall& call, const race::CarSnapshot& car) {
  return call.insights == nullptr ? nullptr : call.insights->find(car.number());
}

}  // namespace

Result<void> view_car_prediction(const ViewCall& call, JsonWriter& json) {
  const auto car = find_car(call);
  if (!car) return std::unexpected(car.error());
  const insight::CarInsight* known = insight_of(call, **car);
  json.begin_object();
  write_car(json, call, **car, known);
  json.key("next_laps").begin_array();
  if (known != nullptr) {
    for (const insight::LapBand& lap : known->next_laps) {
      json.begin_object().field("lap", lap.lap).field("predicted_ms", lap.predicted);
      json.field("low_ms", lap.low).field("high_ms", lap.high).end_object();
    }
  }
  json.end_array().end_object();
  return {};
}

Result<void> view_predictions(const ViewCall& call, JsonWriter& json) {
  const std::string* wanted = call.target.find("car_class");
  json.begin_object().field("model", call.insights ? known_text(call.insights->model) : std::nullopt);
  json.field("done", call.insights ? std::optional(call.insights->done) : std::nullopt);
  json.field("at_ms",
             call.insights && call.insights->done == 1 ? on_race_clock(call.race.session, call.insights->at) : std::nullopt);
  json.key("cars").begin_array();
  for (const race::CarSnapshot& car : call.race.cars) {
    if (wanted != nullptr && !wanted->empty() && car.entry->class_name != *wanted) continue;
    json.begin_object();
    write_car(json, call, car, insight_of(call, car));
    json.end_object();
  }
  json.end_array();
  write_scorecard(json, call.insights);
  json.end_object();
  return {};
}

void write_pushed_prediction(JsonWriter& json, const insight::CarInsight* car) {
  if (car == nullptr) {
    json.null();
    return;
  }
  const insight::Prediction& latest = car->latest;
  const insight::Prediction* line = car->at_line ? &*car->at_line : nullptr;
  json.begin_object().field("lap", latest.lap).field("kind", insight::lap_kind_name(latest.kind));
  json.field("after_sector", latest.after_sector).field("ms", latest.predicted);
  json.field("low_ms", latest.low).field("high_ms", latest.high);
  json.field("line_ms", line ? line->predicted : std::nullopt).field("line_low_ms", line ? line->low : std::nullopt);
  json.field("line_high_ms", line ? line->high : std::nullopt).field("reason", known_text(latest.reason)).end_object();
}

void write_pushed_insights(JsonWriter& json, const insight::Insights* insights) {
  if (insights == nullptr) {
    json.null();
    return;
  }
  json.begin_object().field("model", known_text(insights->model)).field("done", share(insights->done, true));
  write_scorecard(json, insights);
  json.end_object();
}

}  // namespace stint::server
