// The state is a function of the set of events: their order, repetitions and where a log was cut change nothing.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "race/description.hpp"
#include "race/oracle.hpp"
#include "race/race.hpp"
#include "race/random_race.hpp"
#include "source/replay/playback.hpp"

namespace stint::testing {
namespace {

using timing::Event;

std::string fold(const std::vector<Event>& events) {
  race::Race race;
  for (const Event& event : events) race.insert(event);
  return describe(*race.snapshot());
}

// A shuffle in which nothing moves further than `reach` places: what a late feed does.
std::vector<Event> delayed(std::vector<Event> events, std::mt19937_64& random, std::size_t reach) {
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    const std::size_t other = std::min(events.size() - 1, i + random() % (reach + 1));
    std::swap(events[i], events[other]);
  }
  return events;
}

RC_GTEST_PROP(RaceProperties, RepeatedEventsChangeNothing, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  std::mt19937_64 random(seed);
  std::vector<Event> twice;
  for (const Event& event : made.events) {
    twice.push_back(event);
    // What a feed resends after a reconnect: anything that it has said before, with the same instant.
    if (random() % 3 == 0) twice.push_back(twice[random() % twice.size()]);
  }
  RC_ASSERT(fold(twice) == fold(made.events));
}

RC_GTEST_PROP(RaceProperties, LateEventsChangeNothing, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  std::mt19937_64 random(seed);
  RC_ASSERT(fold(delayed(made.events, random, 5)) == fold(made.events));
}

RC_GTEST_PROP(RaceProperties, AnyOrderGivesTheSameRace, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  std::mt19937_64 random(seed);
  std::vector<Event> shuffled = made.events;
  std::ranges::shuffle(shuffled, random);
  RC_ASSERT(fold(shuffled) == fold(made.events));
}

RC_GTEST_PROP(RaceProperties, ALogCutAnywhereAndResumedGivesTheSameRace, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  const std::size_t cut = seed % (made.events.size() + 1);
  race::Race before;
  for (std::size_t i = 0; i < cut; ++i) before.insert(made.events[i]);
  race::Race resumed = before.fork();
  // The original goes on as well: the copy must not see it.
  for (std::size_t i = cut; i < made.events.size(); ++i) before.insert(made.events[i]);
  const std::string whole = describe(*before.snapshot());
  for (std::size_t i = cut; i < made.events.size(); ++i) resumed.insert(made.events[i]);
  RC_ASSERT(describe(*resumed.snapshot()) == whole);
  RC_ASSERT(whole == fold(made.events));
}

RC_GTEST_PROP(RaceProperties, ASnapshotIsNotChangedByWhatComesAfter, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  const std::size_t cut = seed % (made.events.size() + 1);
  race::Race race;
  for (std::size_t i = 0; i < cut; ++i) race.insert(made.events[i]);
  const race::SnapshotPtr shown = race.snapshot();
  const std::string then = describe(*shown);
  for (std::size_t i = cut; i < made.events.size(); ++i) race.insert(made.events[i]);
  RC_ASSERT(describe(*shown) == then);
}

RC_GTEST_PROP(RaceProperties, ACorrectionGivesTheRaceThatWasRightFromTheStart, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  std::mt19937_64 random(seed);
  std::vector<Event> corrected;
  std::vector<Event> corrections;
  for (const Event& event : made.events) {
    Event wrong = event;
    if (auto* lap = std::get_if<timing::Lap>(&wrong.body); lap != nullptr && random() % 3 == 0) {
      lap->driver = timing::DriverId("9");
      corrections.push_back(event);
    }
    corrected.push_back(wrong);
  }
  corrected.insert(corrected.end(), corrections.begin(), corrections.end());
  RC_ASSERT(fold(corrected) == fold(made.events));
}

RC_GTEST_PROP(RaceProperties, SeekingAnywhereGivesWhatPlayingThereGives, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  source::Playback playback(made.events);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 5; ++i) {
    const timing::Instant to = made.start + timing::Millis{static_cast<std::int64_t>(random() % 100'000)};
    playback.seek(to);
    race::Race played;
    for (const Event& event : made.events) {
      if (event.at <= to) played.insert(event);
    }
    RC_ASSERT(describe(*playback.snapshot()) == describe(*played.snapshot(std::min(to, made.events.back().at))));
  }
}

RC_GTEST_PROP(RaceProperties, TheOracleAgrees, (std::uint64_t seed)) {
  const RandomRace made = make_random_race(seed);
  if (made.rows.empty()) return;
  const Oracle oracle(made.rows);
  source::Playback playback(made.events);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 10; ++i) {
    const auto at = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(made.length_ms + 1));
    playback.seek(made.start + timing::Millis{at});
    const race::SnapshotPtr shown = playback.snapshot();
    const auto expected = oracle.standings(at);
    std::vector<const race::CarSnapshot*> got;
    for (const auto& car : shown->cars) {
      if (car.laps > 0) got.push_back(&car);
    }
    RC_ASSERT(got.size() == expected.size());
    for (std::size_t place = 0; place < got.size(); ++place) {
      RC_ASSERT(got[place]->number().str() == expected[place].car);
      const auto ms = [](const std::optional<timing::Millis>& time) {
        return time ? std::optional(time->count()) : std::nullopt;
      };
      RC_ASSERT(got[place]->laps == expected[place].laps);
      RC_ASSERT(ms(got[place]->gap.time) == expected[place].gap_ms);
      RC_ASSERT(got[place]->gap.laps == expected[place].gap_laps);
      RC_ASSERT(ms(got[place]->class_gap.time) == expected[place].class_gap_ms);
      RC_ASSERT(ms(got[place]->interval.time) == expected[place].interval_ms);
    }
  }
}

}  // namespace
}  // namespace stint::testing
