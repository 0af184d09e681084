#include "server/message.hpp"

#include "timing/json_writer.hpp"

namespace stint::server {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

// Nothing is loaded from elsewhere, no page of ours may be framed, and no type is guessed.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src "
    "'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

Response json_now(std::string json) {
  Response response;
  response.content_type = "application/json";
  response.body = std::make_shared<const std::string>(std::move(json));
  response.cache_control = "no-store";
  return response;
}

Response problem(const Error& error) {
  const int status = http_status(error.code);
  auto body = std::make_shared<std::string>();
  timing::JsonWriter(*body)
      .begin_object()
      .field("type", "about:blank")
      .field("title", reason(status))
      .field("status", status)
      .field("code", code_text(error.code))
      .field("detail", error.message)
      .end_object();
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = std::move(body);
  response.cache_control = "no-store";
  return response;
}

std::string response_head(const Response& response, bool keep_alive, std::string_view date) {
  std::string head;
  head.reserve(640);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason(response.status)).append("\r\n");
  append_header(head, "Date", date);
  append_header(head, "Server", "stint");
  if (!response.content_type.empty()) append_header(head, "Content-Type", response.content_type);
  if (response.stream) {
    append_header(head, "Transfer-Encoding", "chunked");
  } else if (response.status != 204 && response.status != 304 && !response.push) {
    append_header(head, "Content-Length", std::to_string(response.bytes().size()));
  }
  if (response.gzipped) append_header(head, "Content-Encoding", "gzip");
  if (response.varies) append_header(head, "Vary", "Accept, Accept-Encoding");
  if (!response.etag.empty()) append_header(head, "ETag", response.etag);
  append_header(head, "Cache-Control", response.cache_control);
  head.append(kSecurityHeaders).append(response.headers);
  if (!keep_alive) append_header(head, "Connection", "close");
  head.append("\r\n");
  return head;
}

}  // namespace stint::server
