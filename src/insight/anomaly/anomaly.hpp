// What the watch has to say: one thing that is, or seems, wrong with a car or on a part of the track.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/event.hpp"

namespace stint::insight {

enum class AnomalyKind : std::uint8_t {
  slow,              // much slower than it should be, or overdue
  stopped,           // stands on the track, or is long overdue
  incident,          // lost much time and goes on badly: a crash
  off_track,         // lost some seconds at one place, and goes on as before
  spin,              // lost so much at one place that it must have stood
  contact,           // with another car
  puncture,          // far too slow to the pits
  mechanical,        // pace or top speed drifts away, lap by lap
  performance_drop,  // slower than its driver was, from one moment on
  slow_zone,         // many cars are slow in one sector
  unusual_stop,      // in the pit lane for much longer, or much shorter, than others
  driver_change,     // the driver has been at the wheel for longer than the rules allow
  timing_fault,      // a sector time that can't be, or a crossing that wasn't seen
};
inline constexpr std::size_t kAnomalyKinds = 13;

// "slow", "off_track" ...: the names of the API.
[[nodiscard]] std::string_view anomaly_name(AnomalyKind kind);
[[nodiscard]] std::optional<AnomalyKind> parse_anomaly(std::string_view name);

// From here on what is told is an alarm; below it is information: listed, and no reason to look up (docs/anomalies.md, "Alarm
// or information"). A lap that has lost 6.5 % has this severity; the probability is that from which a slow lap is raised.
inline constexpr double kAlarmSeverity = 0.15;
inline constexpr double kAlarmProbability = 0.35;
// The severity of what is told for information whatever it costs: penalties, timing, the track, a pace that fades.
inline constexpr double kInformation = 0.1;

struct AnomalyEvidence {
  std::string_view name;  // "lost_ms", "excess" ...: docs/anomalies.md lists them with their units
  double value = 0;
};

struct Anomaly {
  std::int32_t id = 0;                   // from 1, in order of first_seen
  std::optional<timing::CarNumber> car;  // nullopt: the track
  std::optional<std::int32_t> lap;       // on which it was first seen
  std::optional<std::int32_t> sector;    // 1-based; where it was first seen
  AnomalyKind kind = AnomalyKind::slow;
  double severity = 0;                       // 0 .. 1: what it costs the car; 1 is the end of its race
  double probability = 0;                    // 0 .. 1: that it is what a race engineer would want to know
  timing::Instant first_seen{};              // of the alarm
  std::optional<timing::Instant> confirmed;  // by what the others did meanwhile, or by what followed
  std::optional<timing::Instant> cleared;    // it was nothing after all
  std::vector<AnomalyEvidence> evidence;
  std::string text;  // one sentence

  [[nodiscard]] bool stands() const { return !cleared; }
  [[nodiscard]] bool is_alarm() const { return stands() && severity >= kAlarmSeverity && probability >= kAlarmProbability; }
};

}  // namespace stint::insight
