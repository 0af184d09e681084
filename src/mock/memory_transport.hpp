// A mock and an adapter in one process without sockets: net::Transport over a LoopbackService, under a clock that the test
// moves.
//
// So a 24-hour race with a hundred disconnects runs in seconds, and the same way each time.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "net/loopback_server.hpp"
#include "net/transport.hpp"

namespace stint::mock {

class MemoryTransport : public net::Transport {
 public:
  // Serves every host. `service` outlives this.
  explicit MemoryTransport(net::LoopbackService& service);

  void ask(const net::Ask& ask) override;
  [[nodiscard]] std::vector<net::Frame> take() override;

  // Time comes to `now`: the service sends what is due.
  void advance(timing::Instant now);
  // A fault of the network rather than of the feed: every socket is reset, every open fetch fails.
  void cut();
  // Until it is back, every ask fails.
  void set_reachable(bool reachable);

 private:
  void carry_out(const net::Fetch& fetch);
  void carry_out(const net::OpenSocket& open);
  void carry_out(const net::SendText& send);
  void carry_out(const net::CloseStream& close);
  void send_due();
  void arrived(net::FrameKind kind, const net::StreamName& stream, std::int32_t status, std::string bytes);

  net::LoopbackService& service_;
  timing::Instant now_{};
  bool reachable_ = true;
  net::SocketId next_socket_ = 1;
  std::map<net::StreamName, net::SocketId> sockets_;
  std::map<net::StreamName, std::string> tags_;  // the ETag of the last answer, for conditional fetches
  std::vector<net::Frame> waiting_;
};

}  // namespace stint::mock
