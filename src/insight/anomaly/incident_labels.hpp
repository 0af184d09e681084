// What went wrong in a race, told afterwards from both sides of every lap: the labels that alarms on real races are scored
// with. No detector sees them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "timing/event.hpp"

namespace stint::insight {

// A green lap that was lost for a reason: at least 8 % slower than the car's own median of the laps around it times what the
// class did in the same 90 s; or at least 4 % and followed within two laps by a long stop or by retirement. In files that tell
// no flags, a lap is taken as green only if the field was within 4 % of its pace in the same time.
struct IncidentLap {
  timing::CarNumber car;
  std::int32_t lap = 0;
  timing::Instant began{}, ended{};
  double excess = 0;         // 0.08 = 8 % slower than it should have been
  bool cost_a_stop = false;  // counts by the second rule only
};

// A stop with a lane time over twice the race's median and a minute more.
struct LongStop {
  timing::CarNumber car;
  std::int32_t in_lap = 0;
  std::optional<timing::Instant> entered;
  timing::Instant left{};
  timing::Millis lane{};
};

// A car that had not taken the flag when the winner did.
struct Retirement {
  timing::CarNumber car;
  std::int32_t laps = 0;        // completed
  timing::Instant last_line{};  // end of the last of them
  timing::Instant due{};        // when it would have completed the next, at its usual pace
  bool on_track = false;        // it was not in the pit lane when it was last seen
};

struct IncidentLabels {
  std::vector<IncidentLap> laps;
  std::vector<LongStop> long_stops;
  std::vector<Retirement> retirements;
  std::size_t all_laps = 0;
  double hours = 0;  // from the first event of the race to the last crossing of the line
};

// `events` of a whole session, in order.
[[nodiscard]] IncidentLabels label_incidents(std::span<const timing::Event> events);

}  // namespace stint::insight
