#include "source/simulate/race_director.hpp"

#include <algorithm>

namespace stint::source {
namespace {

using timing::FlagKind;
using timing::FlagScope;

FlagKind flag_of(TrackPhase phase) {
  switch (phase) {
    case TrackPhase::green:
      return FlagKind::green;
    case TrackPhase::fcy:
      return FlagKind::fcy;
    case TrackPhase::safety_car:
      return FlagKind::safety_car;
    case TrackPhase::red:
      return FlagKind::red;
  }
  return FlagKind::none;
}

std::string_view headline(TrackPhase phase) {
  switch (phase) {
    case TrackPhase::green:
      return "GREEN FLAG";
    case TrackPhase::fcy:
      return "FULL COURSE YELLOW";
    case TrackPhase::safety_car:
      return "SAFETY CAR DEPLOYED";
    case TrackPhase::red:
      return "RED FLAG - RACE STOPPED";
  }
  return "";
}

std::string cars_text(const std::vector<timing::CarNumber>& cars) {
  std::string text = cars.size() > 1 ? "CARS " : "CAR ";
  for (std::size_t i = 0; i < cars.size(); ++i) {
    if (i > 0) text += " AND ";
    text += cars[i].view();
  }
  return text;
}

}  // namespace

std::string_view phase_name(TrackPhase phase) { return timing::flag_name(flag_of(phase)); }

RaceDirector::RaceDirector(const Circuit& circuit, RaceTime length, RandomStream random, Bulletin& bulletin, TruthLog& truth)
    : circuit_(circuit),
      length_(length),
      random_(random),
      bulletin_(bulletin),
      truth_(truth),
      yellow_until_(circuit.sector_share.size(), 0) {}

RaceTime RaceDirector::seconds(double least, double most) { return static_cast<RaceTime>(1000 * random_.uniform(least, most)); }

void RaceDirector::start(RaceTime now) {
  flag_ = FlagKind::green;
  bulletin_.publish_flag(now, FlagScope::track, 0, flag_);
  bulletin_.publish_message(now, "GREEN FLAG - RACE START");
}

RaceTime RaceDirector::due() const {
  RaceTime first = kNever;
  for (const Step& step : steps_) first = std::min(first, step.at);
  return first;
}

void RaceDirector::act(RaceTime now) {
  for (std::size_t i = 0; i < steps_.size();) {
    if (steps_[i].at > now) {
      ++i;
      continue;
    }
    const Step step = std::move(steps_[i]);
    steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
    perform(now, step);
  }
}

void RaceDirector::perform(RaceTime now, const Step& step) {
  switch (step.kind) {
    case StepKind::message:
      bulletin_.publish_message(now, step.text, step.cars);
      return;
    case StepKind::track:
      show(now, step.phase, step.cause);
      return;
    case StepKind::penalty:
      penalties_.push_back(step.penalty);
      bulletin_.publish_message(now, step.text, step.cars);
      return;
    case StepKind::sector_clear: {
      RaceTime& until = yellow_until_[static_cast<std::size_t>(step.number)];
      if (until > now || until == 0) return;  // prolonged by another yellow, or cleared already
      until = 0;
      bulletin_.publish_flag(now, FlagScope::sector, step.number + 1, FlagKind::green);
      return;
    }
    case StepKind::zone_on:
      if (phase_ != TrackPhase::green) return;
      slow_sector_ = step.number;
      slow_incident_ = truth_.slow_zone(now, slow_zone_, step.number + 1);
      bulletin_.publish_flag(now, FlagScope::post, slow_zone_, FlagKind::slow_zone);
      bulletin_.publish_message(now, step.text);
      return;
    case StepKind::zone_off:
      if (slow_sector_ < 0) return;
      slow_sector_ = -1;
      truth_.incident_over(slow_incident_, now);
      bulletin_.publish_flag(now, FlagScope::post, slow_zone_, FlagKind::green);
      bulletin_.publish_message(now, step.text);
      return;
  }
}

void RaceDirector::show(RaceTime now, TrackPhase phase, std::int32_t cause) {
  if (phase == TrackPhase::green) caution_planned_ = false;
  if (phase == TrackPhase::safety_car) {
    // Long enough to close the field up.
    const double lap_ms = circuit_.lap_ms_at(circuit_.safety_car_kph);
    safety_car_laps_ = std::max(3, static_cast<std::int32_t>(random_.uniform(9, 16) * static_cast<double>(kMinute) / lap_ms));
  }
  if (phase_ == TrackPhase::green && phase != TrackPhase::green) ++cautions_;
  phase_ = phase;
  flag_ = flag_of(phase);
  truth_.caution(phase_name(phase), now, cause);
  bulletin_.publish_flag(now, FlagScope::track, 0, flag_);
  bulletin_.publish_message(now, std::string(headline(phase)));
}

void RaceDirector::show_yellow(RaceTime now, std::int32_t sector, RaceTime until) {
  RaceTime& shown_until = yellow_until_[static_cast<std::size_t>(sector)];
  if (shown_until == 0) bulletin_.publish_flag(now, FlagScope::sector, sector + 1, FlagKind::yellow);
  shown_until = std::max(shown_until, until);
  plan({.at = until, .kind = StepKind::sector_clear, .number = sector});
}

bool RaceDirector::may_stop_race(RaceTime now) const { return length_ >= 3 * kHour && now + 80 * kMinute < length_; }

void RaceDirector::report(RaceTime now, const MarshalReport& report) {
  if (over_) return;
  if (report.hold_ms > 2'000 || report.terminal) {
    show_yellow(now, report.sector, now + std::min<RaceTime>(report.hold_ms, 2 * kMinute) + seconds(5, 20));
  }
  if (report.kind == MishapKind::contact) investigate(now, report);
  const bool heavy = report.kind == MishapKind::incident;
  const bool blocking = report.terminal || (report.kind == MishapKind::stopped && report.hold_ms > 60'000);
  if (!heavy && !blocking) return;
  if (caution_planned_) {
    extend_caution(seconds(60, 180));
    return;
  }
  if (phase_ != TrackPhase::green) return;
  if (heavy && report.terminal && may_stop_race(now) && random_.chance(0.15)) return plan_red(now, report.incident);
  if (random_.chance(heavy ? 0.6 : 0.12)) return plan_safety_car(now, report.incident);
  if (circuit_.slow_zones > 0 && slow_sector_ < 0 && random_.chance(0.4)) return plan_slow_zone(now, report.sector);
  if (random_.chance(0.75)) plan_fcy(now, report.incident);
}

void RaceDirector::plan_fcy(RaceTime now, std::int32_t cause) {
  caution_planned_ = true;
  const RaceTime announced = now + seconds(8, 25);
  const RaceTime begins = announced + seconds(20, 30);
  const RaceTime ends = begins + seconds(150, 420);
  plan({.at = announced, .text = "PREPARE FOR FCY AT " + bulletin_.local_time(begins)});
  plan({.at = begins, .kind = StepKind::track, .phase = TrackPhase::fcy, .cause = cause});
  plan({.at = ends - 20'000, .text = "FCY WILL END SOON"});
  plan({.at = ends, .kind = StepKind::track, .phase = TrackPhase::green, .cause = cause});
}

void RaceDirector::plan_safety_car(RaceTime now, std::int32_t cause) {
  caution_planned_ = true;
  plan({.at = now + seconds(10, 30), .kind = StepKind::track, .phase = TrackPhase::safety_car, .cause = cause});
}

void RaceDirector::plan_red(RaceTime now, std::int32_t cause) {
  caution_planned_ = true;
  const RaceTime begins = now + seconds(10, 40);
  const RaceTime resumes = begins + seconds(20 * 60, 45 * 60);
  plan({.at = begins, .kind = StepKind::track, .phase = TrackPhase::red, .cause = cause});
  plan({.at = resumes - 5 * kMinute, .text = "RACE WILL RESUME BEHIND SAFETY CAR AT " + bulletin_.local_time(resumes)});
  plan({.at = resumes, .kind = StepKind::track, .phase = TrackPhase::safety_car, .cause = cause});
}

void RaceDirector::plan_slow_zone(RaceTime now, std::int32_t sector) {
  const auto first = sector * circuit_.slow_zones / circuit_.sectors();
  slow_zone_ =
      static_cast<std::int32_t>(random_.whole(first + 1, first + std::max(1, circuit_.slow_zones / circuit_.sectors())));
  const RaceTime begins = now + seconds(25, 50);
  const RaceTime ends = begins + seconds(240, 900);
  const std::string zone = "ZONE " + std::to_string(slow_zone_);
  plan({.at = begins - 20'000, .text = "PREPARE FOR SLOW AT " + zone + " AT " + bulletin_.local_time(begins)});
  plan({.at = begins, .kind = StepKind::zone_on, .number = sector, .text = "SLOW PROCEDURE IN " + zone});
  plan({.at = ends, .kind = StepKind::zone_off, .text = "SLOW PROCEDURE IN " + zone + " HAS ENDED"});
}

void RaceDirector::extend_caution(RaceTime by) {
  for (Step& step : steps_) {
    if (step.kind == StepKind::track && step.phase == TrackPhase::green) step.at += by;
    if (step.kind == StepKind::message && step.text == "FCY WILL END SOON") step.at += by;
  }
}

void RaceDirector::investigate(RaceTime now, const MarshalReport& report) {
  const std::string who = cars_text(report.cars);
  plan({.at = now + seconds(20, 90), .text = who + " UNDER INVESTIGATION - CONTACT", .cars = report.cars});
  const RaceTime decided = now + seconds(180, 540);
  const std::string first = cars_text({report.cars.front()});
  if (random_.chance(0.35)) {
    plan({.at = decided,
          .kind = StepKind::penalty,
          .penalty = {report.car, true, 0},
          .text = first + " - DRIVE THROUGH - CAUSING A COLLISION",
          .cars = {report.cars.front()}});
  } else if (random_.chance(0.3)) {
    plan({.at = decided,
          .kind = StepKind::penalty,
          .penalty = {report.car, false, 5},
          .text = first + " - 5 SECONDS ADDED TO THE NEXT PIT STOP - CONTACT",
          .cars = {report.cars.front()}});
  } else {
    plan({.at = decided, .text = who + " - NO FURTHER ACTION", .cars = report.cars});
  }
}

void RaceDirector::speeding_in_pit_lane(RaceTime now, std::size_t car, const timing::CarNumber& number) {
  if (over_) return;
  plan({.at = now + seconds(60, 240),
        .kind = StepKind::penalty,
        .penalty = {car, true, 0},
        .text = "CAR " + number.str() + " - DRIVE THROUGH - SPEEDING IN PIT LANE",
        .cars = {number}});
}

void RaceDirector::weather(RaceTime now, bool raining, double wetness) {
  if (raining != raining_) bulletin_.publish_message(now, raining ? "LIGHT RAIN REPORTED" : "RAIN HAS STOPPED");
  raining_ = raining;
  const bool wet = wetness > (wet_declared_ ? 0.08 : 0.2);
  if (wet != wet_declared_) bulletin_.publish_message(now, wet ? "TRACK IS DECLARED WET" : "TRACK IS DECLARED DRY");
  wet_declared_ = wet;
}

void RaceDirector::safety_car_in_this_lap(RaceTime now) {
  if (!over_) bulletin_.publish_message(now, "SAFETY CAR IN THIS LAP");
}

void RaceDirector::safety_car_gone(RaceTime now) {
  if (!over_) show(now, TrackPhase::green, 0);
}

void RaceDirector::chequered(RaceTime now) {
  over_ = true;
  steps_.clear();
  flag_ = FlagKind::chequered;
  bulletin_.publish_flag(now, FlagScope::track, 0, flag_);
  bulletin_.publish_message(now, "CHEQUERED FLAG");
}

}  // namespace stint::source
