// How long to wait before asking again a host that has failed: longer each time, never in step with other clients.
#pragma once

#include <cstdint>

#include "timing/instant.hpp"

namespace stint::net {

// Doubles from `first` to `longest`; each wait is longer or shorter by up to `jitter` of itself. The same seed waits the same.
class Backoff {
 public:
  struct Limits {
    timing::Millis first{2'000};
    timing::Millis longest{60'000};
    double jitter = 0.2;
  };

  explicit Backoff(std::uint64_t seed);
  Backoff(std::uint64_t seed, Limits limits);

  // The wait before the next attempt.
  [[nodiscard]] timing::Millis next();
  // An attempt has worked: the next wait is the first again.
  void reset() { wait_ = limits_.first; }

 private:
  Limits limits_;
  timing::Millis wait_;
  std::uint64_t state_;  // of splitmix64
};

}  // namespace stint::net
