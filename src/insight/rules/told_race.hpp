// A race told lap by lap, for the tests of this folder: cars with a steady lap, stops, flags and race control's words.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "insight/rules/rule_library.hpp"
#include "race/race.hpp"
#include "timing/event.hpp"

namespace stint::insight {

// The rules inside the program, read once.
inline const RuleLibrary& shipped_rules() {
  static const auto read = RuleLibrary::built_in();
  return *read;
}

// Times are seconds after the start, which is at 12:00:00 on 4 May of the year that the event's name ends with.
class ToldRace {
 public:
  // REQUIRES: `event` ends with a year.
  ToldRace(std::string series, std::string event, double hours)
      : start_(std::chrono::sys_days{std::chrono::year{std::stoi(event.substr(event.size() - 4))} / 5 / 4} +
               std::chrono::hours{12}) {
    timing::Session session{.source = "told", .series = std::move(series), .event = std::move(event), .name = "Race"};
    session.kind = timing::SessionKind::race;
    session.state = timing::SessionState::running;
    session.limit = timing::Millis(static_cast<std::int64_t>(hours * 3'600'000));
    session.started_at = start_;
    add(0, timing::Indirect<timing::Session>(session));
    flag(0, timing::FlagKind::green);
  }

  // Drivers as "Name:grade"; the first begins.
  ToldRace& car(std::string_view number, std::string_view class_name, const std::vector<std::string>& drivers = {"A:gold"}) {
    timing::Entry entry{.car = *timing::CarNumber::parse(number), .class_name = std::string(class_name)};
    for (const std::string& driver : drivers) {
      const std::string name = driver.substr(0, driver.find(':'));
      entry.drivers.push_back(
          {.id = *timing::DriverId::parse(name), .name = name, .grade = driver.substr(driver.find(':') + 1)});
    }
    driver_[entry.car] = entry.drivers.front().id;
    add(0, timing::Indirect<timing::Entry>(entry));
    return *this;
  }
  ToldRace& driver(std::string_view number, std::string_view name) {
    driver_[*timing::CarNumber::parse(number)] = *timing::DriverId::parse(name);
    return *this;
  }
  ToldRace& laps(std::string_view number, int count, double seconds) {
    for (int i = 0; i < count; ++i) lap(number, seconds, false, false);
    return *this;
  }
  // An in-lap and an out-lap of `seconds` each, with `lane` seconds of the latter in the pit lane.
  ToldRace& stop(std::string_view number, double seconds, double lane) {
    const auto car = *timing::CarNumber::parse(number);
    lap(number, seconds, true, false);
    add(elapsed_[car], timing::PitIn{car, lap_[car]});
    add(elapsed_[car] + lane, timing::PitOut{car, lap_[car] + 1, ms(lane)});
    lap(number, seconds, false, true);
    return *this;
  }
  ToldRace& flag(double at, timing::FlagKind kind) {
    add(at, timing::Flag{timing::FlagScope::track, 0, kind});
    return *this;
  }
  ToldRace& say(double at, std::string text) {
    add(at, timing::Indirect<timing::RaceControl>(timing::RaceControl{.id = std::to_string(++said_), .text = std::move(text)}));
    return *this;
  }

  [[nodiscard]] race::SnapshotPtr at(double seconds) const {
    race::Race race;
    for (const timing::Event& event : events_) {
      if (event.at <= start_ + ms(seconds)) race.insert(event);
    }
    return race.snapshot(start_ + ms(seconds));
  }

 private:
  static timing::Millis ms(double seconds) { return timing::Millis(static_cast<std::int64_t>(seconds * 1000)); }

  void add(double at, timing::EventBody body) { events_.push_back({start_ + ms(at), 0, std::move(body)}); }
  void lap(std::string_view number, double seconds, bool in, bool out) {
    const auto car = *timing::CarNumber::parse(number);
    elapsed_[car] += seconds;
    timing::Lap lap{.car = car, .lap = ++lap_[car], .time = ms(seconds), .driver = driver_[car]};
    lap.in_lap = in;
    lap.out_lap = out;
    add(elapsed_[car], lap);
  }

  timing::Instant start_;
  std::vector<timing::Event> events_;
  std::map<timing::CarNumber, double> elapsed_;
  std::map<timing::CarNumber, int> lap_;
  std::map<timing::CarNumber, timing::DriverId> driver_;
  int said_ = 0;
};

}  // namespace stint::insight
