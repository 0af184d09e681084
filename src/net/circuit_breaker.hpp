// Leaves a source alone that has failed many times in a row, and then tries it once.
//
// closed: attempts go through. open: none do, until the rest is over. half open: one attempt decides.
#pragma once

#include <cstdint>

#include "timing/instant.hpp"

namespace stint::net {

class CircuitBreaker {
 public:
  enum class State : std::uint8_t { closed, open, half_open };
  struct Limits {
    int failures = 10;             // in a row, that open it; with the back-off's waits these are about six minutes
    timing::Millis rest{120'000};  // how long it stays open
  };

  CircuitBreaker() : CircuitBreaker(Limits{}) {}
  explicit CircuitBreaker(Limits limits) : limits_(limits) {}

  // Whether an attempt may begin at `now`. Half open it is yes once, until that attempt has failed or succeeded.
  [[nodiscard]] bool allow(timing::Instant now);
  void failed(timing::Instant now);
  void succeeded();

  [[nodiscard]] State state(timing::Instant now) const;
  // When the next attempt may begin; meaningful while open.
  [[nodiscard]] timing::Instant rests_until() const { return opened_at_ + limits_.rest; }

 private:
  Limits limits_;
  int failures_ = 0;
  bool trying_ = false;  // the one attempt of half open is under way
  timing::Instant opened_at_{};
};

}  // namespace stint::net
