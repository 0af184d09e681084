#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "race/race.hpp"
#include "source/live/swiss/swiss.hpp"
#include "source/live/swiss/swiss_documents.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::live::swiss {
namespace {

using timing::event_as;
using timing::instant_from_ms;

// 27 June 2026, 14:30:00 UTC: 16:30 at Spa.
constexpr std::int64_t kStartMs = 1'782'570'600'000;
const std::string kUnit = "61ef3cfc-0000-0000-0000-000000000001";
const std::string kMeeting = "69d9bf90-0000-0000-0000-000000000002";

std::string envelope(const std::string& full) { return R"({"uid":1,"hash":"x","content":{"full":)" + full + "}}"; }

class SwissConversation : public ::testing::Test {
 protected:
  void SetUp() override {
    adapter_ = *kSwissSource.make({.base_url = "http://127.0.0.1:1", .series = "spa24h"});
    adapter_->start(instant_from_ms(kStartMs), reaction_);
    collect();
  }
  void answer(const std::string& stream, std::string bytes, std::int64_t at_ms, std::int32_t status = 200) {
    adapter_->on_frame({.arrived_at = instant_from_ms(at_ms),
                        .kind = net::FrameKind::response,
                        .stream = stream,
                        .status = status,
                        .bytes = std::move(bytes)},
                       reaction_);
    collect();
  }
  void collect() {
    for (timing::Event& event : reaction_.events) {
      const auto checked = timing::check_event(event);
      EXPECT_TRUE(checked) << checked.error().message;
      race_.insert(event);
      events_.push_back(std::move(event));
    }
    for (net::Ask& ask : reaction_.asks) urls_.push_back(std::get<net::Fetch>(ask).url);
    for (Problem& problem : reaction_.problems) problems_.push_back(problem.stream + ": " + problem.message);
    if (reaction_.rebuild) rebuild_ = reaction_.rebuild;
    reaction_ = {};
  }
  template <class T>
  std::vector<const T*> told() const {
    std::vector<const T*> found;
    for (const timing::Event& event : events_) {
      if (const T* body = event_as<T>(event)) found.push_back(body);
    }
    return found;
  }

  void discover() {
    answer("seasons", envelope(R"({"CurrentSeason":"2026"})"), kStartMs);
    answer("season",
           envelope(R"({"PresentationMeetingId":")" + kMeeting + R"(","Meetings":{")" + kMeeting +
                    R"(":{"Name":"Example 24 Hours","TrackName":"Spa GT3","CountryCode":"BEL"}}})"),
           kStartMs);
    answer(
        "schedule",
        envelope(
            R"({"PresentationRoundId":")" + kUnit +
            R"(","Competitions":{"c":{"Name":"GTWorldChEU","UsesFullCourseYellow":true}},"Units":{"u":{"Id":")" + kUnit +
            R"(","Name":"Race","CompetitionId":"c","BeginTime":"27.06.2026 16:30:00","Duration":"24:00:00","Type":0,"State":1}}})"),
        kStartMs);
  }
  static std::string competitors(bool in_lane, const std::string& driver, const std::string& messages = "") {
    return envelope(
        R"({"UnitId":")" + kUnit + R"(","IntermediateDefinitions":[{},{},{}],"Classes":{"p":{"Name":"Pro Cup"}},"Messages":[)" +
        messages +
        R"(],"Competitors":{"a":{"Id":"a","Bib":"007","ClassId":"p","TeamName":"Alder Racing","CarTypeName":"Example GT3","ManufacturerName":"Example","Drivers":{)" +
        R"("d1":{"ListIndex":1,"FirstName":"Jo","LastName":"Sample","ShortName":"SAM","CountryCode":"BEL","LicenseTypeName":"Gold"},)" +
        R"("d2":{"ListIndex":2,"FirstName":"Max","LastName":"Muster","ShortName":"MUS","CountryCode":"DEU","LicenseTypeName":"Silver"}},"CurrentDriverId":")" +
        driver + R"(","InPitLane":)" + (in_lane ? "true" : "false") +
        R"(,"PitStopCount":0},"sc":{"Id":"sc","Bib":"SC1","Drivers":{}}}})");
  }
  static std::string timing(int laps, const std::string& total, const std::string& last_lap, const std::string& info = "") {
    return envelope(
        R"({"UnitId":")" + kUnit +
        R"(","UntInfo":{"TrackFlag":1,"StartRealTime":"27.06.2026 16:30:00.000","RemainingTime":"23:50:00")" + info +
        R"(},"Results":{"a":{"CompetitorId":"a","ListIndex":0,"MainResult":{"Rank":1,"ClassRank":1,"TotalLapCount":)" +
        std::to_string(laps) + R"(,"TotalTime":")" + total + R"(","Status":2,"SectBasedPcntPos":1.5,"LastLap":)" + last_lap +
        "}}}}");
  }

  std::unique_ptr<Adapter> adapter_;
  Reaction reaction_;
  race::Race race_;
  std::vector<timing::Event> events_;
  std::vector<std::string> urls_, problems_;
  std::optional<std::string> rebuild_;
};

TEST_F(SwissConversation, EachDocumentNamesTheNextWithGuidsInCapitals) {
  discover();
  EXPECT_THAT(urls_,
              ::testing::ElementsAre(
                  "http://127.0.0.1:1/node/db/RAC_PROD/SRO_SEASONS_JSON.json",
                  "http://127.0.0.1:1/node/db/RAC_PROD/SRO_2026_SEASON_JSON.json",
                  "http://127.0.0.1:1/node/db/RAC_PROD/SRO_2026_SCHEDULE_69D9BF90-0000-0000-0000-000000000002_JSON.json",
                  "http://127.0.0.1:1/node/db/RAC_PROD/SRO_2026_COMP_DETAIL_61EF3CFC-0000-0000-0000-000000000001_JSON.json",
                  "http://127.0.0.1:1/node/db/RAC_PROD/SRO_2026_TIMING_61EF3CFC-0000-0000-0000-000000000001_JSON.json"));
}

TEST_F(SwissConversation, LapsAreTimedFromTheStartAlthoughTheDocumentsArePolled) {
  discover();
  answer("competitors", competitors(false, "d1"), kStartMs + 100'000);
  answer("timing", timing(1, "2:20.000", R"({"LapNumber":2,"Intermediates":[{"Time":"40.000","TimeState":1},{},{}]})"),
         kStartMs + 185'000);
  answer("timing",
         timing(1, "2:20.000", R"({"LapNumber":2,"Intermediates":[{"Time":"40.000"},{"Time":"1:03.000","TimeState":2},{}]})"),
         kStartMs + 250'000);
  answer("timing", timing(2, "4:38.500", R"({"LapNumber":3,"Intermediates":[{"Time":"39.900"},{},{}]})"), kStartMs + 320'000);
  const auto snapshot = race_.snapshot();
  ASSERT_EQ(snapshot->cars.size(), 1U) << "a safety car is no competitor";
  const auto& car = snapshot->cars[0];
  ASSERT_EQ(car.laps, 2);
  EXPECT_EQ(car.laps_done[0].time, timing::Millis{140'000});
  EXPECT_EQ(car.laps_done[1].time, timing::Millis{138'500});
  EXPECT_EQ(car.laps_done[1].ended_at, instant_from_ms(kStartMs + 278'500));
  EXPECT_EQ(car.laps_done[1].sectors[2], race::ShortMillis{35'500}) << "what the first two sectors leave of the lap";
  EXPECT_EQ(car.elapsed, timing::Millis{278'500});
  EXPECT_EQ(car.driver_name, "Jo Sample");
  EXPECT_EQ(car.entry->drivers[1].grade, "silver");
  EXPECT_EQ(snapshot->flag, timing::FlagKind::green);
  EXPECT_NEAR(*car.track_position->fraction, 0.5, 1e-9);
  EXPECT_EQ(snapshot->session.limit, timing::Millis{86'400'000});
}

TEST_F(SwissConversation, AStopIsSeenInTheLaneFlagWithItsDriverChange) {
  discover();
  answer("competitors", competitors(false, "d1"), kStartMs + 1000);
  answer(
      "timing",
      timing(1, "2:20.000",
             R"({"LapNumber":1,"Time":"2:20.000","Intermediates":[{"Time":"40.000"},{"Time":"1:03.000"},{"Time":"37.000"}]})"),
      kStartMs + 141'000);
  answer("competitors", competitors(true, "d1"), kStartMs + 142'000);
  answer("competitors", competitors(true, "d2"), kStartMs + 180'000);
  answer("competitors", competitors(false, "d2"), kStartMs + 230'000);
  const auto car = race_.snapshot()->cars[0];
  ASSERT_EQ(car.pit_stops.size(), 1U);
  EXPECT_EQ(car.pit_stops[0].in_lap, 1);
  EXPECT_EQ(car.pit_stops[0].out_lap, 2);
  EXPECT_TRUE(car.laps_done[0].in_lap);
  EXPECT_EQ(car.pit_stops[0].driver_out_name, "Max Muster");
  EXPECT_EQ(told<timing::Sector>().size(), 3U);
}

TEST_F(SwissConversation, MessagesAreToldOnceInUtcWithTheirCars) {
  discover();
  const std::string two =
      R"({"Time":"27.06.2026 16:35:10","Text":"CARS 54, 007 AND 3 UNDER INVESTIGATION"},{"Time":"27.06.2026 16:35:00","Text":"TRACK CLEAR"})";
  answer("competitors", competitors(false, "d1", two), kStartMs + 320'000);
  answer("competitors", competitors(false, "d2", two), kStartMs + 330'000);
  const auto messages = told<timing::RaceControl>();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[1]->cars.size(), 3U);
  EXPECT_EQ(race_.snapshot()->messages[1].at, instant_from_ms(kStartMs + 310'000));
}

TEST_F(SwissConversation, TheFlagFallsAtTheWinnersCrossing) {
  discover();
  answer("competitors", competitors(false, "d1"), kStartMs + 1000);
  answer("timing",
         timing(500, "24:01:00.000", R"({"LapNumber":500,"Time":"2:20.000","Intermediates":[]})", R"(,"ChequeredFlag":true)"),
         kStartMs + 86'466'000);
  const auto snapshot = race_.snapshot();
  EXPECT_EQ(snapshot->flag, timing::FlagKind::chequered);
  EXPECT_EQ(snapshot->cars[0].state, timing::CarState::finished);
}

TEST_F(SwissConversation, RefusalsAndRubbishAreProblemsAndInTheEndAnotherConversation) {
  discover();
  for (const char* bytes : {"", "{}", "[1]", R"({"content":{"full":3}})", "nonsense"}) answer("timing", bytes, kStartMs + 1000);
  EXPECT_EQ(problems_.size(), 5U);
  EXPECT_FALSE(rebuild_);
  for (int i = 0; i < 3; ++i) answer("timing", "", kStartMs + 2000, 503);
  EXPECT_TRUE(rebuild_);
}

TEST_F(SwissConversation, AnUnchangedDocumentTellsNothing) {
  discover();
  answer("competitors", competitors(false, "d1"), kStartMs + 1000);
  const std::string document = timing(1, "2:20.000", R"({"LapNumber":1,"Time":"2:20.000","Intermediates":[]})");
  answer("timing", document, kStartMs + 141'000);
  const std::size_t before = events_.size();
  answer("timing", document, kStartMs + 149'000);
  answer("timing", "", kStartMs + 157'000, 304);
  EXPECT_EQ(events_.size(), before);
}

std::string captured(const std::string& name) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) return {};
  std::ifstream file(std::string(data) + "/live/gtwce_2026_spa24h_swiss_" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_F(SwissConversation, TheRealSpaDocumentsAreReadWholeAndTheRanksAgree) {
  if (captured("timing").empty()) GTEST_SKIP() << "STINT_DATA has no documents of Swiss Timing";
  const std::int64_t at = 1'782'645'110'000;
  for (const char* name : {"seasons", "season", "schedule"}) answer(name, captured(name), at);
  answer("timing", captured("timing"), at);
  answer("competitors", captured("comp_detail"), at + 1000);
  answer("competitors", captured("comp_detail_msgs"), at + 2'760'000);
  EXPECT_THAT(problems_, ::testing::IsEmpty());
  const auto snapshot = race_.snapshot();
  EXPECT_EQ(snapshot->session.kind, timing::SessionKind::race);
  EXPECT_EQ(snapshot->cars.size(), 69U);
  EXPECT_EQ(snapshot->messages.size(), 6U);
  EXPECT_EQ(snapshot->classes.size(), 5U);
  std::set<std::int32_t> ranks;
  for (const auto& car : snapshot->cars) {
    ASSERT_TRUE(car.official) << car.number().view();
    EXPECT_EQ(car.official->standing.position, car.position) << car.number().view();
    EXPECT_EQ(car.official->standing.class_position, car.class_position) << car.number().view();
    EXPECT_EQ(car.official->standing.laps, car.laps) << car.number().view();
    EXPECT_FALSE(car.driver_name.empty()) << car.number().view();
    if (car.official->standing.gap) {
      EXPECT_EQ(car.official->standing.gap, *car.elapsed - *snapshot->cars[0].elapsed) << car.number().view();
    }
    ranks.insert(*car.official->standing.position);
  }
  EXPECT_EQ(ranks.size(), 69U);
  EXPECT_EQ(snapshot->cars[0].elapsed, timing::Millis{74'428'570});
}

}  // namespace
}  // namespace stint::live::swiss
