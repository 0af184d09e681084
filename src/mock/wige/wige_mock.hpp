// The timing of the Nürburgring as a mock: one socket, a subscription by event and PIDs, frames that are snapshots.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>

#include "mock/catalogue.hpp"
#include "mock/feed.hpp"
#include "mock/wige/frames.hpp"

namespace stint::mock::wige {

extern const MockProtocol kWigeMock;

class WigeMock : public Feed {
 public:
  WigeMock(RaceScript script, FaultPlan faults);

 private:
  struct Client {
    std::set<std::int64_t> pids;
  };

  bool opens(net::SocketId socket, const net::LoopbackRequest& request) override;
  void said(net::SocketId socket, std::string_view text) override;
  void gone(net::SocketId socket) override { clients_.erase(socket); }
  void happened(const timing::Event& event) override;
  void ticked() override;
  void struck(const Episode& episode) override;

  [[nodiscard]] RingScene scene(const race::Snapshot& race) const;
  [[nodiscard]] int shown_track_state(const race::Snapshot& race) const;
  void greet(net::SocketId socket, const Client& client, bool back_fill);
  void send_to(std::int64_t pid, const std::string& frame, bool timing);
  void send_classification(const race::Snapshot& race);
  void send_laps(const race::Snapshot& race);

  std::map<net::SocketId, Client> clients_;
  std::string event_id_;  // the one that is on: whichever was asked for first
  std::map<timing::CarNumber, LastPoint> points_;
  std::set<timing::CarNumber> lapped_;  // completed a lap since the last tick
  std::deque<std::string> classified_;  // the latest classifications, for `stale`
  std::int64_t ticks_ = 0;
  int track_state_ = 0;
  timing::Instant state_since_{};
  timing::Instant ends_{};  // by the clock
  bool messages_changed_ = false;
  bool rolled_ = false;
};

}  // namespace stint::mock::wige
