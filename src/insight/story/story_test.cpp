#include "insight/story/story.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/story/story_json.hpp"
#include "insight/story/wording.hpp"
#include "race/race.hpp"

namespace stint::insight::story {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

Instant at(std::int64_t seconds) { return timing::instant_from_ms(1'700'000'000'000 + seconds * 1000); }

// A race of laps told by hand.
class Told : public testing::Test {
 protected:
  Told() {
    timing::Session session;
    session.kind = timing::SessionKind::race;
    session.state = timing::SessionState::running;
    session.started_at = at(0);
    add(at(0), timing::Indirect<timing::Session>(session));
    for (const auto& [car, class_name] : {std::pair("7", "LMH"), std::pair("8", "LMH"), std::pair("50", "GT3")}) {
      timing::Entry entry;
      entry.car = CarNumber(car);
      entry.class_name = class_name;
      add(at(0), timing::Indirect<timing::Entry>(entry));
    }
    add(at(0), timing::Flag{timing::FlagScope::track, 0, FlagKind::green});
  }

  void add(Instant when, timing::EventBody body) { race_.insert({when, ++seq_, std::move(body)}); }

  // Laps that end at these seconds.
  void drive(const char* car, const std::vector<std::int64_t>& ends) {
    std::int64_t before = 0;
    std::int32_t number = 0;
    for (const std::int64_t end : ends) {
      timing::Lap lap;
      lap.car = CarNumber(car);
      lap.lap = ++number;
      lap.time = Millis{(end - before) * 1000};
      add(at(end), lap);
      before = end;
    }
  }

  std::vector<std::string> texts(std::int64_t from, std::int64_t to, Wanted wanted = {}) {
    wanted.from = at(from);
    wanted.to = at(to);
    const auto account = tell(*race_.snapshot(at(to)), wanted, known());
    EXPECT_TRUE(account) << account.error().message;
    std::vector<std::string> all;
    for (const Sentence& sentence : account->sentences) {
      EXPECT_FALSE(sentence.facts.empty()) << sentence.text;
      EXPECT_TRUE(sentence.weight >= 0 && sentence.weight <= 1) << sentence.text;
      all.push_back(sentence.text);
    }
    return all;
  }

  std::vector<const Anomaly*> known() const {
    std::vector<const Anomaly*> all;
    for (const Anomaly& anomaly : anomalies_) all.push_back(&anomaly);
    return all;
  }

  race::Race race_;
  std::vector<Anomaly> anomalies_;
  std::uint64_t seq_ = 0;
};

Anomaly spin_on(std::int32_t lap, Instant confirmed) {
  Anomaly anomaly;
  anomaly.id = 1;
  anomaly.car = CarNumber("8");
  anomaly.lap = lap;
  anomaly.sector = 2;
  anomaly.kind = AnomalyKind::spin;
  anomaly.confirmed = confirmed;
  return anomaly;
}

TEST_F(Told, ALapOnWhichSomethingHappenedIsToldAsTheWatchTakesIt) {
  drive("8", {101, 202, 303, 404, 530});
  anomalies_.push_back(spin_on(5, at(540)));
  EXPECT_THAT(texts(0, 550), Contains("#8 seems to have spun in sector 2 on lap 5 and lost 25.0 s (2:06.000, usually "
                                      "1:41.000), until 0:08:50."));
  EXPECT_THAT(texts(0, 535), testing::Not(Contains(HasSubstr("spun")))) << "not confirmed by then";
  anomalies_[0].cleared = at(545);
  EXPECT_THAT(texts(0, 550), testing::Not(Contains(HasSubstr("spun"))));
}

TEST_F(Told, ACarThatIsSlowerFromOneLapOnIsToldWithItsLaps) {
  std::vector<std::int64_t> ends;
  for (int lap = 1; lap <= 20; ++lap) ends.push_back(lap * 100 + (lap > 10 ? (lap - 10) * 2 : 0));
  drive("8", ends);
  Anomaly drop = spin_on(16, at(1'900));
  drop.kind = AnomalyKind::performance_drop;
  drop.evidence = {{"slower", 0.02}, {"told_after_laps", 6}};
  anomalies_.push_back(drop);
  EXPECT_THAT(texts(0, 2'100),
              Contains("#8 was 2.0 s a lap slower from lap 11 to lap 20 (1:42.000, before 1:40.000), until 0:33:40."));
}

TEST_F(Told, WhoLeadsComesFirst) {
  drive("7", {100, 200, 300});
  drive("8", {101, 203, 304});
  drive("50", {120, 240});
  const auto all = texts(0, 310);
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(all[0], "#7 leads in LMH after 3 laps, 4.0 s ahead of #8.");
  EXPECT_EQ(all[1], "#50 leads in GT3 after 2 laps.");
}

TEST_F(Told, APassOnTheTrackIsALeadChangeAndAPlaceGained) {
  drive("7", {100, 200, 302, 404});
  drive("8", {101, 201, 301, 401});
  const auto all = texts(150, 410);
  EXPECT_THAT(all, Contains("#8 took the lead in LMH from #7 on the track on lap 3, 0:05:01."));
  EXPECT_THAT(all, Contains("#8 gained 1 place in LMH, 2nd to 1st: it passed #7 on the track (lap 3)."));
}

TEST_F(Told, APassOnACarInThePitsIsToldAsThat) {
  drive("7", {100, 200});
  add(at(200), timing::PitIn{CarNumber("7"), 2});
  drive("8", {101, 202, 303, 404});
  const auto all = texts(150, 310);
  EXPECT_THAT(all, Contains(HasSubstr("from #7 when it stopped on lap 3")));
}

TEST_F(Told, NothingAfterTheEndOfTheIntervalIsTold) {
  drive("7", {100, 200, 302, 404});
  drive("8", {101, 201, 301, 401});
  Wanted early;
  early.from = at(150);
  early.to = at(250);
  const auto cut = tell(*race_.snapshot(at(500)), early);
  const auto then = tell(*race_.snapshot(at(500)), {at(150), at(250), {}, {}});
  ASSERT_TRUE(cut && then);
  EXPECT_THAT(cut->sentences.front().text, StartsWith("#7 leads in LMH after 2 laps, 1.0 s ahead"));
  for (const Sentence& sentence : cut->sentences) EXPECT_LE(sentence.at, at(250)) << sentence.text;
}

TEST_F(Told, TheAccountOfACarIsOfItsPlace) {
  drive("7", {100, 200, 300});
  drive("8", {101, 203, 304});
  drive("50", {120, 240});
  Wanted wanted;
  wanted.car = CarNumber("8");
  EXPECT_EQ(texts(0, 310, wanted).front(), "#8 is 2nd in LMH (2nd overall) with 3 laps, 4.0 s behind the leader #7.");
}

TEST_F(Told, CautionsAreToldWithTheirTime) {
  drive("7", {100, 200, 300});
  add(at(310), timing::Flag{timing::FlagScope::track, 0, FlagKind::safety_car});
  add(at(610), timing::Flag{timing::FlagScope::track, 0, FlagKind::green});
  EXPECT_THAT(texts(0, 700), Contains("Safety car from 0:05:10 to 0:10:10, 5 min 00 s."));
  EXPECT_THAT(texts(0, 400), Contains("Safety car from 0:05:10, still shown."));
}

TEST_F(Told, RaceControlIsQuotedWordForWord) {
  drive("7", {100, 200});
  timing::RaceControl message{"m1", "CAR 7 DRIVE THROUGH PENALTY - SPEEDING IN THE PIT LANE", {CarNumber("7")}, ""};
  add(at(150), timing::Indirect<timing::RaceControl>(message));
  EXPECT_THAT(texts(0, 210), Contains("Race control at 0:02:30: \"CAR 7 DRIVE THROUGH PENALTY - SPEEDING IN THE PIT LANE\"."));
  Wanted other;
  other.class_name = "GT3";
  drive("50", {120});
  for (const std::string& text : texts(0, 210, other)) EXPECT_THAT(text, testing::Not(HasSubstr("Race control")));
}

TEST_F(Told, WhatCantBeToldIsRefused) {
  drive("7", {100});
  const auto race = race_.snapshot(at(200));
  const auto code = [&](const Wanted& wanted) { return tell(*race, wanted).error().code; };
  EXPECT_EQ(code({at(100), at(100), {}, {}}), ErrorCode::bad_argument);
  EXPECT_EQ(code({at(300), at(400), {}, {}}), ErrorCode::bad_argument);
  EXPECT_EQ(code({at(0), at(100), CarNumber("99"), {}}), ErrorCode::unknown_car);
  EXPECT_EQ(code({at(0), at(100), {}, "LMP1"}), ErrorCode::bad_argument);
}

TEST_F(Told, ARaceInWhichNothingHappenedIsShort) {
  const auto account = tell(*race_.snapshot(at(100)), {at(0), at(100), {}, {}});
  ASSERT_TRUE(account);
  EXPECT_TRUE(account->sentences.empty());
}

TEST_F(Told, AsJsonEverySentenceHasItsEvents) {
  drive("7", {100, 200, 302, 404});
  drive("8", {101, 201, 301, 401});
  const auto account = tell(*race_.snapshot(at(410)), {at(150), at(410), {}, {}});
  ASSERT_TRUE(account);
  std::string text;
  timing::JsonWriter json(text);
  write_account(json, race_.snapshot(at(410))->session, *account);
  EXPECT_THAT(text, StartsWith(R"({"from_ms":150000,"to_ms":410000,"car":null,"class":null,"sentences":[)"));
  EXPECT_THAT(text, HasSubstr(R"("pass":{"ahead":"8","behind":"7","lap":3,"at_ms":301000,"cause":"on_track"})"));
  EXPECT_THAT(text, HasSubstr(R"({"kind":"lap","at_ms":301000,"car":"8","lap":3,"id":null})"));
}

TEST(Length, GrowsWithTheIntervalAndHasAnEnd) {
  EXPECT_EQ(sentences_for(std::chrono::minutes{5}), 5U);
  EXPECT_EQ(sentences_for(std::chrono::minutes{30}), 7U);
  EXPECT_EQ(sentences_for(std::chrono::hours{2}), 10U);
  EXPECT_EQ(sentences_for(std::chrono::hours{24}), 20U);
}

TEST(Words, OfNumbersAreThoseThatPeopleSay) {
  EXPECT_EQ(gap_words(Millis{340}), "0.3 s");
  EXPECT_EQ(gap_words(Millis{59'960}), "1:00.0");
  EXPECT_EQ(gap_words(Millis{-12'345}), "12.3 s");
  EXPECT_EQ(period_words(Millis{59'400}), "59 s");
  EXPECT_EQ(period_words(Millis{65'000}), "1 min 05 s");
  EXPECT_EQ(period_words(std::chrono::minutes{62}), "1 h 02 min");
  EXPECT_EQ(lap_words(Millis{105'123}), "1:45.123");
  EXPECT_EQ(ordinal(1) + ordinal(2) + ordinal(3) + ordinal(11) + ordinal(22), "1st2nd3rd11th22nd");
}

}  // namespace
}  // namespace stint::insight::story
