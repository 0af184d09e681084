// `stint serve` while it runs: the server, the writer's thread and the signals, put together.
#pragma once

#include <memory>
#include <vector>

#include "app/serve/analyst_desk.hpp"
#include "app/serve/arrival_bell.hpp"
#include "app/serve/session_run.hpp"
#include "server/server.hpp"

namespace stint::app {

struct Service {
  server::ServerOptions options;
  std::vector<std::shared_ptr<server::RaceChannel>> channels;
  std::vector<std::unique_ptr<SessionRun>> runs;
  server::Archive archive;
  MakeAnalyst make_analyst;  // of each session that is served; empty: nothing is predicted or watched
  std::shared_ptr<ArrivalBell> arrivals = std::make_shared<ArrivalBell>();  // rung when something has come from the network
};

// Serves until SIGINT or SIGTERM. Prints the dashboard's address once it can be opened.
// Errors: bad_configuration (the address can't be used), those of the log (disk full ...).
[[nodiscard]] Result<void> serve(Service service);

}  // namespace stint::app
