// For tests of this room: a loopback service that does what the test says, and a transport whose frames can be waited for.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/loopback_server.hpp"
#include "net/transport.hpp"

namespace stint::net {

// Called on the server's thread and looked at by the test's: locked.
class ScriptedService final : public LoopbackService {
 public:
  std::function<LoopbackReply(const LoopbackRequest&)> reply = [](const LoopbackRequest&) { return LoopbackReply{}; };
  // What an opened socket is sent at once, and what a text is answered with.
  std::function<std::vector<SocketAction>(SocketId)> on_open = [](SocketId) { return std::vector<SocketAction>{}; };
  std::function<std::vector<SocketAction>(SocketId, const std::string&)> on_message = [](SocketId, const std::string&) {
    return std::vector<SocketAction>{};
  };
  bool accepts = true;

  LoopbackReply answer(const LoopbackRequest& request, timing::Instant) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    return reply(request);
  }
  bool accept(SocketId socket, const LoopbackRequest& request, timing::Instant) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (accepts) add(on_open(socket));
    return accepts;
  }
  void on_text(SocketId socket, std::string_view text, timing::Instant) override {
    const std::lock_guard lock(mutex_);
    texts_.emplace_back(text);
    add(on_message(socket, std::string(text)));
  }
  void on_closed(SocketId, timing::Instant) override {
    const std::lock_guard lock(mutex_);
    ++closed_;
  }
  std::vector<SocketAction> advance(timing::Instant) override {
    const std::lock_guard lock(mutex_);
    return std::exchange(due_, {});
  }

  std::vector<LoopbackRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::vector<std::string> texts() const {
    const std::lock_guard lock(mutex_);
    return texts_;
  }
  int closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  void add(std::vector<SocketAction> actions) {
    for (SocketAction& action : actions) due_.push_back(std::move(action));
  }
  mutable std::mutex mutex_;
  std::vector<LoopbackRequest> requests_;
  std::vector<std::string> texts_;
  std::vector<SocketAction> due_;
  int closed_ = 0;
};

// A transport with the frames that it has brought so far.
class WatchedTransport {
 public:
  static TransportOptions quick() {
    TransportOptions options;
    options.user_agent = "stint-test/1";
    options.connect_timeout = std::chrono::milliseconds{2'000};
    options.answer_timeout = std::chrono::milliseconds{2'000};
    return options;
  }

  explicit WatchedTransport(TransportOptions options = quick())
      : transport_(open_transport(std::move(options), [this] {
          const std::lock_guard lock(mutex_);
          arrived_ = true;
          bell_.notify_one();
        })) {}

  void ask(const Ask& what) { transport_->ask(what); }

  // The next frame that has not been given yet; nullopt after five seconds without one.
  std::optional<Frame> next(std::chrono::milliseconds patience = std::chrono::milliseconds{5'000}) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (frames_.empty()) {
      {
        std::unique_lock lock(mutex_);
        if (!bell_.wait_until(lock, until, [&] { return arrived_; })) return std::nullopt;
        arrived_ = false;
      }
      frames_ = transport_->take();
    }
    Frame first = std::move(frames_.front());
    frames_.erase(frames_.begin());
    return first;
  }

  Frame fetch(Fetch what) {
    ask(what);
    return next().value_or(Frame{});
  }

 private:
  std::mutex mutex_;
  std::condition_variable bell_;
  bool arrived_ = false;
  std::vector<Frame> frames_;
  std::unique_ptr<Transport> transport_;
};

}  // namespace stint::net
