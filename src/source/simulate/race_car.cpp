#include "source/simulate/race_car.hpp"

namespace stint::source {

std::string_view mishap_name(MishapKind kind) {
  switch (kind) {
    case MishapKind::slow:
      return "slow";
    case MishapKind::stopped:
      return "stopped";
    case MishapKind::incident:
      return "incident";
    case MishapKind::off_track:
      return "off_track";
    case MishapKind::spin:
      return "spin";
    case MishapKind::contact:
      return "contact";
    case MishapKind::puncture:
      return "puncture";
    case MishapKind::mechanical:
      return "mechanical";
    case MishapKind::performance_drop:
      return "performance_drop";
    case MishapKind::slow_zone:
      return "slow_zone";
    case MishapKind::unusual_stop:
      return "unusual_stop";
    case MishapKind::driver_change:
      return "driver_change";
    case MishapKind::timing_fault:
      return "timing_fault";
  }
  return "";
}

std::string_view stop_reason_name(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return "none";
    case StopReason::fuel:
      return "fuel";
    case StopReason::caution:
      return "caution";
    case StopReason::damage:
      return "damage";
    case StopReason::penalty:
      return "penalty";
    case StopReason::red_flag:
      return "red_flag";
  }
  return "";
}

}  // namespace stint::source
