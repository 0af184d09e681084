#include "source/live/page/cell_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "timing/plain_text.hpp"

namespace stint::live::page {
namespace {

using timing::lower_case;
using timing::trimmed;

using timing::CarState;
using timing::FlagKind;
using timing::Millis;
using timing::SessionKind;

template <class Meaning>
using Word = std::pair<std::string_view, Meaning>;

constexpr std::array<Word<CarState>, 24> kStateWords = {{
    {"pit", CarState::in_pit},       {"in pit", CarState::in_pit},    {"pits", CarState::in_pit},
    {"box", CarState::in_pit},       {"in", CarState::in_pit},        {"out", CarState::out_lap},
    {"out lap", CarState::out_lap},  {"run", CarState::running},      {"running", CarState::running},
    {"track", CarState::running},    {"on track", CarState::running}, {"ret", CarState::retired},
    {"retired", CarState::retired},  {"dnf", CarState::retired},      {"stop", CarState::stopped},
    {"stopped", CarState::stopped},  {"fin", CarState::finished},     {"finished", CarState::finished},
    {"chk", CarState::finished},     {"dns", CarState::not_started},  {"not started", CarState::not_started},
    {"dsq", CarState::disqualified}, {"dq", CarState::disqualified},  {"disqualified", CarState::disqualified},
}};

constexpr std::array<Word<FlagKind>, 27> kFlagWords = {{
    {"green", FlagKind::green},
    {"gf", FlagKind::green},
    {"yellow", FlagKind::yellow},
    {"yf", FlagKind::yellow},
    {"double yellow", FlagKind::double_yellow},
    {"slow zone", FlagKind::slow_zone},
    {"sz", FlagKind::slow_zone},
    {"fcy", FlagKind::fcy},
    {"full course yellow", FlagKind::fcy},
    {"full-course yellow", FlagKind::fcy},
    {"caution", FlagKind::fcy},
    {"vsc", FlagKind::vsc},
    {"virtual safety car", FlagKind::vsc},
    {"sc", FlagKind::safety_car},
    {"safety car", FlagKind::safety_car},
    {"code 60", FlagKind::code60},
    {"code60", FlagKind::code60},
    {"red", FlagKind::red},
    {"rf", FlagKind::red},
    {"red flag", FlagKind::red},
    {"white", FlagKind::white},
    {"chequered", FlagKind::chequered},
    {"checkered", FlagKind::chequered},
    {"finish", FlagKind::chequered},
    {"finished", FlagKind::chequered},
    {"chequered flag", FlagKind::chequered},
    {"green flag", FlagKind::green},
}};

constexpr std::array<Word<SessionKind>, 8> kSessionWords = {{{"race", SessionKind::race},
                                                             {"qualifying", SessionKind::qualifying},
                                                             {"hyperpole", SessionKind::qualifying},
                                                             {"practice", SessionKind::practice},
                                                             {"warm-up", SessionKind::warmup},
                                                             {"warmup", SessionKind::warmup},
                                                             {"warm up", SessionKind::warmup},
                                                             {"test", SessionKind::test}}};

constexpr std::array<std::string_view, 8> kLapWords = {"l", "lap", "laps", "t", "tour", "tours", "runde", "runden"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int32_t> whole(std::string_view digits) {
  std::int32_t number = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || status != std::errc{} || end != digits.data() + digits.size() || !is_digit(digits.front()))
    return std::nullopt;
  return number;
}

template <class Meaning, std::size_t N>
std::optional<Meaning> meaning_of(const std::string& word, const std::map<std::string, Meaning>& own,
                                  const std::array<Word<Meaning>, N>& known) {
  if (const auto found = own.find(word); found != own.end()) return found->second;
  const auto found = std::ranges::find(known, std::string_view(word), &Word<Meaning>::first);
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

template <class Meaning, std::size_t N>
std::optional<Meaning> meaning_in(std::string_view text, const std::map<std::string, Meaning>& own,
                                  const std::array<Word<Meaning>, N>& known) {
  const std::string all = lower_case(trimmed(text));
  if (const auto whole_text = meaning_of(all, own, known)) return whole_text;
  std::size_t begin = 0;
  while (begin < all.size()) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    if (const auto one = meaning_of(all.substr(begin, end - begin), own, known)) return one;
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Millis> parse_time(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text = trimmed(text.substr(1));
  if (text.ends_with('s')) text = trimmed(text.substr(0, text.size() - 1));
  constexpr std::int64_t kLongest = 1'000LL * 3'600'000;
  std::int64_t whole_groups = 0;  // hours, minutes, in units of the group that is being read
  std::int64_t group = 0;
  int digits = 0;
  int groups = 1;
  bool decimals = false;
  std::int64_t fraction = 0;
  int unit = 100;
  for (const char c : text) {
    if (is_digit(c) && decimals) {
      if (unit == 0) return std::nullopt;
      fraction += (c - '0') * unit;
      unit /= 10;
    } else if (is_digit(c)) {
      group = group * 10 + (c - '0');
      if (++digits > 7) return std::nullopt;
    } else if (digits > 0 && !decimals && (c == ':' || c == '\'') && groups < 3) {
      whole_groups = (whole_groups + group) * 60;
      group = 0;
      digits = 0;
      ++groups;
    } else if (digits > 0 && !decimals && (c == '.' || c == ',' || c == '"')) {
      decimals = true;
    } else {
      return std::nullopt;
    }
    if (groups > 1 && !decimals && digits > 2) return std::nullopt;
  }
  if (digits == 0 || (decimals && unit == 100)) return std::nullopt;
  if (groups > 1 && group >= 60) return std::nullopt;
  const std::int64_t ms = (whole_groups + group) * 1'000 + fraction;
  return ms > kLongest ? std::nullopt : std::optional(Millis{ms});
}

GapText parse_gap(std::string_view text) {
  std::string plain;
  for (const char c : lower_case(text)) {
    if (c != ' ' && c != '+' && c != '-') plain += c;
  }
  std::size_t digits = 0;
  while (digits < plain.size() && is_digit(plain[digits])) ++digits;
  const std::string_view word = std::string_view(plain).substr(digits);
  if (digits > 0 &&
      std::ranges::find(kLapWords, word.ends_with('.') ? word.substr(0, word.size() - 1) : word) != kLapWords.end()) {
    return {std::nullopt, whole(plain.substr(0, digits))};
  }
  return {parse_time(plain), std::nullopt};
}

std::optional<std::int32_t> parse_count(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && (text.front() == 'P' || text.front() == 'p' || text.front() == '#')) text = trimmed(text.substr(1));
  if (text.ends_with('.')) text.remove_suffix(1);
  return whole(text);
}

std::optional<timing::CarNumber> parse_car_number(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view sign : {"#", "No.", "Nr."}) {
    if (text.starts_with(sign)) text = trimmed(text.substr(sign.size()));
  }
  if (text.find(' ') != std::string_view::npos) return std::nullopt;
  return timing::CarNumber::parse(text);
}

std::optional<CarState> parse_state(std::string_view text, const std::map<std::string, CarState>& words) {
  return meaning_in(text, words, kStateWords);
}

std::optional<FlagKind> parse_flag_text(std::string_view text, const std::map<std::string, FlagKind>& words) {
  return meaning_in(text, words, kFlagWords);
}

SessionKind session_kind(std::string_view text) {
  const std::string all = lower_case(text);
  for (const auto& [word, kind] : kSessionWords) {
    if (all.find(word) != std::string::npos) return kind;
  }
  return SessionKind::unknown;
}

}  // namespace stint::live::page
