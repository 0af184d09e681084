// How good the alarms of a race were: against what its laps show afterwards (real races), or against the truth (simulated
// ones).
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "insight/anomaly/anomaly.hpp"
#include "insight/anomaly/incident_labels.hpp"

namespace stint::insight {

struct AlarmCount {
  std::size_t wanted = 0;  // what should have been told
  std::size_t told = 0;    // of them, those that were
  std::size_t false_alarms = 0;

  [[nodiscard]] double precision() const;  // 0 without alarms
  [[nodiscard]] double recall() const;     // 0 if nothing was wanted
  [[nodiscard]] double f1() const;
  AlarmCount& operator+=(const AlarmCount& other);
};

// How much is said of one kind. An alarm is an anomaly that was one at any instant (Anomaly::is_alarm); what stands and never
// was one is information.
struct KindCount {
  std::size_t alarms = 0;          // also those that were cleared
  std::size_t standing = 0;        // of these, those that stand
  std::size_t information = 0;     // that stands
  std::size_t before_trouble = 0;  // alarms that stand and whose car began a long stop, or was to be seen for the last time,
                                   // within the half hour that followed
  std::size_t in_quiet = 0;        // alarms in quiet time
  KindCount& operator+=(const KindCount& other);
};

// Of one race, or the sum of several.
struct AlarmScore {
  double hours = 0;
  double quiet_hours = 0;  // quiet_time.hpp
  std::size_t laps = 0;
  AlarmCount at_lap_end;   // incident laps, by the alarms that stand as the lap ends
  AlarmCount confirmed;    // the same, by those that are confirmed within 90 s
  AlarmCount retirements;  // on the track, before the car would have completed the lap; false: alarms given before their
                           // lap's end for nothing
  AlarmCount long_stops;   // by alarms that tell of the stop
  std::array<KindCount, kAnomalyKinds> kinds{};
  AlarmScore& operator+=(const AlarmScore& other);
};

// Watches the whole session and scores it with the labels of label_incidents(). An alarm is right on an incident lap, on a lap
// that was never completed, on the way to a long stop, and on an in-lap that had lost 8 % of a lap before its last sector.
[[nodiscard]] AlarmScore score_alarms(std::span<const timing::Event> events);

}  // namespace stint::insight
