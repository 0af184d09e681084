#include "source/hhtiming/hhtiming_replay.hpp"

#include <array>
#include <charconv>
#include <filesystem>

#include "source/canonical_events.hpp"
#include "source/hhtiming/hh_messages.hpp"
#include "source/hhtiming/passing_xml.hpp"
#include "source/local_time.hpp"

namespace stint::source::hhtiming {
namespace {

constexpr std::size_t kStampSize = 19;  // without the fraction
constexpr std::size_t kLongestLine = 32UL * 1024 * 1024;
constexpr std::size_t kComplaintsKept = 100;

std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  const auto [end, problem] = std::from_chars(text.data() + at, text.data() + at + count, value);
  return problem == std::errc{} && end == text.data() + at + count ? std::optional(value) : std::nullopt;
}

std::optional<timing::Instant> parse_stamp(std::string_view text) {
  if (text.size() < kStampSize || text[4] != '-' || text[7] != '-' || text[10] != ' ') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto time = parse_time_of_day(text.substr(11, std::min<std::size_t>(text.size() - 11, 12)));
  if (!year || !month || !day || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                         std::chrono::day{*day}};
  if (!date.ok() || *year < 1970) return std::nullopt;
  return timing::Instant{std::chrono::sys_days{date}} + *time;
}

constexpr std::array<std::int8_t, 256> base64_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}

std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr auto kValues = base64_values();
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = kValues[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
  }
  return bytes;
}

}  // namespace

std::optional<ReplayLine> parse_line(std::string_view line) {
  const auto bar = line.find('|');
  if (bar == std::string_view::npos || line.size() > kLongestLine) return std::nullopt;
  const auto stamp = parse_stamp(line.substr(0, bar));
  std::string_view packed = line.substr(bar + 1);
  while (packed.ends_with('\r') || packed.ends_with(' ')) packed.remove_suffix(1);
  auto content = decode_base64(packed);
  if (!stamp || !content) return std::nullopt;
  return ReplayLine{*stamp, std::move(*content)};
}

bool is_replay(std::string_view beginning) {
  if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
  const auto bar = beginning.substr(0, beginning.find('\n')).find('|');
  return bar != std::string_view::npos && bar <= kStampSize + 8 && parse_stamp(beginning.substr(0, bar)).has_value();
}

Result<ArchiveSession> read_replay(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  ArchiveSession session;
  session.id = std::filesystem::path(file).stem().string();
  session.file = file;
  const auto complain = [&](std::size_t line, const std::string& why) {
    ++session.complaint_count;
    if (session.complaints.size() < kComplaintsKept) session.complaints.push_back({file, line, 0, why});
  };
  PassingXml passings;
  HhMessages messages;
  std::vector<timing::Event> events;
  std::size_t lines_read = 0;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line == "\r") continue;
    const auto read = parse_line(line);
    if (!read) {
      complain(number, "no line of a recording of HH Timing");
      continue;
    }
    ++lines_read;
    const bool xml = read->content.find_first_not_of(" \t\r\n\xEF\xBB\xBF") != std::string::npos &&
                     read->content[read->content.find_first_not_of(" \t\r\n\xEF\xBB\xBF")] == '<';
    auto taken = xml ? passings.take(read->content, events) : messages.take(read->content, read->stamp, events);
    if (!taken) complain(number, taken.error().message);
  }
  if (lines_read == 0) return fail(ErrorCode::not_a_timing_file, "no recording of HH Timing: no line is one");
  if (events.empty()) return fail(ErrorCode::not_a_timing_file, "the recording of HH Timing says nothing of a race");
  session.events = canonical_events(std::move(events));
  return session;
}

}  // namespace stint::source::hhtiming
