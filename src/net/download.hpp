// Files and pages over HTTP, one after the other: politely, and going on where a broken download has ended.
//
// Blocking. A file is complete or it isn't there: what has come so far is in NAME.part, beside it in NAME.origin what it is a
// part of, and the whole takes the name in one step. One thread uses it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "net/backoff.hpp"
#include "net/curl_handle.hpp"
#include "net/transport.hpp"
#include "timing/error.hpp"

namespace stint::net {

struct DownloadProgress {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> total;
};

enum class DownloadOutcome : std::uint8_t {
  fetched,    // the whole file has come
  resumed,    // the rest of it has
  unchanged,  // the server has nothing newer
  kept        // it was complete, and the server was not asked
};

class Downloader {
 public:
  struct Limits {
    std::size_t page_bytes = 16UL * 1024 * 1024;
    std::uint64_t file_bytes = 256ULL * 1024 * 1024;
    int attempts = 4;                  // of one file, each going on where the one before it ended
    std::chrono::seconds stalled{60};  // without a byte for so long an attempt has failed
    Backoff::Limits backoff{};
  };

  // `on_progress` is called while a file comes in.
  Downloader(TransportOptions options, Limits limits, std::function<void(const DownloadProgress&)> on_progress);

  // The text of a page. Errors: file_unreadable (not answered, or not with 200).
  [[nodiscard]] Result<std::string> page(const std::string& address);

  // `refresh`: a complete file is asked for again, conditionally. Errors: file_unreadable, output_unwritable.
  [[nodiscard]] Result<DownloadOutcome> file(const std::string& address, const std::filesystem::path& to, bool refresh);

 private:
  struct Attempt;
  Result<void> attempt(const std::string& address, Attempt& attempt);
  void await_turn(const Url& url);

  TransportOptions options_;
  Limits limits_;
  std::function<void(const DownloadProgress&)> on_progress_;
  CurlHandle handle_;  // one connection, kept open
  std::chrono::steady_clock::time_point asked_at_{};
};

}  // namespace stint::net
