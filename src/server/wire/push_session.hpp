// A push client over WebSocket.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/wire/asio_types.hpp"
#include "server/wire/server_parts.hpp"

namespace stint::server {

// Answers the upgrade `request` and pushes until the client goes.
void start_push_session(ServerParts& parts, PushStream& stream, PushFeed::Place place, Socket socket,
                        boost::beast::http::request<boost::beast::http::string_body> request);

}  // namespace stint::server
