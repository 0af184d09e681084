// Lets the network's threads wake the writer before there is one, and after it has gone.
//
// Thread rule: any. Lock order: this lock, then the writer's.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace stint::app {

class ArrivalBell {
 public:
  void ring() const {
    const std::lock_guard lock(guard_);
    if (listener_) listener_();
  }
  // An empty function disconnects; when this returns, the one before isn't called any more.
  void connect(std::function<void()> listener) {
    const std::lock_guard lock(guard_);
    listener_ = std::move(listener);
  }

 private:
  mutable std::mutex guard_;
  std::function<void()> listener_;
};

}  // namespace stint::app
