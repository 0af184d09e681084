#include "server/origin_check.hpp"

#include "server/header_list.hpp"

namespace stint::server {
namespace {

// "localhost:8000" without its port; the brackets of an IPv6 address stay.
std::string_view without_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return host;
  return host.substr(0, colon);
}

bool is_loopback_name(std::string_view name) {
  return same_ignoring_case(name, "localhost") || name.starts_with("127.") || name == "[::1]" ||
         (name.size() > 10 && same_ignoring_case(name.substr(name.size() - 10), ".localhost"));
}

}  // namespace

Result<void> check_host(const Request& request) {
  if (request.host.empty() || is_loopback_name(without_port(request.host))) return {};
  return fail(ErrorCode::wrong_host, "This server is bound to loopback and answers to localhost only.");
}

Result<void> check_same_origin(const Request& request) {
  const bool site_allowed = request.fetch_site.empty() || request.fetch_site == "same-origin" || request.fetch_site == "none";
  bool origin_allowed = request.origin.empty();
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (request.origin.starts_with(scheme) && same_ignoring_case(request.origin.substr(scheme.size()), request.host))
      origin_allowed = true;
  }
  if (site_allowed && origin_allowed) return {};
  return fail(ErrorCode::cross_origin, "Requests that change something must come from this server's own pages.");
}

}  // namespace stint::server
