#include "server/request_target.hpp"

#include <charconv>

#include "server/limits.hpp"

namespace stint::server {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

// Percent-decoding (RFC 3986); in a query `+` is a space. Control characters, also encoded ones, are refused.
Result<std::string> decode(std::string_view text, bool query) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) return fail(ErrorCode::malformed_request, "A % in the address isn't followed by two hex digits.");
      c = static_cast<char>(*high * 16U + *low);
      i += 2;
    } else if (query && c == '+') {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      return fail(ErrorCode::malformed_request, "The address contains a control character.");
    }
    decoded += c;
  }
  return decoded;
}

Result<std::vector<std::string>> parse_path(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    auto segment = decode(path.substr(0, end), false);
    if (!segment) return std::unexpected(segment.error());
    if (*segment == "." || *segment == "..") return fail(ErrorCode::malformed_request, "The path has a '.' or '..' segment.");
    if (segments.size() == limit::kPathSegments) return fail(ErrorCode::malformed_request, "The path has too many segments.");
    segments.push_back(std::move(*segment));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
  }
  return segments;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!name) return std::unexpected(name.error());
    if (!value) return std::unexpected(value.error());
    if (value->size() > limit::kQueryValueBytes) {
      return fail(ErrorCode::bad_argument,
                  "The value of '" + *name + "' is longer than " + std::to_string(limit::kQueryValueBytes) + " bytes.");
    }
    if (query.size() == limit::kQueryPairs) return fail(ErrorCode::bad_argument, "The query has too many parameters.");
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace

const std::string* RequestTarget::find(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return &value;
  }
  return nullptr;
}

Result<std::optional<std::int64_t>> RequestTarget::integer(std::string_view name, std::int64_t min, std::int64_t max) const {
  const std::string* text = find(name);
  if (text == nullptr) return std::optional<std::int64_t>{};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size() || number < min || number > max) {
    return fail(ErrorCode::bad_argument, "'" + std::string(name) + "' must be a whole number from " + std::to_string(min) +
                                             " to " + std::to_string(max) + ".");
  }
  return std::optional<std::int64_t>{number};
}

Result<RequestTarget> parse_target(std::string_view target) {
  if (target.size() > limit::kTargetBytes) {
    return fail(ErrorCode::target_too_long, "The address is longer than " + std::to_string(limit::kTargetBytes) + " bytes.");
  }
  if (!target.starts_with('/'))
    return fail(ErrorCode::malformed_request, "The request target must be a path beginning with '/'.");
  if (const std::size_t hash = target.find('#'); hash != std::string_view::npos) target = target.substr(0, hash);
  const std::size_t mark = target.find('?');
  auto segments = parse_path(target.substr(0, mark));
  if (!segments) return std::unexpected(segments.error());
  auto query = parse_query(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
  if (!query) return std::unexpected(query.error());
  return RequestTarget{std::move(*segments), std::move(*query)};
}

std::optional<std::string_view> match_pattern(std::string_view pattern, const std::vector<std::string>& segments) {
  std::string_view parameter;
  std::size_t index = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::size_t end = pattern.find('/');
    const std::string_view part = pattern.substr(0, end);
    pattern = end == std::string_view::npos ? std::string_view{} : pattern.substr(end + 1);
    if (index == segments.size()) return std::nullopt;
    const std::string& segment = segments[index++];
    if (part.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      parameter = segment;
    } else if (part != segment) {
      return std::nullopt;
    }
  }
  if (index != segments.size()) return std::nullopt;
  return parameter;
}

}  // namespace stint::server
