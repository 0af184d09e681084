#include "net/download.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <thread>
#include <utility>

#include "net/header_line.hpp"

namespace stint::net {

// What a file is, or a part is a part of: its address, and what the server called this version.
struct DownloadOrigin {
  std::string address, tag, modified;
};

namespace {

namespace fs = std::filesystem;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

fs::path beside(const fs::path& file, const char* ending) { return fs::path(file) += ending; }

DownloadOrigin read_origin(const fs::path& file) {
  DownloadOrigin origin;
  std::ifstream lines(beside(file, ".origin"));
  std::getline(lines, origin.address);
  std::getline(lines, origin.tag);
  std::getline(lines, origin.modified);
  return origin;
}

void write_origin(const fs::path& file, const DownloadOrigin& origin) {
  std::ofstream(beside(file, ".origin")) << origin.address << '\n' << origin.tag << '\n' << origin.modified << '\n';
}

std::uintmax_t size_or_zero(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

}  // namespace

// One request and what comes of it. libcurl keeps pointers into it.
struct Downloader::Attempt {
  std::vector<HeaderField> headers;
  std::uint64_t max_bytes = 0;
  // Called with each piece of a body that is wanted (200 or 206); false ends the request.
  std::function<bool(std::string_view)> take;
  std::function<void(const DownloadProgress&)> on_progress;

  long status = 0;
  DownloadOrigin answered;
  std::optional<std::uint64_t> total;
  std::uint64_t had = 0;  // before this attempt
  std::uint64_t got = 0;
  bool too_large = false;
  bool unwritable = false;
  CURL* handle = nullptr;

  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& attempt = *static_cast<Attempt*>(self);
    const std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/")) attempt.answered = {};
    if (auto tag = header_value(line, "ETag")) attempt.answered.tag = std::move(*tag);
    if (auto modified = header_value(line, "Last-Modified")) attempt.answered.modified = std::move(*modified);
    return line.size();
  }

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& attempt = *static_cast<Attempt*>(self);
    const std::string_view piece(bytes, size * count);
    curl_easy_getinfo(attempt.handle, CURLINFO_RESPONSE_CODE, &attempt.status);
    if (attempt.status != 200 && attempt.status != 206) return piece.size();  // an error's page
    if (attempt.status == 200) attempt.had = 0;
    attempt.got += piece.size();
    attempt.too_large = attempt.had + attempt.got > attempt.max_bytes;
    if (attempt.too_large) return 0;
    attempt.unwritable = !attempt.take(piece);
    if (attempt.unwritable) return 0;
    curl_off_t length = -1;
    curl_easy_getinfo(attempt.handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (length >= 0) attempt.total = attempt.had + static_cast<std::uint64_t>(length);
    if (attempt.on_progress) attempt.on_progress({attempt.had + attempt.got, attempt.total});
    return piece.size();
  }
};

Downloader::Downloader(TransportOptions options, Limits limits, std::function<void(const DownloadProgress&)> on_progress)
    : options_(std::move(options)), limits_(limits), on_progress_(std::move(on_progress)), handle_(new_curl_handle()) {}

void Downloader::await_turn(const Url& url) {
  if (!is_loopback(url.authority())) std::this_thread::sleep_until(asked_at_ + options_.least_interval);
  asked_at_ = std::chrono::steady_clock::now();
}

Result<void> Downloader::attempt(const std::string& address, Attempt& attempt) {
  const auto url = parse_url(address);
  if (!url) return std::unexpected(url.error());
  auto headers = header_list(attempt.headers);
  if (!headers) return std::unexpected(headers.error());
  if (!handle_) return fail(ErrorCode::internal, "libcurl can't be started");
  await_turn(*url);
  CURL* handle = attempt.handle = handle_.get();
  std::array<char, CURL_ERROR_SIZE> error_text{};
  curl_easy_reset(handle);
  set_up(handle, *url, address, options_, error_text.data());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers->get());
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits_.stalled.count()));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Attempt::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &attempt);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Attempt::on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &attempt);
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &attempt.status);
  if (code == CURLE_OK) return {};
  if (attempt.too_large)
    return fail(ErrorCode::file_unreadable, address + " is larger than " + std::to_string(attempt.max_bytes) + " bytes");
  return fail(ErrorCode::file_unreadable, address + ": " + curl_problem(code, error_text.data()));
}

Result<std::string> Downloader::page(const std::string& address) {
  Backoff backoff(1, limits_.backoff);
  for (int tries = 1;; ++tries) {
    std::string text;
    Attempt one;
    one.max_bytes = limits_.page_bytes;
    one.take = [&](std::string_view piece) {
      text += piece;
      return true;
    };
    const auto done = attempt(address, one);
    if (done && one.status == 200) return text;
    if (done && one.status < 500) {
      return fail(ErrorCode::file_unreadable, address + " is answered with status " + std::to_string(one.status));
    }
    if (tries >= limits_.attempts || one.too_large) {
      if (!done) return std::unexpected(done.error());
      return fail(ErrorCode::file_unreadable, address + " is answered with status " + std::to_string(one.status));
    }
    std::this_thread::sleep_for(backoff.next());
  }
}

Result<DownloadOutcome> Downloader::file(const std::string& address, const fs::path& to, bool refresh) {
  const DownloadOrigin complete = fs::exists(to) ? read_origin(to) : DownloadOrigin{};
  if (complete.address == address && !refresh) return DownloadOutcome::kept;
  const fs::path part = beside(to, ".part");
  Backoff backoff(1, limits_.backoff);
  bool resumed = false;
  for (int tries = 1;; ++tries) {
    Attempt one;
    one.max_bytes = limits_.file_bytes;
    one.on_progress = on_progress_;
    const DownloadOrigin begun = read_origin(part);
    const std::string version = !begun.tag.empty() ? begun.tag : begun.modified;
    one.had = begun.address == address && !version.empty() ? size_or_zero(part) : 0;
    if (one.had > 0) {
      one.headers = {{"Range", "bytes=" + std::to_string(one.had) + "-"}, {"If-Range", version}};
    } else if (complete.address == address) {
      if (!complete.tag.empty()) one.headers.push_back({"If-None-Match", complete.tag});
      if (!complete.modified.empty()) one.headers.push_back({"If-Modified-Since", complete.modified});
    }
    File out;
    one.take = [&](std::string_view piece) {
      if (!out) {
        out.reset(std::fopen(part.c_str(), one.status == 206 ? "ab" : "wb"));
        write_origin(part, {address, one.answered.tag, one.answered.modified});
        resumed = one.status == 206;
      }
      return out && std::fwrite(piece.data(), 1, piece.size(), out.get()) == piece.size();
    };
    const auto done = attempt(address, one);
    if (out && std::fflush(out.get()) != 0) one.unwritable = true;
    if (one.unwritable) return fail(ErrorCode::output_unwritable, part.string() + " can't be written");
    if (done && one.status == 304) return DownloadOutcome::unchanged;
    if (done && (one.status == 200 || one.status == 206)) {
      if (!out) out.reset(std::fopen(part.c_str(), "wb"));  // an empty file
      if (out) fsync(fileno(out.get()));
      out.reset();
      std::error_code error;
      fs::rename(part, to, error);
      if (error) return fail(ErrorCode::output_unwritable, to.string() + " can't be written: " + error.message());
      write_origin(to, {address, one.answered.tag, one.answered.modified});
      fs::remove(beside(part, ".origin"), error);
      return resumed ? DownloadOutcome::resumed : DownloadOutcome::fetched;
    }
    if (done && one.status == 416) {  // the part is no part of what is there now
      std::error_code ignored;
      fs::remove(part, ignored);
    } else if (done && one.status < 500) {
      return fail(ErrorCode::file_unreadable, address + " is answered with status " + std::to_string(one.status));
    }
    if (tries >= limits_.attempts || one.too_large) {
      return fail(ErrorCode::file_unreadable,
                  done ? address + " is answered with status " + std::to_string(one.status) : done.error().message);
    }
    std::this_thread::sleep_for(backoff.next());
  }
}

}  // namespace stint::net
