#include "race/race_control/meaning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

namespace stint::race {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<CarNumber> cars(std::initializer_list<std::string_view> numbers) {
  std::vector<CarNumber> all;
  for (const std::string_view number : numbers) all.emplace_back(number);
  return all;
}

Millis at(int hour, int minute, int second = 0) {
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

Millis seconds(int count) { return std::chrono::seconds{count}; }

TEST(RaceControlMeaning, TellsTheFlagsThatAllAreShown) {
  for (const auto& [text, flag] :
       {std::pair{"GREEN FLAG", FlagKind::green}, std::pair{"RED FLAG", FlagKind::red},
        std::pair{"CHEQUERED FLAG", FlagKind::chequered}, std::pair{"CHECKERED FLAG", FlagKind::chequered}}) {
    const auto meaning = parse_race_control(text);
    EXPECT_EQ(meaning.kind, MessageKind::flag) << text;
    EXPECT_EQ(meaning.flag, flag) << text;
  }
}

TEST(RaceControlMeaning, TellsTheSafetyCarFromItsLastLap) {
  EXPECT_EQ(parse_race_control("SAFETY CAR").phase, MessagePhase::begin);
  EXPECT_EQ(parse_race_control("SAFETY CAR IN THIS LAP").phase, MessagePhase::will_end);
  EXPECT_EQ(parse_race_control("SAFETY CAR IN THIS LAP").kind, MessageKind::safety_car);
  EXPECT_EQ(parse_race_control("SAFETY CAR PROCEDURE UNDER REVIEW").kind, MessageKind::investigation);
}

TEST(RaceControlMeaning, ReadsWhenANeutralisationBeginsAndEnds) {
  const auto prepared = parse_race_control("PREPARE FOR FCY AT  2:45:00");
  EXPECT_EQ(prepared.kind, MessageKind::full_course_yellow);
  EXPECT_EQ(prepared.phase, MessagePhase::prepare);
  EXPECT_EQ(prepared.time_of_day, at(2, 45));
  const auto ending = parse_race_control("FCY WILL END AT 17:44:15");
  EXPECT_EQ(ending.phase, MessagePhase::will_end);
  EXPECT_EQ(ending.time_of_day, at(17, 44, 15));
  EXPECT_EQ(parse_race_control("PREPARE FOR VSC AT 11:44:00").kind, MessageKind::virtual_safety_car);
  EXPECT_EQ(parse_race_control("FULL COURSE YELLOW").phase, MessagePhase::begin);
  EXPECT_TRUE(parse_race_control("SHORT YELLOW").short_procedure);
}

TEST(RaceControlMeaning, ReadsSlowZonesWithTheirPostsAndBoards) {
  const auto prepared =
      parse_race_control("PREPARE FOR SLOW AT ZONES 4, 5 AT  5:41:00 (NEXT SLOW AT MP 11, SLOW AT MP 12, MP 17)");
  EXPECT_EQ(prepared.kind, MessageKind::slow_zone);
  EXPECT_EQ(prepared.phase, MessagePhase::prepare);
  EXPECT_THAT(prepared.zones, ElementsAre(4, 5));
  EXPECT_THAT(prepared.posts, ElementsAre(12, 17));
  EXPECT_THAT(prepared.board_posts, ElementsAre(11));
  EXPECT_EQ(prepared.time_of_day, at(5, 41));
  const auto shown = parse_race_control("NEXT SLOW AT MP 29, SLOW AT ZONE 8 (MP 30)");
  EXPECT_EQ(shown.phase, MessagePhase::begin);
  EXPECT_THAT(shown.zones, ElementsAre(8));
  EXPECT_THAT(shown.posts, ElementsAre(30));
  const auto removed = parse_race_control("NEXT SLOW REMOVED AT MP 11, SLOW ZONES REMOVED AT 4, 5 (MP 12, MP 17)");
  EXPECT_EQ(removed.phase, MessagePhase::end);
  EXPECT_THAT(removed.zones, ElementsAre(4, 5));
  EXPECT_THAT(parse_race_control("SLOW PROCEDURE IN ZONE 3 WILL END AT 19:22:00").zones, ElementsAre(3));
}

TEST(RaceControlMeaning, ReadsLocalYellowsWithTheirPosts) {
  const auto shown = parse_race_control("DOUBLE YELLOW AT MP 6, 11, 20");
  EXPECT_EQ(shown.kind, MessageKind::local_flag);
  EXPECT_EQ(shown.flag, FlagKind::double_yellow);
  EXPECT_THAT(shown.posts, ElementsAre(6, 11, 20));
  const auto removed = parse_race_control("YELLOW REMOVED AT TURN 3-4-T5, 6");
  EXPECT_EQ(removed.phase, MessagePhase::end);
  EXPECT_EQ(removed.place, "TURN 3-4-T5, 6");
  EXPECT_THAT(removed.posts, IsEmpty());
  EXPECT_EQ(parse_race_control("SLIPPERY SURFACE AT TURN FIN").place, "TURN FIN");
}

TEST(RaceControlMeaning, ReadsWhichPartOfThePitLaneIsOpenForWhom) {
  const auto entry = parse_race_control("PIT ENTRY CLOSED");
  EXPECT_EQ(entry.pit_part, PitPart::entry);
  EXPECT_FALSE(entry.pit_open);
  EXPECT_EQ(parse_race_control("PIT EXIT CLOSED").pit_part, PitPart::exit);
  EXPECT_EQ(parse_race_control("PITS OPEN PROTOTYPE").class_name, "PROTOTYPE");
  EXPECT_EQ(parse_race_control("PITS OPEN ALL CARS").class_name, "");
  const auto open = parse_race_control("PIT LANE IS NOW OPEN - PIT LANE WILL CLOSE AT 10:10");
  EXPECT_TRUE(open.pit_open);
  EXPECT_EQ(open.phase, MessagePhase::begin);
  const auto later = parse_race_control("PIT LANE WILL OPEN AT 10:20 - RADIO CHECK AT 10:10");
  EXPECT_EQ(later.phase, MessagePhase::prepare);
  EXPECT_EQ(later.time_of_day, at(10, 20));
  EXPECT_EQ(parse_race_control("OPENING OF THE PIT LANE MAY BE DELAYED").phase, MessagePhase::prepare);
}

TEST(RaceControlMeaning, ReadsPenaltiesWithCarsAmountAndReason) {
  const auto added = parse_race_control("CARS 27 - 34 - 061 - 5 SECONDS ADDED TO THE NEXT PIT STOP - STARTING PROCEDURES");
  ASSERT_TRUE(added.penalty);
  EXPECT_EQ(added.penalty->kind, PenaltyKind::added_to_stop);
  EXPECT_EQ(added.penalty->time, seconds(5));
  EXPECT_EQ(added.cars, cars({"27", "34", "061"}));
  EXPECT_EQ(added.reason, "STARTING PROCEDURES");
  const auto hurried = parse_race_control("5SEC TIME PENALTY ADDED TO NEXT PIT STOP CAR 83 - LASTING ADVANTAGE MP16");
  EXPECT_EQ(hurried.penalty->kind, PenaltyKind::added_to_stop);
  EXPECT_EQ(hurried.penalty->time, seconds(5));
  EXPECT_EQ(hurried.cars, cars({"83"}));
  const auto minutes = parse_race_control("CAR 8 - 3 MINUTES STOP AND GO - FCY PROCEDURES - EMERGENCY PIT STOP");
  EXPECT_EQ(minutes.penalty->kind, PenaltyKind::stop_and_go);
  EXPECT_EQ(minutes.penalty->time, seconds(180));
  const auto with = parse_race_control("CAR 009 - 5 SECONDS ADDED TO THE NEXT PIT STOP - INCIDENT AT 1102 WITH CAR 5");
  EXPECT_EQ(with.cars, cars({"009"}));
  EXPECT_EQ(with.other_cars, cars({"5"}));
  EXPECT_EQ(with.time_of_day, at(11, 2));
}

TEST(RaceControlMeaning, ReadsTheAmericanWayOfPenalties) {
  const auto speed = parse_race_control("CAR 47: PENALTY - PIT LANE SPEED VIOLATION - (+42) STOP + 60");
  EXPECT_EQ(speed.penalty->kind, PenaltyKind::stop_and_go);
  EXPECT_EQ(speed.penalty->time, seconds(60));
  EXPECT_EQ(speed.penalty->over_limit_kph, 42);
  EXPECT_EQ(speed.reason, "PIT LANE SPEED VIOLATION");
  EXPECT_EQ(parse_race_control("CAR 912: PENALTY - IMPROPER FINAL WAVE-BY PROCEDURE - STOP + 3:36").penalty->time,
            seconds(216));
  EXPECT_EQ(parse_race_control("CAR 77: PENALTY - JUMP RESTART - STOP+60").penalty->time, seconds(60));
  EXPECT_TRUE(
      parse_race_control("CAR 15: PENALTY - RUNNING THE RED LIGHT - STOP + 60 *POST RACE TIME PENALTY").penalty->after_race);
  const auto deleted =
      parse_race_control("CAR 77: PENALTY - SHORT CUT - TURN 7 - LAP TIME INVALIDATED - LAP 641 & 642 - WARNING");
  EXPECT_EQ(deleted.penalty->kind, PenaltyKind::lap_time_deleted);
  EXPECT_THAT(deleted.penalty->laps, ElementsAre(641, 642));
  EXPECT_TRUE(deleted.penalty->with_warning);
  EXPECT_EQ(parse_race_control("CAR 18, 912, 57: PENALTY - BLOCKING - DRIVE THROUGH").cars, cars({"18", "912", "57"}));
}

TEST(RaceControlMeaning, TellsPenaltiesThatAreTakenBackOrSuspended) {
  EXPECT_EQ(parse_race_control("CAR 777 - CANCEL THE DRIVE THROUGH - NO FURTHER ACTION FOR BLUE FLAG BEHAVIOUR").penalty->state,
            PenaltyState::cancelled);
  EXPECT_EQ(parse_race_control("CAR 023: PENALTY - TIRE WITHOUT CREW - DRIVE THROUGH - RESCINDED").penalty->state,
            PenaltyState::cancelled);
  EXPECT_EQ(parse_race_control("CAR 91 - 1 MINUTE STOP AND GO IS SUSPENDED BY STEWARDS INSTRUCTION").penalty->state,
            PenaltyState::suspended);
  EXPECT_EQ(parse_race_control("CAR 91 - 1 MINUTE STOP AND GO PENALTY CONFIRMED").penalty->state, PenaltyState::confirmed);
  EXPECT_EQ(parse_race_control("CAR 60 - DRIVE THROUGH PENALTY - APPLICATION OF THE SUSPENDED PENALTY OF FP3").penalty->state,
            PenaltyState::given);
}

TEST(RaceControlMeaning, ReadsInvestigationsAndTheirEnd) {
  const auto open = parse_race_control("CARS 12 MUSTER - CAR 6 SAMPLE - UNDER INVESTIGATION - CONTACT AT T4 AT 121029");
  EXPECT_EQ(open.kind, MessageKind::investigation);
  EXPECT_EQ(open.cars, cars({"12", "6"}));
  EXPECT_EQ(open.reason, "CONTACT AT T4 AT 121029");
  EXPECT_EQ(open.place, "T4");
  EXPECT_EQ(open.time_of_day, at(12, 10, 29));
  EXPECT_EQ(parse_race_control("CAR 15 - PIT LANE SPEEDING - NFA").kind, MessageKind::no_action);
  EXPECT_EQ(parse_race_control("CAR 15 - PIT LANE SPEEDING - NFA").reason, "PIT LANE SPEEDING");
  EXPECT_EQ(parse_race_control("CORRECTION: CAR 5 SAMPLE - NOT UNDER INVESTIGATION FOR YELLOW FLAG").kind,
            MessageKind::no_action);
  EXPECT_TRUE(parse_race_control("INCIDENT BETWEEN CARS 2 AND 94 AT T2 WILL BE INVESTIGATED AFTER THE RACE").after_race);
  EXPECT_EQ(parse_race_control("INCIDENT INVOLVING CARS 04 & 11 IN TURN 3 UNDER REVIEW").cars, cars({"04", "11"}));
  EXPECT_THAT(parse_race_control("INCIDENT INVOLVING GTS AT T1 UNDER REVIEW").cars, IsEmpty());
}

TEST(RaceControlMeaning, FollowsTheFieldBeingPutInOrder) {
  EXPECT_EQ(parse_race_control("PREPARE (FOR) PASS AROUND").phase, MessagePhase::prepare);
  EXPECT_EQ(parse_race_control("START THE PASS AROUND").phase, MessagePhase::begin);
  EXPECT_EQ(parse_race_control("PASS AROUND IS CONCLUDED").phase, MessagePhase::end);
  EXPECT_EQ(parse_race_control("THERE IS NO PASS-AROUND").phase, MessagePhase::cancelled);
  EXPECT_EQ(parse_race_control("THE PASSAROUND NOT COMPLETE").phase, MessagePhase::under_way);
  EXPECT_EQ(parse_race_control("COMMENCE FINAL WAVE-BY").kind, MessageKind::wave_by);
  EXPECT_EQ(parse_race_control("THE CATEGORY & CLASS SPLITS ARE ON-GOING UNTIL T7").kind, MessageKind::class_split);
  EXPECT_EQ(parse_race_control("PIT EXIT REORDER - 25 BEHIND 40").cars, cars({"25", "40"}));
}

TEST(RaceControlMeaning, KnowsTheOtherKinds) {
  const std::vector<std::pair<std::string_view, MessageKind>> rows = {
      {"CAR 5 - BLACK AND ORANGE FLAG - REPAIR THE DOOR", MessageKind::black_orange_flag},
      {"CAR 10 MECHANICAL BLACK FLAG", MessageKind::black_orange_flag},
      {"10 IN A CLOSED PIT", MessageKind::closed_pit},
      {"TRACK IS DECLARED WET - RAIN LIGHTS LOW MODE", MessageKind::track_condition},
      {"3 MINUTES BOARD DUE AT 10:52", MessageKind::procedure},
      {"DEBRIS ON TRACK AT T3", MessageKind::hazard},
      {"CAR 18 STOPPED ON COURSE, TURN 1", MessageKind::car_report},
      {"CAR 50 TEAM MANAGER - TO THE RACE DIRECTOR IMMEDIATELY PLEASE", MessageKind::car_order},
      {"TEST MESSAGE FROM RACE CONTROL", MessageKind::notice},
  };
  for (const auto& [text, kind] : rows) EXPECT_EQ(name_of(parse_race_control(text).kind), name_of(kind)) << text;
}

TEST(RaceControlMeaning, ToleratesSlipsOfTheTypist) {
  EXPECT_EQ(parse_race_control("CAR 94 - DRIVE THROUGHT PENALTY - INCIDENT AT T2").penalty->kind, PenaltyKind::drive_through);
  EXPECT_EQ(parse_race_control("CARS 6 AND 15 AT MP29 UNDE REVIEW").kind, MessageKind::investigation);
  EXPECT_EQ(parse_race_control("CAR 8  -  UNDER INVESTIGATON - PIT STOP").kind, MessageKind::investigation);
}

TEST(RaceControlMeaning, LeavesWhatItDoesNotKnowAsText) {
  for (const std::string_view text : {"", "   ", "HAPPY BIRTHDAY", "- - -", "42"}) {
    EXPECT_EQ(parse_race_control(text).kind, MessageKind::none) << text;
  }
  EXPECT_EQ(parse_race_control(std::string(100'000, 'A')).kind, MessageKind::none);
}

TEST(RaceControlMeaning, EveryNameIsDifferent) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(MessageKind::notice); ++i) names.insert(name_of(static_cast<MessageKind>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(MessageKind::notice) + 1);
  EXPECT_EQ(name_of(MessageKind::notice), "notice");
  EXPECT_EQ(name_of(PenaltyKind::black_flag), "black_flag");
}

// The messages of two championships: at least 97 of 100 must be more than text.
TEST(RaceControlMeaning, TypesNearlyAllMessagesOfRealSessions) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA is not set: the messages of real sessions are not at hand";
  for (const char* name : {"wec_2026_rc-messages.txt", "imsa_2025-2026_rc-messages.txt"}) {
    std::ifstream file(std::string(data) + "/live/" + name);
    if (!file) GTEST_SKIP() << "no " << name;
    int all = 0;
    int typed = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.empty()) continue;
      ++all;
      if (parse_race_control(line).kind != MessageKind::none) ++typed;
    }
    EXPECT_GT(all, 700) << name;
    EXPECT_GE(typed * 100, all * 97) << name << ": " << typed << " of " << all;
  }
}

}  // namespace
}  // namespace stint::race
