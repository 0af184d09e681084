#include "net/url.hpp"

#include <curl/curl.h>

#include <charconv>
#include <memory>

namespace stint::net {
namespace {

struct HandleCloser {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
using Handle = std::unique_ptr<CURLU, HandleCloser>;

// ws and wss are no schemes of Debian's libcurl; their addresses have the form of any other.
constexpr unsigned kReadFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER;

std::string part(CURLU* handle, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle, which, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::uint16_t default_port(const Url& url) { return url.secure() ? 443 : 80; }

bool is_known(const std::string& scheme) { return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss"; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == default_port(*this) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  const Handle handle(curl_url());
  const std::string given(text);
  if (const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, given.c_str(), kReadFlags); code != CURLUE_OK) {
    return fail(ErrorCode::bad_argument, "\"" + given + "\" is no web address: " + curl_url_strerror(code));
  }
  Url url;
  url.scheme = part(handle.get(), CURLUPART_SCHEME);
  if (!is_known(url.scheme)) return fail(ErrorCode::bad_argument, "\"" + given + "\" is not http, https, ws or wss");
  url.host = part(handle.get(), CURLUPART_HOST);
  if (url.host.starts_with('[')) url.host = url.host.substr(1, url.host.size() - 2);
  if (url.host.empty()) return fail(ErrorCode::bad_argument, "\"" + given + "\" names no host");
  url.port = default_port(url);
  if (const std::string port = part(handle.get(), CURLUPART_PORT); !port.empty()) {
    const auto [end, status] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (status != std::errc{} || end != port.data() + port.size()) {
      return fail(ErrorCode::bad_argument, "\"" + given + "\" has no usable port");
    }
  }
  url.target = part(handle.get(), CURLUPART_PATH);
  if (url.target.empty()) url.target = "/";
  if (const std::string query = part(handle.get(), CURLUPART_QUERY); !query.empty()) url.target += "?" + query;
  return url;
}

std::optional<std::string> resolve_link(const std::string& base, const std::string& reference) {
  const Handle handle(curl_url());
  if (curl_url_set(handle.get(), CURLUPART_URL, base.c_str(), kReadFlags) != CURLUE_OK) return std::nullopt;
  if (curl_url_set(handle.get(), CURLUPART_URL, reference.c_str(), kReadFlags | CURLU_URLENCODE) != CURLUE_OK)
    return std::nullopt;
  curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
  if (!is_known(part(handle.get(), CURLUPART_SCHEME))) return std::nullopt;
  std::string whole = part(handle.get(), CURLUPART_URL);
  return whole.empty() ? std::nullopt : std::optional(std::move(whole));
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool is_loopback(std::string_view authority) {
  if (authority.starts_with("[")) return authority.starts_with("[::1]");
  if (authority == "::1") return true;
  const std::string_view host = authority.substr(0, authority.rfind(':'));
  if (host == "localhost") return true;
  if (!host.starts_with("127.")) return false;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace stint::net
