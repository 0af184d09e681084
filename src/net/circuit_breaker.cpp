#include "net/circuit_breaker.hpp"

namespace stint::net {

bool CircuitBreaker::allow(timing::Instant now) {
  switch (state(now)) {
    case State::closed:
      return true;
    case State::open:
      return false;
    case State::half_open:
      break;
  }
  if (trying_) return false;
  trying_ = true;
  return true;
}

void CircuitBreaker::failed(timing::Instant now) {
  trying_ = false;
  if (++failures_ >= limits_.failures) opened_at_ = now;
}

void CircuitBreaker::succeeded() {
  trying_ = false;
  failures_ = 0;
}

CircuitBreaker::State CircuitBreaker::state(timing::Instant now) const {
  if (failures_ < limits_.failures) return State::closed;
  return now < rests_until() ? State::open : State::half_open;
}

}  // namespace stint::net
