#include "app/commands/pit_walls.hpp"

#include <cmath>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/measure.hpp"

namespace stint::app {
namespace {

// What its crew says of a car. Coming in and going out takes part of a lap: a stint is a full tank or a lap less.
insight::KnownTank tank_of(const timing::CarNumber& car, const source::StopAsked& asked) {
  constexpr double kBetweenPits = 0.5;
  return {.car = car, .laps = asked.tank_laps - kBetweenPits, .left = 1.0 + asked.may_wait};
}

}  // namespace

AdvisedWall::AdvisedWall(WallKnows knows, std::int32_t runs) : knows_(std::move(knows)) {
  settings_.play.runs = runs;
  settings_.play.threads = 1;
  settings_.windows_of = {knows_.car};
  settings_.window_runs = runs;
}

bool AdvisedWall::comes_in(const source::StopAsked& asked) {
  const race::SnapshotPtr race = knows_.race.snapshot(asked.at);
  settings_.tanks = {tank_of(knows_.car, asked)};
  const insight::RuleBook rules = insight::rule_book_for(race->session, knows_.rules);
  const insight::Strategy strategy = insight::advise(*race, &rules, knows_.priors, settings_);
  const insight::CarStrategy* called = strategy.find(knows_.car);
  return called != nullptr && called->window && called->window->best == asked.lap;
}

void EvenStintsWall::plan(const source::StopAsked& asked) {
  // How long its lap takes is not known before.
  constexpr std::int32_t kFirstLaps = 3;
  if (asked.lap < kFirstLaps) return;
  const race::SnapshotPtr race = knows_.race.snapshot(asked.at);
  const insight::KnownTank tank = tank_of(knows_.car, asked);
  const insight::RuleBook rules = insight::rule_book_for(race->session, knows_.rules);
  const insight::Measured measured = insight::measure(*race, &rules, knows_.priors, {&tank, 1});
  const insight::CarMeasure* car = measured.find(knows_.car);
  if (car == nullptr || !car->laps_left) return;
  const double laps = *car->laps_left + asked.lap - 1 - stint_began_;
  const double stints = std::ceil(laps / tank.laps);
  in_lap_ = stints > 1 ? stint_began_ + static_cast<std::int32_t>(std::lround(laps / stints)) : 0;
}

bool EvenStintsWall::comes_in(const source::StopAsked& asked) {
  if (asked.fuel_laps_at_line > fuel_before_) {
    stint_began_ = asked.lap - 1;
    in_lap_.reset();
  }
  fuel_before_ = asked.fuel_laps_at_line;
  if (!in_lap_) plan(asked);
  return in_lap_ == asked.lap;
}

}  // namespace stint::app
