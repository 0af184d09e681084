// A small race for tests: two classes, three sectors, a stop for each car, a caution. The same every time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "timing/event.hpp"

namespace stint::insight {

inline std::vector<timing::Event> made_up_race(int laps = 40, std::uint32_t seed = 1) {
  using namespace timing;
  std::vector<Event> events;
  const auto tell = [&](std::int64_t at, EventBody body) { events.push_back({instant_from_ms(at), 0, std::move(body)}); };
  Session session;
  session.series = "TEST";
  session.state = SessionState::running;
  session.started_at = instant_from_ms(0);
  tell(0, std::move(session));
  tell(0, Flag{FlagScope::track, 0, FlagKind::green});
  std::uint32_t state = seed;
  const auto noise = [&](std::int64_t range) {
    state = state * 1'664'525U + 1'013'904'223U;
    return static_cast<std::int64_t>(state >> 8U) % range;
  };
  const std::int64_t caution = 1'500'000, caution_ends = 1'900'000;
  tell(caution, Flag{FlagScope::track, 0, FlagKind::fcy});
  tell(caution_ends, Flag{FlagScope::track, 0, FlagKind::green});
  for (int c = 0; c < 10; ++c) {
    const bool quick = c < 5;
    const CarNumber number(std::to_string(c + 1));
    Entry entry;
    entry.car = number;
    entry.class_name = quick ? "P" : "GT";
    tell(0, std::move(entry));
    std::int64_t at = 0;
    bool was_in = false;
    for (int lap = 1; lap <= laps; ++lap) {
      const bool in = lap == 15 + c, neutral = at < caution_ends && at + 100'000 > caution;
      const std::int64_t usual = (quick ? 90'000 : 100'000) + 200 * c + noise(900);
      std::int64_t time = neutral ? usual * 3 / 2 : usual;
      const std::int64_t lane = was_in ? 45'000 + noise(4'000) : 0;
      if (in) time += 5'000;
      time += lane;
      if (was_in) tell(at + lane, PitOut{number, lap, Millis{lane}});
      std::int64_t point = at;
      for (int s = 1; s <= 3; ++s) {
        const std::int64_t part = (time - lane) * (s == 1 ? 30 : s == 2 ? 40 : 30) / 100 + (s == 1 ? lane : 0);
        point = s == 3 ? at + time : point + part;
        tell(point, Sector{number, lap, s, Millis{part}});
      }
      at += time;
      const FlagKind flag = at >= caution && at < caution_ends ? FlagKind::fcy : FlagKind::green;
      Lap done;
      done.car = number;
      done.lap = lap;
      done.time = Millis{time};
      done.driver = DriverId("1");
      done.flag = flag;
      done.in_lap = in;
      done.out_lap = was_in;
      tell(at, done);
      if (in) tell(at, PitIn{number, lap});
      was_in = in;
    }
  }
  std::ranges::stable_sort(events, {}, [](const Event& event) { return std::pair(event.at, event.body.index()); });
  return events;
}

}  // namespace stint::insight
