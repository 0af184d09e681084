#include "net/http_fetcher.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "net/curl_handle.hpp"
#include "net/header_line.hpp"

namespace stint::net {
namespace {

bool has_header(const Fetch& fetch, std::string_view name) {
  return std::ranges::any_of(fetch.headers, [&](const HeaderField& header) { return same_name(header.name, name); });
}

void set_method(CURL* handle, const Fetch& fetch) {
  if (fetch.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (fetch.method == "POST" || !fetch.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(fetch.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, fetch.body.data());
  }
  if (fetch.method != "GET" && fetch.method != "POST") curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, fetch.method.c_str());
}

Frame frame_of(FrameKind kind, const StreamName& stream, std::int32_t status, std::string bytes) {
  return {wall_clock(), kind, stream, status, std::move(bytes)};
}

}  // namespace

// libcurl keeps pointers into it, so it never moves.
struct HttpFetcher::Transfer {
  ConversationId id = 0;
  Fetch fetch;
  Url url;
  CurlHandle handle;  // empty until its turn has come
  HeaderList headers;
  std::array<char, CURL_ERROR_SIZE> error_text{};
  std::string body;
  std::size_t max_bytes = 0;
  bool too_large = false;
  Validator answered;

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.too_large = transfer.body.size() + size * count > transfer.max_bytes;
    if (transfer.too_large) return 0;
    transfer.body.append(bytes, size * count);
    return size * count;
  }

  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/")) transfer.answered = {};  // another answer begins: a redirection's target
    if (auto tag = header_value(line, "ETag")) transfer.answered.tag = std::move(*tag);
    if (auto modified = header_value(line, "Last-Modified")) transfer.answered.modified = std::move(*modified);
    return line.size();
  }
};

HttpFetcher::HttpFetcher(boost::asio::io_context& loop, const TransportOptions& options, Deliver deliver)
    : options_(options),
      deliver_(std::move(deliver)),
      gate_(options.least_interval),
      turn_(loop),
      sockets_(loop, [this](CURL* handle, CURLcode code) { done(handle, code); }) {}

HttpFetcher::~HttpFetcher() {
  for (const auto& [id, transfer] : transfers_) {
    if (transfer->handle) sockets_.remove(transfer->handle.get());
  }
}

void HttpFetcher::fetch(ConversationId id, Fetch fetch) {
  auto url = parse_url(fetch.url);
  if (url && url->scheme != "http" && url->scheme != "https") {
    url = fail(ErrorCode::bad_argument, "\"" + fetch.url + "\" is not http or https");
  }
  if (!url) {
    deliver_(id, frame_of(FrameKind::failed, fetch.stream, 0, url.error().message));
    return;
  }
  auto transfer = std::make_unique<Transfer>();
  transfer->id = id;
  transfer->url = std::move(*url);
  transfer->fetch = std::move(fetch);
  transfer->max_bytes = options_.max_frame_bytes;
  gate_.add(transfer->url.authority(), id);
  transfers_.emplace(id, std::move(transfer));
  begin_due();
}

void HttpFetcher::give_up(ConversationId id) {
  const auto found = transfers_.find(id);
  if (found == transfers_.end()) return;
  const std::unique_ptr<Transfer> transfer = std::move(found->second);
  transfers_.erase(found);
  if (transfer->handle) sockets_.remove(transfer->handle.get());
  gate_.remove(transfer->url.authority(), id);
  begin_due();
}

void HttpFetcher::begin_due() {
  while (const auto id = gate_.begin_next(std::chrono::steady_clock::now())) begin(*transfers_.at(*id));
  const auto next = gate_.next_turn();
  if (!next) return;
  turn_.expires_at(*next);
  turn_.async_wait([this](boost::system::error_code error) {
    if (!error) begin_due();
  });
}

void HttpFetcher::begin(Transfer& transfer) {
  std::vector<HeaderField> fields = transfer.fetch.headers;
  const auto known = validators_.find(transfer.fetch.stream);
  if (transfer.fetch.if_changed && known != validators_.end() && known->second.url == transfer.fetch.url) {
    if (!known->second.tag.empty()) fields.push_back({"If-None-Match", known->second.tag});
    if (!known->second.modified.empty()) fields.push_back({"If-Modified-Since", known->second.modified});
  }
  auto headers = header_list(fields);
  transfer.handle = new_curl_handle();
  if (!headers || !transfer.handle) {
    const std::string problem = headers ? "libcurl can't be started" : headers.error().message;
    transfer.handle.reset();
    finish(transfer.id, frame_of(FrameKind::failed, transfer.fetch.stream, 0, problem));
    return;
  }
  transfer.headers = std::move(*headers);
  CURL* handle = transfer.handle.get();
  set_up(handle, transfer.url, transfer.fetch.url, options_, transfer.error_text.data());
  set_method(handle, transfer.fetch);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.answer_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer.headers.get());
  // A part of a packed body can't be unpacked.
  if (!has_header(transfer.fetch, "Range")) curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &transfer);
  sockets_.add(handle);
}

void HttpFetcher::done(CURL* handle, CURLcode code) {
  Transfer* transfer = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
  const StreamName& stream = transfer->fetch.stream;
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  const auto answer_status = static_cast<std::int32_t>(status);
  if (code != CURLE_OK) {
    const std::string problem = transfer->too_large
                                    ? "The answer is larger than " + std::to_string(transfer->max_bytes) + " bytes"
                                    : curl_problem(code, transfer->error_text.data());
    finish(transfer->id, frame_of(FrameKind::failed, stream, answer_status, problem));
    return;
  }
  if (status == 200) {
    Validator& kept = validators_[stream];
    kept = std::move(transfer->answered);
    kept.url = transfer->fetch.url;
  }
  finish(transfer->id, frame_of(FrameKind::response, stream, answer_status, std::move(transfer->body)));
}

void HttpFetcher::finish(ConversationId id, Frame frame) {
  const StreamName stream = frame.stream;
  const auto found = transfers_.find(id);
  gate_.remove(found->second->url.authority(), id);
  transfers_.erase(found);
  if (!deliver_(id, std::move(frame))) {
    deliver_(id, frame_of(FrameKind::failed, stream, 0, "Too many frames wait to be read: this one is dropped"));
  }
  begin_due();
}

}  // namespace stint::net
