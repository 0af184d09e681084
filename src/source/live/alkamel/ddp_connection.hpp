// One DDP conversation over a WebSocket: the handshake, the framing, subscriptions by name, and whether the other side lives.
//
// Two endpoints speak it: SockJS (/sockjs/042/k3_x9a0q/websocket) and Meteor's bare one (/websocket), whose frames are the
// messages themselves.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/adapter.hpp"
#include "source/live/alkamel/ddp.hpp"

namespace stint::live::alkamel {

inline constexpr std::string_view kDdpStream = "ddp";

class DdpConnection {
 public:
  // After so long without a frame the server is asked; after as long again without an answer it is given up.
  static constexpr timing::Millis kSilence = std::chrono::seconds{30};

  // `base_url` is scheme and host; one that ends in /websocket is the bare endpoint.
  DdpConnection(std::string base_url, std::uint64_t seed);

  void open(timing::Instant now, Reaction& reaction);
  // The messages of a frame, if it is one that carries any; what concerns only the connection is dealt with here.
  [[nodiscard]] std::vector<std::string> on_frame(const net::Frame& frame, Reaction& reaction);
  // Every frame, also those that are not given to on_frame, is a sign of life.
  void alive(timing::Instant now);
  void on_time(timing::Instant now, Reaction& reaction);

  // REQUIRES: the socket is open.
  void connect(Reaction& reaction);
  void pong(std::string_view id, Reaction& reaction);
  // Each returns the id under which `ready` and `nosub` answer.
  std::string subscribe_named(std::string_view publication, std::string_view name, Reaction& reaction);
  std::string subscribe(std::string_view publication, const ObjectId& document, Reaction& reaction);
  std::string subscribe(std::string_view publication, const std::vector<ObjectId>& documents, Reaction& reaction);
  void unsubscribe(const std::string& id, Reaction& reaction);
  // The publication of a subscription; empty if it is not known.
  [[nodiscard]] std::string publication(std::string_view id) const;

 private:
  void send(std::string_view message, Reaction& reaction) const;
  [[nodiscard]] std::string next_id(std::string_view publication);
  [[nodiscard]] bool is_bare() const { return base_url_.ends_with("/websocket"); }

  std::string base_url_;
  std::uint64_t seed_;
  std::uint64_t connections_ = 0;
  std::uint64_t last_id_ = 0;
  std::map<std::string, std::string, std::less<>> subscriptions_;  // id -> publication
  timing::Instant last_frame_{};
  std::optional<timing::Instant> asked_;  // with a ping of ours
  bool open_ = false;
};

}  // namespace stint::live::alkamel
