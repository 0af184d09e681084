// The seam between Stint and the network: HTTP and WebSocket, as asks and frames.
//
// Thread rule: ask() and take() are called by one thread, the owner's.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/exchange.hpp"

namespace stint::net {

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Never blocks. What goes wrong arrives as a frame.
  virtual void ask(const Ask& ask) = 0;
  // The frames that have arrived since the last call, in order.
  [[nodiscard]] virtual std::vector<Frame> take() = 0;
};

struct TransportOptions {
  std::string user_agent;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds answer_timeout{30'000};
  std::chrono::milliseconds idle_timeout{
      60'000};  // of a socket: without a sign of life for so long it is lost; pings ask for one
  // Between the beginnings of two requests to one host, and at most one of them runs at a time. Hosts of this machine know no
  // interval.
  std::chrono::milliseconds least_interval{0};
  std::string ca_file;                               // PEM of the authorities to trust; empty: the system's
  std::size_t max_frame_bytes = 64UL * 1024 * 1024;  // a larger one closes its stream
  std::size_t max_waiting_bytes =
      256UL * 1024 * 1024;  // of frames that nobody takes; then the stream that adds to them is closed
};

// The real one: libcurl for HTTP, Beast for WebSocket, TLS always verified, on a thread of its own. `on_arrival` is called on
// that thread when frames wait to be taken; it must return at once. Destroying it ends what is open, without a goodbye.
[[nodiscard]] std::unique_ptr<Transport> open_transport(TransportOptions options, std::function<void()> on_arrival);

}  // namespace stint::net
