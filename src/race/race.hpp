// A race that accepts events in any order, repeated or corrected, and always shows what the whole set of them means.
//
// RaceState (race_state.hpp) folds events that come in order, once. Race puts them in that order: a repeated event is ignored,
// a late one or a correction takes the state back to the keyframe before it and folds again from there. So the state is a
// function of the set of events (with the later of two contradicting ones winning), not of the order in which they came.
// Readings that a later one has superseded are forgotten after a while (readings.hpp).
//
// Thread rule: one thread owns a Race. Snapshots may be read by any.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "race/snapshot.hpp"
#include "timing/event.hpp"

namespace stint::race {

class Race {
 public:
  Race();
  ~Race();
  Race(Race&&) noexcept;
  Race& operator=(Race&&) noexcept;

  // A copy that shares all history with this one: what replay keeps as a keyframe. Cheap (tens of microseconds).
  [[nodiscard]] Race fork();

  enum class Outcome : std::uint8_t { applied, repeated, corrected, late };
  Outcome insert(const timing::Event& event);
  // The same as one after the other, but folds at most once: for a feed that tells a whole race, newest first.
  void insert_all(std::span<const timing::Event> events);

  // The race at the latest event, or at `at` if that is later (clocks and ages run on between events).
  [[nodiscard]] SnapshotPtr snapshot();
  [[nodiscard]] SnapshotPtr snapshot(Instant at);

  // The next snapshot has a version above this one: for a race that takes the place of another before the same readers.
  void number_versions_above(std::uint64_t version);
  [[nodiscard]] std::uint64_t version() const;

  // Instant of the latest event; epoch if none.
  [[nodiscard]] Instant latest() const;
  [[nodiscard]] std::uint64_t last_seq() const;

 private:
  struct Impl;
  explicit Race(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::race
