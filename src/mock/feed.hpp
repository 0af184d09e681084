// What all mocks share: the script moves with the clock, faults strike on schedule, frames wait to be sent.
//
// A mock derives from Feed and implements the parts of its protocol. All instants that it sees are feed time (race_script.hpp).
// `drop`, the bookkeeping of `stall` and the instant of a `driver_swap` are done here; every other fault is the protocol's own,
// because each looks different in each protocol.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock/fault_plan.hpp"
#include "mock/race_script.hpp"
#include "net/loopback_server.hpp"

namespace stint::mock {

class Feed : public net::LoopbackService {
 public:
  Feed(RaceScript script, FaultPlan faults);

  [[nodiscard]] net::LoopbackReply answer(const net::LoopbackRequest& request, timing::Instant now) final;
  [[nodiscard]] bool accept(net::SocketId socket, const net::LoopbackRequest& request, timing::Instant now) final;
  void on_text(net::SocketId socket, std::string_view text, timing::Instant now) final;
  void on_closed(net::SocketId socket, timing::Instant now) final;
  [[nodiscard]] std::vector<net::SocketAction> advance(timing::Instant now) final;

 protected:
  // The protocol. script() stands at the feed time of the call.
  virtual net::LoopbackReply reply(const net::LoopbackRequest& request);          // 404 unless overridden
  virtual bool opens(net::SocketId socket, const net::LoopbackRequest& request);  // false unless overridden
  virtual void said(net::SocketId socket, std::string_view text);
  virtual void gone(net::SocketId socket);
  // One fact of the race has become due, in canonical order; at first all those from before the playing began. The script's
  // snapshot may be up to kStep further.
  virtual void happened(const timing::Event& event);
  // Called every kStep of feed time, after the facts of that step: what is sent on a rhythm.
  virtual void ticked();
  // An episode of a fault begins.
  virtual void struck(const Episode& episode);
  // Ends a conversation in the protocol's own way; a WebSocket close with 1001 unless overridden.
  virtual void say_goodbye(net::SocketId socket);

  void send(net::SocketId socket, std::string text);
  void close(net::SocketId socket, std::uint16_t code, std::string reason);

  [[nodiscard]] RaceScript& script() { return script_; }
  [[nodiscard]] timing::Instant feed_now() const { return script_.at(); }
  [[nodiscard]] timing::Instant feed_start() const { return script_.start(); }
  [[nodiscard]] timing::Millis utc_offset() const { return script_.utc_offset(); }
  [[nodiscard]] const FaultPlan& faults() const { return faults_; }
  [[nodiscard]] bool suffers(Fault fault) const { return faults_.on(fault, script_.at()); }
  // A stall is on that began while this socket was open: reconnecting ends it, as it does with the real ones.
  [[nodiscard]] bool stalled(net::SocketId socket) const;
  // The race is over and `rollover` has opened the next session.
  [[nodiscard]] bool rolled_over() const { return suffers(Fault::rollover); }

  // Feed time between two ticks.
  static constexpr timing::Millis kStep{250};

 private:
  struct OpenSocket {
    timing::Instant since{};
    bool breaks_in_next_frame = false;
  };

  void move_to(timing::Instant now);
  void drop_connections(const Episode& episode);

  RaceScript script_;
  FaultPlan faults_;
  bool begun_ = false;  // what was before the playing has happened
  std::map<net::SocketId, OpenSocket> open_;
  std::vector<net::SocketAction> outbox_;
};

}  // namespace stint::mock
