#include "app/env_file.hpp"

#include <algorithm>
#include <optional>

#include "timing/plain_text.hpp"

namespace stint::app {
namespace {

using timing::trimmed;

constexpr std::string_view kBlanks = " \t\r";

bool is_key(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), part);
}

bool is_blank_or_comment(std::string_view text) {
  const auto rest = trimmed(text);
  return rest.empty() || rest.front() == '#';
}

std::string_view bare_value(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#' && (i == 0 || kBlanks.contains(text[i - 1]))) return trimmed(text.substr(0, i));
  }
  return trimmed(text);
}

char escaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return letter;
  }
}

// REQUIRES: text starts with a quote. nullopt: it is not closed, or something but a comment follows.
std::optional<std::string> quoted_value(std::string_view text) {
  const char quote = text.front();
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote) {
      return is_blank_or_comment(text.substr(i + 1)) ? std::optional(value) : std::nullopt;
    }
    const bool escape = quote == '"' && text[i] == '\\' && i + 1 < text.size();
    value += escape ? escaped(text[++i]) : text[i];
  }
  return std::nullopt;
}

std::optional<std::string> value_of(std::string_view text) {
  const auto start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return std::string{};
  if (text[start] == '"' || text[start] == '\'') return quoted_value(text.substr(start));
  return std::string(bare_value(text));
}

}  // namespace

Result<std::map<std::string, std::string>> parse_env_file(std::string_view name, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());

  std::map<std::string, std::string> values;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const auto end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (is_blank_or_comment(line)) continue;

    const auto wrong = [&](std::string_view why) {
      return fail(ErrorCode::bad_configuration,
                  std::string(name) + " line " + std::to_string(line_number) + ": " + std::string(why));
    };
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return wrong("expected KEY=VALUE");
    std::string_view key = trimmed(line.substr(0, equals));
    constexpr std::string_view kExport = "export";
    if (key.starts_with(kExport) && key.find_first_of(kBlanks) == kExport.size()) key = trimmed(key.substr(kExport.size()));
    if (!is_key(key)) return wrong("'" + std::string(key) + "' is no name of a variable");
    auto value = value_of(line.substr(equals + 1));
    if (!value) return wrong("the quoted value is not closed, or something follows it");
    values[std::string(key)] = std::move(*value);
  }
  return values;
}

}  // namespace stint::app
