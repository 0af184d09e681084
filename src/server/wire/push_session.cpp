#include "server/wire/push_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <utility>

#include "server/limits.hpp"

namespace stint::server {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using UpgradeRequest = beast::http::request<beast::http::string_body>;
constexpr std::string_view kWebSocket = "websocket";

// Without compression: a message is made once for all clients, and per-client deflate would undo that.
using WebSocket = websocket::stream<Socket, false>;

// One coroutine reads (and thereby answers pings and notices a close); writes go out one at a time, each begun when the one
// before it has ended.
class PushSession final : public Connection, public PushClient, public std::enable_shared_from_this<PushSession> {
 public:
  PushSession(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket)
      : Connection(parts.connections), metrics_(parts.metrics), stream_(stream), place_(place), socket_(std::move(socket)) {
    error_code ignored;
    socket_.next_layer().set_option(asio::socket_base::send_buffer_size(limit::kPushSendBuffer), ignored);
    socket_.next_layer().set_option(tcp::no_delay(true), ignored);
    socket_.set_option(websocket::stream_base::timeout{limit::kRequestRead, limit::kPushIdle, true});
    socket_.read_message_max(limit::kClientMessageBytes);
    socket_.auto_fragment(false);
    socket_.text(true);
    stream_.join(*this);
    metrics_.push_client_joined(kWebSocket);
  }
  ~PushSession() override {
    stream_.leave(*this);
    metrics_.push_client_left(kWebSocket);
  }

  void wake() override { send_next(); }
  void close() override {
    error_code ignored;
    socket_.next_layer().close(ignored);
  }

  Task<void> run(UpgradeRequest request) {
    const auto [refused] = co_await socket_.async_accept(request, kAwait);
    if (refused) co_return;
    open_ = true;
    send_next();
    beast::flat_buffer unread(limit::kClientMessageBytes);
    while (true) {
      const auto [error, count] = co_await socket_.async_read(unread, kAwait);
      if (error) break;
      unread.clear();  // clients have nothing to say
    }
    open_ = false;
    close();
  }

 private:
  void send_next() {
    if (!open_ || writing_) return;
    FramePtr frame = stream_.next(place_);
    if (!frame) return;
    writing_ = true;
    const auto bytes = asio::buffer(frame->json);
    socket_.async_write(bytes, [self = shared_from_this(), frame = std::move(frame)](error_code error, std::size_t) {
      self->writing_ = false;
      if (!error) self->send_next();
    });
  }

  Metrics& metrics_;
  PushStream& stream_;
  PushFeed::Place place_;
  WebSocket socket_;
  bool open_ = false;
  bool writing_ = false;
};

}  // namespace

void start_push_session(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket, UpgradeRequest request) {
  const Executor executor = socket.get_executor();
  auto session = std::make_shared<PushSession>(parts, stream, place, std::move(socket));
  asio::co_spawn(
      executor, [session, request = std::move(request)]() mutable -> Task<void> { co_await session->run(std::move(request)); },
      asio::detached);
}

}  // namespace stint::server
