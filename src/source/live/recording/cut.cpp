#include "source/live/recording/cut.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace stint::live {
namespace {

// What of one stream must be known to understand what follows.
struct StreamGround {
  std::optional<net::Frame> opened, first_text, response;
};

// The conversation so far.
class Ground {
 public:
  void take(const RecordedItem& item) {
    if (item.begins) {
      streams_.clear();
      begun_ = item;
      return;
    }
    StreamGround& stream = streams_[item.frame.stream];
    switch (item.frame.kind) {
      case net::FrameKind::opened:
        stream = {};
        stream.opened = item.frame;
        break;
      case net::FrameKind::text:
        if (!stream.first_text) stream.first_text = item.frame;
        break;
      case net::FrameKind::response:
        stream.response = item.frame;
        break;
      case net::FrameKind::closed:
      case net::FrameKind::failed:
        stream = {};
        break;
    }
  }

  [[nodiscard]] Result<void> write(FrameWriter& writer) const {
    if (begun_) {
      if (auto done = writer.write(*begun_); !done) return done;
    }
    std::vector<net::Frame> frames;
    for (const auto& [name, stream] : streams_) {
      for (const auto& frame : {stream.opened, stream.first_text, stream.response}) {
        if (frame) frames.push_back(*frame);
      }
    }
    std::ranges::stable_sort(frames, {}, &net::Frame::arrived_at);
    for (const net::Frame& frame : frames) {
      if (auto done = writer.write(frame); !done) return done;
    }
    return {};
  }

 private:
  std::optional<RecordedItem> begun_;
  std::map<net::StreamName, StreamGround> streams_;
};

}  // namespace

Result<std::uint64_t> cut_recording(FrameReader& reader, const CutRange& range, FrameWriter& writer) {
  Ground ground;
  bool inside = false;
  std::uint64_t frames = 0;
  while (const auto item = reader.next()) {
    if (range.to && item->frame.arrived_at >= *range.to) break;
    if (range.from && item->frame.arrived_at < *range.from) {
      ground.take(*item);
      continue;
    }
    if (!std::exchange(inside, true)) {
      if (auto done = ground.write(writer); !done) return std::unexpected(done.error());
    }
    if (auto done = writer.write(*item); !done) return std::unexpected(done.error());
    frames += item->begins ? 0 : 1;
  }
  return frames;
}

}  // namespace stint::live
