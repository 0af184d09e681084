#include "source/live/page/css_selector.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "timing/plain_text.hpp"

namespace stint::live::page {
namespace {

using timing::lower_case;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) { return is_name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-'; }

// Position among siblings, from 1: every `step`-th from `first`.
struct Nth {
  int step = 0;
  int first = 0;
};

// `position`: the XPath expression of it.
std::string nth_condition(const Nth& nth, const std::string& position) {
  const std::string first = std::to_string(nth.first);
  if (nth.step == 0) return position + "=" + first;
  const std::string offset = nth.first < 0 ? "+" + std::to_string(-nth.first) : "-" + first;
  const std::string on_step = "(" + position + offset + ") mod " + std::to_string(std::abs(nth.step)) + "=0";
  return on_step + " and " + position + (nth.step > 0 ? ">=" : "<=") + first;
}

// Reads from left to right. The first problem stays, and everything after it is read as nothing.
class CssReader {
 public:
  explicit CssReader(std::string_view css) : css_(css) {}

  Result<std::string> read() {
    std::string paths = complex();
    while (!problem_ && at_ < css_.size()) {
      if (!take(',')) expected("a comma or the end");
      paths += " | " + complex();
    }
    if (problem_) return std::unexpected(*problem_);
    return paths;
  }

 private:
  // What an element has to be: its name, and its conditions one after the other.
  struct Compound {
    std::string name = "*";
    std::string conditions;  // "[..][..]"
  };

  std::string complex() {
    skip_blanks();
    Compound last = compound();
    std::string path = ".//" + last.name + last.conditions;
    while (!problem_) {
      const bool apart = skip_blanks();
      if (at_ == css_.size() || peek() == ',') break;
      const char combinator = std::string_view(">+~").find(peek()) != std::string_view::npos ? css_[at_++] : ' ';
      if (combinator == ' ' && !apart) {
        expected("a selector's next part");
        break;
      }
      skip_blanks();
      path += step(combinator, compound());
    }
    return path;
  }

  static std::string step(char combinator, const Compound& next) {
    const std::string self = next.name == "*" ? "" : "[self::" + next.name + "]";
    switch (combinator) {
      case '>':
        return "/" + next.name + next.conditions;
      case '+':
        return "/following-sibling::*[1]" + self + next.conditions;
      case '~':
        return "/following-sibling::" + next.name + next.conditions;
      default:
        return "//" + next.name + next.conditions;
    }
  }

  Compound compound() {
    Compound result;
    const std::size_t begin = at_;
    if (take('*')) {
      result.name = "*";
    } else if (is_name_start(peek())) {
      result.name = lower_case(name());
    }
    while (!problem_) {
      if (take('.')) {
        result.conditions += "[" + has_word("class", name()) + "]";
      } else if (take('#')) {
        result.conditions += "[@id=" + xpath_literal(name()) + "]";
      } else if (take('[')) {
        result.conditions += "[" + attribute() + "]";
      } else if (take(':')) {
        result.conditions += "[" + pseudo(result.name) + "]";
      } else {
        break;
      }
    }
    if (at_ == begin) expected("a selector");
    return result;
  }

  static std::string has_word(const std::string& attribute, const std::string& word) {
    return "contains(concat(' ',normalize-space(@" + attribute + "),' ')," + xpath_literal(" " + word + " ") + ")";
  }

  // Behind "[".
  std::string attribute() {
    skip_blanks();
    const std::string key = lower_case(name());
    skip_blanks();
    if (take(']')) return "@" + key;
    const char kind = take('=') ? '=' : next();
    if (kind != '=' && (std::string_view("~|^$*").find(kind) == std::string_view::npos || !take('='))) expected("= or ]");
    skip_blanks();
    const std::string wanted = value();
    skip_blanks();
    if (!take(']')) expected("]");
    const std::string literal = xpath_literal(wanted);
    const std::string held = "@" + key;
    switch (kind) {
      case '~':
        return has_word(key, wanted);
      case '|':
        return held + "=" + literal + " or starts-with(" + held + "," + xpath_literal(wanted + "-") + ")";
      case '^':
        return "starts-with(" + held + "," + literal + ")";
      case '$':
        return held + " and substring(" + held + ",string-length(" + held + ")-string-length(" + literal + ")+1)=" + literal;
      case '*':
        return "contains(" + held + "," + literal + ")";
      default:
        return held + "=" + literal;
    }
  }

  // Behind ":". `element`: the name before it, for :nth-of-type.
  std::string pseudo(const std::string& element) {
    const std::string kind = lower_case(name());
    if (kind == "first-child") return "not(preceding-sibling::*)";
    if (kind == "last-child") return "not(following-sibling::*)";
    if (kind == "only-child") return "not(preceding-sibling::*) and not(following-sibling::*)";
    if (kind == "empty") return "not(node())";
    if (kind == "nth-child") return nth_condition(nth(), "(count(preceding-sibling::*)+1)");
    if (kind == "nth-of-type") {
      if (element == "*") expected("an element's name before :nth-of-type");
      return nth_condition(nth(), "(count(preceding-sibling::" + element + ")+1)");
    }
    if (kind == "not") return negation();
    expected("a pseudo-class that Stint knows, not :" + kind);
    return "true()";
  }

  std::string negation() {
    if (++depth_ > kMaxDepth || !take('(')) expected("( of :not");
    if (problem_) return "true()";
    skip_blanks();
    const Compound inner = compound();
    skip_blanks();
    if (!take(')')) expected(")");
    --depth_;
    return "not(self::" + inner.name + inner.conditions + ")";
  }

  Nth nth() {
    if (!take('(')) expected("(");
    std::string text;
    while (at_ < css_.size() && peek() != ')') {
      if (!is_blank(peek())) text += static_cast<char>(std::tolower(static_cast<unsigned char>(peek())));
      ++at_;
    }
    if (!take(')')) expected(")");
    if (text == "odd") return {2, 1};
    if (text == "even") return {2, 0};
    const std::size_t n = text.find('n');
    if (n == std::string::npos) return {0, whole(text)};
    const std::string step = text.substr(0, n);
    const int every = step.empty() || step == "+" ? 1 : step == "-" ? -1 : whole(step);
    return {every, n + 1 == text.size() ? 0 : whole(text.substr(n + 1))};
  }

  int whole(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr int kLargest = 100'000;
    if (status != std::errc{} || end != text.data() + text.size() || number > kLargest || number < -kLargest) {
      expected("a whole number, odd, even or aN+b");
    }
    return number;
  }

  std::string value() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return name();
    ++at_;
    const std::size_t end = css_.find(quote, at_);
    if (end == std::string_view::npos) {
      expected("the closing quote");
      return {};
    }
    std::string text(css_.substr(at_, end - at_));
    at_ = end + 1;
    return text;
  }

  std::string name() {
    const std::size_t begin = at_;
    while (at_ < css_.size() && is_name(css_[at_])) ++at_;
    if (at_ == begin) expected("a name");
    return std::string(css_.substr(begin, at_ - begin));
  }

  [[nodiscard]] char peek() const { return at_ < css_.size() ? css_[at_] : '\0'; }
  char next() { return at_ < css_.size() ? css_[at_++] : '\0'; }
  bool take(char c) {
    if (at_ == css_.size() || css_[at_] != c) return false;
    ++at_;
    return true;
  }
  // Whether there were any.
  bool skip_blanks() {
    const std::size_t begin = at_;
    while (at_ < css_.size() && is_blank(css_[at_])) ++at_;
    return at_ > begin;
  }

  void expected(const std::string& what) {
    if (problem_) return;
    problem_ = Error{ErrorCode::bad_configuration, "character " + std::to_string(at_ + 1) + " of the selector \"" +
                                                       std::string(css_) + "\": expected " + what};
    at_ = css_.size();
  }

  static constexpr int kMaxDepth = 8;

  std::string_view css_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<Error> problem_;
};

}  // namespace

Result<std::string> css_to_xpath(std::string_view css) { return CssReader(css).read(); }

std::string xpath_literal(std::string_view text) {
  if (text.find('\'') == std::string_view::npos) return "'" + std::string(text) + "'";
  if (text.find('"') == std::string_view::npos) return "\"" + std::string(text) + "\"";
  // XPath 1.0 has no escapes: the text in pieces.
  std::string pieces = "concat(";
  while (true) {
    const std::size_t quote = text.find('\'');
    pieces += "'" + std::string(text.substr(0, quote)) + "'";
    if (quote == std::string_view::npos) return pieces + ")";
    pieces += ",\"'\",";
    text.remove_prefix(quote + 1);
  }
}

}  // namespace stint::live::page
