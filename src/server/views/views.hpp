// What the API says about a race: each view is a function of a snapshot and the query.
//
// Pure; any thread. docs/api.md describes the fields; `openapi.json` is their schema.
#pragma once

#include <string_view>

#include "insight/analyst.hpp"
#include "insight/strategy/strategy_report.hpp"
#include "race/snapshot.hpp"
#include "server/request_target.hpp"
#include "server/views/table.hpp"
#include "timing/error.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

struct ViewCall {
  std::string_view session_id;
  const race::Snapshot& race;
  const RequestTarget& target;
  std::string_view car;                               // of the path; empty if it has none
  const insight::Insights* insights = nullptr;        // nullptr: nothing is worked out of this session, or nothing yet
  const insight::StrategyReport* strategy = nullptr;  // likewise
};

// Tables: JSON, CSV or NDJSON. Errors: bad_argument, unknown_car.
using TableView = Result<void> (*)(const ViewCall&, Table&);
[[nodiscard]] Result<void> view_positions(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_leaderboard(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_lap_times(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_pit_history(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_messages(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_happenings(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_anomalies(const ViewCall& call, Table& table);
[[nodiscard]] Result<void> view_differences(const ViewCall& call, Table& table);

// Documents: JSON only.
using DocumentView = Result<void> (*)(const ViewCall&, timing::JsonWriter&);
[[nodiscard]] Result<void> view_race_info(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_telemetry(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_drivers(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_stints(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_field_stints(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_position_history(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_predictions(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_car_prediction(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_flags(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_weather(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_story(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_strategy(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_car_strategy(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_strategy_scorecard(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_strategy_measured(const ViewCall& call, timing::JsonWriter& json);
[[nodiscard]] Result<void> view_rules(const ViewCall& call, timing::JsonWriter& json);

// "position", "class_position", "laps", "gap".
[[nodiscard]] std::string_view name_of(race::Difference::What what);

// The car of the path. Error: unknown_car.
[[nodiscard]] Result<const race::CarSnapshot*> find_car(const ViewCall& call);

// What kind of stop: "red_flag", "driver_change", "service", or "in_progress" while the car stands.
[[nodiscard]] std::string_view stop_type(const race::PitStop& stop);

void write_weather_fields(timing::JsonWriter& json, const timing::Session& session, const race::WeatherReading& reading);
void write_flag_period(timing::JsonWriter& json, const timing::Session& session, const race::FlagPeriod& period);
void write_flag_shares(timing::JsonWriter& json, const std::vector<race::FlagShare>& shares);

}  // namespace stint::server
