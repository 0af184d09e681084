// gzip as HTTP uses it (RFC 1952).
#pragma once

#include <string>
#include <string_view>

namespace stint::server {

[[nodiscard]] std::string gzip(std::string_view plain);

// Whether an Accept-Encoding header allows gzip ("gzip, br", "*", but not "gzip;q=0").
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

}  // namespace stint::server
