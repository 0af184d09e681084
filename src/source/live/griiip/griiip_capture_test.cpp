// Answers of the real service: all of them are read without complaint, and what comes out is what a plain reading of the same
// file says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "race/race.hpp"
#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using simdjson::dom::element;
using testing::IsEmpty;

std::optional<std::string> capture(const std::string& name) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) return std::nullopt;
  std::ifstream file(std::string(data) + "/live/" + name, std::ios::binary);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::optional<std::string> le_mans(const std::string& what) { return capture("wec_2026_lemans24h_griiip-" + what + ".json"); }

// All addresses of one moment, put together as the bootstrap has them.
std::optional<std::string> le_mans_bootstrap() {
  static const std::vector<std::pair<const char*, const char*>> kParts = {{"sessionInfo", "session-info"},
                                                                          {"sessionClock", "session-clock"},
                                                                          {"participants", "participants"},
                                                                          {"raceFlags", "race-flags"},
                                                                          {"pitIns", "pit-in"},
                                                                          {"laps", "laps"},
                                                                          {"ranks", "ranks"},
                                                                          {"gaps", "gaps"},
                                                                          {"runningStatuses", "participants-running-status"},
                                                                          {"raceLogFirstPage", "racelog-items_paged"}};
  std::string text = "{\"sessionLengthLimit\":{\"timeLimitSeconds\":86400,\"lapsLimit\":-1}";
  for (const auto& [member, file] : kParts) {
    const auto part = le_mans(file);
    if (!part) return std::nullopt;
    text += ",\"" + std::string(member) + "\":" + *part;
  }
  return text + "}";
}

#define CAPTURE_OR_SKIP(name, expression) \
  const auto name = expression;           \
  if (!name) GTEST_SKIP() << "the captures are not at hand (STINT_DATA)"

class LeMans : public ::testing::Test {
 protected:
  Decoded feed;
  simdjson::dom::parser parser;

  void read(const std::string& bootstrap) {
    feed.bootstrap(bootstrap, on_the_day("18:06:10"));
    const auto outs = le_mans("pit-out");
    ASSERT_TRUE(outs);
    feed.push("pit-out", *outs, on_the_day("18:06:11"));
  }
  // The file's rows.
  std::vector<Item> rows(const std::string& text) {
    std::vector<Item> items;
    simdjson::dom::array array;
    EXPECT_EQ(parser.parse(text).get_array().get(array), simdjson::SUCCESS);
    for (const element row : array) items.push_back(*Item::from(row));
    return items;
  }
};

TEST_F(LeMans, IsReadWithoutAComplaint) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  read(*text);
  EXPECT_THAT(feed.problems, IsEmpty());
  EXPECT_EQ(feed.all<timing::Entry>().size(), 62U);
  EXPECT_EQ(feed.all<timing::PitOut>().size(), 312U);
  EXPECT_EQ(feed.all<timing::Session>().at(0).track, "Circuit des 24 Heures du Mans");
}

TEST_F(LeMans, EveryLapOfTheFileIsThereWithItsTime) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  read(*text);
  std::map<std::pair<std::string, int>, std::int64_t> told;
  for (const auto& lap : feed.all<timing::Lap>()) told[{lap.car.str(), lap.lap}] = lap.time.value_or(timing::Millis{0}).count();
  const auto file = le_mans("laps");
  std::size_t count = 0;
  for (const Item& row : rows(*file)) {
    ++count;
    const std::pair key{std::string(row.text("carNumber")), static_cast<int>(*row.number("lapNumber"))};
    EXPECT_EQ(told[key], *row.number("lapTimeMillis")) << key.first << " lap " << key.second;
  }
  EXPECT_EQ(told.size(), count);
}

TEST_F(LeMans, CrossingsAreALapTimeApart) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  read(*text);
  std::map<std::pair<std::string, int>, std::pair<timing::Instant, timing::Millis>> laps;
  for (const auto& event : feed.events) {
    if (const auto* lap = timing::event_as<timing::Lap>(event)) laps[{lap->car.str(), lap->lap}] = {event.at, *lap->time};
  }
  std::size_t pairs = 0;
  std::size_t exact = 0;
  for (const auto& [key, lap] : laps) {
    const auto before = laps.find({key.first, key.second - 1});
    if (before == laps.end()) continue;
    ++pairs;
    if (std::chrono::abs(lap.first - before->second.first - lap.second) <= timing::Millis{1}) ++exact;
  }
  EXPECT_EQ(pairs, 868U);
  EXPECT_GE(exact + 2, pairs) << exact << " of " << pairs;  // the file's own stamps agree for 839
}

TEST_F(LeMans, StopsAreThoseOfTheFiles) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  read(*text);
  std::set<std::pair<std::string, int>> told;
  for (const auto& pit_in : feed.all<timing::PitIn>()) told.emplace(pit_in.car.str(), pit_in.lap);
  const auto file = le_mans("pit-in");
  std::size_t missing = 0;
  for (const Item& row : rows(*file)) {
    const int lap = static_cast<int>(*row.number("lapNumber"));
    if (lap > 0 && !told.contains({std::string(row.text("carNumber")), lap})) ++missing;
  }
  EXPECT_EQ(missing, 0U);
}

TEST_F(LeMans, TheFoldedRaceStandsAsTheServiceSays) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  read(*text);
  race::Race race;
  std::ranges::stable_sort(feed.events, {}, &timing::Event::at);
  for (const auto& event : feed.events) race.insert(event);
  const auto snapshot = race.snapshot(on_the_day("18:06:08"));
  ASSERT_EQ(snapshot->cars.size(), 62U);
  const auto file = le_mans("ranks");
  std::size_t near = 0;
  std::size_t published = 0;
  for (const Item& row : rows(*file)) {
    const auto* car = snapshot->find(timing::CarNumber(row.text("carNumber")));
    ASSERT_NE(car, nullptr);
    ASSERT_TRUE(car->official);
    EXPECT_EQ(car->official->standing.position, static_cast<std::int32_t>(*row.number("overallPosition")));
    EXPECT_EQ(car->official->standing.class_position, static_cast<std::int32_t>(*row.number("position")));
    ++published;
    // Ours goes by the line, the service's by sectors: cars that fight are a place or two apart in between.
    if (car->position && std::abs(*car->position - *row.number("overallPosition")) <= 2) ++near;
  }
  EXPECT_EQ(published, 62U);
  EXPECT_GE(near, 58U) << near << " of 62 within two places";
  const auto gaps = le_mans("gaps");
  for (const Item& row : rows(*gaps)) {
    const auto* car = snapshot->find(timing::CarNumber(row.text("carNumber")));
    const std::int64_t time = *row.number("gapToFirstMillis");
    if (time < 0) {
      EXPECT_EQ(car->official->standing.gap, std::nullopt);
    } else {
      EXPECT_EQ(car->official->standing.gap, timing::Millis{time});
    }
  }
}

TEST_F(LeMans, SectorsAndWeatherAndTheClockAreRead) {
  CAPTURE_OR_SKIP(text, le_mans_bootstrap());
  CAPTURE_OR_SKIP(sectors, le_mans("sectors_current_lap"));
  CAPTURE_OR_SKIP(weather, le_mans("weather_current"));
  read(*text);
  feed.events.clear();
  feed.bootstrap("{\"currentLapSectors\":" + *sectors + ",\"weather\":" + *weather + "}", on_the_day("19:23:20"));
  EXPECT_THAT(feed.problems, IsEmpty());
  std::size_t count = 0;
  simdjson::dom::object by_pid;
  ASSERT_EQ(parser.parse(*sectors).get_object().get(by_pid), simdjson::SUCCESS);
  for (const auto& [pid, list] : by_pid) count += simdjson::dom::array(list).size();
  EXPECT_EQ(feed.all<timing::Sector>().size(), count);
  ASSERT_EQ(feed.all<timing::Weather>().size(), 1U);
  EXPECT_EQ(feed.all<timing::Weather>()[0].track_c, 33.2);
}

// One recorded bootstrap of a game's league, and one frame of each channel.
TEST(GriiipMixedCapture, IsReadWithoutAComplaint) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA is not set";
  const std::string path = std::string(data) + "/live/griiip_2026_mixed_capture-sample.jsonl.gz";
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) GTEST_SKIP() << "no " << path;
  std::string text;
  std::vector<char> block(1 << 16);
  for (int got = 0; (got = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;)
    text.append(block.data(), static_cast<std::size_t>(got));
  gzclose(file);
  Decoded feed;
  std::istringstream lines(text);
  std::size_t frames = 0;
  for (std::string line; std::getline(lines, line); ++frames) {
    simdjson::dom::parser parser;
    element row;
    // Pitfall 23: a capture that was killed ends in the middle of a line.
    if (parser.parse(line).get(row) != simdjson::SUCCESS) {
      EXPECT_TRUE(lines.eof()) << "only the last line may be torn";
      break;
    }
    const std::string view = simdjson::minify(row["data"]);
    const std::string_view channel = row["channel"];
    if (channel == "_bootstrap") {
      feed.bootstrap(view, *parse_iso_time("2026-07-03T21:16:28Z"));
    } else {
      feed.push(channel, view, *parse_iso_time("2026-07-03T21:16:30Z"));
    }
  }
  EXPECT_EQ(frames, 17U);
  EXPECT_THAT(feed.problems, IsEmpty());
  EXPECT_EQ(feed.all<timing::Entry>().size(), 23U);
  for (const auto& pit_in : feed.all<timing::PitIn>()) EXPECT_GT(pit_in.lap, 0);
}

}  // namespace
}  // namespace stint::live::griiip
