#include "app/serve/service.hpp"

#include <spdlog/spdlog.h>

#include <csignal>
#include <ctime>
#include <thread>

#include "app/output.hpp"
#include "app/serve/writer_thread.hpp"

namespace stint::app {
namespace {

// SIGINT and SIGTERM, kept from all threads that are started later, and waited for by one.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }

  // Calls `on_signal` when one comes, unless `stopping` is requested before.
  void wait(const std::stop_token& stopping, const std::function<void(int)>& on_signal) const {
    constexpr long kLookAgainNs = 100'000'000;
    const timespec pause{0, kLookAgainNs};
    while (!stopping.stop_requested()) {
      const int signal = sigtimedwait(&set_, nullptr, &pause);
      if (signal <= 0) continue;
      on_signal(signal);
      return;
    }
  }

 private:
  sigset_t set_{};
};

// What a browser on this machine opens.
std::string dashboard_address(const std::string& host, std::uint16_t port) {
  const bool is_here = host == "127.0.0.1" || host == "0.0.0.0" || host == "::" || host == "::1" || host == "localhost";
  return "http://" + (is_here ? "localhost" : host) + ":" + std::to_string(port) + "/dashboard";
}

}  // namespace

Result<void> serve(Service service) {
  const StopSignals signals;
  const std::string host = service.options.host;
  auto server = server::Server::create(std::move(service.options), std::move(service.channels), std::move(service.archive));
  if (!server) return std::unexpected(server.error());

  WriterThread writer(std::move(service.runs), [&server] { (*server)->stop(); });
  if (auto first = writer.publish_first(); !first) return first;
  writer.start();
  const std::jthread signal_thread([&](const std::stop_token& stopping) {
    signals.wait(stopping, [&server](int signal) {
      spdlog::info("{}: stopping", signal == SIGINT ? "interrupted" : "terminated");
      (*server)->stop();
    });
  });

  const std::string address = dashboard_address(host, (*server)->port());
  if (auto printed = print(address + "\n"); !printed) spdlog::warn("{}", printed.error().message);
  spdlog::info("serving {}", address);
  (*server)->run();
  writer.stop();
  if (writer.failure()) return std::unexpected(*writer.failure());
  return {};
}

}  // namespace stint::app
