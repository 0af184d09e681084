#include "source/hhtiming/hhtiming_replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "race/race.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::source::hhtiming {
namespace {

using timing::Millis;

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8U | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) text += i + j > bytes.size() ? '=' : kAlphabet[bits >> (18 - 6 * j) & 63U];
  }
  return text;
}

std::string lines(const std::vector<std::string>& messages) {
  std::string text;
  for (std::size_t i = 0; i < messages.size(); ++i)
    text += "2026-07-02 09:38:0" + std::to_string(i % 10) + ".2005932|" + base64(messages[i]) + "\r\n";
  return text;
}

race::SnapshotPtr race_of(const std::vector<timing::Event>& events) {
  race::Race race;
  for (const timing::Event& event : events) {
    const auto checked = timing::check_event(event);
    EXPECT_TRUE(checked) << checked.error().message;
    race.insert(event);
  }
  return race.snapshot();
}

std::string passing(const std::string& time, const std::string& lap, const std::string& point, const std::string& more) {
  return "<PASS><DT>27.06.2026 " + time + "</DT><BB>07</BB><LP>" + lap + "</LP><ST>" + point + "</ST><DR>1</DR>" + more +
         "</PASS>";
}

TEST(HhtimingReplay, SwissPassingsBecomeLapsSectorsAndStops) {
  const std::string text = lines({
      "<SESS><Competition>Example Cup</Competition><Meeting>Example 24 "
      "Hours</Meeting><Session>Race</Session><Track>Spa</Track><StartTime>27.06.2026 16:30:00.000</StartTime></SESS>",
      "<ENTR>\r\n<Bib>07</Bib><Car>Example &amp; Co GT3</Car><Class>Pro "
      "Cup</Class><Driver1><Country>BEL</Country><First>Jo</First><Last>Sample</Last><Short>SAM</Short><Id>1</Id></"
      "Driver1><Driver2><First /><Last /><Id /></Driver2><Team>Alder</Team></ENTR>",
      passing("16:31:00.000", "1", "I1", "<IT>60000</IT>"),
      passing("16:31:00.000", "1", "I1", "<IT>60000</IT>"),
      passing("16:32:00.000", "1", "I2", "<IT>60000</IT>"),
      passing("16:32:10.000", "1", "PI", ""),
      passing("16:32:20.500", "1", "F", "<IT>20500</IT><LT>140500</LT><VE>110.3</VE>"),
      passing("16:33:20.000", "2", "PO", ""),
      "<PASS><DT>27.06.2026 16:33:00.000</DT><BB>SC1</BB><LP>1</LP><ST>F</ST></PASS>",
  });
  ASSERT_TRUE(is_replay(text.substr(0, 100)));
  const auto session = read_replay(text, "example.hhreplay");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->complaint_count, 0U);
  const auto shown = race_of(session->events);
  ASSERT_EQ(shown->cars.size(), 1U);
  const auto& car = shown->cars[0];
  EXPECT_EQ(car.entry->vehicle, "Example & Co GT3");
  EXPECT_EQ(car.driver_name, "Jo Sample");
  ASSERT_EQ(car.laps_done.size(), 1U);
  EXPECT_EQ(car.laps_done[0].time, Millis{140'500});
  EXPECT_TRUE(car.laps_done[0].in_lap);
  EXPECT_EQ(car.laps_done[0].sectors[2], race::ShortMillis{20'500});
  EXPECT_EQ(car.elapsed, Millis{140'500});
  ASSERT_EQ(car.pit_stops.size(), 1U);
  EXPECT_EQ(car.pit_stops[0].lane, Millis{70'000});
}

TEST(HhtimingReplay, ItsOwnMessagesAreReadAcrossLines) {
  const std::string prefix = R"({"$type":"HTiming.Core.Definitions.Communication.Messages.)";
  const auto message = [&](const std::string& type, const std::string& members) {
    return prefix + type + R"(, HTiming.Core",)" + members + "}<EOM>";
  };
  const std::string lap =
      message("BasicTimeCrossingMessage", R"("CarID":"c7","LapTime":89.5,"LastElapsedTime":89.5,"NumberOfLaps":1)");
  const auto session = read_replay(
      lines({message("SessionInfoMessage",
                     R"("EventName":"Example 6 Hours","SessionDescription":"Race","SessionID":"s1","SessionType":3)") +
                 message("HeartbeatMessage", R"("SessionTime":1.0,"TimeToGo":21599.0,"TrackStatus":0)") +
                 message("CompetitorMessage",
                         R"("CompetitorID":"c7","CompetitorNumber":"007","CategoryID":"LMP2","TeamName":"Alder","Status":-1)") +
                 message("DriverMessage", R"("CarID":"c7","FirstName":"Jo","LastName":"Sample","IsInCar":true)"),
             lap.substr(0, 50), lap.substr(50), message("PitInMessage", R"("CarID":"c7")"),
             message("PitOutMessage", R"("CarID":"c7")"), message("HeartbeatMessage", R"("SessionTime":-1,"TrackStatus":7)"),
             message("GeneralRaceControlMessage", R"("MessageString":"FULL COURSE YELLOW")"), "{}<EOM>"}),
      "own.hhreplay");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->complaint_count, 1U);
  const auto shown = race_of(session->events);
  ASSERT_EQ(shown->cars.size(), 1U);
  EXPECT_EQ(shown->cars[0].number().view(), "007");
  EXPECT_EQ(shown->cars[0].last_lap->time, Millis{89'500});
  EXPECT_EQ(shown->cars[0].elapsed, Millis{89'500});
  EXPECT_EQ(shown->cars[0].pit_stops.size(), 1U);
  EXPECT_EQ(shown->flag, timing::FlagKind::fcy);
  EXPECT_EQ(shown->messages.size(), 1U);
}

TEST(HhtimingReplay, BadLinesCostThemselvesAndNoLineIsNoRecording) {
  EXPECT_FALSE(is_replay("NUMBER;DRIVER_NUMBER|x"));
  EXPECT_FALSE(is_replay("2026-07-02 09:38:03"));
  EXPECT_FALSE(read_replay("2026-07-02 09:38:03|***", "bad.hhreplay"));
  EXPECT_FALSE(read_replay("", "empty.hhreplay"));
  const std::string good = lines({"<SESS><StartTime>27.06.2026 16:30:00</StartTime></SESS>", "<PASS>", "plain text"});
  const auto session = read_replay(good + "rubbish\n", "some.hhreplay");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->complaint_count, 2U) << "the broken XML and the rubbish; a text without <EOM> waits for its end";
}

TEST(HhtimingReplay, TheRealSpaRecordingIsReadToTheMillisecond) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA names no folder of recordings";
  std::ifstream file(std::string(data) + "/live/gtwce_2023_spa24h_first100.hhreplay");
  if (!file) GTEST_SKIP() << "no recording of HH Timing there";
  std::stringstream text;
  text << file.rdbuf();
  const auto session = read_replay(text.str(), "spa.hhreplay");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->complaint_count, 0U);
  const auto shown = race_of(session->events);
  EXPECT_EQ(shown->session.event, "CrowdStrike 24 Hours of Spa - Round 4");
  std::size_t laps = 0;
  std::size_t crews = 0;
  for (const auto& car : shown->cars) {
    crews += car.entry->drivers.empty() ? 0U : 1U;
    for (const auto& lap : car.laps_done) {
      ++laps;
      EXPECT_EQ(lap.ended_at - *shown->session.started_at, lap.time)
          << car.number().view() << ": lap 1 is timed from the start";
    }
  }
  EXPECT_GT(laps, 5U);
  EXPECT_EQ(crews, 4U);
}

}  // namespace
}  // namespace stint::source::hhtiming
