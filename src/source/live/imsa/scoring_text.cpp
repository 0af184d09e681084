#include "source/live/imsa/scoring_text.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include "timing/plain_text.hpp"

namespace stint::live::imsa {
namespace {

using timing::trimmed;

using timing::Millis;

constexpr Millis kLongest = std::chrono::hours{48};

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty() || text.size() > 9) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// [[h:]m:]s[.fff]; zero is a value.
std::optional<Millis> parse_time(std::string_view text) {
  Millis whole{0};
  int colons = 0;
  for (auto colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    const auto group = digits(text.substr(0, colon));
    if (!group || ++colons > 2) return std::nullopt;
    whole = (whole + std::chrono::seconds{*group}) * 60;
    text.remove_prefix(colon + 1);
  }
  const auto point = text.find('.');
  const auto seconds = digits(text.substr(0, point));
  if (!seconds) return std::nullopt;
  whole += std::chrono::seconds{*seconds};
  if (point != std::string_view::npos) {
    std::string decimals(text.substr(point + 1));
    if (decimals.empty() || decimals.size() > 3) return std::nullopt;
    decimals.resize(3, '0');
    const auto parsed = digits(decimals);
    if (!parsed) return std::nullopt;
    whole += Millis{*parsed};
  }
  return whole <= kLongest ? std::optional(whole) : std::nullopt;
}

// How many bytes follow the lead byte of a UTF-8 character; -1 if it is none.
int continuation_count(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead < 0xE0) return 1;
  if (lead >= 0xE0 && lead < 0xF0) return 2;
  return lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const int count = continuation_count(static_cast<unsigned char>(text[i]));
    if (count < 0 || i + static_cast<std::size_t>(count) >= text.size()) return false;
    for (int k = 1; k <= count; ++k) {
      if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xC0U) != 0x80U) return false;
    }
    i += static_cast<std::size_t>(count) + 1;
  }
  return true;
}

// The code points of `text` as bytes; nullopt if one is beyond Latin-1.
std::optional<std::string> as_latin1(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < text.size()) {
      const auto low = static_cast<unsigned char>(text[++i]);
      bytes += static_cast<char>(((lead & 3U) << 6U) | (low & 0x3FU));
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

}  // namespace

std::string_view without_callback(std::string_view body) {
  body = trimmed(body);
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  if (body.starts_with('{')) return body;
  const auto open = body.find('(');
  const auto close = body.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close <= open) return {};
  return trimmed(body.substr(open + 1, close - open - 1));
}

std::string repaired(std::string_view text) {
  const auto bytes = as_latin1(text);
  return bytes && *bytes != text && is_utf8(*bytes) ? *bytes : std::string(text);
}

std::optional<Millis> parse_lap_time(std::string_view text) {
  const auto time = parse_time(trimmed(text));
  return time && *time > Millis{0} ? time : std::nullopt;
}

GapText parse_gap(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with("lap") || text.ends_with("laps") || text.ends_with("Lap") || text.ends_with("Laps")) {
    const auto laps = digits(text.substr(0, text.find(' ')));
    if (!laps || *laps < 1 || *laps > 10'000) return {};
    return {.laps = static_cast<std::int32_t>(*laps)};
  }
  return {.time = parse_time(text)};
}

std::optional<Millis> parse_clock(std::string_view text) {
  text = trimmed(text);
  return text.find(':') == std::string_view::npos ? std::nullopt : parse_time(text);
}

std::optional<Millis> parse_time_of_day(std::string_view text) {
  text = trimmed(text);
  const bool pm = text.ends_with("PM") || text.ends_with("pm");
  const bool am = text.ends_with("AM") || text.ends_with("am");
  auto time = parse_clock(pm || am ? text.substr(0, text.size() - 2) : text);
  if (!time || *time >= std::chrono::hours{24}) return std::nullopt;
  if (pm && *time < std::chrono::hours{12}) *time += std::chrono::hours{12};
  if (am && *time >= std::chrono::hours{12}) *time -= std::chrono::hours{12};
  return time;
}

}  // namespace stint::live::imsa
