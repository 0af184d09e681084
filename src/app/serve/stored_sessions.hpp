// The store's reading side as the server sees it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/server.hpp"

namespace stint::app {

// A served session that goes by another name in the log: "demo" is "demo-7" just now.
struct ServedAlias {
  std::string served;
  std::function<std::string()> in_log;
};

// Reads the database at `url`, which may be absent: then nothing is stored. Its functions belong to one thread.
[[nodiscard]] server::Archive stored_sessions(std::string url, std::vector<ServedAlias> aliases);

}  // namespace stint::app
