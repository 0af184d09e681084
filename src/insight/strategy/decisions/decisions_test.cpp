#include <gmock/gmock.h>

#include "insight/strategy/decisions/advice.hpp"
#include "insight/strategy/decisions/decide.hpp"
#include "insight/strategy/decisions/made_up_field.hpp"
#include "insight/strategy/decisions/net_position.hpp"
#include "insight/strategy/decisions/pit_now.hpp"
#include "insight/strategy/decisions/place_band.hpp"
#include "insight/strategy/decisions/reasons.hpp"
#include "insight/strategy/decisions/rival_stops.hpp"
#include "insight/strategy/decisions/stop_window.hpp"

namespace stint::insight {
namespace {

using testing::Contains;
using testing::HasSubstr;

// 30 laps and a stop of 67 s: on lap 31, ten to twelve laps after everybody's first stop.
constexpr std::int64_t kMidStint = 3'120'000;
// Odd cars have stopped on lap 19 and done their out-lap; even cars stand in the lane after lap 20.
constexpr std::int64_t kMidCycle = 2'080'000;

TEST(PlaceBand, CountsRivalsByTheirChances) {
  const PlaceOdds odds = place_odds({1, 0, 0.6});
  EXPECT_EQ(likeliest_place(odds), 3);  // one ahead for sure, a second with 60 %
  const Quantiles band = place_band(odds);
  EXPECT_EQ(band.p10, 2);
  EXPECT_EQ(band.p90, 3);
}

TEST(NetStandings, GiveBackTheStopThatOthersStillOwe) {
  const MadeUpField at(kMidCycle);
  EXPECT_EQ(at.car("1").seen->class_position, 5) << "on the road the four even cars are ahead";
  const auto standings = net_standings(at.field);
  for (const NetStanding& standing : standings) {
    ASSERT_TRUE(standing.class_position);
    EXPECT_EQ(std::to_string(*standing.class_position), standing.car.str()) << "faster cars have lower numbers";
  }
}

TEST(NetStandings, MoveACarAgainstTheRoadOnlyWhereTheOddsAreClear) {
  MadeUpField at(kMidStint);
  const auto net_of_leader = [&](double laps_used) {
    for (CarMeasure& car : at.measured.cars) car.fuel_used_laps = car.car == CarNumber("1") ? laps_used : 1;
    return net_standings(at.field).front();
  };
  EXPECT_EQ(net_of_leader(19).class_position, 8) << "its stop is due: 67 s, and all are within 25 s";
  EXPECT_EQ(net_of_leader(8).class_position, 1) << "it may have stopped in this cycle as well as not";
  EXPECT_GE(net_of_leader(8).band->p90, 7);
}

TEST(NetStandings, KeepTheOrderOfTheRoadAmongThoseThatOweAsMuch) {
  MadeUpField at(kMidStint);
  for (CarMeasure& car : at.measured.cars) car.fuel_used_laps = 19;
  Millis gap{0};
  for (const NetStanding& standing : net_standings(at.field)) {
    EXPECT_EQ(standing.class_position, at.field.find(standing.car)->seen->class_position);
    EXPECT_GE(*standing.gap, gap);
    gap = *standing.gap;
  }
}

TEST(NetStandings, AddNothingWhereFuelLastsToTheFlag) {
  const MadeUpField at(kMidStint, 5);
  for (const NetStanding& standing : net_standings(at.field)) EXPECT_EQ(standing.owed_ms, 0) << standing.car.str();
}

TEST(NetStandings, TakeACarInTheLaneThatNoStopWasToldOf) {
  const MadeUpField at(kMidStint);
  race::Snapshot told = *at.race;
  race::CarSnapshot& car = told.cars.front();
  car.state = race::CarState::in_pit;
  car.pit_stops = {};
  const FieldNow field(told, at.measured);
  EXPECT_GT(field.loss_left_ms(*field.find(car.number())), 0) << "a whole stop is still to come";
  EXPECT_EQ(net_standings(field).size(), told.cars.size());
}

TEST(PitNow, ComesOutBehindTheCarThatItsLossSays) {
  const MadeUpField at(kMidStint);
  const PitNow now = pit_now(at.field, at.car("1"), FlagKind::green, nullptr);
  // 67 s lost; car 8 is 32 laps x 0.7 s behind when the out-lap ends, and its first stop was 0.8 s shorter.
  EXPECT_EQ(now.class_position, 8);
  ASSERT_TRUE(now.ahead && now.gap_ahead_ms && now.loss_ms);
  EXPECT_EQ(now.ahead->str(), "8");
  EXPECT_NEAR(now.gap_ahead_ms->p50, 67'000 - (32 * 700 - 800), 2'000);
  EXPECT_EQ(now.passed_by.size(), 7U);
  EXPECT_FALSE(now.behind);
  EXPECT_TRUE(now.entry_open);
}

TEST(PitNow, LosesLessBehindTheSafetyCar) {
  const MadeUpField at(kMidStint);
  const PitNow green = pit_now(at.field, at.car("4"), FlagKind::green, nullptr);
  const PitNow behind = pit_now(at.field, at.car("4"), FlagKind::safety_car, nullptr);
  ASSERT_TRUE(green.loss_ms && behind.loss_ms);
  EXPECT_NEAR(green.loss_ms->p50 - behind.loss_ms->p50, 27'000, 2'000);
}

TEST(PitNow, LeavesTheRejoinUnknownWithoutAnyLoss) {
  const race::SnapshotPtr race = made_up_race_at({}, 900'000);  // nobody has stopped yet
  Measured measured = hand_measured(*race, 80);
  measured.classes.front().pit_loss_ms = {};
  const FieldNow field(*race, measured);
  const PitNow now = pit_now(field, *field.find(CarNumber("1")), FlagKind::green, nullptr);
  EXPECT_FALSE(now.class_position);
  EXPECT_FALSE(now.loss_ms);
}

TEST(PitNow, MovesTheGhostBackByTheLoss) {
  const MadeUpField at(kMidStint);
  const CarNow& car = at.car("1");
  const PitNow now = pit_now(at.field, car, FlagKind::green, nullptr);
  const double here = -car.line_ms / car.lap_ms;
  const double expected = here - now.loss_ms->p50 / car.lap_ms;
  EXPECT_NEAR(now.lap_fraction, expected - std::floor(expected), 0.01);
}

TEST(StopWindow, IsFromTheFewestStopsToTheLastLapOfFuel) {
  const MadeUpField at(kMidStint);
  const CarNow& car = at.car("2");  // stopped on lap 20, 30 laps done: 10 of 20 used, 9 after the one under way
  ASSERT_EQ(car.laps, 30);
  const auto window = stop_window(at.field, car, {});
  ASSERT_TRUE(window);
  EXPECT_EQ(window->last, 40);
  EXPECT_EQ(window->first, 35) << "earlier, the 20 laps of a tank don't reach the flag 25 laps away";
  EXPECT_GE(window->best, window->first);
  EXPECT_EQ(window->options.front().lap, 31);
  EXPECT_NEAR(*window->options.front().cost_ms, 67'000, 5'000) << "a stop more";
  EXPECT_THAT(window->options.front().reason, HasSubstr("one stop more"));
}

TEST(StopWindow, CallsTheLastOfTheLapsThatCostTheSameTheBest) {
  const MadeUpField at(kMidStint);
  const auto window = stop_window(at.field, at.car("2"), {});
  ASSERT_TRUE(window);
  constexpr double kTheSame = 500;  // ms
  for (const StopOption& option : window->options) {
    if (option.lap > window->best) EXPECT_GE(*option.cost_ms, kTheSame) << option.lap;
  }
}

TEST(StopWindow, ExplainsWhatFuturesHavePriced) {
  const MadeUpField at(kMidStint);
  StopWindow priced{.first = 35, .best = 38, .last = 40, .options = {{31, 50'000, 900, {}}, {38, 0, 0, {}}}};
  explain_options(at.field, at.car("2"), {}, priced);
  EXPECT_THAT(priced.options.front().reason, HasSubstr("one stop more"));
  EXPECT_EQ(priced.options.back().reason, "");
}

TEST(StopWindow, IsAbsentWhereFuelReachesTheFlag) {
  const MadeUpField at(kMidStint, 8);
  EXPECT_FALSE(stop_window(at.field, at.car("2"), {}));
}

TEST(StopWindow, IsAbsentWhereTheFuturesSeeNoStopAnyMore) {
  const MadeUpField at(kMidStint);
  CarStrategy car;
  car.car = CarNumber("2");
  std::vector<CarStrategy> cars{car};
  decide(at.field, nullptr, cars);
  EXPECT_TRUE(cars.front().window) << "nothing was played: by fuel and laps to go alone";
  cars.front() = car;
  cars.front().finish_odds = {1};
  decide(at.field, nullptr, cars);
  EXPECT_FALSE(cars.front().window);
}

TEST(StopWindow, IsAbsentOnTheLastLapsIfTheTankMayReachTheFlag) {
  MadeUpField at(kMidStint, 2);  // two laps to go
  CarMeasure& car =
      at.measured.cars[static_cast<std::size_t>(at.field.find(CarNumber("2"))->measured - at.measured.cars.data())];
  car.fuel_laps_left = Quantiles{0, 0.3, 1.2};
  EXPECT_FALSE(stop_window(at.field, at.car("2"), {})) << "saving a lap's fuel is cheaper than a stop";
  car.fuel_laps_left = Quantiles{0, 0.3, 0.7};
  EXPECT_TRUE(stop_window(at.field, at.car("2"), {}));
}

TEST(StopWindow, EndsWhereTheDriverMustBeOut) {
  const MadeUpField at(kMidStint);
  DriverDuty other{
      .name = "Other", .grade = "bronze", .driven = {}, .owed = Millis{3'600'000}, .left = {}, .latest_swap_in_lap = 36};
  const auto window = stop_window(at.field, at.car("2"), {other});
  ASSERT_TRUE(window);
  EXPECT_EQ(window->last, 36);
}

TEST(TrafficMet, CountsCarsWithinFiveSeconds) {
  const MadeUpField at(kMidStint);
  const CarNow& car = at.car("1");
  // As if it crossed the line 1 s after car 2: the cars are about 3 s apart.
  const TrafficMet met = traffic_met(at.field, car, at.car("2").line_ms + 1'000, Pace::green);
  EXPECT_GE(met.cars, 2);
  EXPECT_EQ(traffic_met(at.field, car, at.car("8").line_ms + 30'000, Pace::green).cars, 0);
}

TEST(Advice, FillsToTheFlagAndNoMore) {
  const MadeUpField at(kMidStint);
  CarStrategy strategy;
  strategy.window = stop_window(at.field, at.car("2"), {});
  strategy.window->best = 40;
  const Advice advice = advice_for(at.field, at.car("2"), strategy, nullptr);
  EXPECT_EQ(advice.stop_lap, 40);
  ASSERT_TRUE(advice.fuel_laps);
  EXPECT_NEAR(*advice.fuel_laps, 25 - 10 + 0.7, 1e-9) << "25 laps to go, 10 of them before the stop";
  EXPECT_FALSE(advice.tyres) << "no rule says whether they are changed while refuelling";
}

TEST(Advice, NamesTheDriverWhoOwesMost) {
  const MadeUpField at(kMidStint);
  CarStrategy strategy;
  strategy.window = stop_window(at.field, at.car("2"), {});
  strategy.drivers = {{.name = "Ann", .grade = "gold", .driven = {}, .owed = Millis{60'000}},
                      {.name = "Bob", .grade = "bronze", .driven = {}, .owed = Millis{4'320'000}}};
  EXPECT_EQ(advice_for(at.field, at.car("2"), strategy, nullptr).driver, "Bob");
}

TEST(Reasons, SayFuelCostAndWhatDriversOwe) {
  const MadeUpField at(kMidStint);
  CarStrategy strategy;
  strategy.window = stop_window(at.field, at.car("2"), {});
  strategy.drivers = {{.name = "Bob", .grade = "bronze", .driven = {}, .owed = Millis{4'320'000}}};
  const auto said = reasons_for(at.field, at.car("2"), strategy);
  EXPECT_THAT(said, Contains(HasSubstr("fuel for 9 laps more")));
  EXPECT_THAT(said, Contains(HasSubstr("because it costs one stop more before the flag")));
  EXPECT_THAT(said, Contains("Bob (bronze) still owes 1:12"));
}

TEST(Reasons, TalkOfTheStopUnderTheFlagThatIsOut) {
  MadeUpField at(kMidStint);
  CarStrategy strategy;
  strategy.pit_now = {{.flag = FlagKind::green, .loss_ms = Quantiles{60'000, 67'000, 74'000}, .class_position = 5},
                      {.flag = FlagKind::safety_car, .loss_ms = Quantiles{30'000, 40'000, 50'000}, .class_position = 3}};
  EXPECT_THAT(reasons_for(at.field, at.car("2"), strategy), Contains("a green stop costs 1:07.0 and comes out 5th in class"));
  race::Snapshot neutral = *at.race;
  neutral.flag = FlagKind::safety_car;
  const FieldNow field(neutral, at.measured);
  EXPECT_THAT(reasons_for(field, *field.find(CarNumber("2")), strategy),
              Contains("a stop behind the safety car costs 40.0 s (1:07.0 when it is green) and comes out 3rd in class"));
}

TEST(Reasons, SayOfACarThatStandsHowLongAndWhetherItComesBack) {
  MadeUpField at(kMidStint);
  at.measured.cars[1].standing = StandingCar{.for_ms = 2'700'000, .in_lane = false, .gone_chance = 0.72, .back_in_ms = 0};
  const FieldNow field(*at.race, at.measured);
  const auto said = reasons_for(field, *field.find(at.measured.cars[1].car), CarStrategy{});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.front(), "not seen on the track for 0:45 h: comes back with a chance of 28 %");
}

TEST(RivalStops, AreOfTheCarsAheadAndBehind) {
  const MadeUpField at(kMidStint);
  const auto rivals = rival_stops(at.field, at.car("4"));
  ASSERT_EQ(rivals.size(), 2U);
  EXPECT_EQ(rivals[0].rival.str(), "3");
  EXPECT_EQ(rivals[1].rival.str(), "5");
}

TEST(StopLosses, RestOnTheRacesOwnStops) {
  const MadeUpField at(6'400'000);  // three rounds of stops
  const auto loss = at.field.losses().of(CarNumber("3"), 0, Pace::green, 20);
  ASSERT_TRUE(loss && loss->lane_ms);
  EXPECT_EQ(loss->basis, Basis::race_class);
  EXPECT_NEAR(*loss->lane_ms, 60'400, 500);                 // 60.0 to 60.8 s
  EXPECT_NEAR(loss->mean_ms - *loss->lane_ms, 7'000, 700);  // in-lap 4 s, out-lap 3 s
}

TEST(StopLosses, NeverWinTime) {
  const StopLoss loss{.mean_ms = 60'000, .spread_ms = 55'000};
  EXPECT_EQ(loss.band().p10, 0);
  EXPECT_GT(loss.band().p90, 120'000);
}

TEST(StopLosses, TakeLessTimeForLessFuel) {
  const MadeUpField at(6'400'000, 25, {.fuel_ms = 1'000, .short_stint = 8});
  const auto full = at.field.losses().of(CarNumber("2"), 0, Pace::green, 20);
  const auto half = at.field.losses().of(CarNumber("2"), 0, Pace::green, 10);
  ASSERT_TRUE(full && half && full->lane_ms && half->lane_ms);
  EXPECT_NEAR(*full->lane_ms - *half->lane_ms, 10'000, 3'000);
}

TEST(StopLosses, KnowBeforeTheFirstStopWhatEarlierRacesSayAndDoubtIt) {
  const race::SnapshotPtr race = made_up_race_at({}, 900'000);  // nobody has stopped yet
  Measured measured = hand_measured(*race, 80);
  measured.classes.front().lane_ms[0] = Measure{61'000, 1'000, {60'000, 61'000, 62'000}, 40, Basis::circuit};
  measured.classes.front().tank_laps = Measure{20, 1, {19, 20, 21}, 9, Basis::circuit};
  const FieldNow field(*race, measured);
  const auto usual = field.losses().of(CarNumber("1"), 0, Pace::green, 15);
  const auto splash = field.losses().of(CarNumber("1"), 0, Pace::green, 3);
  ASSERT_TRUE(usual && splash && usual->lane_ms && splash->lane_ms);
  EXPECT_NEAR(*usual->lane_ms, 61'000, 500);
  EXPECT_LT(*splash->lane_ms, *usual->lane_ms - 5'000) << "three laps of fuel are no fifteen";
  EXPECT_GT(usual->spread_ms, 5'000) << "one stop of another year is not this year's";
}

TEST(StopLosses, PutTheWholeStopIntoTheInLapOfACarWhoseBoxIsBeforeTheLine) {
  const MadeUpField at(6'400'000, 25, {.boxes_before_line = 4});
  const auto before = at.field.losses().of(CarNumber("3"), 0, Pace::green, 20);
  const auto behind = at.field.losses().of(CarNumber("7"), 0, Pace::green, 20);
  ASSERT_TRUE(before && behind);
  EXPECT_NEAR(before->mean_ms - before->in_lap_ms, 3'000, 1'000) << "only the out-lap is left to lose";
  EXPECT_NEAR(behind->in_lap_ms, 4'000, 1'000);
}

// The same race, every stop changed by `change`.
template <class Change>
race::Snapshot with_stops(const race::Snapshot& race, const Change& change) {
  race::Snapshot told = race;
  int number = 0;
  for (race::CarSnapshot& car : told.cars) {
    race::SharedHistory<race::PitStop, 8> stops;
    for (race::PitStop stop : car.pit_stops) {
      change(stop, number++);
      stops.push_back(stop);
    }
    car.pit_stops = stops;
  }
  return told;
}

TEST(StopLosses, WidenTheBandByWhatTheRacesOwnStopsHaveMissedIt) {
  const MadeUpField at(6'400'000);  // three rounds of stops
  const race::Snapshot missed = with_stops(*at.race, [](race::PitStop& stop, int number) {
    if (stop.cost && number % 4 == 0)
      *stop.cost += Millis{20'000};  // held up in the out-lap: the time in the lane tells nothing
  });
  const FieldNow field(missed, at.measured);
  const auto usual = at.field.losses().of(CarNumber("3"), 0, Pace::green, 20);
  const auto doubted = field.losses().of(CarNumber("3"), 0, Pace::green, 20);
  ASSERT_TRUE(usual && doubted);
  EXPECT_NEAR(doubted->mean_ms, usual->mean_ms, 1'500);
  EXPECT_GT(doubted->spread_ms, 2 * usual->spread_ms);
}

TEST(StopLosses, TakeNoRepairForAUsualStopThoughItIsTheFirst) {
  MadeUpField at(kMidCycle);  // the first round of stops
  at.measured.classes.front().lane_ms[0] = Measure{60'000, 1'000, {59'000, 60'000, 61'000}, 40, Basis::circuit};
  at.measured.classes.front().tank_laps = Measure{20, 1, {19, 20, 21}, 9, Basis::circuit};
  const race::Snapshot repaired = with_stops(*at.race, [](race::PitStop& stop, int number) {
    stop.lane = number == 0 ? std::optional(Millis{1'200'000}) : std::nullopt;
  });
  const FieldNow field(repaired, at.measured);
  const auto loss = field.losses().of(CarNumber("7"), 0, Pace::green, 10);
  ASSERT_TRUE(loss && loss->lane_ms);
  EXPECT_GT(*loss->lane_ms, 40'000);
  EXPECT_LT(*loss->lane_ms, 70'000);
}

TEST(PitNow, ExpectsARivalInTheLaneOnTheLapAtWhoseEndTheyAreCompared) {
  MadeUpField at(kMidStint);
  for (CarMeasure& car : at.measured.cars) {
    if (car.car == CarNumber("8")) car.next_stop = NextStop{.first_lap = 31, .chance = {0, 1}, .none = 0, .lap = {}};
  }
  const auto rejoin = rejoin_after_stop(at.field, at.car("1"), Pace::green);
  ASSERT_TRUE(rejoin);
  ASSERT_EQ(rejoin->out_lap, 32);
  const auto rival = std::ranges::find_if(rejoin->rivals, [](const auto& one) { return one.car->number() == CarNumber("8"); });
  EXPECT_EQ(rival->stop_chance, 0);
  EXPECT_EQ(rival->in_lap_chance, 1);
  EXPECT_NEAR(rival->likely_end_ms() - rival->end_ms, 4'000, 1'000) << "its in-lap alone";
}

TEST(FieldNow, GivesUpHopeOfACarThatStandsForLong) {
  MadeUpField at(kMidCycle);
  const double soon = at.field.line_crossing_ms(at.car("8"), 1, Pace::green);
  race::Snapshot later = *at.race;
  later.at += Millis{600'000};
  const FieldNow field(later, at.measured);
  const CarNow& car = *field.find(CarNumber("8"));
  ASSERT_TRUE(car.lane_after_line);
  EXPECT_LT(soon, 200'000);
  EXPECT_GT(field.line_crossing_ms(car, 1, Pace::green), 600'000) << "what has lasted ten minutes doesn't end now";
}

TEST(PitNow, SaysHowShortTheGapIsIfTheCarAheadStopsToo) {
  MadeUpField at(kMidStint);
  const PitNow alone = pit_now(at.field, at.car("1"), FlagKind::green, nullptr);
  for (CarMeasure& car : at.measured.cars) {
    car.next_stop = NextStop{31, {0.2, 0.0}, 0.8, {}};
  }
  const FieldNow field(*at.race, at.measured);
  const PitNow now = pit_now(field, *field.find(CarNumber("1")), FlagKind::green, nullptr);
  ASSERT_TRUE(alone.gap_ahead_ms && now.gap_ahead_ms);
  EXPECT_NEAR(now.gap_ahead_ms->p50, alone.gap_ahead_ms->p50, 100) << "he rather stays out";
  EXPECT_LT(now.gap_ahead_ms->p10, alone.gap_ahead_ms->p10 - 20'000) << "but a third of the time he doesn't";
}

}  // namespace
}  // namespace stint::insight
