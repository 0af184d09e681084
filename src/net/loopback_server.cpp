#include "net/loopback_server.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cctype>
#include <chrono>
#include <ctime>
#include <deque>
#include <map>
#include <thread>
#include <utility>

#include "net/curl_handle.hpp"

namespace stint::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Loop = asio::io_context::executor_type;
using TcpStream = beast::basic_stream<tcp, Loop>;
using WebSocket = websocket::stream<TcpStream>;
using HttpParser = http::request_parser<http::string_body>;
template <class T>
using Task = asio::awaitable<T, Loop>;
constexpr asio::as_tuple_t<asio::use_awaitable_t<Loop>> kAwait{};

constexpr std::size_t kMaxHeaderBytes = 32UL * 1024;
constexpr std::size_t kMaxBodyBytes = 1024UL * 1024;
constexpr std::size_t kMaxMessageBytes = 1024UL * 1024;       // that a client may send
constexpr std::size_t kMaxOutboxBytes = 128UL * 1024 * 1024;  // of a client that does not read; then it is reset
constexpr std::size_t kMaxConnections = 512;                  // further ones are closed at once
constexpr std::chrono::seconds kIdle{120};
constexpr std::chrono::milliseconds kTick{5};  // between two looks at what is due

// Closes so that the other side sees a reset and no orderly end.
void reset(TcpStream& stream) {
  error_code ignored;
  stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
  stream.socket().close(ignored);
}

std::string_view reason_phrase(int status) {
  const beast::string_view phrase = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  return {phrase.data(), phrase.size()};
}

// RFC 9110, 5.6.7.
std::string http_date(timing::Instant now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

std::string reply_head(const LoopbackReply& reply, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string(reason_phrase(reply.status)) + "\r\n";
  for (const HeaderField& header : reply.headers) head += header.name + ": " + header.value + "\r\n";
  const bool has_body = reply.status != 304 && reply.status != 204;
  if (has_body) head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  head += "Date: " + http_date(wall_clock()) + "\r\n";
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

LoopbackRequest request_of(const HttpParser::value_type& message) {
  LoopbackRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  request.body = message.body();
  return request;
}

// The first half of a text frame as a server sends it, unmasked (RFC 6455, 5.2).
std::string half_a_frame(const std::string& text) {
  std::string frame = "\x81";
  const std::uint64_t size = text.size();
  int size_bytes = 0;
  if (size < 126) {
    frame += static_cast<char>(size);
  } else {
    size_bytes = size < 65'536 ? 2 : 8;
    frame += static_cast<char>(size_bytes == 2 ? 126 : 127);
  }
  for (int i = size_bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> (8U * static_cast<unsigned>(i)));
  return frame.append(text, 0, text.size() / 2);
}

class Server;

// One WebSocket: a coroutine reads; what is to be done is done in order, each when the one before it is done.
class ServedSocket final : public std::enable_shared_from_this<ServedSocket> {
 public:
  ServedSocket(TcpStream stream, SocketId id) : id_(id), socket_(std::move(stream)) {
    websocket::permessage_deflate packing;
    packing.server_enable = true;
    packing.compLevel = 1;
    socket_.set_option(packing);
    socket_.set_option(websocket::stream_base::timeout{kIdle, websocket::stream_base::none(), false});
    socket_.read_message_max(kMaxMessageBytes);
  }

  Task<void> serve(Server& server, HttpParser::value_type request);

  void add(SocketAction action) {
    outbox_bytes_ += action.text.size();
    outbox_.push_back(std::move(action));
    if (outbox_bytes_ > kMaxOutboxBytes) reset(beast::get_lowest_layer(socket_));
    do_next();
  }

 private:
  void do_next() {
    if (!open_ || busy_ || outbox_.empty()) return;
    busy_ = true;
    SocketAction& action = outbox_.front();
    const auto then = [self = shared_from_this()](error_code error, auto...) { self->done(error); };
    switch (action.kind) {
      case SocketAction::Kind::text:
        socket_.text(true);
        socket_.async_write(asio::buffer(action.text), then);
        return;
      case SocketAction::Kind::close: {
        const websocket::close_reason reason(static_cast<websocket::close_code>(action.code), action.text);
        socket_.async_close(reason, then);
        return;
      }
      case SocketAction::Kind::reset:
        reset(beast::get_lowest_layer(socket_));
        return;
      case SocketAction::Kind::reset_in_frame:
        action.text = half_a_frame(action.text);
        asio::async_write(
            socket_.next_layer(), asio::buffer(action.text),
            [self = shared_from_this()](error_code, std::size_t) { reset(beast::get_lowest_layer(self->socket_)); });
        return;
    }
  }

  void done(error_code error) {
    busy_ = false;
    outbox_bytes_ -= std::min(outbox_bytes_, outbox_.front().text.size());
    outbox_.pop_front();
    if (!error) do_next();
  }

  const SocketId id_;
  WebSocket socket_;
  bool open_ = false;
  bool busy_ = false;
  std::deque<SocketAction> outbox_;
  std::size_t outbox_bytes_ = 0;
};

class Server final : public LoopbackServer {
 public:
  explicit Server(LoopbackService& service) : service_(service), acceptor_(loop_.get_executor()), tick_(loop_) {}

  ~Server() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Result<void> listen(std::uint16_t port) {
    const tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    error_code error;
    acceptor_.open(address.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(address, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return fail(ErrorCode::bad_configuration, "can't listen on 127.0.0.1:" + std::to_string(port) + ": " + error.message());
    }
    port_ = acceptor_.local_endpoint(error).port();
    asio::co_spawn(loop_.get_executor(), accept(), asio::detached);
    look_at_the_time();
    thread_ = std::thread([this] { loop_.run(); });
    return {};
  }

  std::uint16_t port() const override { return port_; }

  // What the service says, followed by what that makes due.
  LoopbackReply answer(const LoopbackRequest& request) {
    LoopbackReply reply = service_.answer(request, wall_clock());
    do_due();
    return reply;
  }

  void on_text(SocketId id, std::string_view text) {
    service_.on_text(id, text, wall_clock());
    do_due();
  }

  void on_closed(SocketId id) {
    sockets_.erase(id);
    service_.on_closed(id, wall_clock());
    do_due();
  }

 private:
  Task<void> accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(kAwait);
      if (error == asio::error::operation_aborted) co_return;
      if (error) co_await rest();  // no file descriptor is free: they come back as connections end
      if (error || connections_ >= kMaxConnections) continue;
      auto serve = [this, stream = TcpStream(std::move(socket))]() mutable -> Task<void> {
        ++connections_;
        co_await serve_http(std::move(stream));
        --connections_;
      };
      asio::co_spawn(loop_.get_executor(), std::move(serve), asio::detached);
    }
  }

  Task<void> rest() {
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Loop> pause(
        loop_.get_executor(), std::chrono::milliseconds{100});
    co_await pause.async_wait(kAwait);
  }

  Task<void> serve_http(TcpStream stream) {
    error_code ignored;
    stream.socket().set_option(tcp::no_delay(true), ignored);
    beast::flat_buffer buffer(kMaxHeaderBytes + kMaxBodyBytes);
    bool more = true;
    while (more) {
      HttpParser parser;
      parser.header_limit(static_cast<std::uint32_t>(kMaxHeaderBytes));
      parser.body_limit(kMaxBodyBytes);
      stream.expires_after(kIdle);
      auto [error, size] = co_await http::async_read(stream, buffer, parser, kAwait);
      if (error) break;
      const LoopbackRequest request = request_of(parser.get());
      if (websocket::is_upgrade(parser.get())) {
        const SocketId id = ++last_socket_;
        if (service_.accept(id, request, wall_clock())) {
          stream.expires_never();
          auto socket = std::make_shared<ServedSocket>(std::move(stream), id);
          sockets_.emplace(id, socket);
          do_due();
          co_await socket->serve(*this, parser.release());
          co_return;
        }
      }
      LoopbackReply reply = answer(request);
      if (websocket::is_upgrade(parser.get()) && reply.status < 400) reply = {.status = 404};
      more = co_await send(stream, reply, parser.get().keep_alive(), request.method == "HEAD");
    }
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // Whether another request may follow.
  Task<bool> send(TcpStream& stream, const LoopbackReply& reply, bool keep_alive, bool head_only) {
    const std::string head = reply_head(reply, keep_alive);
    std::string_view body = head_only ? std::string_view() : std::string_view(reply.body);
    if (reply.cut_after) body = body.substr(0, *reply.cut_after);
    const std::array buffers{asio::buffer(head), asio::buffer(body)};
    auto [error, sent] = co_await asio::async_write(stream, buffers, kAwait);
    if (reply.cut_after) reset(stream);
    co_return keep_alive && !error && !reply.cut_after;
  }

  void look_at_the_time() {
    tick_.expires_after(kTick);
    tick_.async_wait([this](error_code error) {
      if (error) return;
      do_due();
      look_at_the_time();
    });
  }

  void do_due() {
    for (SocketAction& action : service_.advance(wall_clock())) {
      if (const auto found = sockets_.find(action.socket); found != sockets_.end()) found->second->add(std::move(action));
    }
  }

  LoopbackService& service_;
  asio::io_context loop_{1};
  asio::basic_socket_acceptor<tcp, Loop> acceptor_;
  asio::steady_timer tick_;
  std::uint16_t port_ = 0;
  std::size_t connections_ = 0;
  SocketId last_socket_ = 0;
  std::map<SocketId, std::shared_ptr<ServedSocket>> sockets_;
  std::thread thread_;
};

Task<void> ServedSocket::serve(Server& server, HttpParser::value_type request) {
  auto [refused] = co_await socket_.async_accept(request, kAwait);
  open_ = !refused;
  do_next();
  beast::flat_buffer message;
  while (open_) {
    auto [error, size] = co_await socket_.async_read(message, kAwait);
    if (error) break;
    server.on_text(id_, std::string_view(static_cast<const char*>(message.data().data()), message.size()));
    message.consume(message.size());
  }
  open_ = false;
  error_code ignored;
  beast::get_lowest_layer(socket_).socket().close(ignored);
  server.on_closed(id_);
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::string_view LoopbackRequest::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const HeaderField& field) { return same_letters(field.name, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

Result<std::unique_ptr<LoopbackServer>> LoopbackServer::start(std::uint16_t port, LoopbackService& service) {
  auto server = std::make_unique<Server>(service);
  if (auto listening = server->listen(port); !listening) return std::unexpected(listening.error());
  return server;
}

}  // namespace stint::net
