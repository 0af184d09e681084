#include "insight/rules/toml_faults.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Behind the text that begins at `at` with a quote; the end of the line if it isn't closed there.
std::size_t skip_text(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool is_long = text.substr(at, 3) == std::string_view(quote == '"' ? "\"\"\"" : "'''");
  const std::string_view closing = text.substr(at, is_long ? 3 : 1);
  for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
    if (!is_long && text[i] == '\n') return i;
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text.substr(i, closing.size()) == closing) {
      i += closing.size();
      // """" and """"" end with quotes of the text itself.
      while (is_long && i < text.size() && text[i] == quote) ++i;
      return i;
    }
  }
  return text.size();
}

// `line` begins with '['. What follows the head is the parser's.
bool is_head(std::string_view line) {
  const std::size_t brackets = line.starts_with("[[") ? 2 : 1;
  line.remove_prefix(brackets);
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  std::size_t name = 0;
  while (name < line.size() && is_name(line[name])) ++name;
  if (name == 0) return false;
  line.remove_prefix(name);
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  return line.starts_with(brackets == 2 ? "]]" : "]");
}

TomlFault fault(std::string_view before, std::string_view what) {
  const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
  const std::size_t last = before.rfind('\n');
  return {line, before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1, what};
}

}  // namespace

std::optional<TomlFault> find_toml_fault(std::string_view text) {
  std::size_t i = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  bool begins_line = true;
  while (i < text.size()) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) return fault(text.substr(0, i), "outside of texts there are only ASCII letters");
    if (c == '[' && begins_line && !is_head(text.substr(i, text.find('\n', i) - i))) {
      return fault(text.substr(0, i), "the head of a table is [name] or [[name]]");
    }
    begins_line = c == '\n' || c == '\r' || (begins_line && is_blank(c));
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '"' || c == '\'') {
      i = skip_text(text, i);
    } else {
      ++i;
    }
  }
  return std::nullopt;
}

}  // namespace stint::insight
