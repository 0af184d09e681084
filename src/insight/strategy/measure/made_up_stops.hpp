// A small race for tests, in which all is known: one class, laps of 100 s, a tank of 20 laps, services of 60 s in the lane.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "race/race.hpp"
#include "timing/event.hpp"

namespace stint::insight {

struct MadeUpStops {
  int cars = 8;
  int laps = 90;
  int tank = 20;
  std::int64_t lap_ms = 100'000, lane_ms = 60'000, in_lap_ms = 4'000,
               out_lap_ms = 3'000;       // what in-lap and out-lap lose besides
  std::optional<int> drive_through;      // on this lap car 1 drives through the pit lane in 25 s
  std::optional<int> last_of_car_1;      // its last lap: then nothing more is heard of it
  int boxes_before_line = 0;             // the first so many cars cross the line in the lane after their service
  std::int64_t fuel_ms = 0;              // lane time of the fuel of a lap, in stops of less than a tank
  std::int64_t drying_ms = 0;            // each of the first ten laps is so much faster than the one before
  std::optional<int> short_stint;        // car 1 comes in on this lap too
  std::optional<std::int64_t> limit_ms;  // the session's
  std::string event = "Made Up 2020";
  std::string track = "Nowhere";
};

// Sorted events. Car c (from 1) is 0.1 s a lap slower than car c - 1 and stops on laps tank, 2 tank ... less c % 2.
inline std::vector<timing::Event> made_up_stops(const MadeUpStops& wanted) {
  using namespace timing;
  std::vector<Event> events;
  const auto tell = [&](std::int64_t at, EventBody body) { events.push_back({instant_from_ms(at), 0, std::move(body)}); };
  Session session;
  session.series = "TEST";
  session.event = wanted.event;
  session.track = wanted.track;
  session.state = SessionState::running;
  session.started_at = instant_from_ms(0);
  if (wanted.limit_ms) session.limit = Millis{*wanted.limit_ms};
  tell(0, std::move(session));
  tell(0, Flag{FlagScope::track, 0, FlagKind::green});
  for (int c = 1; c <= wanted.cars; ++c) {
    const CarNumber number(std::to_string(c));
    Entry entry;
    entry.car = number;
    entry.class_name = "P";
    tell(0, std::move(entry));
    std::int64_t at = 0;
    std::int64_t lane = 0;  // of the stop that this lap begins with
    int fuel_from = 0;
    const int last = c == 1 ? wanted.last_of_car_1.value_or(wanted.laps) : wanted.laps;
    for (int lap = 1; lap <= last; ++lap) {
      const bool through = c == 1 && wanted.drive_through == lap, early = c == 1 && wanted.short_stint == lap,
                 service = (lap - fuel_from == wanted.tank - c % 2 || early) && lap < wanted.laps;
      const bool box_before = c <= wanted.boxes_before_line;
      const bool was_in = lane > 0, in = through || service;
      // A spread of half a second that repeats every seven laps.
      std::int64_t time = wanted.lap_ms + 100 * c + (lap * 3 + c) % 7 * 80 - 240;
      time += wanted.drying_ms * std::max(0, 10 - lap);
      if (was_in) tell(at + (box_before ? 5'000 : lane), PitOut{number, lap, Millis{lane}});
      if (was_in) time += wanted.out_lap_ms + (box_before ? 0 : lane);
      lane = !in ? 0 : through ? 25'000 : wanted.lane_ms + 200 * (lap % 5) - wanted.fuel_ms * (wanted.tank - (lap - fuel_from));
      if (in) time += wanted.in_lap_ms + (box_before ? lane : 0);
      at += time;
      Lap done;
      done.car = number;
      done.lap = lap;
      done.time = Millis{time};
      done.driver = DriverId(std::to_string(lap / 45));
      done.flag = FlagKind::green;
      done.in_lap = in;
      done.out_lap = was_in;
      tell(at, done);
      if (in) tell(at, PitIn{number, lap});
      if (service) fuel_from = lap;
    }
  }
  std::ranges::stable_sort(events, {}, [](const Event& event) { return std::pair(event.at, event.body.index()); });
  return events;
}

// As it is shown at `at_ms` after the start; the end without it.
inline race::SnapshotPtr made_up_race_at(const MadeUpStops& wanted, std::optional<std::int64_t> at_ms = std::nullopt) {
  const auto events = made_up_stops(wanted);
  race::Race race;
  for (const timing::Event& event : events) {
    if (!at_ms || event.at <= timing::instant_from_ms(*at_ms)) race.insert(event);
  }
  return at_ms ? race.snapshot(timing::instant_from_ms(*at_ms)) : race.snapshot();
}

}  // namespace stint::insight
