// WebSocket connections out: ws and wss, each answered by opened, then texts, at the end closed; or by failed.
//
// Thread rule: everything happens on the network's thread. Beast and OpenSSL stay behind this.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "net/exchange.hpp"
#include "net/transport.hpp"
#include "net/waiting_frames.hpp"

namespace stint::net {

class WebSockets {
 public:
  using Deliver = std::function<bool(ConversationId, Frame)>;

  // What waits to be sent on one socket; more closes it.
  static constexpr std::size_t kMaxOutboxBytes = 4UL * 1024 * 1024;

  // `options` outlives this.
  WebSockets(boost::asio::io_context& loop, const TransportOptions& options, Deliver deliver);
  WebSockets(const WebSockets&) = delete;
  WebSockets& operator=(const WebSockets&) = delete;
  ~WebSockets();

  void open(ConversationId id, const OpenSocket& ask);
  // Texts for a socket that is not open yet wait for it; for one that is gone they are dropped.
  void send(ConversationId id, std::string text);
  void close(ConversationId id);

  struct Shared;  // what all sockets use; defined beside them

 private:
  std::unique_ptr<Shared> shared_;
};

}  // namespace stint::net
