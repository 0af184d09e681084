// Which cars a message is about.
//
// "CAR 009 SORENSEN - 95 - DRIVE THROUGH", "CARS 63 AND 199 - ...", "CAR 18, 912, 57: PENALTY - ...", "04, 85, 99 AHEAD 343": a
// number is a car unless a word before it makes it a place, a lap or a time, or a word after it an amount.
#include <algorithm>
#include <array>

#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// Before a number: it is no car.
constexpr std::array<std::string_view, 22> kNotACar = {"T",      "MP",   "TURN", "TURNS",    "LAP",  "LAPS", "ZONE", "ZONES",
                                                       "AT",     "OF",   "FP",   "SPW",      "SPWY", "NOT",  "ON",   "SZ",
                                                       "MINUTE", "POST", "IN",   "SPEEDWAY", "RULE", "OR"};
// After a number: it is an amount.
constexpr std::array<std::string_view, 14> kAmount = {"SECONDS", "SECOND", "SEC", "MINUTES", "MINUTE", "LAPS",   "ST",
                                                      "ND",      "RD",     "TH",  "KMH",     "KM",     "METERS", "M"};

constexpr std::size_t kLongestNumber = 3;

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_car_word(const Words& words, std::size_t i) { return words.is(i, "CAR") || words.is(i, "CARS"); }

bool is_car(const Words& words, std::size_t i, std::size_t from) {
  const Word& word = words[i];
  if (word.type != WordType::number || word.text.size() > kLongestNumber) return false;
  if (i + 1 < words.size() && among(kAmount, words[i + 1].text)) return false;
  if (i == from) return true;
  const Word& before = words[i - 1];
  if (before.type == WordType::hyphen || before.text == "/" || before.text == "+") return false;
  return !among(kNotACar, before.text);
}

}  // namespace

std::vector<CarNumber> cars_in(const Words& words, Span span) {
  std::vector<CarNumber> cars;
  bool in_brackets = false;
  for (std::size_t i = span.from; i < span.to; ++i) {
    if (words.is(i, "(")) in_brackets = true;
    if (words.is(i, ")")) in_brackets = false;
    // "*UPDATE* 40 NOT 23": what was wrong before.
    if (words.is(i, "*")) break;
    if (in_brackets || !is_car(words, i, span.from)) continue;
    const auto car = CarNumber::parse(words[i].text);
    if (car && std::ranges::find(cars, *car) == cars.end()) cars.push_back(*car);
  }
  return cars;
}

std::vector<CarNumber> cars_about(const Words& words, Span verdict) {
  // "10 IN A CLOSED PIT": a number may stand first without the word.
  std::size_t first = words.begin();
  while (first < verdict.from && !is_car_word(words, first) &&
         !(first == words.begin() && words.is_type(first, WordType::number)))
    ++first;
  if (first < verdict.from) {
    auto cars = cars_in(words, {first + (is_car_word(words, first) ? 1U : 0U), verdict.from});
    if (!cars.empty()) return cars;
  }
  // "DRIVE THROUGH PENALTY CAR 311 - YELLOW FLAG INFRINGEMENT".
  std::size_t after = verdict.to;
  while (after < words.size() && !is_car_word(words, after)) ++after;
  std::size_t end = after;
  while (end < words.size() && words[end].type != WordType::dash) ++end;
  return after < words.size() ? cars_in(words, {after + 1, end}) : std::vector<CarNumber>{};
}

std::vector<CarNumber> cars_with(const Words& words, std::size_t from) {
  const auto with = words.find("WITH", from);
  if (!with) return {};
  std::size_t at = with->to;
  if (is_car_word(words, at)) ++at;
  std::size_t end = at;
  while (end < words.size() && words[end].type != WordType::dash && !words.is(end, "AT")) ++end;
  return at < words.size() ? cars_in(words, {at, end}) : std::vector<CarNumber>{};
}

}  // namespace stint::race::race_control
