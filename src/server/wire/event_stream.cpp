#include "server/wire/event_stream.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <utility>

#include "server/limits.hpp"

namespace stint::server {
namespace {

using boost::system::error_code;
constexpr std::string_view kEventStream = "events";

class EventStream final : public Connection, public PushClient {
 public:
  EventStream(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket)
      : Connection(parts.connections),
        metrics_(parts.metrics),
        stream_(stream),
        place_(place),
        socket_(std::move(socket)),
        quiet_(socket_.get_executor()) {
    error_code ignored;
    socket_.set_option(asio::socket_base::send_buffer_size(limit::kPushSendBuffer), ignored);
    stream_.join(*this);
    metrics_.push_client_joined(kEventStream);
  }
  ~EventStream() override {
    stream_.leave(*this);
    metrics_.push_client_left(kEventStream);
  }

  void wake() override { quiet_.cancel(); }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
    quiet_.cancel();
  }

  Task<void> run(std::string head) {
    error_code error = co_await write(std::array{asio::buffer(head)});
    while (!error && socket_.is_open()) {
      const FramePtr frame = stream_.next(place_);
      if (frame) {
        error = co_await write(std::array{asio::buffer("id: ", 4), asio::buffer(frame->event_id), asio::buffer("\ndata: ", 7),
                                          asio::buffer(frame->json), asio::buffer("\n\n", 2)});
      } else {
        const bool quiet = co_await was_quiet();
        if (quiet) error = co_await write(std::array{asio::buffer(": alive\n\n", 9)});
      }
    }
  }

 private:
  template <class Buffers>
  Task<error_code> write(Buffers buffers) {
    must_move_within(limit::kWrite);
    const auto [error, sent] = co_await asio::async_write(socket_, buffers, kAwait);
    may_wait();
    co_return error;
  }

  // Waits for wake(); true if nothing happened for as long as a stream may be silent.
  Task<bool> was_quiet() {
    quiet_.expires_after(limit::kEventKeepAlive);
    const auto [cancelled] = co_await quiet_.async_wait(kAwait);
    co_return !cancelled;
  }

  Metrics& metrics_;
  PushStream& stream_;
  PushFeed::Place place_;
  Socket socket_;
  Timer quiet_;
};

}  // namespace

void start_event_stream(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket, std::string head) {
  const Executor executor = socket.get_executor();
  auto client = std::make_shared<EventStream>(parts, stream, place, std::move(socket));
  asio::co_spawn(
      executor, [client, head = std::move(head)]() mutable -> Task<void> { co_await client->run(std::move(head)); },
      asio::detached);
}

}  // namespace stint::server
