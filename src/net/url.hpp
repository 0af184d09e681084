// Web addresses, taken apart and put together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/error.hpp"

namespace stint::net {

struct Url {
  std::string scheme;  // "http", "https", "ws", "wss"
  std::string host;    // an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string target;  // path and query: "/a?b=c"; "/" if the address has none
  [[nodiscard]] bool secure() const { return scheme == "https" || scheme == "wss"; }
  // "example.org", or "example.org:8080" where the port isn't the scheme's own: the Host header.
  [[nodiscard]] std::string authority() const;
};

// Of these four schemes only; user names and passwords are refused. Errors: bad_argument.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// What `reference` (a link) means on the page `base`; nullopt if it is nothing that can be fetched.
[[nodiscard]] std::optional<std::string> resolve_link(const std::string& base, const std::string& reference);

// With every byte but letters, digits and -._~ as %XX; and back ("%20", and "+" as itself).
[[nodiscard]] std::string percent_encoded(std::string_view text);
[[nodiscard]] std::string percent_decoded(std::string_view text);

// This machine: "localhost", 127.0.0.0/8, ::1; with or without a port.
[[nodiscard]] bool is_loopback(std::string_view authority);

}  // namespace stint::net
