#include "insight/anomaly/anomaly_watch.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "insight/anomaly/made_up_laps.hpp"

namespace stint::insight {
namespace {

using timing::CarNumber;
using timing::CarState;
using timing::CarStatus;
using timing::FlagKind;
using timing::FlagScope;

constexpr std::int32_t kCars = 14, kLaps = 24;

struct Told {
  std::vector<Anomaly> all;
  std::vector<AnomalyRevision> revisions;

  // The only anomaly of the car; fails if there is another number of them.
  [[nodiscard]] std::optional<Anomaly> of(const std::string& car) const {
    std::optional<Anomaly> found;
    for (const Anomaly& each : all) {
      if (each.car != CarNumber(car) || !each.stands()) continue;
      EXPECT_FALSE(found) << "two anomalies of car " << car << ": " << found->text << " / " << each.text;
      found = each;
    }
    return found;
  }
  [[nodiscard]] std::size_t standing() const {
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const Anomaly& each) { return each.stands(); }));
  }
  [[nodiscard]] std::string list() const {
    std::string text;
    for (const Anomaly& each : all) text += std::to_string(timing::count_ms(each.first_seen)) + " " + each.text + "\n";
    return text;
  }
};

Told watch(const std::vector<timing::Event>& events, std::optional<Instant> until = std::nullopt,
           std::shared_ptr<const RuleLibrary> rules = nullptr) {
  AnomalyWatch watch(std::move(rules));
  for (const timing::Event& event : events) {
    if (until && event.at > *until) break;
    watch.apply(event);
  }
  if (until) watch.advance(*until);
  return {{watch.anomalies().begin(), watch.anomalies().end()}, {watch.revisions().begin(), watch.revisions().end()}};
}

Told watch(const MadeUpLaps& laps) { return watch(laps.events()); }

timing::Flag sector_flag(std::int32_t sector, FlagKind kind) { return {FlagScope::sector, sector, kind}; }

MadeUpLaps quiet() { return {kCars, kLaps}; }

TEST(AnomalyWatch, IsSilentWhenNothingHappens) {
  const Told told = watch(quiet());
  EXPECT_TRUE(told.all.empty()) << told.list();
}

TEST(AnomalyWatch, SeesAStoppedCarWhileItsLapIsUnderWay) {
  MadeUpLaps laps = quiet();
  laps.stop(5, 12, 2);
  const Told told = watch(laps);
  const auto anomaly = told.of("5");
  ASSERT_TRUE(anomaly) << told.list();
  EXPECT_EQ(anomaly->kind, AnomalyKind::stopped);
  EXPECT_EQ(anomaly->lap, 12);
  EXPECT_EQ(anomaly->sector, 2);
  EXPECT_TRUE(anomaly->confirmed);
  const std::int64_t due = laps.begins(5, 12, 2) + MadeUpLaps::kSector;
  EXPECT_LT(timing::count_ms(anomaly->first_seen), due + 10'000) << "not before it is long overdue";
  EXPECT_GT(timing::count_ms(anomaly->first_seen), due);
}

TEST(AnomalyWatch, IsSurerTheLongerACarIsOverdue) {
  MadeUpLaps laps = quiet();
  laps.stop(5, 12, 2);
  double before = 0;
  std::size_t seen = 0;
  for (const AnomalyRevision& revision : watch(laps).revisions) {
    if (revision.anomaly.car != CarNumber("5")) continue;
    EXPECT_GE(revision.anomaly.probability, before);
    before = revision.anomaly.probability;
    ++seen;
  }
  EXPECT_GT(seen, 2U);
  EXPECT_GT(before, 0.9);
}

TEST(AnomalyWatch, IsSilentWhenTheWholeFieldSlows) {
  MadeUpLaps laps(22, kLaps);  // all around the lap
  const std::int64_t from = laps.begins(1, 12, 2);
  laps.neutralise(from, from + 30'000);
  const Told told = watch(laps);
  EXPECT_EQ(told.standing(), 0U) << told.list();
}

TEST(AnomalyWatch, TakesLapsUnderACautionAndStopsAsContext) {
  MadeUpLaps laps = quiet();
  const std::int64_t from = laps.begins(1, 12, 1) + 5'000;
  laps.tell(from, timing::Flag{FlagScope::track, 0, FlagKind::fcy});
  const std::int64_t to = laps.begins(1, 15, 1);
  laps.neutralise(from, to);
  laps.tell(to, timing::Flag{FlagScope::track, 0, FlagKind::green});
  for (std::int32_t car = 1; car <= kCars; ++car) laps.pit(car, 17 + car % 3, 60'000 + 500 * car);
  const Told told = watch(laps);
  EXPECT_EQ(told.standing(), 0U) << told.list();
}

TEST(AnomalyWatch, TakesACautionThatFitsIntoALapAsContext) {
  MadeUpLaps laps = quiet();
  const std::int64_t from = laps.begins(kCars, 12, 1) + 2'000;  // all cars have begun the lap
  const std::int64_t to = from + 40'000;
  laps.tell(from, timing::Flag{FlagScope::track, 0, FlagKind::fcy});
  laps.neutralise(from, to);
  laps.tell(to, timing::Flag{FlagScope::track, 0, FlagKind::green});
  const Told told = watch(laps);
  EXPECT_EQ(told.standing(), 0U) << told.list();
}

TEST(AnomalyWatch, TellsASlowLapAndConfirmsItByWhatTheOthersDid) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 1, 11'000);
  const Told told = watch(laps);
  const auto anomaly = told.of("7");
  ASSERT_TRUE(anomaly) << told.list();
  EXPECT_EQ(anomaly->lap, 12);
  EXPECT_EQ(anomaly->sector, 1);
  EXPECT_GT(anomaly->probability, 0.8);
  ASSERT_TRUE(anomaly->confirmed);
  EXPECT_LE(timing::count_ms(*anomaly->confirmed), laps.begins(7, 13, 1) + 90'000);
}

TEST(AnomalyWatch, NamesTheCarThatAYellowIsFor) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 2, 4'000);
  laps.tell(laps.begins(7, 12, 2) + 10'000, sector_flag(2, FlagKind::yellow));
  laps.tell(laps.begins(7, 12, 2) + 25'000, sector_flag(2, FlagKind::green));
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::off_track);
  EXPECT_LE(timing::count_ms(anomaly->first_seen), laps.begins(7, 12, 3));
}

TEST(AnomalyWatch, TellsASpinFromAnExcursionByWhatItCost) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 2, 22'000);
  laps.tell(laps.begins(7, 12, 2) + 10'000, sector_flag(2, FlagKind::yellow));
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::spin);
}

TEST(AnomalyWatch, TakesACarThatTheTimingCallsStoppedAtItsWord) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 2, 80'000);
  const std::int64_t at = laps.begins(7, 12, 2) + 10'000;
  laps.tell(at, CarStatus{CarNumber("7"), CarState::stopped});
  laps.tell(at + 80'000, CarStatus{CarNumber("7"), CarState::running});
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::stopped);
  EXPECT_EQ(timing::count_ms(anomaly->first_seen), at);
}

TEST(AnomalyWatch, CallsItACrashWhenTheCarStoodAndLimpsHome) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 1, 50'000).lose(7, 12, 2, 15'000).lose(7, 12, 3, 15'000).pit(7, 12, 900'000);
  const std::int64_t at = laps.begins(7, 12, 1) + 10'000;
  laps.tell(at, CarStatus{CarNumber("7"), CarState::stopped});
  laps.tell(at + 40'000, CarStatus{CarNumber("7"), CarState::running});
  EXPECT_EQ(watch(laps).of("7")->kind, AnomalyKind::incident);
}

TEST(AnomalyWatch, CallsItAPunctureWhenTheCarCrawlsToThePits) {
  MadeUpLaps laps = quiet();
  laps.tell(1'000, sector_flag(1, FlagKind::yellow)).tell(2'000, sector_flag(1, FlagKind::green));  // flags are told
  laps.lose(7, 12, 1, 9'000).lose(7, 12, 2, 14'000).lose(7, 12, 3, 14'000).pit(7, 12, 60'000);
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::puncture);
}

TEST(AnomalyWatch, CallsItContactWhenRaceControlDoes) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 12, 2, 6'000);
  laps.tell(laps.begins(7, 12, 2) + 10'000, sector_flag(2, FlagKind::yellow));
  timing::RaceControl message;
  message.text = "CARS 7 AND 9 UNDER INVESTIGATION - CONTACT";
  message.cars = {CarNumber("7"), CarNumber("9")};
  laps.tell(laps.begins(7, 13, 1), message);
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::contact);
}

MadeUpLaps with_stops() {
  MadeUpLaps laps = quiet();
  for (std::int32_t car = 1; car <= 10; ++car) laps.pit(car, 8, 60'000 + 300 * car);
  return laps;
}

TEST(AnomalyWatch, TellsALongStopWhileTheCarStands) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 400'000);
  const auto anomaly = watch(laps).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::unusual_stop);
  const std::int64_t entered = laps.begins(12, 15, 1) - MadeUpLaps::kPitEntry;
  EXPECT_LT(timing::count_ms(anomaly->first_seen), entered + 105'000);
  EXPECT_TRUE(anomaly->is_alarm());
}

// Information as long as it is only a slow one, an alarm from over twice the usual time and a minute on.
TEST(AnomalyWatch, RaisesNoAlarmForAStopThatIsOnlySlow) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 150'000);
  const Told told = watch(laps);
  ASSERT_TRUE(told.of("12"));
  for (const AnomalyRevision& revision : told.revisions) EXPECT_FALSE(revision.anomaly.is_alarm()) << revision.anomaly.text;
  laps = with_stops();
  laps.pit(12, 14, 400'000);
  std::optional<Instant> alarm;
  for (const AnomalyRevision& revision : watch(laps).revisions) {
    if (revision.anomaly.is_alarm() && !alarm) alarm = revision.at;
  }
  ASSERT_TRUE(alarm);
  const std::int64_t entered = laps.begins(12, 15, 1) - MadeUpLaps::kPitEntry;
  EXPECT_LE(std::abs(timing::count_ms(*alarm) - (entered + 183'000)), 6'000);
}

TEST(AnomalyWatch, DoesNotClaimToKnowAUsualStopBeforeAnybodyHasStopped) {
  MadeUpLaps laps = quiet();
  laps.pit(12, 5, 150'000);
  const auto anomaly = watch(laps).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_NE(anomaly->text.find("was in the pit lane for 150 s."), std::string::npos) << anomaly->text;
  EXPECT_EQ(anomaly->text.find("usual"), std::string::npos) << anomaly->text;
}

TEST(AnomalyWatch, TellsTroubleAndTheLongStopThatFollowsAsOneStory) {
  MadeUpLaps laps = with_stops();
  laps.tell(1'000, sector_flag(1, FlagKind::yellow)).tell(2'000, sector_flag(1, FlagKind::green));  // flags are told
  laps.lose(12, 14, 1, 9'000).lose(12, 14, 2, 14'000).lose(12, 14, 3, 14'000).pit(12, 14, 400'000);
  const auto anomaly = watch(laps).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::puncture);
  EXPECT_NE(anomaly->text.find("It was in the pit lane for 400 s"), std::string::npos) << anomaly->text;
  EXPECT_EQ(anomaly->text.find("has been"), std::string::npos) << anomaly->text;
}

// Timing archives tell of the pit lane when the car crosses the line in it; where the boxes are before the line, the whole stop
// is in the last sector.
TEST(AnomalyWatch, KnowsAStopBeforeTheLineFromASpin) {
  MadeUpLaps laps = with_stops();
  laps.lose(12, 14, 3, 400'000).pit(12, 14, 20'000);
  std::vector<timing::Event> events = laps.events();
  std::erase_if(events, [](const timing::Event& event) { return event_as<timing::PitIn>(event) != nullptr; });
  for (timing::Event& event : events) {
    const auto* out = event_as<timing::PitOut>(event);
    if (out != nullptr && out->car == CarNumber("12")) event.body = timing::PitOut{out->car, out->lap, timing::Millis{420'000}};
  }
  const auto anomaly = watch(events).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::unusual_stop);
  EXPECT_TRUE(anomaly->is_alarm());
}

TEST(AnomalyWatch, HoldsTheFirstFlyingLapAgainstThoseOfTheClass) {
  MadeUpLaps laps = quiet();
  laps.lose(7, 2, 1, 20'000);
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->lap, 2);
  EXPECT_LE(timing::count_ms(*anomaly->confirmed), laps.begins(7, 3, 1) + 90'000);
}

TEST(AnomalyWatch, TellsADriveThrough) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 22'000);
  const auto anomaly = watch(laps).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::unusual_stop);
  EXPECT_FALSE(anomaly->is_alarm());
}

timing::RaceControl words(const char* car, std::string text) {
  timing::RaceControl message;
  message.text = std::move(text);
  message.cars = {CarNumber(car)};
  return message;
}

TEST(AnomalyWatch, TellsOfAPenaltyAsTheCarComesInForIt) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 22'000);
  laps.tell(laps.begins(12, 13, 1), words("12", "CAR 12 - DRIVE THROUGH - SPEEDING IN PIT LANE"));
  const auto anomaly = watch(laps).of("12");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::unusual_stop);
  EXPECT_EQ(timing::count_ms(anomaly->first_seen), laps.begins(12, 15, 1) - MadeUpLaps::kPitEntry);
  EXPECT_TRUE(anomaly->confirmed);
}

TEST(AnomalyWatch, TakesBackThePenaltyWhenTheStopIsAnOrdinaryOne) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 61'000);
  laps.tell(laps.begins(12, 13, 1), words("12", "CAR 12 - DRIVE THROUGH - SPEEDING IN PIT LANE"));
  const Told told = watch(laps);
  EXPECT_EQ(told.standing(), 0U) << told.list();
}

TEST(AnomalyWatch, OpensAContactThatOnlyRaceControlHasSeen) {
  MadeUpLaps laps = quiet();
  laps.tell(laps.begins(7, 13, 2), words("7", "CAR 7 UNDER INVESTIGATION - CONTACT"));
  const auto anomaly = watch(laps).of("7");
  ASSERT_TRUE(anomaly);
  EXPECT_EQ(anomaly->kind, AnomalyKind::contact);
}

TEST(AnomalyWatch, IsSilentOfCarsThatWaitAtThePitExitBehindASafetyCar) {
  MadeUpLaps laps = with_stops();
  laps.pit(12, 14, 130'000);
  ASSERT_EQ(watch(laps).standing(), 1U);
  laps.tell(laps.begins(12, 15, 1) - 2 * MadeUpLaps::kPitEntry,
            timing::Flag{timing::FlagScope::track, 0, timing::FlagKind::safety_car});
  const Told told = watch(laps);
  EXPECT_EQ(told.standing(), 0U) << told.list();
}

TEST(AnomalyWatch, TellsADropOfPaceAndAFailingPartApart) {
  MadeUpLaps laps = quiet();
  for (std::int32_t lap = 12; lap <= kLaps; ++lap) {
    for (std::int32_t sector = 1; sector <= 3; ++sector) laps.lose(7, lap, sector, 600).lose(9, lap, sector, 600);
  }
  laps.top_speed(9, 12, 272);
  const Told told = watch(laps);
  ASSERT_TRUE(told.of("7")) << told.list();
  EXPECT_EQ(told.of("7")->kind, AnomalyKind::performance_drop);
  ASSERT_TRUE(told.of("9"));
  EXPECT_EQ(told.of("9")->kind, AnomalyKind::mechanical);
}

TEST(AnomalyWatch, TellsASlowZoneAsOneThingOfTheTrack) {
  MadeUpLaps laps = quiet();
  for (std::int32_t lap = 12; lap <= 15; ++lap) laps.everyone_loses(lap, 2, 4'000);
  const Told told = watch(laps);
  ASSERT_EQ(told.standing(), 1U) << told.list();
  EXPECT_EQ(told.all.front().kind, AnomalyKind::slow_zone);
  EXPECT_EQ(told.all.front().sector, 2);
  EXPECT_FALSE(told.all.front().car);
}

TEST(AnomalyWatch, TellsCrossingsThatWereNotSeenOrCannotBe) {
  MadeUpLaps laps = quiet();
  laps.miss(3, 12, 1).mistime(6, 14, 2, 9'000);
  const Told told = watch(laps);
  ASSERT_TRUE(told.of("3")) << told.list();
  EXPECT_EQ(told.of("3")->kind, AnomalyKind::timing_fault);
  ASSERT_TRUE(told.of("6"));
  EXPECT_EQ(told.of("6")->kind, AnomalyKind::timing_fault);
}

TEST(AnomalyWatch, WaitsForTheNextPointWhereALoopOftenMissesCars) {
  MadeUpLaps laps(kCars, 40);
  for (std::int32_t lap = 6; lap <= 40; lap += 2) laps.miss(1 + lap % kCars, lap, 1);
  std::size_t late = 0;
  for (const Anomaly& each : watch(laps).all) late += each.first_seen > timing::instant_from_ms(20 * MadeUpLaps::kLap) ? 1 : 0;
  EXPECT_EQ(late, 0U);
}

std::shared_ptr<const RuleLibrary> rules_of(std::string keys) {
  const RuleText text{"test.toml", "valid_from = 1970-01-01\n" + std::move(keys)};
  auto read = RuleLibrary::read(std::span(&text, 1));
  EXPECT_TRUE(read) << read.error().message;
  return std::make_shared<const RuleLibrary>(std::move(*read));
}

std::string rule(std::string_view key, int minutes) {
  return "[" + std::string(key) + "]\nvalue = " + std::to_string(minutes) + "\ncertainty = \"H\"\nsource = \"test\"\n";
}

TEST(AnomalyWatch, TellsADriverWhoStaysForLongerThanTheRulesAllow) {
  const std::vector<timing::Event> events = MadeUpLaps(3, 165).events();
  const Told told = watch(events, {}, rules_of(rule("drive_window", 360) + rule("drive_window_max", 240)));
  for (const char* car : {"1", "2", "3"}) {
    const auto anomaly = told.of(car);
    ASSERT_TRUE(anomaly) << car;
    EXPECT_EQ(anomaly->kind, AnomalyKind::driver_change);
    EXPECT_NEAR(*anomaly->lap, 161, 1);  // four hours are 160 laps
  }
  const Told in_race = watch(events, {}, rules_of(rule("drive_time_max", 150)));
  ASSERT_TRUE(in_race.of("2"));
  EXPECT_NEAR(*in_race.of("2")->lap, 101, 1);
}

TEST(AnomalyWatch, HoldsNobodyToALimitThatTheRulesDoNotHave) {
  const std::vector<timing::Event> events = MadeUpLaps(3, 165).events();
  EXPECT_EQ(watch(events).standing(), 0U);
  EXPECT_EQ(watch(events, {}, rules_of(rule("drive_window", 360))).standing(), 0U);
}

MadeUpLaps eventful() {
  MadeUpLaps laps = with_stops();
  laps.stop(5, 12, 2).lose(7, 11, 1, 11'000).lose(2, 15, 3, 9'500).pit(12, 14, 400'000).miss(3, 13, 1);
  for (std::int32_t lap = 17; lap <= 19; ++lap) laps.everyone_loses(lap, 2, 4'000);
  return laps;
}

// What is said at any instant is what was said then when the race went on.
TEST(AnomalyWatch, KnowsNothingOfWhatComesLater) {
  const std::vector<timing::Event> events = eventful().events();
  const Told whole = watch(events);
  ASSERT_GT(whole.all.size(), 4U);
  for (std::int64_t at = 600'000; at < timing::count_ms(events.back().at); at += 7'321) {
    const Instant cut = timing::instant_from_ms(at);
    const Told then = watch(events, cut);
    std::vector<AnomalyRevision> expected;
    for (const AnomalyRevision& revision : whole.revisions) {
      if (revision.at < cut) expected.push_back(revision);
    }
    ASSERT_GE(then.revisions.size(), expected.size()) << "cut at " << at;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(then.revisions[i].at, expected[i].at) << "cut at " << at;
      ASSERT_EQ(then.revisions[i].anomaly.id, expected[i].anomaly.id);
      ASSERT_EQ(then.revisions[i].anomaly.text, expected[i].anomaly.text);
      ASSERT_EQ(then.revisions[i].anomaly.probability, expected[i].anomaly.probability);
    }
  }
}

}  // namespace
}  // namespace stint::insight
