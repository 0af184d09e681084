#include "server/views/views.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/sample_race.hpp"
#include "server/views/gap_text.hpp"
#include "server/views/race_clock.hpp"

namespace stint::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string shown(TableView view, std::string_view query = "", std::string_view car = "007", Format format = Format::json) {
  const race::Snapshot race = sample::snapshot();
  const auto target = parse_target("/?" + std::string(query)).value();
  std::string out;
  Table table(format, out);
  const insight::InsightsPtr insights = sample::insights();
  const auto outcome = view({"sample", race, target, car, insights.get()}, table);
  return outcome ? out : std::string(code_text(outcome.error().code));
}

std::string shown(DocumentView view, race::Snapshot race = sample::snapshot(), std::string_view car = "007") {
  const auto target = parse_target("/").value();
  std::string out;
  timing::JsonWriter json(out);
  const insight::InsightsPtr insights = sample::insights();
  const auto outcome = view({"sample", race, target, car, insights.get()}, json);
  return outcome ? out : std::string(code_text(outcome.error().code));
}

TEST(GapText, SaysLeaderSecondsLapsOrNothing) {
  EXPECT_EQ(gap_text({}, true), "Leader");
  EXPECT_EQ(gap_text({timing::Millis{12'345}, 0, {}, {}}, false), "+12.345");
  EXPECT_EQ(gap_text({timing::Millis{99'000}, 1, {}, {}}, false), "+1 LAP");
  EXPECT_EQ(gap_text({std::nullopt, 12, {}, {}}, false), "+12 LAPS");
  EXPECT_EQ(gap_text({}, false), "-");
}

TEST(Leaderboard, ShowsGapsAsTextAndTheUnknownAsNull) {
  const std::string json = shown(&view_leaderboard);
  EXPECT_THAT(json,
              StartsWith(R"([{"car_number":"007","team_name":"Team \"Quote\", <b>Ltd</b>","car_class":"HYPERCAR","position":1,)"
                         R"("position_in_class":1,"laps_completed":3,"gap_to_leader":"Leader","gap_to_class_leader":"Leader",)"
                         R"("last_lap_time":100.345,"best_lap_time":100.345,"in_pit":false,"current_driver":"A. One")"));
  EXPECT_THAT(
      json,
      HasSubstr(
          R"("gap_to_leader":"+1 LAP","gap_to_class_leader":"Leader","last_lap_time":111.000,"best_lap_time":null,"in_pit":true)"));
  EXPECT_THAT(json, HasSubstr(R"({"car_number":"7","team_name":null,"car_class":"HYPERCAR","position":null)"));
}

TEST(Positions, ALappedCarsGapCarriesItsLaps) {
  EXPECT_THAT(shown(&view_positions), HasSubstr(R"("gap_to_leader":12.345,"gap_to_class_leader":0.000)"));
  EXPECT_THAT(shown(&view_positions), HasSubstr(R"("gap_laps":1,"class_gap_laps":0,"gap_age_ms":5000)"));
}

TEST(Positions, AreThoseOfTheClassAskedFor) {
  const std::string json = shown(&view_positions, "car_class=LMGT3");
  EXPECT_THAT(json, HasSubstr(R"("car_number":"51")"));
  EXPECT_THAT(json, Not(HasSubstr("HYPERCAR")));
  EXPECT_EQ(shown(&view_positions, "car_class=GTD"), "[]");
}

TEST(Tables, HaveTheSameRowsAsCsvAndNdjson) {
  const std::string csv = shown(&view_positions, "", "", Format::csv);
  EXPECT_THAT(csv, StartsWith("car_number,team_name,car_class,position,"));
  EXPECT_THAT(csv, HasSubstr("\r\n007,\"Team \"\"Quote\"\", <b>Ltd</b>\",HYPERCAR,1,1,3,0.000,0.000,100.345,"));
  EXPECT_THAT(csv, HasSubstr("\r\n51,Émile,LMGT3,2,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  const std::string ndjson = shown(&view_positions, "", "", Format::ndjson);
  EXPECT_EQ(std::ranges::count(ndjson, '\n'), 3);
  EXPECT_THAT(ndjson, StartsWith(R"({"car_number":"007",)"));
  EXPECT_THAT(shown(&view_lap_times, "", "007", Format::csv), HasSubstr(",30000 40001 -,")) << "lists are joined by spaces";
}

TEST(LapTimes, AreTheLastOnesTheNewestLast) {
  const std::string json = shown(&view_lap_times, "limit=2");
  EXPECT_THAT(
      json,
      StartsWith(
          R"([{"car_number":"007","lap_number":2,"lap_time":100.000,"sector1_time":30.000,"sector2_time":40.001,"sector3_time":null,)"
          R"("is_pit_lap":true,"tire_age":2,"timestamp":"2024-06-15T14:03:30.000Z","lap_ms":100000,"sectors_ms":[30000,40001,null])"));
  EXPECT_THAT(json, HasSubstr(R"("lap_number":3)"));
  EXPECT_THAT(shown(&view_lap_times, "after=1&limit=1"),
              AllOf(HasSubstr(R"("lap_number":2)"), Not(HasSubstr(R"("lap_number":3)"))));
  EXPECT_EQ(shown(&view_lap_times, "after=3"), "[]");
  EXPECT_EQ(shown(&view_lap_times, "limit=0"), "bad_argument");
  EXPECT_EQ(shown(&view_lap_times, "", "07"), "unknown_car") << "007 and 07 are two cars";
  EXPECT_EQ(shown(&view_lap_times, "", "a number longer than any"), "unknown_car");
}

TEST(PitHistory, TellsFlagDriversAndKind) {
  EXPECT_THAT(
      shown(&view_pit_history),
      HasSubstr(R"("duration":30.500,"stop_type":"driver_change","timestamp":"2024-06-15T14:03:28.000Z","in_lap":2,)"
                R"("out_lap":3,"lane_ms":30500,"in_at_ms":208000,"flag":"green","driver_in":"A. One","driver_out":"B. Two")"));
  EXPECT_EQ(shown(&view_pit_history, "", "7"), "[]");
}

TEST(Drivers, TellTheCurrentStint) {
  EXPECT_EQ(shown(&view_drivers),
            R"({"car_number":"007","current_driver":"A. One","stint_start_lap":3,"laps_in_stint":1,"stint_duration":1.5,)"
            R"("average_lap_time":100.345,"drivers":[{"id":"1","name":"A. One","drive_ms":300000,"laps":3}]})");
  EXPECT_THAT(shown(&view_drivers, sample::snapshot(), "7"), HasSubstr(R"("stint_start_lap":null)"));
}

TEST(Telemetry, SaysWhereItsSpeedIsFrom) {
  race::Snapshot race = sample::snapshot();
  EXPECT_THAT(shown(&view_telemetry, race), HasSubstr(R"("speed":null,"speed_source":null)"));
  race.session.lap_length_m = 10'034.5;
  EXPECT_THAT(shown(&view_telemetry, race), HasSubstr(R"("speed":360,"speed_source":"lap_average")"));
  race.cars[0].speed_kph = 321.5;
  EXPECT_THAT(shown(&view_telemetry, race), HasSubstr(R"("speed":321.5,"speed_source":"speed_trap")"));
  EXPECT_THAT(shown(&view_telemetry, race), HasSubstr(R"("current_sector":2)")) << "sector 1 of lap 4 is done";
}

TEST(Messages, AreTheLastOnesOrThoseAfterAnId) {
  EXPECT_THAT(shown(&view_messages, "limit=1"), StartsWith(R"([{"id":"m2","at_ms":200000,)"));
  EXPECT_THAT(shown(&view_messages, "after=m1"), StartsWith(R"([{"id":"m2")"));
  EXPECT_EQ(shown(&view_messages, "after=m2"), "[]");
}

TEST(Happenings, AreSaidInWordsAndKeepTheirIds) {
  EXPECT_THAT(shown(&view_happenings, "car=51"),
              StartsWith(R"([{"id":"class_best_lap 51 2","at_ms":222345,"kind":"class_best_lap",)"
                         R"("text":"#51 (A. One): best lap in LMGT3, 1:51.000")"));
  const std::string json = shown(&view_happenings);
  EXPECT_THAT(json, HasSubstr(R"("text":"#007 (A. One) has entered the pits","car_number":"007","lap_number":2,)"));
  EXPECT_THAT(json, HasSubstr(R"("text":"#007 (B. Two) has left the pits after 30.500")"));
  EXPECT_THAT(json, HasSubstr(R"("text":"#007: B. Two takes over from A. One")"));
  EXPECT_THAT(json, HasSubstr(R"("text":"#007 (A. One): best lap of the session, 1:40.000")"));
  EXPECT_EQ(shown(&view_happenings, "limit=0"), "bad_argument");
}

TEST(Predictions, HaveTheirBandTheirModelAndTheErrorSoFar) {
  const std::string json = shown(&view_car_prediction);
  EXPECT_THAT(json,
              StartsWith(R"({"car_number":"007","predicted_lap_time":100.900,"confidence":0.792,"current_lap_time":34.655,)"
                         R"("delta":0.400,"lap":4,"kind":"racing","after_sector":1,)"));
  EXPECT_THAT(json, HasSubstr(R"("low_ms":100200,"high_ms":101700,"stated_coverage":0.8,"at_line_ms":100500,)"
                              R"("model":"boosting-1f2e3d4c+3","reason":null,)"));
  EXPECT_THAT(json, HasSubstr(R"("error_so_far":{"laps":24,"mean_error_ms":412,"median_error_ms":300,"coverage":0.792,)"));
  EXPECT_THAT(json, HasSubstr(R"("next_laps":[{"lap":4,)"));
}

TEST(Predictions, AreNullWithAReasonWhereNothingIsKnown) {
  EXPECT_THAT(shown(&view_car_prediction, sample::snapshot(), "51"),
              AllOf(HasSubstr(R"("predicted_lap_time":null,"confidence":null)"),
                    HasSubstr(R"("reason":"the car has not begun a lap yet")"), HasSubstr(R"("next_laps":[])")));
  EXPECT_EQ(shown(&view_car_prediction, sample::snapshot(), "999"), "unknown_car");
}

TEST(Predictions, OfTheFieldComeWithTheScorecard) {
  const std::string json = shown(&view_predictions);
  EXPECT_THAT(json, StartsWith(R"({"model":"boosting-1f2e3d4c+3","done":1,"at_ms":345000,"cars":[{"car_number":"007",)"));
  EXPECT_THAT(json, HasSubstr(R"("scorecard":[{"car_class":null,"after_sector":0,"laps":60,"mean_error_ms":500,)"));
}

TEST(Anomalies, AreThoseThatStandUnlessAskedForOtherwise) {
  const std::string json = shown(&view_anomalies);
  EXPECT_THAT(
      json, StartsWith(R"([{"car_number":"51","lap_number":3,"anomaly_type":"stopped","severity":0.9,"description":"has not)"));
  EXPECT_THAT(
      json,
      HasSubstr(R"("sector":2,"probability":0.875,"alarm":true,"first_seen_ms":300000,"confirmed_ms":320000,"cleared_ms":null,)"
                R"("evidence":{"overdue_ms":24000}})"));
  EXPECT_THAT(json, Not(HasSubstr("007")));
  EXPECT_THAT(shown(&view_anomalies, "cleared=true"), HasSubstr(R"("cleared_ms":330000)"));
  EXPECT_THAT(shown(&view_anomalies, "cleared=true&limit=1"), Not(HasSubstr("\"51\"")));
}

TEST(Anomalies, AreFilteredByCarClassKindAndSeverity) {
  EXPECT_EQ(shown(&view_anomalies, "car=7"), "[]");
  EXPECT_EQ(shown(&view_anomalies, "class=HYPERCAR"), "[]");
  EXPECT_THAT(shown(&view_anomalies, "class=LMGT3&kind=stopped&min_severity=0.9"), HasSubstr("\"51\""));
  EXPECT_EQ(shown(&view_anomalies, "min_severity=0.95"), "[]");
  EXPECT_EQ(shown(&view_anomalies, "kind=unicorn"), "bad_argument");
  EXPECT_EQ(shown(&view_anomalies, "min_severity=2"), "bad_argument");
  EXPECT_EQ(shown(&view_anomalies, "min_severity=x"), "bad_argument");
}

TEST(RaceInfo, TellsTheSession) {
  EXPECT_THAT(shown(&view_race_info),
              HasSubstr(R"("start_time":"2024-06-15T14:00:00.000Z","start_time_of_day":"16:00:00.000","elapsed_time":5.75,)"));
}

TEST(RaceClock, ASessionWithoutADateHasOnlyTheTimeOfDay) {
  timing::Session session;
  session.dating = timing::Dating::nominal;
  session.started_at = timing::instant_from_ms(57'600'602);
  EXPECT_EQ(start_time(session), std::nullopt);
  EXPECT_EQ(timestamp(session, timing::instant_from_ms(86'400'000 + 3'661'001)), "01:01:01.001") << "past midnight";
  EXPECT_EQ(on_race_clock(session, timing::instant_from_ms(57'600'603)), timing::Millis{1});
}

TEST(RaceClock, LocalTimeNeedsAnOffset) {
  timing::Session session;
  EXPECT_EQ(time_of_day(session, sample::at(0)), std::nullopt);
  session.utc_offset_min = -300;
  EXPECT_EQ(time_of_day(session, sample::at(0)), "09:00:00.000");
}

}  // namespace
}  // namespace stint::server
