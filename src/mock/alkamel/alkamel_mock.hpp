// Al Kamel's LT2 feed as a mock: Meteor DDP, bare (/websocket) or in SockJS frames (/sockjs/.../websocket).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mock/alkamel/ddp_frames.hpp"
#include "mock/alkamel/documents.hpp"
#include "mock/catalogue.hpp"
#include "mock/feed.hpp"

namespace stint::mock::alkamel {

extern const MockProtocol kAlkamelMock;

class AlkamelMock : public Feed {
 public:
  using Feed::Feed;

 private:
  struct Subscription {
    std::string publication;
    std::vector<std::string> params;
  };
  struct Client {
    bool sockjs = false;
    bool connected = false;
    std::map<std::string, Subscription> subscriptions;  // by the client's id
    std::vector<std::string> waiting;                   // messages that go out in one frame
  };

  net::LoopbackReply reply(const net::LoopbackRequest& request) override;
  bool opens(net::SocketId socket, const net::LoopbackRequest& request) override;
  void said(net::SocketId socket, std::string_view text) override;
  void gone(net::SocketId socket) override { clients_.erase(socket); }
  void happened(const timing::Event& event) override;
  void ticked() override;
  void struck(const Episode& episode) override;
  void say_goodbye(net::SocketId socket) override;

  void obey(net::SocketId socket, Client& client, const DdpMessage& message);
  void subscribe(Client& client, const DdpMessage& message);
  void unsubscribe(Client& client, const DdpMessage& message);
  [[nodiscard]] std::vector<std::string> first_documents(const Subscription& subscription);
  [[nodiscard]] std::vector<std::string> list_documents(const Subscription& subscription);
  [[nodiscard]] std::string session_info(std::string_view oid);

  // The session that is open, as an ObjectId.
  [[nodiscard]] std::string_view open_session() const;
  [[nodiscard]] View view(const race::Snapshot& race) const;
  [[nodiscard]] std::string changed(std::string_view publication, const View& view) const;
  void publish_changes();
  void publish(std::string_view publication, const View& view);
  void open_next_session();
  void flush(net::SocketId socket, Client& client);

  RaceNotes notes_;
  std::map<net::SocketId, Client> clients_;
  std::set<std::string_view> changed_;  // publications whose document is out of date
  std::int64_t ticks_ = 0;
  bool chattered_ = false;  // at the latest publication
};

}  // namespace stint::mock::alkamel
