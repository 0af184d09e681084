#include "net/web_sockets.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <map>
#include <type_traits>
#include <utility>

#include "net/curl_handle.hpp"
#include "net/url.hpp"

namespace stint::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Loop = asio::io_context::executor_type;
using TcpStream = beast::basic_stream<tcp, Loop>;
using TlsStream = beast::ssl_stream<TcpStream>;
template <class T>
using Task = asio::awaitable<T, Loop>;
constexpr asio::as_tuple_t<asio::use_awaitable_t<Loop>> kAwait{};

// The code of a connection that ended without one (RFC 6455, 7.4.1).
constexpr std::int32_t kNoCloseCode = 1006;

class Link {
 public:
  virtual ~Link() = default;
  virtual void send(std::string text) = 0;
  virtual void close() = 0;
};

}  // namespace

struct WebSockets::Shared {
  Shared(asio::io_context& io, const TransportOptions& transport_options, Deliver to)
      : loop(io), options(transport_options), deliver(std::move(to)), tls(asio::ssl::context::tls_client) {
    error_code ignored;
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1,
                    ignored);
    tls.set_verify_mode(asio::ssl::verify_peer, ignored);
    if (options.ca_file.empty()) {
      tls.set_default_verify_paths(ignored);
    } else {
      tls.load_verify_file(options.ca_file, ignored);  // without it nothing is trusted, and the handshake says so
    }
  }
  asio::io_context& loop;
  const TransportOptions& options;
  Deliver deliver;
  asio::ssl::context tls;
  std::map<ConversationId, std::shared_ptr<Link>> links;
};

namespace {

// What did not work before the socket was open. `status`: what the server answered instead, if it did.
struct NotOpened {
  std::string reason;
  std::int32_t status = 0;
};

template <class Stream>
class SocketLink final : public Link, public std::enable_shared_from_this<SocketLink<Stream>> {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  using Shared = WebSockets::Shared;

  template <class... StreamArguments>
  SocketLink(Shared& shared, ConversationId id, OpenSocket ask, Url url, StreamArguments&&... arguments)
      : shared_(shared),
        id_(id),
        ask_(std::move(ask)),
        url_(std::move(url)),
        resolver_(shared.loop.get_executor()),
        socket_(shared.loop.get_executor(), std::forward<StreamArguments>(arguments)...) {
    const auto& options = shared_.options;
    socket_.set_option(websocket::stream_base::timeout{options.connect_timeout, options.idle_timeout, true});
    websocket::permessage_deflate packing;
    packing.client_enable = true;
    socket_.set_option(packing);
    socket_.read_message_max(options.max_frame_bytes);
    socket_.set_option(
        websocket::stream_base::decorator([user_agent = options.user_agent, origin = ask_.origin](auto& request) {
          request.set(beast::http::field::user_agent, user_agent);
          if (!origin.empty()) request.set(beast::http::field::origin, origin);
        }));
  }

  Task<void> run() {
    auto not_opened = co_await open();
    if (not_opened) {
      deliver(FrameKind::failed, not_opened->status, std::move(not_opened->reason));
    } else {
      open_ = true;
      deliver(FrameKind::opened, 0, {});
      send_next();
      co_await read();
    }
    open_ = false;
    shared_.links.erase(id_);
  }

  void send(std::string text) override {
    outbox_bytes_ += text.size();
    outbox_.push_back(std::move(text));
    if (outbox_bytes_ > WebSockets::kMaxOutboxBytes) {
      overfull_ = true;
      beast::get_lowest_layer(socket_).close();
    }
    send_next();
  }

  void close() override {
    if (!open_) {
      resolver_.cancel();
      beast::get_lowest_layer(socket_).close();
      return;
    }
    socket_.async_close(websocket::close_code::normal,
                        [self = this->shared_from_this()](error_code) { beast::get_lowest_layer(self->socket_).close(); });
  }

 private:
  Task<std::optional<NotOpened>> open() {
    auto [unresolved, addresses] = co_await resolver_.async_resolve(url_.host, std::to_string(url_.port), kAwait);
    if (unresolved) co_return NotOpened{"Can't resolve " + url_.host + ": " + unresolved.message()};
    TcpStream& connection = beast::get_lowest_layer(socket_);
    connection.expires_after(shared_.options.connect_timeout);
    auto [unconnected, address] = co_await connection.async_connect(addresses, kAwait);
    if (unconnected) co_return NotOpened{"Can't connect to " + url_.authority() + ": " + unconnected.message()};
    error_code ignored;
    connection.socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (kTls) {
      std::string problem = co_await shake_hands();
      if (!problem.empty()) co_return NotOpened{std::move(problem)};
    }
    connection.expires_never();
    websocket::response_type answer;
    auto [refused] = co_await socket_.async_handshake(answer, url_.authority(), url_.target, kAwait);
    if (!refused) co_return std::nullopt;
    const auto status = static_cast<std::int32_t>(answer.result_int());
    if (refused == websocket::error::upgrade_declined) {
      co_return NotOpened{"The server opened no WebSocket but answered " + std::to_string(status), status};
    }
    co_return NotOpened{"The WebSocket's handshake failed: " + refused.message()};
  }

  // Empty if all is well.
  Task<std::string> shake_hands() {
    if constexpr (kTls) {
      auto& tls = socket_.next_layer();
      SSL_set_tlsext_host_name(tls.native_handle(), url_.host.c_str());
      error_code ignored;
      tls.set_verify_callback(asio::ssl::host_name_verification(url_.host), ignored);
      auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::client, kAwait);
      if (!error) co_return std::string();
      const long verdict = SSL_get_verify_result(tls.native_handle());
      const std::string why = verdict == X509_V_OK ? error.message() : X509_verify_cert_error_string(verdict);
      co_return "TLS with " + url_.authority() + " failed: " + why;
    }
    co_return std::string();
  }

  Task<void> read() {
    beast::flat_buffer message;
    while (true) {
      auto [error, size] = co_await socket_.async_read(message, kAwait);
      if (error) {
        report_end(error);
        co_return;
      }
      std::string text(static_cast<const char*>(message.data().data()), message.size());
      message.consume(message.size());
      if (deliver(FrameKind::text, 0, std::move(text))) continue;
      deliver(FrameKind::closed, kNoCloseCode, "Too many frames wait to be read: the socket is closed");
      beast::get_lowest_layer(socket_).close();
      co_return;
    }
  }

  void report_end(error_code error) {
    if (overfull_) {
      deliver(FrameKind::closed, kNoCloseCode, "Too much waits to be sent: the socket is closed");
    } else if (error == websocket::error::closed) {
      const websocket::close_reason& reason = socket_.reason();
      const std::int32_t code = reason.code == websocket::close_code::none ? 1005 : static_cast<std::int32_t>(reason.code);
      deliver(FrameKind::closed, code, std::string(reason.reason.data(), reason.reason.size()));
    } else if (error == websocket::error::message_too_big) {
      const std::string limit = std::to_string(shared_.options.max_frame_bytes);
      deliver(FrameKind::closed, websocket::close_code::too_big, "A message is larger than " + limit + " bytes");
    } else {
      deliver(FrameKind::closed, kNoCloseCode, "The connection is lost: " + error.message());
    }
  }

  // One write at a time, each begun when the one before it has ended.
  void send_next() {
    if (!open_ || writing_ || outbox_.empty()) return;
    writing_ = true;
    socket_.text(true);
    socket_.async_write(asio::buffer(outbox_.front()), [self = this->shared_from_this()](error_code error, std::size_t) {
      self->writing_ = false;
      self->outbox_bytes_ -= self->outbox_.front().size();
      self->outbox_.pop_front();
      if (!error) self->send_next();
    });
  }

  bool deliver(FrameKind kind, std::int32_t status, std::string bytes) {
    return shared_.deliver(id_, Frame{wall_clock(), kind, ask_.stream, status, std::move(bytes)});
  }

  Shared& shared_;
  const ConversationId id_;
  const OpenSocket ask_;
  const Url url_;
  asio::ip::basic_resolver<tcp, Loop> resolver_;
  websocket::stream<Stream> socket_;
  bool open_ = false;
  bool writing_ = false;
  bool overfull_ = false;
  std::deque<std::string> outbox_;
  std::size_t outbox_bytes_ = 0;
};

template <class Stream, class... Arguments>
void start_link(WebSockets::Shared& shared, ConversationId id, const OpenSocket& ask, const Url& url,
                Arguments&&... arguments) {
  auto link = std::make_shared<SocketLink<Stream>>(shared, id, ask, url, std::forward<Arguments>(arguments)...);
  shared.links.emplace(id, link);
  asio::co_spawn(shared.loop.get_executor(), [link]() -> Task<void> { co_await link->run(); }, asio::detached);
}

}  // namespace

WebSockets::WebSockets(asio::io_context& loop, const TransportOptions& options, Deliver deliver)
    : shared_(std::make_unique<Shared>(loop, options, std::move(deliver))) {}

WebSockets::~WebSockets() = default;

void WebSockets::open(ConversationId id, const OpenSocket& ask) {
  auto url = parse_url(ask.url);
  if (url && url->scheme != "ws" && url->scheme != "wss") {
    url = fail(ErrorCode::bad_argument, "\"" + ask.url + "\" is not ws or wss");
  }
  if (!url) {
    shared_->deliver(id, Frame{wall_clock(), FrameKind::failed, ask.stream, 0, url.error().message});
  } else if (url->secure()) {
    start_link<TlsStream>(*shared_, id, ask, *url, shared_->tls);
  } else {
    start_link<TcpStream>(*shared_, id, ask, *url);
  }
}

void WebSockets::send(ConversationId id, std::string text) {
  if (const auto link = shared_->links.find(id); link != shared_->links.end()) link->second->send(std::move(text));
}

void WebSockets::close(ConversationId id) {
  if (const auto link = shared_->links.find(id); link != shared_->links.end()) link->second->close();
}

}  // namespace stint::net
