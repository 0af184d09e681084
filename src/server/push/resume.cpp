#include "server/push/resume.hpp"

#include <charconv>

namespace stint::server {

std::optional<Resume> parse_resume(std::string_view epoch, std::string_view seq) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), number);
  if (epoch.empty() || error != std::errc{} || end != seq.data() + seq.size()) return std::nullopt;
  return Resume{std::string(epoch), number};
}

std::optional<Resume> parse_event_id(std::string_view id) {
  const std::size_t colon = id.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return parse_resume(id.substr(0, colon), id.substr(colon + 1));
}

}  // namespace stint::server
