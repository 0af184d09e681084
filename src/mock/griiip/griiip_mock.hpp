// The Griiip service as a mock: its addresses, its hub, and what it pushes when.
//
// Both generations of the hub are spoken at once: who joins SID-{sid} gets batches, who joins SID-{sid}-{channel} gets one call
// a view. docs/mock.md lists the addresses and what each fault is here.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "mock/catalogue.hpp"
#include "mock/feed.hpp"
#include "mock/griiip/hub_frames.hpp"
#include "mock/griiip/race_book.hpp"
#include "mock/griiip/scene.hpp"

namespace stint::mock::griiip {

extern const MockProtocol kGriiipMock;

class GriiipMock : public Feed {
 public:
  GriiipMock(RaceScript script, FaultPlan faults);

 private:
  struct Client {
    bool greeted = false;
    bool batches = false;            // joined the session
    std::set<std::string> channels;  // joined one by one
  };
  // What goes out with the next tick.
  struct Item {
    std::string channel;
    std::string view;       // as a batch has it: the pid alone
    std::string full_view;  // with number and class
    bool timing = true;     // what stops when the connection has become a zombie
  };
  using Write = std::function<void(timing::JsonWriter&, const Scene&)>;

  net::LoopbackReply reply(const net::LoopbackRequest& request) override;
  bool opens(net::SocketId socket, const net::LoopbackRequest& request) override;
  void said(net::SocketId socket, std::string_view text) override;
  void gone(net::SocketId socket) override { clients_.erase(socket); }
  void happened(const timing::Event& event) override;
  void ticked() override;
  void struck(const Episode& episode) override;
  void say_goodbye(net::SocketId socket) override;

  // rest.cpp
  [[nodiscard]] net::LoopbackReply about_session(std::string_view path, std::string_view query);
  [[nodiscard]] std::string schedule();
  [[nodiscard]] std::string live_sessions();
  [[nodiscard]] std::string session_list();
  [[nodiscard]] std::string negotiation(const net::LoopbackRequest& request) const;

  [[nodiscard]] std::int64_t sid() const;
  [[nodiscard]] Scene scene(const race::Snapshot& race) const;
  [[nodiscard]] ItemStyle style() const;

  void join(net::SocketId socket, const HubFrame& frame);
  void push(std::string_view channel, const Write& write, bool timing = true);
  void push_car_news(const timing::Event& event, const Participant& car, const race::CarSnapshot& row);
  void push_track_news(const timing::Event& event);
  void push_crossing(const timing::Sector& sector);
  void push_driver(const timing::DriverChange& change);
  void push_rhythm();
  void push_faults();
  void push_old_data(const Scene& scene);
  void push_strangers(const Scene& scene, const Episode& episode);
  void push_log_again(const Scene& scene);
  void close_session();
  void deliver();
  void deliver_batch(net::SocketId socket);
  void deliver_one_by_one(net::SocketId socket, const std::set<std::string>& channels);
  [[nodiscard]] bool anybody_listens() const;

  RaceBook book_;
  std::map<net::SocketId, Client> clients_;
  std::vector<Item> items_;
  std::string last_crossing_, last_crossing_full_;  // what a zombie repeats
  std::int64_t ticks_ = 0;
  bool closed_ = false;
};

}  // namespace stint::mock::griiip
