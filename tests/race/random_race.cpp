#include "race/random_race.hpp"

#include <algorithm>
#include <random>

#include "race/repeats.hpp"

namespace stint::testing {
namespace {

using timing::CarNumber;
using timing::Event;
using timing::Instant;
using timing::Millis;

std::string clock_text(std::int64_t ms) {
  std::string fraction = std::to_string(1000 + ms % 1000).substr(1);
  return std::to_string(ms / 60000) + ":" + std::to_string(ms / 1000 % 60) + "." + fraction;
}

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  RandomRace make() {
    race_.start = timing::instant_from_ms(50'000'000);
    timing::Session session;
    session.state = timing::SessionState::running;
    session.kind = timing::SessionKind::race;
    session.started_at = race_.start;
    add(race_.start, timing::Indirect<timing::Session>(session));
    const int cars = pick(2, 7);
    for (int i = 0; i < cars; ++i) run_car(std::string(static_cast<std::size_t>(i % 3), '0') + std::to_string(1 + i / 3));
    raise_flags();
    for (int i = pick(0, 3); i > 0; --i) {
      timing::RaceControl message;
      message.id = "m" + std::to_string(i);
      message.text = "CAR 1 UNDER INVESTIGATION";
      add(race_.start + Millis{pick(0, 100'000)}, timing::Indirect<timing::RaceControl>(message));
    }
    std::ranges::stable_sort(race_.events, race::comes_before);
    for (std::size_t i = 0; i < race_.events.size(); ++i) race_.events[i].seq = i + 1;
    return race_;
  }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  void add(Instant at, timing::EventBody body) {
    race_.events.push_back({at, 0, std::move(body)});
    race_.length_ms = std::max(race_.length_ms, (at - race_.start).count());
  }

  void run_car(const std::string& number) {
    const CarNumber car(number);
    const std::string class_name = pick(0, 1) == 0 ? "GTP" : "GTD";
    timing::Entry entry;
    entry.car = car;
    entry.class_name = class_name;
    entry.drivers = {{timing::DriverId("1"), "First", "", "", ""}, {timing::DriverId("2"), "Second", "", "", ""}};
    add(race_.start, timing::Indirect<timing::Entry>(entry));
    std::int64_t at = 0;
    int driver = 1;
    bool out_lap = false;
    const int laps = pick(0, 9);
    for (int lap = 1; lap <= laps; ++lap) {
      const std::int64_t lane = out_lap ? pick(500, 900) : 0;
      if (out_lap) {
        add(race_.start + Millis{at + lane}, timing::PitOut{car, lap, Millis{lane}});
        if (pick(0, 1) == 0) {
          driver = 3 - driver;
          add(race_.start + Millis{at + lane},
              timing::DriverChange{car, std::nullopt, timing::DriverId(std::to_string(driver)), lap});
        }
      }
      const bool in_lap = pick(0, 4) == 0;
      const std::int64_t s1 = lane + 1000 * pick(1, 3);
      const std::int64_t s2 = 1000 * pick(1, 3);
      const std::int64_t s3 = 1000 * pick(1, 3) + pick(0, 1);
      const bool timed = pick(0, 9) > 0;  // now and then a lap whose sectors were not timed
      if (timed) {
        add(race_.start + Millis{at + s1}, timing::Sector{car, lap, 1, Millis{s1}});
        add(race_.start + Millis{at + s1 + s2}, timing::Sector{car, lap, 2, Millis{s2}});
        add(race_.start + Millis{at + s1 + s2 + s3}, timing::Sector{car, lap, 3, Millis{s3}});
      }
      at += s1 + s2 + s3;
      timing::Lap done;
      done.car = car;
      done.lap = lap;
      done.time = Millis{s1 + s2 + s3};
      done.driver = timing::DriverId(std::to_string(driver));
      done.in_lap = in_lap;
      done.out_lap = out_lap;
      add(race_.start + Millis{at}, done);
      if (in_lap) add(race_.start + Millis{at}, timing::PitIn{car, lap});
      race_.rows.push_back({{"NUMBER", number},
                            {"CLASS", class_name},
                            {"LAP_NUMBER", std::to_string(lap)},
                            {"LAP_TIME", clock_text(s1 + s2 + s3)},
                            {"ELAPSED", clock_text(at)},
                            {"S1", timed ? clock_text(s1) : ""},
                            {"S2", timed ? clock_text(s2) : ""},
                            {"S3", timed ? clock_text(s3) : ""}});
      out_lap = in_lap;
    }
  }

  void raise_flags() {
    constexpr timing::FlagKind kKinds[] = {timing::FlagKind::green, timing::FlagKind::fcy, timing::FlagKind::red};
    std::int64_t at = 0;
    for (int i = pick(0, 4); i > 0; --i) {
      add(race_.start + Millis{at}, timing::Flag{timing::FlagScope::track, 0, kKinds[pick(0, 2)]});
      at += pick(1, 30'000);
    }
  }

  std::mt19937_64 random_;
  RandomRace race_;
};

}  // namespace

RandomRace make_random_race(std::uint64_t seed) { return Maker(seed).make(); }

}  // namespace stint::testing
