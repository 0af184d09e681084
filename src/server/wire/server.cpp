#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "server/limits.hpp"
#include "server/server.hpp"
#include "server/wire/http_session.hpp"

namespace stint::server {
namespace {

using boost::system::error_code;

// The server's connections need more file descriptors than the usual soft limit of 1024.
void raise_descriptor_limit() {
  rlimit limits{};
  if (getrlimit(RLIMIT_NOFILE, &limits) != 0 || limits.rlim_cur == limits.rlim_max) return;
  limits.rlim_cur = limits.rlim_max;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limits));  // if refused, accept() says so when the time comes
}

Result<asio::ip::address> parse_address(const std::string& host) {
  if (host == "localhost") return asio::ip::address(asio::ip::address_v4::loopback());
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error)
    return fail(ErrorCode::bad_configuration, "'" + host + "' is no IP address; use 127.0.0.1, or 0.0.0.0 for all networks.");
  return address;
}

Error bind_error(const ServerOptions& options, const error_code& error) {
  const std::string place = options.host + ":" + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return {ErrorCode::bad_configuration,
            place + " is already in use: stop the other program, or choose another port with --port."};
  }
  if (error == asio::error::access_denied) {
    return {ErrorCode::bad_configuration, place + " needs more rights than this user has: choose a port from 1024 on."};
  }
  return {ErrorCode::bad_configuration, "Can't listen on " + place + ": " + error.message() + "."};
}

// Shutdown: closing the sockets and timers ends their coroutines, and run() returns when nothing is left to wait for.
class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, bool loopback_only, std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive)
      : races_(std::move(channels), std::move(archive), std::move(options.circuits)),
        api_(std::move(options.version), loopback_only, races_, metrics_, std::move(options.schedule),
             std::move(options.alerts), std::move(options.strategy)),
        push_(io_, races_.channels(), metrics_),
        acceptor_(io_),
        sweep_(io_),
        pause_(io_) {
    races_.surround({[this](std::function<void()> task) { asio::post(io_, std::move(task)); },
                     [this](const std::shared_ptr<RaceChannel>& channel) { push_.add(channel); },
                     [this](const RaceChannel& channel) { push_.remove(channel.id()); },
                     [this](const RaceChannel& channel) {
                       const PushStream* stream = push_.find(channel.id());
                       return stream != nullptr && stream->is_watched();
                     }});
  }

  Result<void> listen(const ServerOptions& options, const asio::ip::address& address) {
    const tcp::endpoint endpoint(address, options.port);
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(kBacklog, error);
    if (error) return std::unexpected(bind_error(options, error));
    port_ = acceptor_.local_endpoint(error).port();
    asio::co_spawn(io_, accept(), asio::detached);
    asio::co_spawn(io_, close_late_connections(), asio::detached);
    return {};
  }

  std::uint16_t port() const override { return port_; }
  void run() override { io_.run(); }
  void stop() override {
    asio::post(io_, [this] {
      stopping_ = true;
      error_code ignored;
      acceptor_.close(ignored);
      sweep_.cancel();
      pause_.cancel();
      push_.stop();
      connections_.close_all();
    });
  }

 private:
  static constexpr int kBacklog = 1024;
  // After a failed accept (no descriptors left), so that a full table doesn't become a busy loop.
  static constexpr std::chrono::milliseconds kAfterFailedAccept{100};

  Task<void> accept() {
    while (!stopping_) {
      auto [error, socket] = co_await acceptor_.async_accept(kAwait);
      if (stopping_) co_return;
      if (error) {
        pause_.expires_after(kAfterFailedAccept);
        co_await pause_.async_wait(kAwait);
      } else if (connections_.count() >= limit::kConnections) {
        refuse(socket);
      } else {
        socket.set_option(tcp::no_delay(true), error);
        start_http_session(parts_, std::move(socket));
        metrics_.set_connections(connections_.count());
      }
    }
  }

  void refuse(Socket& socket) {
    metrics_.connection_refused();
    Response full =
        problem({ErrorCode::overloaded, "The limit of " + std::to_string(limit::kConnections) + " connections is reached."});
    full.headers = "Retry-After: 5\r\n";
    const std::string text = response_head(full, false, date_.text()) + *full.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
  }

  Task<void> close_late_connections() {
    while (!stopping_) {
      sweep_.expires_after(limit::kDeadlineCheck);
      co_await sweep_.async_wait(kAwait);
      for (std::size_t late = connections_.close_late(SteadyClock::now()); late > 0; --late) metrics_.connection_timed_out();
      metrics_.set_connections(connections_.count());
    }
  }

  // The order matters: coroutines that never ended are destroyed with io_, and still use what is declared before it.
  Metrics metrics_;
  Connections connections_;
  HttpDate date_;
  ServedRaces races_;
  Api api_;
  asio::io_context io_{1};
  PushHub push_;
  Acceptor acceptor_;
  Timer sweep_;
  Timer pause_;
  ServerParts parts_{api_, metrics_, connections_, push_, date_};
  std::uint16_t port_ = 0;
  bool stopping_ = false;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::create(ServerOptions options, std::vector<std::shared_ptr<RaceChannel>> channels,
                                               Archive archive) {
  const auto address = parse_address(options.host);
  if (!address) return std::unexpected(address.error());
  raise_descriptor_limit();
  auto server = std::make_unique<BeastServer>(options, address->is_loopback(), std::move(channels), std::move(archive));
  if (const auto listening = server->listen(options, *address); !listening) return std::unexpected(listening.error());
  return server;
}

}  // namespace stint::server
