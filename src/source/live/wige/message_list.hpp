// Race control's messages (PID 3): the whole list each time, newest first, renumbered when one is added.
//
// So a message is known by its session, its time, its text and how often that text came at that time, never by its ID. Times
// are local, without a date: TOD is the date and time of the newest, and going back a time that rises is of the day before.
#pragma once

#include <simdjson.h>

#include <set>
#include <string>
#include <vector>

#include "source/live/wige/time_text.hpp"
#include "timing/event.hpp"

namespace stint::live::wige {

inline constexpr std::string_view kZone = "Europe/Berlin";

class MessageList {
 public:
  // `session` is part of each message's id. `now` dates the newest if TOD does not.
  void take(const simdjson::dom::object& frame, const std::string& session, Instant now, std::vector<timing::Event>& out);
  void forget() { told_.clear(); }

 private:
  std::set<std::string> told_;
};

}  // namespace stint::live::wige
