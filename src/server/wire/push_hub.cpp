#include "server/wire/push_hub.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <mutex>
#include <utility>

#include "server/limits.hpp"

namespace stint::server {

// What a channel holds of a stream: it may ring after the stream is gone, and rings that nobody has answered yet are one.
struct PushStream::Bell : std::enable_shared_from_this<Bell> {
  Bell(asio::io_context& context, PushStream& owner) : io(context.get_executor()), stream(&owner) {}

  void ring() {
    if (rung.exchange(true)) return;
    const std::lock_guard lock(guard);
    if (stream == nullptr) return;
    asio::post(io, [self = shared_from_this()] {
      self->rung = false;
      if (self->stream != nullptr) self->stream->publication_arrived();
    });
  }
  void silence() {
    const std::lock_guard lock(guard);
    stream = nullptr;
  }

  Executor io;
  std::mutex guard;    // the stream (and with it the io_context) lives while this is held and `stream` is set
  PushStream* stream;  // cleared on the server's thread
  std::atomic<bool> rung = false;
};

PushStream::PushStream(asio::io_context& io, std::shared_ptr<RaceChannel> channel, Metrics& metrics)
    : channel_(std::move(channel)),
      metrics_(metrics),
      feed_(channel_->id(), channel_->epoch()),
      pause_(io),
      look_(io),
      bell_(std::make_shared<Bell>(io, *this)) {
  channel_->on_publish([bell = bell_] { bell->ring(); });
  bell_->ring();  // for what was published before
}

PushStream::~PushStream() {
  stop();
  bell_->silence();
}

FramePtr PushStream::next(PushFeed::Place& place) {
  bool slow = false;
  FramePtr frame = feed_.next(place, channel_->now(), slow);
  if (!frame && feed_.waits(place)) look_again();
  if (slow) metrics_.slow_client();
  if (frame) metrics_.push_message_sent(frame->json.size());
  return frame;
}

void PushStream::publication_arrived() {
  if (pausing_) {
    waiting_ = true;
  } else {
    send_newest();
  }
}

void PushStream::send_newest() {
  const auto publication = channel_->current();
  if (!publication || !feed_.take(*publication)) return;
  metrics_.push_message_made(id());
  pausing_ = true;
  waiting_ = false;
  pause_.expires_after(pace_.pause_after(clients_.size(), channel_->now()));
  pause_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // stopped: this may be gone
    pausing_ = false;
    if (waiting_) send_newest();
  });
  for (PushClient* client : clients_) client->wake();
}

void PushStream::look_again() {
  if (std::exchange(looking_, true)) return;
  look_.expires_after(limit::kDelayedLook);
  look_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // stopped: this may be gone
    looking_ = false;
    for (PushClient* client : clients_) client->wake();
  });
}

PushHub::PushHub(asio::io_context& io, const std::vector<std::shared_ptr<RaceChannel>>& channels, Metrics& metrics)
    : io_(io), metrics_(metrics) {
  for (const auto& channel : channels) add(channel);
}

void PushHub::add(std::shared_ptr<RaceChannel> channel) {
  streams_.push_back(std::make_unique<PushStream>(io_, std::move(channel), metrics_));
}

void PushHub::remove(std::string_view session) {
  std::erase_if(streams_, [&](const auto& stream) { return stream->id() == session; });
}

PushStream* PushHub::find(std::string_view session) const {
  for (const auto& stream : streams_) {
    if (stream->id() == session) return stream.get();
  }
  return nullptr;
}

void PushHub::stop() {
  for (const auto& stream : streams_) stream->stop();
}

}  // namespace stint::server
