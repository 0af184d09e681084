// What the adapter has learned and told of one car. The service's own key is the pid; push frames often carry nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "source/live/griiip/gap_latch.hpp"
#include "timing/event.hpp"

namespace stint::live::griiip {

using Pid = std::int64_t;

// A fact and the instant with which it was told.
template <class Fact>
struct Told {
  Fact fact;
  timing::Instant at{};
};

struct SectorKey {
  std::int32_t lap = 0;
  std::int32_t index = 0;
  auto operator<=>(const SectorKey&) const = default;
};

struct DriverSwap {
  std::optional<timing::DriverId> from;
  timing::DriverId to;
  timing::Instant at{};
};

struct CarRecord {
  timing::CarNumber number;
  timing::Entry entry;

  std::optional<timing::DriverId> driver;  // at the wheel now
  timing::Instant driver_since{};
  std::vector<DriverSwap> swaps;  // as told, to recognise the same one from the other source

  std::map<std::int32_t, Told<timing::Lap>> laps;
  std::map<SectorKey, Told<timing::Sector>> sectors;  // of the last few laps
  std::map<std::int32_t, Told<timing::PitIn>> pit_ins;
  std::map<std::int32_t, Told<timing::PitOut>> pit_outs;

  std::optional<timing::CarState> told_state;
  bool seen_out_of_lane = false;  // its location said "Track" while our records have it in the pit lane

  // Merged field by field: no channel knows all of it.
  std::optional<std::int32_t> position, class_position;
  timing::Instant ranked_at{}, gap_at{}, official_at{};
  GapLatch class_gap;    // to the class leader
  GapLatch overall_gap;  // to the overall leader
  std::optional<timing::OfficialStanding> told_standing;

  timing::Telemetry telemetry;
  timing::Instant located_at{};
  std::optional<timing::Instant> chequered_at;  // when the feed says that it took the flag
  std::int32_t flagged_lap = 0;                 // the lap that was told with the chequered flag; 0: none

  [[nodiscard]] std::int32_t last_lap() const { return laps.empty() ? 0 : laps.rbegin()->first; }
  // The pit in that has no pit out yet; nullptr on the track.
  [[nodiscard]] const Told<timing::PitIn>* in_lane() const {
    if (pit_ins.empty()) return nullptr;
    const auto& last = pit_ins.rbegin()->second;
    if (!pit_outs.empty() && pit_outs.rbegin()->second.at >= last.at) return nullptr;
    return &last;
  }
};

}  // namespace stint::live::griiip
