// What the race has published and nobody has taken yet: the events of the present instant and those just before it.
#pragma once

#include <string>
#include <vector>

#include "source/simulate/race_car.hpp"

namespace stint::source {

class Bulletin {
 public:
  Bulletin(timing::Instant starts_at, std::int32_t utc_offset_min) : starts_at_(starts_at), utc_offset_min_(utc_offset_min) {}

  void publish(RaceTime at, timing::EventBody body) { events_.push_back({instant(at), 0, std::move(body)}); }
  void publish_flag(RaceTime at, timing::FlagScope scope, std::int32_t number, timing::FlagKind kind);
  // A race control message; its id counts up from 1.
  void publish_message(RaceTime at, std::string text, std::vector<timing::CarNumber> cars = {});

  // The published events, in canonical order: time, kind, car, lap. The list is empty afterwards.
  void take_into(std::vector<timing::Event>& out);
  [[nodiscard]] bool empty() const { return events_.empty(); }

  [[nodiscard]] timing::Instant instant(RaceTime at) const { return starts_at_ + timing::Millis{at}; }
  // Time of day at the track, "15:04:05", as race control writes it.
  [[nodiscard]] std::string local_time(RaceTime at) const;
  // The same in milliseconds since midnight.
  [[nodiscard]] RaceTime local_ms(RaceTime at) const;

 private:
  timing::Instant starts_at_;
  std::int32_t utc_offset_min_;
  std::int32_t messages_ = 0;
  std::vector<timing::Event> events_;
};

}  // namespace stint::source
