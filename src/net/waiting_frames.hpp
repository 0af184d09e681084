// The frames between the network's thread, which adds them, and the owner's, which takes them. Bounded in bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "net/exchange.hpp"

namespace stint::net {

// One fetch or one socket. A stream's name is used again and again; this number never is.
using ConversationId = std::uint64_t;

struct WaitingFrame {
  ConversationId conversation = 0;
  Frame frame;
};

// Any thread may call add() and take().
class WaitingFrames {
 public:
  // `on_arrival` is called by add() when frames wait that did not before.
  WaitingFrames(std::size_t max_bytes, std::function<void()> on_arrival);

  // False if the frame has no room and is dropped. What ends a conversation (closed, failed) always has.
  [[nodiscard]] bool add(WaitingFrame frame);
  [[nodiscard]] std::vector<WaitingFrame> take();

 private:
  const std::size_t max_bytes_;
  const std::function<void()> on_arrival_;
  std::mutex mutex_;
  std::vector<WaitingFrame> waiting_;
  std::size_t bytes_ = 0;
};

}  // namespace stint::net
