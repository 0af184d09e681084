// What really happened in a simulated race, and how much of it the alarms told.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/anomaly/anomaly.hpp"

namespace stint::insight {

// An incident of the simulator's truth (docs/simulator.md), or a stop out of turn.
struct TrueIncident {
  std::int32_t id = 0;
  AnomalyKind kind = AnomalyKind::slow;
  std::optional<timing::CarNumber> car;   // nullopt: a slow zone
  std::optional<timing::CarNumber> with;  // the other car of a contact
  timing::Instant at{};
  std::optional<timing::Instant> over;  // nullopt: never
};

// Of one kind.
struct TruthCount {
  std::size_t happened = 0;
  std::size_t told = 0;          // by any anomaly about the car in time
  std::size_t alarmed = 0;       // of those, by one that was an alarm at any instant
  std::size_t right_kind = 0;    // of those
  std::vector<double> delays_s;  // from the instant at which it began to the alarm
  // Of those on the track: until the car was due at its next timing point, or the timing called it stopped. Nobody can know
  // sooner that it is late. 0 for what shows where it happens: in the pit lane, and at a timing point.
  std::vector<double> soonest_s;
};

struct TruthScore {
  double hours = 0;
  std::array<TruthCount, kAnomalyKinds> kinds;
  std::size_t false_alarms = 0;  // about a car with which nothing was wrong
  std::size_t false_notes = 0;   // the same of what is information
  TruthScore& operator+=(const TruthScore& other);
};

// The incidents of a truth file's lines; the race clock's zero is `start`. Lines that can't be read are left out.
[[nodiscard]] std::vector<TrueIncident> read_incidents(std::span<const std::string> lines, timing::Instant start);

// Watches the whole session. An incident counts as told if an alarm about its car, or about the track for a slow zone, is given
// between its beginning and three minutes after (for what shows over laps, until it is over), and stands.
[[nodiscard]] TruthScore score_truth(std::span<const timing::Event> events, std::span<const TrueIncident> incidents);

// nullopt without values.
[[nodiscard]] std::optional<double> median_of(std::vector<double> values);

}  // namespace stint::insight
