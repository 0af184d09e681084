// One HTTP connection, from accept to close or to its becoming a push client.
#pragma once

#include "server/wire/asio_types.hpp"
#include "server/wire/server_parts.hpp"

namespace stint::server {

// Serves the connection until it ends. `parts` must outlive it.
void start_http_session(ServerParts& parts, Socket socket);

}  // namespace stint::server
