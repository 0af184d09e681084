// Files inside the program: the dashboard, the API's page and its OpenAPI description. Made at build time by
// cmake/embed_assets.cmake; nothing is read from disk while serving, so no path can lead outside.
#pragma once

#include <span>
#include <string_view>

namespace stint::server {

struct Asset {
  std::string_view path;  // "/dashboard/index.html"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzipped;  // empty if it would gain nothing
  std::string_view etag;     // of the content, with its quotes
  bool immutable;            // its name changes with its content, so it may be kept for ever
};

[[nodiscard]] std::span<const Asset> assets();

// nullptr if there is none.
[[nodiscard]] const Asset* find_asset(std::string_view path);

}  // namespace stint::server
