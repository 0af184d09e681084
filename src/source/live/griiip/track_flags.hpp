// The track's flag, from a feed whose yellow says too little: a bare Yellow is some marshal's, and only SafetyCar and the like,
// or race control's own words, speak for the whole track.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "race/race_control/meaning.hpp"
#include "timing/event.hpp"

namespace stint::live::griiip {

struct TimedFlag {
  timing::Instant at{};
  timing::Flag flag;
};

// "SafetyCar", "safety_car", "SAFETY CAR" are the same. nullopt: a word that this table doesn't have, or that is no state.
[[nodiscard]] std::optional<timing::FlagKind> flag_of_word(std::string_view word);

// The first instant from `from` on whose minute and second are those of the local `time_of_day`: whatever the zone, if its
// offset is whole hours. nullopt if that is more than 15 minutes away: then the text means another hour.
[[nodiscard]] std::optional<timing::Instant> next_instant_of(timing::Millis time_of_day, timing::Instant from);

class TrackFlags {
 public:
  // A published flag: what it tells, in order. The same one again tells nothing.
  [[nodiscard]] std::vector<TimedFlag> publish(std::string_view word, timing::Instant at,
                                               const std::vector<std::int32_t>& sectors);
  // What race control's words say about the whole track.
  [[nodiscard]] std::vector<TimedFlag> judge(const race::RaceControlMeaning& meaning, timing::Instant at);
  // Announced flags ("PREPARE FOR FCY AT ...") whose time has come.
  [[nodiscard]] std::vector<TimedFlag> due(timing::Instant now);

  [[nodiscard]] std::optional<timing::Instant> chequered_at() const { return chequered_at_; }
  [[nodiscard]] timing::FlagKind current() const { return shown_.empty() ? timing::FlagKind::none : shown_.rbegin()->second; }

 private:
  struct Announcement {
    timing::Instant at{};
    timing::FlagKind kind = timing::FlagKind::none;
    bool begins = true;  // otherwise it ends
  };

  TimedFlag show(timing::FlagKind kind, timing::Instant at);
  [[nodiscard]] timing::Instant current_since() const { return shown_.empty() ? timing::Instant{} : shown_.rbegin()->first; }
  [[nodiscard]] timing::FlagKind shown_before(timing::Instant at) const;

  std::set<std::pair<timing::Instant, timing::FlagKind>> published_;
  std::vector<Announcement> announced_;
  std::map<timing::Instant, timing::FlagKind> shown_;  // track-wide, from when on
  bool by_words_ = false;                              // the current one is race control's word
  bool yellow_somewhere_ = false;                      // a bare Yellow is out
  bool yellow_is_extra_ = false;  // ... and came well after the neutralisation: its Green ends the yellow alone
  std::optional<timing::Instant> chequered_at_;
};

}  // namespace stint::live::griiip
