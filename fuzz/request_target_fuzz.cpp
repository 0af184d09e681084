// The address of a request: whatever bytes come, parsing ends in a target or a refusal, and nothing it accepts leads upwards.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/limits.hpp"
#include "server/request_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto target = stint::server::parse_target(text);
  if (!target) return 0;
  if (target->segments.size() > stint::server::limit::kPathSegments || target->query.size() > stint::server::limit::kQueryPairs)
    std::abort();
  for (const std::string& segment : target->segments) {
    if (segment == "." || segment == ".." || segment.find('\0') != std::string::npos) std::abort();
  }
  static_cast<void>(target->integer("limit", 1, 100));
  static_cast<void>(stint::server::match_pattern("/api/lap_times/{car}", target->segments));
  return 0;
}
