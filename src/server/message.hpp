// One HTTP request and its answer as plain values: what routes work on, without a socket in sight.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/push/resume.hpp"
#include "timing/error.hpp"

namespace stint::server {

enum class Method : std::uint8_t { get, head, post, put, options, other };

// Header values are empty if absent. Views live as long as the connection's buffer: until the answer is made.
struct Request {
  Method method = Method::get;
  std::string_view target;
  std::string_view host;
  std::string_view origin;
  std::string_view fetch_site;  // Sec-Fetch-Site
  std::string_view accept;
  std::string_view accept_encoding;
  std::string_view if_none_match;
  std::string_view last_event_id;
  bool upgrade = false;  // asks for a WebSocket
  std::string_view body;
};

// A body made piece by piece while it is sent.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  // The next piece; empty at the end.
  virtual std::string next() = 0;
};

using Bytes = std::shared_ptr<const std::string>;

// The client is to become a push client of `session`.
struct PushJoin {
  std::string session;
  std::optional<Resume> resume;
  std::chrono::seconds delay{0};  // behind the race
};

struct Response;
// Told once, on any thread, with the answer that was being made.
using Answered = std::function<void(Response)>;

struct Response {
  int status = 200;
  std::string_view content_type;       // empty: no body
  Bytes body;                          // the body, kept alive while it is sent; or:
  std::string_view fixed_body;         // one that lives as long as the program
  std::unique_ptr<BodyStream> stream;  // or one that is made while it is sent
  std::optional<PushJoin> push;        // or none: the connection becomes a stream of events or a WebSocket
  // Or an answer that takes a while: begins to make it, elsewhere, and returns at once. What it tells takes this one's place.
  std::function<void(Answered)> later;
  bool gzipped = false;
  bool varies = false;  // by Accept and Accept-Encoding
  std::string etag;     // with its quotes; empty: none
  std::string_view cache_control = "no-cache";
  std::string headers;              // more header lines, each ending in CRLF
  std::string_view route = "none";  // the pattern that matched, for the metrics

  [[nodiscard]] std::string_view bytes() const { return body ? std::string_view(*body) : fixed_body; }
};

// application/problem+json (RFC 9457) with `code` as the stable name of the error.
[[nodiscard]] Response problem(const Error& error);
// 200 with this document, which is good for this moment only: no cache keeps it.
[[nodiscard]] Response json_now(std::string json);

// Status line and headers, ready to send before the body. Says `Connection: close` unless `keep_alive`.
[[nodiscard]] std::string response_head(const Response& response, bool keep_alive, std::string_view date);

}  // namespace stint::server
