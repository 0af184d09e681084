#include "source/timing71/replay_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "race/race.hpp"
#include "source/timing71/replay_writer.hpp"
#include "source/timing71/state_diff.hpp"
#include "source/timing71/zip_file.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::source::timing71 {
namespace {

using timing::instant_from_ms;

JsonTree tree(const std::string& json) {
  simdjson::dom::parser parser;
  return JsonTree::from(parser.parse(json).value());
}

std::string text(const JsonTree& value) {
  std::string json;
  timing::JsonWriter writer(json);
  value.write(writer);
  return json;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string zip_of(const std::vector<ZipMember>& members) {
  const auto path = std::filesystem::temp_directory_path() / ("stint-replay-" + std::to_string(std::rand()) + ".zip");
  EXPECT_TRUE(write_zip(path.string(), members));
  std::string bytes = content_of(path);
  std::filesystem::remove(path);
  return bytes;
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

TEST(StateDiff, EachKindOfStepIsAppliedInBothFormsOfPaths) {
  JsonTree state = tree(R"({"cars":[["31",1,[2.5,"pb"]],["7",1]],"session":{"timeRemain":60,"a":{"b":1}}})");
  ASSERT_TRUE(
      apply_diff(state, tree(R"([["change",["cars",0,2,1],["pb",""]],["change","session.a.b",[1,2]],["change","cars.1.1",[1,9]],
      ["add","cars.1",[[2,"x"],[3,"y"]]],["add","session",[["flagState","green"]]],["remove",["session"],[["a",{"b":2}]]],
      ["add","",[["messages",[]]]]])")));
  EXPECT_EQ(text(state),
            R"({"cars":[["31",1,[2.5,""]],["7",9,"x","y"]],"session":{"timeRemain":60,"flagState":"green"},"messages":[]})");
}

TEST(StateDiff, StepsThatLeadNowhereAreRefused) {
  for (const char* diff :
       {R"({})", R"([["change"]])", R"([["change",["cars",9],[1,2]]])", R"([["swap","",[]]])", R"([["add","cars",[[99,1]]]])",
        R"([["remove","cars",[[0,1],[0,1],[0,1]]]])", R"([["change",[-1],[1,2]]])", R"([["add",3,[]]])"}) {
    JsonTree state = tree(R"({"cars":[1,2]})");
    EXPECT_FALSE(apply_diff(state, tree(diff))) << diff;
  }
}

TEST(StateDiff, WhatIsBetweenTwoStatesMakesTheOneOfTheOther) {
  const char* states[] = {R"({})",
                          R"({"a":[1,2,3],"b":"x"})",
                          R"({"a":[1],"c":{"d":[[1,"pb"],[2.5,""]]}})",
                          R"({"c":{"d":[[1,""]],"e.f":null}})",
                          R"({"a":{"now":"an object"},"c":[]})",
                          R"([1,[2]])"};
  for (const char* before : states) {
    for (const char* after : states) {
      JsonTree state = tree(before);
      const JsonTree diff = diff_between(state, tree(after));
      ASSERT_TRUE(apply_diff(state, diff)) << text(diff);
      EXPECT_EQ(state, tree(after)) << before << " " << after << " " << text(diff);
    }
  }
}

TEST(ReplayFile, FramesAreNamedBySecondsOfFiveToElevenDigits) {
  EXPECT_EQ(parse_frame_name("01780171065i.json")->second, 1'780'171'065);
  EXPECT_TRUE(parse_frame_name("01780171065i.json")->between);
  EXPECT_FALSE(parse_frame_name("01780171065.json")->between);
  EXPECT_EQ(frame_name(1'780'171'065, true), "01780171065i.json");
  for (const char* name :
       {"manifest.json", "1234.json", "123456789012.json", "12345ii.json", "../12345.json", "12345.jsonx", "-12345.json"}) {
    EXPECT_FALSE(parse_frame_name(name)) << name;
  }
}

// Two cars on a lap of two sectors. The race starts 0.5 s before its first frame.
class Recorded : public ::testing::Test {
 protected:
  std::vector<ZipMember> members_{
      {"manifest.json",
       R"({"uuid":"u","name":"Example Series","description":"Example 6 Hours - Race","version":1,"startTime":1780000000.5,
        "colSpec":[["Num","text"],["State","text"],["Class","class"],["PIC","numeric"],["Driver","text"],["Laps","numeric"],["Gap","delta"],["S1","time"],["S2","time"],["Last","laptime"],["Pits","numeric"]],
        "trackDataSpec":["Air temp","Wind speed"]})"},
      {"01780000000.json",
       R"({"cars":[["31","RUN","GTP",1,"SAMPLE, Jo",0,"",["",""],["",""],["",""],0],["07","RUN","GTP",2,"MUSTER, Max",0,"",["",""],["",""],["",""],0]],
        "session":{"flagState":"none","timeRemain":21600,"pauseClocks":true,"trackData":[[21,"°C"],["10","mph"]]},"messages":[],"highlight":[],"lastUpdated":1780000000000})"},
      {"01780000010i.json",
       R"({"cars":[],"session":[["change","flagState",["none","green"]],["add","",[["timeElapsed",0.5]]],["change","timeRemain",[21600,21599.5]],["remove","",[["pauseClocks",true]]]],"messages":[[1780000009000,"Race Control","GREEN FLAG","raceControl"]],"highlight":[]})"},
      {"01780000045i.json", R"({"cars":[["change",[0,7],[["",""],[34.5,"sb"]]]],"session":[],"messages":[],"highlight":[]})"},
      {"01780000100i.json",
       R"({"cars":[["change",[0,5],[0,1]],["change",[0,7,1],["sb","old"]],["change",[0,8],[["",""],[55.25,"pb"]]],["change",[0,9],[["",""],[89.75,"sb"]]]],"session":[],"messages":[],"highlight":[]})"},
      {"01780000102i.json",
       R"({"cars":[["change",[1,1],["RUN","PIT"]],["change",[1,5],[0,1]],["change",[1,6],["",1.1]],["change",[1,9],[["",""],[90.85,"pb"]]]],"session":[],"messages":[[1780000102000,"GTP","#07 (MUSTER, Max) has entered the pits","pit","07"]],"highlight":["07"]})"},
      {"01780000140i.json",
       R"({"cars":[["change",[1,1],["PIT","OUT"]],["change",[1,4],["MUSTER, Max","DRITTE, Eva"]],["change",[1,10],[0,1]]],"session":[],"messages":[],"highlight":[]})"},
      {"01780000190i.json",
       R"({"cars":[["change",[0,5],[1,2]],["change",[0,9],[[89.75,"sb"],[89.5,"sb"]]],["change",[0,1],["RUN","FIN"]]],"session":[["change","flagState",["green","chequered"]]],"messages":[],"highlight":[]})"},
  };
};

TEST_F(Recorded, LapsStopsFlagsDriversAndMessagesAreTold) {
  const auto session = read_replay(zip_of(members_), "example.zip");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_TRUE(session->complaints.empty());
  EXPECT_EQ(session->id, "example");
  const auto shown = race_of(session->events);
  EXPECT_EQ(shown->session.kind, timing::SessionKind::race);
  EXPECT_EQ(shown->session.limit, std::chrono::hours{6});
  EXPECT_EQ(shown->session.started_at, instant_from_ms(1'780'000'009'500));
  const auto* leader = shown->find(timing::CarNumber("31"));
  ASSERT_EQ(leader->laps, 2);
  EXPECT_EQ(leader->elapsed, Millis{179'250});
  EXPECT_EQ(leader->state, timing::CarState::finished);
  EXPECT_EQ(leader->laps_done[0].sectors[0], race::ShortMillis{34'500});
  EXPECT_EQ(leader->laps_done[0].sectors[1], race::ShortMillis{55'250});
  const auto* second = shown->find(timing::CarNumber("07"));
  EXPECT_EQ(second->laps_done[0].gap_to_leader, Millis{1100});
  EXPECT_EQ(second->driver_name, "DRITTE, Eva");
  ASSERT_EQ(second->pit_stops.size(), 1U);
  EXPECT_EQ(second->pit_stops[0].in_lap, 1);
  EXPECT_EQ(second->pit_stops[0].out_lap, 2);
  EXPECT_EQ(second->pit_stops[0].driver_out_name, "DRITTE, Eva");
  ASSERT_EQ(shown->messages.size(), 1U) << "messages that the recorder made are not race control's";
  EXPECT_EQ(shown->messages[0].text, "GREEN FLAG");
  ASSERT_EQ(shown->weather.size(), 1U);
  EXPECT_NEAR(*shown->weather[0].weather.wind_kph, 16.09, 0.01);
  EXPECT_EQ(shown->flag, timing::FlagKind::chequered);
  EXPECT_EQ(shown->session.state, timing::SessionState::finished);
}

TEST_F(Recorded, DamagedFramesCostThemselvesAndDifferencesToNothingAreSkipped) {
  members_.insert(members_.begin() + 1, {"01770000000i.json", R"({"cars":[["change",[0,1],[1,2]]]})"});
  members_.push_back({"01780000200.json", "not json"});
  members_.push_back({"01780000201i.json", R"({"cars":[["change",[99,1],[1,2]]],"session":[]})"});
  members_.push_back({"01780000202i.json", R"({"cars":[["change",[0,5],[2,9]]],"session":[]})"});
  const auto session = read_replay(zip_of(members_), "example.zip");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->complaint_count, 2U);
  EXPECT_EQ(race_of(session->events)->find(timing::CarNumber("31"))->laps, 2)
      << "after a bad difference nothing counts until a key frame";
}

TEST_F(Recorded, WhatIsNoRecordingIsRefused) {
  const std::string whole = zip_of(members_);
  for (const std::size_t size : {0UL, 4UL, 100UL, whole.size() / 2, whole.size() - 1}) {
    EXPECT_FALSE(read_replay(std::string_view(whole).substr(0, size), "cut.zip")) << size;
  }
  EXPECT_FALSE(read_replay(zip_of({{"a.txt", "x"}}), "other.zip"));
  EXPECT_FALSE(read_replay(zip_of({{"manifest.json", R"({"version":2,"colSpec":[["Num"]]})"}}), "newer.zip"));
  EXPECT_FALSE(read_replay(zip_of({members_[0]}), "no-frames.zip"));
}

TEST(ReplayFile, TheDetroitRecordingAgreesWithItsOwnFinalState) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA names no folder of recordings";
  const std::string bytes = content_of(std::filesystem::path(data) / "live/imsa_2026_detroit_timing71-replay.zip");
  if (bytes.empty()) GTEST_SKIP() << "no recording of Timing71 there";
  TimingState final_state;
  std::size_t states = 0;
  std::vector<Complaint> complaints;
  std::set<std::string> control;
  ASSERT_TRUE(visit_states(
      bytes,
      [&](const Manifest& manifest, const JsonTree& state, std::int64_t) {
        final_state = read_state(state, manifest);
        ++states;
        for (const auto& message : final_state.messages) {
          if (message.category == "Race Control") control.insert(std::to_string(timing::count_ms(message.at)) + message.text);
        }
      },
      complaints));
  EXPECT_TRUE(complaints.empty());
  EXPECT_EQ(states, 5658U);
  const auto session = read_replay(bytes, "detroit.zip");
  ASSERT_TRUE(session);
  const auto shown = race_of(session->events);
  ASSERT_EQ(shown->cars.size(), final_state.cars.size());
  // A time penalty given after the flag moves a car in the result and not on the track.
  std::set<timing::CarNumber> penalised;
  for (const auto& message : shown->messages) {
    if (message.text.find("POST RACE TIME PENALTY") != std::string::npos)
      penalised.insert(message.cars.begin(), message.cars.end());
  }
  ASSERT_EQ(penalised.size(), 1U);
  std::vector<timing::CarNumber> official;
  std::vector<timing::CarNumber> ours;
  for (const CarRow& row : final_state.cars) {
    if (!penalised.contains(row.car)) official.push_back(row.car);
  }
  for (const auto& car : shown->cars) {
    if (!penalised.contains(car.number())) ours.push_back(car.number());
  }
  EXPECT_EQ(ours, official) << "final order";
  for (std::size_t i = 0; i < final_state.cars.size(); ++i) {
    const CarRow& row = final_state.cars[i];
    const auto& car = *shown->find(row.car);
    EXPECT_EQ(car.laps, row.laps) << row.car.view();
    EXPECT_EQ(car.laps_done.size(), static_cast<std::size_t>(*row.laps)) << row.car.view();
    EXPECT_EQ(car.last_lap->time, row.last) << row.car.view();
    EXPECT_EQ(car.best_lap->time, row.best) << row.car.view();
    // That car also came into the pits after the flag: its last visit is no stop of the race.
    if (penalised.contains(row.car)) continue;
    EXPECT_EQ(car.stops, row.pits) << row.car.view();
    EXPECT_EQ(car.driver_name, row.driver) << row.car.view();
    if (row.gap && i > 0) {
      EXPECT_EQ(car.gap.time, row.gap) << row.car.view();
    }
    if (row.gap_laps) {
      EXPECT_EQ(car.gap.laps, row.gap_laps) << row.car.view();
    }
  }
  EXPECT_EQ(shown->flag, timing::FlagKind::chequered);
  EXPECT_EQ(shown->flags.size(), 9U);
  EXPECT_EQ(shown->messages.size(), control.size());
}

// Laps, stops, flags and messages, as text that two races can be compared by.
std::string story_of(const race::Snapshot& shown) {
  std::string story;
  const auto add = [&](auto... parts) { ((story += parts, story += ' '), ...); };
  for (const auto& car : shown.cars) {
    add("\ncar", car.number().str(), car.driver_name, std::to_string(car.stops));
    for (const auto& lap : car.laps_done) {
      add(std::to_string(timing::count_ms(lap.ended_at)), std::to_string(lap.time.value_or(Millis{0}).count()),
          lap.in_lap ? "in" : "", lap.out_lap ? "out" : "");
      for (const auto& sector : lap.sectors) add(std::to_string(sector.value_or(race::ShortMillis{0}).count()));
    }
    for (const auto& stop : car.pit_stops) {
      add("stop", std::to_string(stop.in_lap), std::to_string(stop.out_lap.value_or(0)), stop.driver_out_name);
    }
  }
  for (const auto& flag : shown.flags)
    add("flag", std::to_string(static_cast<int>(flag.kind)), std::to_string(timing::count_ms(flag.from) / 2000));
  for (const auto& message : shown.messages) add(message.text, std::to_string(timing::count_ms(message.at)));
  return story;
}

TEST_F(Recorded, WhatIsWrittenIsTheSameRaceWhenItIsReadAgain) {
  const auto session = read_replay(zip_of(members_), "example.zip");
  ASSERT_TRUE(session);
  const auto members = replay_of(session->events, "example");
  EXPECT_EQ(members[1].name, "01780000000.json");
  const auto again = read_replay(zip_of(members), "again.zip");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->complaint_count, 0U);
  EXPECT_TRUE(story_of(*race_of(again->events)) == story_of(*race_of(session->events)));
}

TEST(ReplayFile, TheDetroitRaceIsTheSameAfterExportAndImport) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA names no folder of recordings";
  const std::string bytes = content_of(std::filesystem::path(data) / "live/imsa_2026_detroit_timing71-replay.zip");
  if (bytes.empty()) GTEST_SKIP() << "no recording of Timing71 there";
  const auto session = read_replay(bytes, "detroit.zip");
  ASSERT_TRUE(session);
  const auto members = replay_of(session->events, "detroit");
  std::size_t states = 0;
  std::vector<Complaint> complaints;
  race::Race race;
  std::size_t next = 0;
  // Frame by frame: key frame and differences give the whole state that was written.
  ASSERT_TRUE(visit_states(
      zip_of(members),
      [&](const Manifest&, const JsonTree& state, std::int64_t second) {
        ++states;
        if (states > 400) return;  // each is a snapshot of the race: the first ones hold the start, stops and a caution
        for (; next < session->events.size() && session->events[next].at <= instant_from_ms(second * 1000); ++next) {
          race.insert(session->events[next]);
        }
        const JsonTree whole = state_of(*race.snapshot(instant_from_ms(second * 1000)), 3);
        ASSERT_EQ(*state.find("cars"), *whole.find("cars")) << second;
        ASSERT_EQ(*state.find("session"), *whole.find("session")) << second;
        ASSERT_EQ(*state.find("messages"), *whole.find("messages")) << second;
      },
      complaints));
  EXPECT_TRUE(complaints.empty());
  EXPECT_EQ(states, members.size() - 1);
  const auto again = read_replay(zip_of(members), "again.zip");
  ASSERT_TRUE(again);
  EXPECT_TRUE(story_of(*race_of(again->events)) == story_of(*race_of(session->events)));
}

// Its player sorts the names of frames as texts.
TEST(Timing71Replay, NamesOfFramesSortAsTheirInstantsThoughTheDayIsNotKnown) {
  std::vector<timing::Event> events;
  timing::Lap lap;
  lap.car = timing::CarNumber("7");
  for (lap.lap = 1; lap.lap <= 40; ++lap.lap) {  // from 16:40 on some day until after its end
    events.push_back({instant_from_ms(60'000'000 + lap.lap * 1'500'000LL), 0, lap});
  }
  auto members = replay_of(events, "example");
  std::vector<std::string> names;
  for (const ZipMember& member : members) names.push_back(member.name);
  const auto in_order = names;
  std::ranges::sort(names.begin() + 1, names.end());
  EXPECT_EQ(names, in_order);
  EXPECT_EQ(names.at(1).find_first_not_of('0'), 1U) << "ten digits and the zero before them: " << names.at(1);
  EXPECT_THAT(members.at(1).content, testing::HasSubstr("\"lastUpdated\":1"));
}

}  // namespace
}  // namespace stint::source::timing71
