// "While you were away": a short account, in plain words, of what happened in a race between two instants.
//
// A function of a snapshot taken at the end of the interval or later; what happened after the interval is not told. Every
// sentence is one claim (claim.hpp) with the events it rests on. docs/story.md says what is told and how it is chosen.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "insight/story/claim.hpp"
#include "timing/error.hpp"

namespace stint::insight::story {

struct Wanted {
  Instant from{}, to{};          // what happened after `from`, until `to` inclusive
  std::optional<CarNumber> car;  // only what concerns it
  std::string class_name;        // only what concerns it; empty: all. Ignored if a car is given
};

struct Sentence {
  Claim claim;
  std::string text;
  double weight = 0;  // 0..1: what it is worth beside the others
  Instant at{};       // where a replay should be to see it
  std::vector<Fact> facts;
};

struct Account {
  Wanted wanted;
  std::vector<Sentence> sentences;  // where things stand first, then in the order of time
  std::size_t left_out = 0;         // claims that weighed less than those told
};

// What is known to be wrong with cars, in any order; none of them nullptr.
using KnownAnomalies = std::span<const Anomaly* const>;

// `anomalies`: those of the watch of the same race; what was not yet confirmed at the end of the interval is not told.
// Errors: bad_argument (the interval is empty or begins after the snapshot's instant, no such class), unknown_car.
[[nodiscard]] Result<Account> tell(const race::Snapshot& race, const Wanted& wanted, KnownAnomalies anomalies = {});

// How many sentences an interval of this length is worth.
[[nodiscard]] std::size_t sentences_for(Millis length);

}  // namespace stint::insight::story
