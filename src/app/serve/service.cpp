#include "app/serve/service.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <thread>

#include "app/output.hpp"
#include "app/serve/writer_thread.hpp"
#include "app/stop_signals.hpp"

namespace stint::app {
namespace {

// Until one comes, or `stopping` is requested.
void wait_for_signal(const StopSignals& signals, const std::stop_token& stopping, const std::function<void(int)>& on_signal) {
  constexpr std::chrono::milliseconds kLookAgain{100};
  while (!stopping.stop_requested()) {
    const auto signal = signals.wait(kLookAgain);
    if (!signal) continue;
    on_signal(*signal);
    return;
  }
}

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
  service.arrivals->connect([&writer] { writer.wake(); });
  const std::jthread signal_thread([&](const std::stop_token& stopping) {
    wait_for_signal(signals, stopping, [&server](int signal) {
      spdlog::info("{}: stopping", signal == SIGINT ? "interrupted" : "terminated");
      (*server)->stop();
    });
  });

  const std::string address = dashboard_address(host, (*server)->port());
  if (auto printed = print(address + "\n"); !printed) spdlog::warn("{}", printed.error().message);
  spdlog::info("serving {}", address);
  (*server)->run();
  service.arrivals->connect({});
  writer.stop();
  if (writer.failure()) return std::unexpected(*writer.failure());
  return {};
}

}  // namespace stint::app
