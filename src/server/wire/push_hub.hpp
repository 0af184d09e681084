// Carries publications from the writers' threads to the push clients: as soon as PushPace lets them.
//
// Thread rule: the server's thread, except that channels ring from theirs.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/metrics.hpp"
#include "server/push/push_feed.hpp"
#include "server/push/push_pace.hpp"
#include "server/race_channel.hpp"
#include "server/wire/asio_types.hpp"

namespace stint::server {

// A connected push client.
class PushClient {
 public:
  virtual ~PushClient() = default;
  // There is a new message; must not leave the stream from inside.
  virtual void wake() = 0;
};

// One session's stream and who follows it.
class PushStream {
 public:
  PushStream(asio::io_context& io, std::shared_ptr<RaceChannel> channel, Metrics& metrics);
  ~PushStream();
  PushStream(const PushStream&) = delete;
  PushStream& operator=(const PushStream&) = delete;

  [[nodiscard]] const std::string& id() const { return channel_->id(); }
  [[nodiscard]] bool is_watched() const { return !clients_.empty(); }
  void join(PushClient& client) { clients_.insert(&client); }
  void leave(PushClient& client) { clients_.erase(&client); }
  [[nodiscard]] PushFeed::Place place_for(const std::optional<Resume>& resume, std::chrono::seconds delay) const {
    return feed_.join(resume, delay, channel_->now());
  }
  // The client's next message, counted as sent; nullptr if it has all.
  [[nodiscard]] FramePtr next(PushFeed::Place& place);
  void stop() {
    pause_.cancel();
    look_.cancel();
  }

 private:
  struct Bell;

  void publication_arrived();
  void send_newest();
  // Clients that wait for messages to come due are woken again soon.
  void look_again();

  std::shared_ptr<RaceChannel> channel_;
  Metrics& metrics_;
  PushFeed feed_;
  Timer pause_;  // until the next message may be made
  PushPace pace_;
  bool pausing_ = false;
  bool waiting_ = false;  // something was published during the pause
  Timer look_;            // until due messages are looked for again
  bool looking_ = false;
  std::unordered_set<PushClient*> clients_;
  std::shared_ptr<Bell> bell_;
};

class PushHub {
 public:
  PushHub(asio::io_context& io, const std::vector<std::shared_ptr<RaceChannel>>& channels, Metrics& metrics);
  // nullptr if there is none.
  [[nodiscard]] PushStream* find(std::string_view session) const;
  void add(std::shared_ptr<RaceChannel> channel);
  // REQUIRES: nobody watches it.
  void remove(std::string_view session);
  void stop();

 private:
  asio::io_context& io_;
  Metrics& metrics_;
  std::vector<std::unique_ptr<PushStream>> streams_;
};

}  // namespace stint::server
