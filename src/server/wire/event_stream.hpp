// Server-sent events: a push client over plain HTTP.
#pragma once

#include <string>

#include "server/wire/asio_types.hpp"
#include "server/wire/server_parts.hpp"

namespace stint::server {

// `head` is the response's head; events follow until the client goes.
void start_event_stream(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket, std::string head);

}  // namespace stint::server
