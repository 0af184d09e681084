// What browsers are kept from doing on behalf of a page of another site.
#pragma once

#include "server/message.hpp"

namespace stint::server {

// Bound to loopback, the server answers only to names of this machine: a page of another site whose name was made to resolve to
// 127.0.0.1 (DNS rebinding) is refused. Error: wrong_host.
[[nodiscard]] Result<void> check_host(const Request& request);

// Writes and WebSockets come from our own pages or from programs that are no browsers. Error: cross_origin.
[[nodiscard]] Result<void> check_same_origin(const Request& request);

}  // namespace stint::server
