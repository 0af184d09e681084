// SIGINT and SIGTERM, kept from all threads that are started later, and waited for by one.
#pragma once

#include <chrono>
#include <csignal>
#include <optional>

namespace stint::app {

class StopSignals {
 public:
  StopSignals();
  // The signal that came within `time`; nullopt if none did.
  [[nodiscard]] std::optional<int> wait(std::chrono::nanoseconds time) const;

 private:
  sigset_t set_{};
};

}  // namespace stint::app
