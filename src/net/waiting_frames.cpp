#include "net/waiting_frames.hpp"

#include <utility>

namespace stint::net {

WaitingFrames::WaitingFrames(std::size_t max_bytes, std::function<void()> on_arrival)
    : max_bytes_(max_bytes), on_arrival_(std::move(on_arrival)) {}

bool WaitingFrames::add(WaitingFrame frame) {
  {
    const std::lock_guard lock(mutex_);
    const bool ends = frame.frame.kind == FrameKind::closed || frame.frame.kind == FrameKind::failed;
    if (!ends && bytes_ + frame.frame.bytes.size() > max_bytes_) return false;
    bytes_ += frame.frame.bytes.size();
    waiting_.push_back(std::move(frame));
    if (waiting_.size() > 1) return true;
  }
  if (on_arrival_) on_arrival_();
  return true;
}

std::vector<WaitingFrame> WaitingFrames::take() {
  const std::lock_guard lock(mutex_);
  bytes_ = 0;
  return std::exchange(waiting_, {});
}

}  // namespace stint::net
