// The HTTP and push server: one thread, Boost.Beast with coroutines behind this plain interface.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "race/circuit.hpp"
#include "server/alerts/alert_settings.hpp"
#include "server/race_channel.hpp"
#include "server/schedule.hpp"
#include "server/strategy_service.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::server {

// A session known to the store; `served` ones have a channel and can be watched.
struct ListedSession {
  std::string id, series, event, name, track;
  std::optional<timing::Instant> started_at;
  std::uint64_t events = 0;
  bool served = false;
  std::string_view mode = "stored";  // "live", "replay" or "stored"
};

// The reading side of the store, as the server sees it. Called on the server's thread; must not block for long.
struct Archive {
  // Told once, on any thread, when a session has something to show or can't be loaded.
  using Opened = std::function<void(Result<std::shared_ptr<RaceChannel>>)>;

  std::function<Result<std::vector<ListedSession>>()> list;
  // The final snapshot of a stored session that is not served. Error: unknown_session.
  std::function<Result<race::SnapshotPtr>(const std::string& id)> load;
  // Its NDJSON log, for the export.
  std::function<Result<std::vector<timing::Event>>(const std::string& id)> events;
  // Lets a stored session be served like a replay, and ends that; both return at once. Empty: not offered.
  std::function<void(const std::string& id, Opened opened)> open = nullptr;
  std::function<void(const std::string& id)> close = nullptr;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;  // 0: any free one
  std::string version;        // of the build
  Schedule schedule = {};
  std::vector<race::Circuit> circuits = {};
  AlertService alerts = alerts_in_memory();
  StrategyService strategy = no_strategists();
};

class Server {
 public:
  // Binds at once. Errors: bad_configuration (address in use, not permitted ...: says which and what to do).
  // `channels` are in the order of preference: the first is the default session of every route.
  [[nodiscard]] static Result<std::unique_ptr<Server>> create(ServerOptions options,
                                                              std::vector<std::shared_ptr<RaceChannel>> channels,
                                                              Archive archive);
  virtual ~Server() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  virtual void run() = 0;   // until stop()
  virtual void stop() = 0;  // from any thread or a signal handler's thread
};

}  // namespace stint::server
