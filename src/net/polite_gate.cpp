#include "net/polite_gate.hpp"

#include <algorithm>

#include "net/url.hpp"

namespace stint::net {

void PoliteGate::add(const std::string& host, Id id) { hosts_[host].waiting.push_back(id); }

void PoliteGate::remove(const std::string& host, Id id) {
  Host& at = hosts_[host];
  if (at.running == id) at.running.reset();
  std::erase(at.waiting, id);
}

std::optional<PoliteGate::Id> PoliteGate::begin_next(SteadyInstant now) {
  for (auto& [name, host] : hosts_) {
    if (host.running || host.waiting.empty() || host.earliest > now) continue;
    host.running = host.waiting.front();
    host.waiting.pop_front();
    if (!is_loopback(name)) host.earliest = now + least_interval_;
    return host.running;
  }
  return std::nullopt;
}

std::optional<SteadyInstant> PoliteGate::next_turn() const {
  std::optional<SteadyInstant> earliest;
  for (const auto& [name, host] : hosts_) {
    if (host.running || host.waiting.empty()) continue;
    earliest = earliest ? std::min(*earliest, host.earliest) : host.earliest;
  }
  return earliest;
}

}  // namespace stint::net
