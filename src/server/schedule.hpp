// What the routes of the schedule and of the monitor show.
//
// Thread rule: the functions are called on the server's thread and must not block.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "calendar/schedule.hpp"
#include "timing/instant.hpp"

namespace stint::server {

// What `stint serve --monitor` is doing just now.
struct MonitorStatus {
  bool active = false;                      // a monitor watches the calendar
  std::optional<std::string> current_race;  // that it follows
  std::optional<std::string> current_session;
  std::optional<std::string> note;  // why it follows nothing although something is on
};

struct Schedule {
  std::function<std::shared_ptr<const calendar::Calendar>()> calendar;  // empty: no calendar
  std::function<MonitorStatus()> monitor;                               // empty: no monitor
  std::function<timing::Instant()> now;                                 // empty: the system's clock
};

}  // namespace stint::server
