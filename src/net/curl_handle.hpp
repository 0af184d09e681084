// A request as libcurl wants it, with what is the same for every one that Stint makes: verified TLS, few redirects, time
// limits.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "net/exchange.hpp"
#include "net/transport.hpp"
#include "net/url.hpp"
#include "timing/instant.hpp"

namespace stint::net {

struct CurlHandleCloser {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlHandleCloser>;

struct HeaderListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListCloser>;

inline constexpr long kMaxRedirects = 5;

// Initialises libcurl once for the program.
[[nodiscard]] CurlHandle new_curl_handle();

// Address, user agent, TLS, redirects, connection's time limit. `error_text` (CURL_ERROR_SIZE bytes) lives as long as the
// handle.
void set_up(CURL* handle, const Url& url, const std::string& address, const TransportOptions& options, char* error_text);

// Lines "Name: value". Errors: bad_argument (a line break in one of them).
[[nodiscard]] Result<HeaderList> header_list(const std::vector<HeaderField>& headers);

// What went wrong, in words: libcurl's own where it has any.
[[nodiscard]] std::string curl_problem(CURLcode code, const char* error_text);

// UTC now, to the millisecond.
[[nodiscard]] timing::Instant wall_clock();

}  // namespace stint::net
