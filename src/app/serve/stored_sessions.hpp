// The store's reading side as the server sees it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/server.hpp"

namespace stint::app {

// What a served session is called in the log, if it goes by another name there ("demo" is "demo-7" just now).
using LogNameOf = std::function<std::string(const std::string& served)>;

// Reads the database at `url`, which may be absent: then nothing is stored. Its functions belong to one thread.
[[nodiscard]] server::Archive stored_sessions(std::string url, LogNameOf log_name);

}  // namespace stint::app
