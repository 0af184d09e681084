#include "race/race_control/words.hpp"

#include <charconv>

namespace stint::race::race_control {
namespace {

using timing::Millis;

// Words from this length on may have one letter wrong.
constexpr std::size_t kTolerant = 7;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// At most one letter wrong, missing or extra.
bool nearly(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > 1) return false;
  std::size_t same = 0;
  while (same < b.size() && a[same] == b[same]) ++same;
  const std::size_t skip = a.size() == b.size() ? 1 : 0;
  return same == b.size() || a.substr(same + 1) == b.substr(same + skip);
}

bool same_word(std::string_view word, std::string_view wanted) {
  return word == wanted || (wanted.size() >= kTolerant && nearly(word, wanted));
}

// "1504", "152928": hours, minutes, seconds.
std::optional<Millis> digits_as_time(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 6) return std::nullopt;
  const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  const int hour = two(0);
  const int minute = two(2);
  const int second = digits.size() == 6 ? two(4) : 0;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

std::optional<Millis> clock_as_time(std::string_view text) {
  int parts[3] = {0, 0, 0};
  std::size_t count = 0;
  while (!text.empty() && count < 3) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), parts[count]);
    if (read.ec != std::errc{}) return std::nullopt;
    ++count;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (!text.empty()) text.remove_prefix(1);
  }
  if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return std::chrono::hours{parts[0]} + std::chrono::minutes{parts[1]} + std::chrono::seconds{parts[2]};
}

}  // namespace

Words::Words(std::string_view message) : message_(message), upper_(message) {
  for (char& c : upper_) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const std::string_view text = upper_;
  bool glued = false;
  for (std::size_t i = 0; i < text.size();) {
    if (is_space(text[i])) {
      glued = false;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    WordType type = WordType::mark;
    if (is_letter(text[i])) {
      type = WordType::word;
      // A hyphen or an apostrophe between letters: PASS-AROUND is two words, O'WARD one.
      while (end < text.size() && (is_letter(text[end]) || text[end] == '\'')) ++end;
    } else if (is_digit(text[i])) {
      type = WordType::number;
      while (end < text.size() && is_digit(text[end])) ++end;
      while (end + 1 < text.size() && text[end] == ':' && is_digit(text[end + 1])) {
        type = WordType::clock;
        ++end;
        while (end < text.size() && is_digit(text[end])) ++end;
      }
    } else if (text[i] == '-') {
      const bool inside = glued && end < text.size() && !is_space(text[end]);
      type = inside ? WordType::hyphen : WordType::dash;
      const bool between_letters = inside && is_letter(text[i - 1]) && is_letter(text[end]);
      if (between_letters) {
        i = end;
        continue;
      }
    }
    words_.push_back({text.substr(i, end - i), type, i, end, glued});
    glued = true;
    i = end;
  }
}

std::optional<std::size_t> Words::matches(std::string_view phrase, std::size_t at) const {
  while (!phrase.empty()) {
    const std::size_t space = phrase.find(' ');
    const std::string_view wanted = phrase.substr(0, space);
    if (at >= words_.size() || !same_word(words_[at].text, wanted)) return std::nullopt;
    ++at;
    phrase = space == std::string_view::npos ? std::string_view{} : phrase.substr(space + 1);
  }
  return at;
}

std::optional<Span> Words::find(std::string_view phrase, std::size_t from) const {
  for (std::size_t i = from; i < words_.size(); ++i) {
    if (const auto end = matches(phrase, i)) return Span{i, *end};
  }
  return std::nullopt;
}

std::optional<Span> Words::find_any(std::initializer_list<std::string_view> phrases, std::size_t from) const {
  std::optional<Span> first;
  for (const std::string_view phrase : phrases) {
    const auto found = find(phrase, from);
    if (found && (!first || found->from < first->from)) first = found;
  }
  return first;
}

std::string Words::text(Span span) const {
  while (span.from < span.to &&
         (words_[span.from].type == WordType::dash || is(span.from, ":") || is(span.from, ",") || is(span.from, ".")))
    ++span.from;
  while (span.to > span.from &&
         (words_[span.to - 1].type == WordType::dash || is(span.to - 1, ":") || is(span.to - 1, ",") || is(span.to - 1, "("))) {
    --span.to;
  }
  if (span.from >= span.to) return {};
  return std::string(message_.substr(words_[span.from].from, words_[span.to - 1].to - words_[span.from].from));
}

std::optional<Millis> Words::time_of_day(std::size_t from) const {
  for (std::size_t i = from; i < words_.size(); ++i) {
    if (words_[i].type == WordType::clock) {
      if (const auto time = clock_as_time(words_[i].text)) return time;
    }
    if (words_[i].type == WordType::number) {
      if (const auto time = digits_as_time(words_[i].text)) return time;
    }
  }
  return std::nullopt;
}

std::optional<std::int32_t> Words::number(std::size_t i) const {
  if (!is_type(i, WordType::number)) return std::nullopt;
  std::int32_t value = 0;
  const std::string_view digits = words_[i].text;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

}  // namespace stint::race::race_control
