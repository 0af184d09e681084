// A small race made by hand, for tests of what is rendered: three cars in two classes, everything known of the first, the
// second a lap down, the third not started.
#pragma once

#include <memory>
#include <string>

#include "insight/analyst.hpp"
#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/strategy_report.hpp"
#include "race/snapshot.hpp"

namespace stint::server::sample {

using timing::CarNumber;
using timing::instant_from_ms;
using timing::Millis;

// 2024-06-15T14:00:00Z
inline constexpr std::int64_t kStartMs = 1'718'460'000'000;

inline timing::Instant at(std::int64_t race_ms) { return instant_from_ms(kStartMs + race_ms); }

inline std::shared_ptr<timing::Entry> entry(const char* number, const char* class_name, const char* team) {
  auto made = std::make_shared<timing::Entry>();
  made->car = CarNumber(number);
  made->class_name = class_name;
  made->team = team;
  made->manufacturer = "Marque";
  made->drivers = {{timing::DriverId("1"), "A. One", "ONE", "gold", "FRA"},
                   {timing::DriverId("2"), "B. Two", "TWO", "silver", ""}};
  return made;
}

inline race::LapRecord lap(std::int32_t number, std::int64_t ended_ms, std::int64_t time_ms) {
  race::LapRecord made;
  made.number = number;
  made.ended_at = at(ended_ms);
  made.time = Millis{time_ms};
  made.sectors[0] = Millis{30'000};
  made.sectors[1] = Millis{40'001};
  made.driver = timing::DriverId("1");
  made.flag_at_start = timing::FlagKind::green;
  made.flag_at_end = timing::FlagKind::green;
  made.position = 1;
  made.class_position = 1;
  made.gap_to_leader = Millis{0};
  made.laps_since_stop = number;
  return made;
}

inline race::CarSnapshot leader() {
  race::CarSnapshot car;
  car.entry = entry("007", "HYPERCAR", "Team \"Quote\", <b>Ltd</b>");
  car.position = 1;
  car.class_position = 1;
  car.laps = 3;
  car.elapsed = Millis{310'345};
  car.last_seen = at(340'000);
  car.last_lap = race::MarkedTime{Millis{100'345}, timing::BestMark::overall, 3};
  car.best_lap = car.last_lap;
  car.sectors = {race::MarkedTime{Millis{29'655}, timing::BestMark::personal, 4}, std::nullopt, std::nullopt};
  car.best_sectors = car.sectors;
  car.driver = timing::DriverId("1");
  car.driver_name = "A. One";
  car.state = timing::CarState::running;
  car.stops = 1;
  car.laps_since_stop = 1;
  car.laps_done.push_back(lap(1, 110'000, 110'000));
  car.laps_done.push_back(lap(2, 210'000, 100'000));
  car.laps_done.push_back(lap(3, 310'345, 100'345));
  car.laps_done.edit(1).in_lap = true;
  race::Stint first;
  first.number = 1;
  first.driver_name = "A. One";
  first.first_lap = 1;
  first.last_lap = 2;
  first.drive_time = Millis{210'000};
  first.ended_by = race::StintEnd::stop;
  race::Stint second = first;
  second.number = 2;
  second.first_lap = 3;
  second.last_lap = 3;
  second.drive_time = Millis{90'000};
  second.ended_by = race::StintEnd::running;
  car.stints.push_back(first);
  car.stints.push_back(second);
  race::PitStop stop;
  stop.in_lap = 2;
  stop.out_lap = 3;
  stop.in_at = at(208'000);
  stop.out_at = at(238'500);
  stop.lane = Millis{30'500};
  stop.flag = timing::FlagKind::green;
  stop.driver_in = timing::DriverId("1");
  stop.driver_out = timing::DriverId("2");
  stop.driver_in_name = "A. One";
  stop.driver_out_name = "B. Two";
  car.pit_stops.push_back(stop);
  car.drive_times = {{timing::DriverId("1"), "A. One", Millis{300'000}, 3}};
  return car;
}

inline race::CarSnapshot lapped() {
  race::CarSnapshot car;
  car.entry = entry("51", "LMGT3", "Émile");
  car.position = 2;
  car.class_position = 1;
  car.laps = 2;
  car.elapsed = Millis{222'345};
  car.last_seen = at(222'345);
  car.gap = {Millis{12'345}, 1, {2, 0}, Millis{5'000}};
  car.interval = car.gap;
  car.last_lap = race::MarkedTime{Millis{111'000}, timing::BestMark::none, 2};
  car.state = timing::CarState::in_pit;
  car.laps_done.push_back(lap(1, 111'345, 111'345));
  car.laps_done.push_back(lap(2, 222'345, 111'000));
  return car;
}

inline race::CarSnapshot not_started() {
  race::CarSnapshot car;
  car.entry = entry("7", "HYPERCAR", "");
  return car;
}

inline race::Snapshot snapshot() {
  race::Snapshot made;
  made.version = 1;
  made.last_seq = 42;
  made.at = at(345'000);
  made.session.series = "WEC";
  made.session.event = "6 Hours of Somewhere";
  made.session.name = "Race";
  made.session.track = "Somewhere";
  made.session.kind = timing::SessionKind::race;
  made.session.state = timing::SessionState::running;
  made.session.started_at = at(0);
  made.session.utc_offset_min = 120;
  made.elapsed = Millis{345'000};
  made.remaining = Millis{21'255'000};
  made.flag = timing::FlagKind::green;
  made.sector_count = 3;
  made.cars = {leader(), lapped(), not_started()};
  made.classes = {"HYPERCAR", "LMGT3"};
  made.bests.lap = Millis{100'345};
  made.bests.lap_by = CarNumber("007");
  made.bests.lap_number = 3;
  made.class_bests = {made.bests};
  made.class_bests[0].class_name = "HYPERCAR";
  made.flags.push_back({timing::FlagKind::green, at(0), std::nullopt, false});
  made.flag_shares = {{timing::FlagKind::green, Millis{345'000}, 1.0}};
  made.messages.push_back({"m1", at(1'000), "GREEN FLAG", {}, "flag"});
  made.messages.push_back({"m2", at(200'000), "CAR 7 <script>alert(1)</script>", {CarNumber("7")}, ""});
  timing::Weather weather;
  weather.air_c = 21.5;
  weather.rain = false;
  made.weather.push_back({at(0), weather});
  return made;
}

// The leader's fourth lap, refined after its first sector, an accident of the second car, and one alarm that was nothing.
inline insight::InsightsPtr insights() {
  auto made = std::make_shared<insight::Insights>();
  made->at = at(345'000);
  made->model = "boosting-1f2e3d4c+3";
  insight::CarInsight car;
  car.latest = {CarNumber("007"), 4,           at(340'000), 1, insight::LapKind::racing, Millis{100'900}, Millis{100'200},
                Millis{101'700},  made->model, ""};
  car.at_line = car.latest;
  car.at_line->after_sector = 0;
  car.at_line->predicted = Millis{100'500};
  car.next_laps = {{4, Millis{100'900}, Millis{100'200}, Millis{101'700}},
                   {5, Millis{100'500}, Millis{99'500}, Millis{101'900}}};
  car.error = {24, 412.4, 300, 0.791666, 630};
  made->cars = {std::make_shared<const insight::CarInsight>(car)};
  insight::Anomaly crash;
  crash.id = 1;
  crash.car = CarNumber("51");
  crash.lap = 3;
  crash.sector = 2;
  crash.kind = insight::AnomalyKind::stopped;
  crash.severity = 0.9;
  crash.probability = 0.8751;
  crash.first_seen = at(300'000);
  crash.confirmed = at(320'000);
  crash.evidence = {{"overdue_ms", 24'000}};
  crash.text = "has not come to the end of sector 2";
  insight::Anomaly nothing = crash;
  nothing.id = 2;
  nothing.kind = insight::AnomalyKind::slow;
  nothing.severity = 0.2;
  nothing.car = CarNumber("007");
  nothing.cleared = at(330'000);
  made->anomalies = {std::make_shared<const insight::Anomaly>(crash), std::make_shared<const insight::Anomaly>(nothing)};
  made->scorecard = {{"", 0, {60, 500, 400, 0.8, 700}}, {"HYPERCAR", 0, car.error}};
  return made;
}

// All that can be known of the leader, who is to stop on lap 12; of the second that nothing is.
inline insight::CarStrategy leader_strategy() {
  insight::CarStrategy car;
  car.car = CarNumber("007");
  car.class_name = "HYPERCAR";
  car.class_position = car.position = car.net_class_position = 1;
  car.net_class_position_band = insight::Quantiles{1, 1, 2};
  car.net_class_gap = Millis{0};
  car.fuel_laps_left = 8.54;
  car.fuel_laps_band = insight::Quantiles{7, 8.5, 9};
  car.fuel_basis = insight::Basis::car;
  car.tank_laps = 11;
  car.degradation_ms_per_lap = 41.24;
  car.next_stop_lap = insight::Quantiles{10, 12, 13};
  car.stops_left = insight::Quantiles{4, 5, 5};
  car.stops_left_probability = 0.81;
  car.mean_finish_class_position = 1.4;
  car.finish_class_position = insight::Quantiles{1, 1, 2};
  car.finish_odds = {0.61, 0.3};
  car.win_odds = 0.61;
  car.podium_odds = 0.91;
  car.out_odds = 0.09;
  insight::PitNow stop;
  stop.flag = timing::FlagKind::green;
  stop.lane_ms = insight::Quantiles{60'000, 63'000, 70'000};
  stop.loss_ms = insight::Quantiles{68'000, 71'000, 79'000};
  stop.class_position = 2;
  stop.class_position_band = insight::Quantiles{1, 2, 2};
  stop.ahead = CarNumber("7");
  stop.gap_ahead_ms = insight::Quantiles{1'000, 3'400, 9'000};
  stop.passed_by = {CarNumber("7")};
  stop.traffic = 3;
  stop.lap_fraction = 0.4;
  car.pit_now = {stop, stop};
  car.pit_now[1].flag = timing::FlagKind::safety_car;
  car.pit_now[1].entry_open = false;
  car.pit_now[1].closed_because = "the pit entry is closed behind the safety car";
  car.window = insight::StopWindow{9, 12, 13, {{9, 6'100.0, 900.0, "traffic behind #51"}, {12, 0.0, 0.0, ""}}};
  car.rivals = {{CarNumber("7"), -1'200.0, 400.0}};
  insight::DriverDuty duty;
  duty.name = "A. One";
  duty.grade = "gold";
  duty.at_the_wheel = true;
  duty.driven = Millis{300'000};
  duty.owed = Millis{4'320'000};
  duty.left = Millis{12'600'000};
  duty.left_in_window = Millis{9'000'000};
  duty.certainty = "H";
  car.drivers = {duty};
  insight::OwedPenalty penalty;
  penalty.text = "CAR 007 DRIVE THROUGH";
  penalty.kind = "drive_through";
  penalty.serve_by_lap = 6;
  car.penalties = {penalty};
  car.advice = {12, true, 11.0, "B. Two", Millis{63'000}};
  car.reasons = {"fuel for 8 more laps", "B. Two still owes 1:12"};
  car.low_certainty = {"tyre_allocation: 26 tyres"};
  return car;
}

inline insight::ClassMeasure sample_class_measure(std::string name) {
  insight::ClassMeasure of;
  of.class_name = std::move(name);
  of.lap_ms = 101'234.5;
  of.pit_loss_ms[0] = insight::Measure{67'000, 1'500, {65'000, 67'000, 69'000}, 8, insight::Basis::race_class};
  return of;
}

// Of the sample race a moment before; the leader's stop was called a lap too late.
inline insight::StrategyReportPtr strategy() {
  auto said = std::make_shared<insight::Strategy>();
  said->at = at(344'000);
  said->race_elapsed = Millis{344'000};
  said->runs = 400;
  said->finish_elapsed_ms = insight::Quantiles{21'610'000, 21'650'000, 21'700'000};
  said->leader_laps = insight::Quantiles{210, 212, 213};
  insight::CarStrategy second;
  second.car = CarNumber("51");
  second.class_name = "LMGT3";
  said->cars = {leader_strategy(), second};
  auto measured = std::make_shared<insight::Measured>();
  measured->classes = {sample_class_measure("HYPERCAR"), sample_class_measure("LMGT3")};
  measured->cars.resize(2);
  measured->cars[0].car = CarNumber("007");
  measured->cars[0].tank_laps = insight::Measure{12.2, 0.5, {11.6, 12.2, 12.8}, 4, insight::Basis::car};
  measured->cars[1].car = CarNumber("51");
  measured->cars[1].class_index = 1;
  said->measured = std::move(measured);
  auto report = std::make_shared<insight::StrategyReport>();
  report->calls.note(snapshot(), *said);
  report->calls.freeze();
  report->scorecard = {{insight::CallKind::next_stop, "", 12, 0.9, 1, 0.4, 0.79, 1.8}};
  report->refreshes = 7;
  report->refresh_seconds = 0.25;
  report->strategy = std::move(said);
  const auto rules = insight::RuleLibrary::built_in();
  if (rules) report->rules = std::make_shared<const insight::RuleBook>(insight::rule_book_for(snapshot().session, *rules));
  return report;
}

inline race::SnapshotPtr shared(race::Snapshot value) { return std::make_shared<const race::Snapshot>(std::move(value)); }

}  // namespace stint::server::sample
