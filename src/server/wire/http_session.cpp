#include "server/wire/http_session.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "server/limits.hpp"
#include "server/wire/event_stream.hpp"
#include "server/wire/push_session.hpp"

namespace stint::server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Parser = http::request_parser<http::string_body>;
using boost::system::error_code;

std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

Request request_of(const Parser::value_type& message) {
  const auto header = [&](http::field name) { return view_of(message[name]); };
  Request request;
  request.method = method_of(message.method());
  request.target = view_of(message.target());
  request.host = header(http::field::host);
  request.origin = header(http::field::origin);
  request.fetch_site = view_of(message["Sec-Fetch-Site"]);
  request.accept = header(http::field::accept);
  request.accept_encoding = header(http::field::accept_encoding);
  request.if_none_match = header(http::field::if_none_match);
  request.last_event_id = view_of(message["Last-Event-ID"]);
  request.upgrade = beast::websocket::is_upgrade(message);
  request.body = message.body();
  return request;
}

Error refusal(const error_code& error) {
  if (error == http::error::body_limit) {
    return {ErrorCode::body_too_large, "The body is larger than " + std::to_string(limit::kBodyBytes) + " bytes."};
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {ErrorCode::headers_too_large, "The headers are larger than " + std::to_string(limit::kHeaderBytes) + " bytes."};
  }
  return {ErrorCode::malformed_request, "The request is not valid HTTP: " + error.message() + "."};
}

class HttpSession final : public Connection, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(ServerParts& parts, Socket socket)
      : Connection(parts.connections),
        parts_(parts),
        socket_(std::move(socket)),
        buffer_(limit::kHeaderBytes + limit::kBodyBytes) {}

  void close() override {
    error_code ignored;
    socket_.close(ignored);
    if (told_) told_->wait.cancel();
  }

  Task<void> run() {
    bool more = true;
    while (more) more = co_await serve_one();
  }

 private:
  // One request and its answer. False when the connection is at its end.
  Task<bool> serve_one() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limit::kHeaderBytes));
    parser.body_limit(limit::kBodyBytes);
    parser.eager(true);
    const error_code unread = co_await read(parser);
    if (unread) {
      const bool is_about_http = unread.category() == http::make_error_code(http::error::bad_method).category();
      if (is_about_http && unread != http::error::end_of_stream) co_await refuse(problem(refusal(unread)));
      co_return false;
    }
    const auto read_at = SteadyClock::now();
    const Request request = request_of(parser.get());
    Response response = parts_.api.handle(request);
    if (response.later) response = co_await worked_out(std::move(response));
    if (response.push && request.method == Method::get) {
      become_push_client(parser, std::move(response));
      co_return false;
    }
    const bool keep_alive = parser.get().keep_alive();
    const auto [error, sent] = co_await send(response, request.method == Method::head, keep_alive);
    parts_.metrics.answered(response.route, response.status, SteadyClock::now() - read_at, sent);
    co_return keep_alive && !error;
  }

  Task<error_code> read(Parser& parser) {
    bool begun = buffer_.size() > 0;
    must_move_within(begun ? limit::kRequestRead : limit::kIdle);
    while (true) {
      error_code error;
      if (buffer_.size() > 0) {
        buffer_.consume(parser.put(buffer_.data(), error));
        if (error && error != http::error::need_more) co_return error;
        if (parser.is_done()) co_return error_code{};
      }
      if (buffer_.size() == buffer_.max_size()) co_return make_error_code(http::error::buffer_overflow);
      const std::size_t room = std::min(kReadSize, buffer_.max_size() - buffer_.size());
      const auto [failed, count] = co_await socket_.async_read_some(buffer_.prepare(room), kAwait);
      if (failed) co_return failed;
      buffer_.commit(count);
      if (!std::exchange(begun, true)) must_move_within(limit::kRequestRead);
    }
  }

  // The answer that `asked` has begun to make. It is told on another thread, which may be after this connection has gone.
  Task<Response> worked_out(Response asked) {
    const Executor executor = socket_.get_executor();
    const auto told = told_ = std::make_shared<Told>(executor);
    told->wait.expires_after(limit::kWorkedOut);
    must_move_within(limit::kWorkedOut + limit::kWrite);
    asked.later([told, executor](Response answer) {
      asio::post(executor, [told, answer = std::make_shared<Response>(std::move(answer))] {
        told->answer = std::move(*answer);
        told->wait.cancel();
      });
    });
    co_await told->wait.async_wait(kAwait);
    told_ = nullptr;
    Response answer = told->answer
                          ? std::move(*told->answer)
                          : problem({ErrorCode::overloaded, "The answer was not ready in time: ask for fewer futures."});
    answer.route = asked.route;
    co_return answer;
  }

  Task<std::pair<error_code, std::size_t>> send(Response& response, bool head_only, bool keep_alive) {
    const std::string head = response_head(response, keep_alive, parts_.date.text());
    const std::string_view body = head_only ? std::string_view{} : response.bytes();
    must_move_within(limit::kWrite);
    const std::array buffers{asio::buffer(head), asio::buffer(body)};
    auto [error, sent] = co_await asio::async_write(socket_, buffers, kAwait);
    if (response.stream && !head_only && !error) {
      const auto [failed, streamed] = co_await send_chunks(*response.stream);
      error = failed;
      sent += streamed;
    }
    co_return std::pair{error, sent};
  }

  // Chunked transfer coding (RFC 9112, 7.1).
  Task<std::pair<error_code, std::size_t>> send_chunks(BodyStream& stream) {
    std::size_t total = 0;
    while (true) {
      const std::string piece = stream.next();
      std::array<char, 20> size{};
      const auto digits = static_cast<std::size_t>(std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size()));
      const std::array<asio::const_buffer, 3> buffers{asio::buffer(size, digits), asio::buffer(piece), asio::buffer("\r\n", 2)};
      must_move_within(limit::kWrite);
      const auto [error, sent] = co_await asio::async_write(socket_, buffers, kAwait);
      total += sent;
      if (error || piece.empty()) co_return std::pair{error, total};
    }
  }

  // Answers a request that was not read to its end. Closing at once would reset the connection and lose the answer, so what the
  // client is still sending is read and dropped, for as long as a write may take.
  Task<void> refuse(Response response) {
    const auto [failed, sent] = co_await send(response, false, false);
    parts_.metrics.answered(response.route, response.status, std::chrono::nanoseconds{0}, sent);
    error_code error = failed;
    socket_.shutdown(Socket::shutdown_send, error);
    buffer_.clear();
    while (!error) {
      const auto [ended, count] = co_await socket_.async_read_some(buffer_.prepare(kReadSize), kAwait);
      error = ended;
    }
  }

  // Hands the socket over.
  void become_push_client(Parser& parser, Response response) {
    PushStream* stream = parts_.push.find(response.push->session);
    if (stream == nullptr) return;
    parts_.metrics.answered(response.route, parser.get().target().starts_with("/api/live") ? 101 : 200,
                            std::chrono::nanoseconds{0}, 0);
    const PushFeed::Place place = stream->place_for(response.push->resume, response.push->delay);
    if (response.content_type.empty()) {
      start_push_session(parts_, *stream, place, std::move(socket_), parser.release());
    } else {
      start_event_stream(parts_, *stream, place, std::move(socket_), response_head(response, false, parts_.date.text()));
    }
  }

  static constexpr std::size_t kReadSize = 4096;

  // An answer that is being worked out, and the wait for it.
  struct Told {
    explicit Told(const Executor& executor) : wait(executor) {}
    Timer wait;
    std::optional<Response> answer;
  };

  ServerParts& parts_;
  Socket socket_;
  beast::flat_buffer buffer_;
  std::shared_ptr<Told> told_;  // nullptr: none is waited for
};

}  // namespace

void start_http_session(ServerParts& parts, Socket socket) {
  const Executor executor = socket.get_executor();
  auto session = std::make_shared<HttpSession>(parts, std::move(socket));
  asio::co_spawn(executor, [session]() -> Task<void> { co_await session->run(); }, asio::detached);
}

}  // namespace stint::server
