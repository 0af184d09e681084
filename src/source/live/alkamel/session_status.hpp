// The `session_status` document: flag and clock.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>

#include "timing/event.hpp"

namespace stint::live::alkamel {

class SessionStatus {
 public:
  // Takes the members that are there and keeps the others: a server may send parts.
  void read(simdjson::dom::element status);

  [[nodiscard]] timing::SessionState state(bool closed) const;
  [[nodiscard]] std::optional<timing::Instant> started_at() const { return started_at_; }
  [[nodiscard]] std::optional<timing::Millis> limit() const;
  [[nodiscard]] std::optional<std::int32_t> limit_laps() const;
  // elapsed = (running ? now : stopped at) - started - stoppages; remaining = limit - elapsed. nullopt before the start.
  [[nodiscard]] std::optional<timing::Clock> clock(timing::Instant now) const;
  // chequered once the session is finished; nullopt if nothing is shown or the code is not known.
  [[nodiscard]] std::optional<timing::FlagKind> flag() const;
  [[nodiscard]] const std::string& flag_code() const { return flag_code_; }
  [[nodiscard]] bool finished() const { return finished_; }
  bool operator==(const SessionStatus&) const = default;

 private:
  std::string flag_code_;
  std::string final_type_;
  std::optional<timing::Instant> started_at_, stopped_at_;
  timing::Millis stopped_for_{};
  std::optional<timing::Millis> final_time_;
  std::optional<std::int32_t> final_laps_, elapsed_laps_;
  bool forced_by_time_ = false;
  bool running_ = false;
  bool finished_ = false;
};

}  // namespace stint::live::alkamel
