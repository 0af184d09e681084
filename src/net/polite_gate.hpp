// When a request may begin: one at a time a host, and never sooner than the least interval after the one before it.
//
// Pure: time is handed in. Hosts of this machine know no interval, only one at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace stint::net {

using SteadyInstant = std::chrono::steady_clock::time_point;

class PoliteGate {
 public:
  using Id = std::uint64_t;

  explicit PoliteGate(std::chrono::milliseconds least_interval) : least_interval_(least_interval) {}

  // A request waits for its turn at `host`.
  void add(const std::string& host, Id id);
  // It is given up, or it is over: the next of its host may have its turn.
  void remove(const std::string& host, Id id);
  // A request that may begin now, which has then begun; nullopt if there is none.
  [[nodiscard]] std::optional<Id> begin_next(SteadyInstant now);
  // When to ask again: the earliest turn of a request that waits for time alone.
  [[nodiscard]] std::optional<SteadyInstant> next_turn() const;

 private:
  struct Host {
    std::deque<Id> waiting;
    std::optional<Id> running;
    SteadyInstant earliest{};  // of the next beginning
  };
  std::chrono::milliseconds least_interval_;
  std::map<std::string, Host, std::less<>> hosts_;
};

}  // namespace stint::net
