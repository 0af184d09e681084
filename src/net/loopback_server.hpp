// HTTP and WebSocket on 127.0.0.1, for the feeds that Stint plays to itself (src/mock/).
//
// What is served is a LoopbackService: a value machine without sockets or clocks, so a test can drive it through memory in the
// same way (mock/memory_transport.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/exchange.hpp"
#include "timing/error.hpp"

namespace stint::net {

struct LoopbackRequest {
  std::string method;
  std::string target;  // path and query, as sent
  std::vector<HeaderField> headers;
  std::string body;
  // Value of a header, in any case; empty if absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct LoopbackReply {
  int status = 200;
  std::vector<HeaderField> headers;  // Content-Length and Date are added
  std::string body;
  std::optional<std::size_t> cut_after;  // a fault: the connection is reset after so many bytes of the body
};

using SocketId = std::uint64_t;

// One thing to be done to an open WebSocket.
struct SocketAction {
  enum class Kind : std::uint8_t { text, close, reset, reset_in_frame } kind = Kind::text;
  SocketId socket = 0;
  std::string text;  // text: the message; close: the reason; reset_in_frame: the message that is cut in its middle
  std::uint16_t code = 1000;
};

class LoopbackService {
 public:
  virtual ~LoopbackService() = default;
  [[nodiscard]] virtual LoopbackReply answer(const LoopbackRequest& request, timing::Instant now) = 0;
  // Whether the upgrade is taken; `socket` is its name from now on.
  [[nodiscard]] virtual bool accept(SocketId socket, const LoopbackRequest& request, timing::Instant now) = 0;
  virtual void on_text(SocketId socket, std::string_view text, timing::Instant now) = 0;
  virtual void on_closed(SocketId socket, timing::Instant now) = 0;
  // What is to be sent by `now`. Called after each of the above and at least every 10 ms.
  [[nodiscard]] virtual std::vector<SocketAction> advance(timing::Instant now) = 0;
};

class LoopbackServer {
 public:
  // Listens on 127.0.0.1:`port` (0: any free one) and serves on a thread of its own until it is destroyed. The service is only
  // called on that thread. Errors: bad_configuration (the port can't be used).
  [[nodiscard]] static Result<std::unique_ptr<LoopbackServer>> start(std::uint16_t port, LoopbackService& service);
  virtual ~LoopbackServer() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

}  // namespace stint::net
