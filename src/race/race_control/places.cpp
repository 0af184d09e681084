// Places of the track as messages name them.
#include <algorithm>
#include <array>

#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

constexpr std::array<std::string_view, 6> kPlaceWords = {"T", "MP", "TURN", "SPW", "SPWY", "SPEEDWAY"};
constexpr std::array<std::string_view, 9> kNamedPlaces = {
    "PIT ENTRY", "PIT EXIT", "PIT IN", "START LINE", "FINISH LINE", "ON THE GRID", "STRAIGHT", "BACKSTRETCH", "FRONT STRAIGHT"};
// What may follow the first number: "14/15", "3-4-T5", "6, 11, 16", "15 EXIT".
bool goes_on(const Words& words, std::size_t i) {
  const Word& word = words[i];
  if (word.type == WordType::number) return word.text.size() <= 2;
  if (word.type == WordType::hyphen || word.text == "/") return true;
  return (word.text == "T" || word.text == "MP") && i + 1 < words.size() && words[i + 1].type == WordType::number;
}

std::size_t place_end(const Words& words, std::size_t first) {
  std::size_t end = first;
  while (end < words.size()) {
    const bool list = words.is(end, ",") && end + 1 < words.size() && goes_on(words, end + 1);
    if (!list && !goes_on(words, end)) break;
    ++end;
  }
  if (words.is(end, "EXIT") || words.is(end, "ENTRY")) ++end;
  return end;
}

}  // namespace

void read_place(const Words& words, std::size_t from, RaceControlMeaning& meaning) {
  for (std::size_t i = from; i < words.size(); ++i) {
    const bool named = std::ranges::find(kPlaceWords, words[i].text) != kPlaceWords.end();
    if (named && words.is_type(i + 1, WordType::number) && words[i + 1].text.size() <= 2) {
      const std::size_t end = place_end(words, i + 1);
      meaning.place = words.text({i, end});
      if (!words.is(i, "MP")) return;
      for (std::size_t n = i + 1; n < end; ++n) {
        if (const auto post = words.number(n)) meaning.posts.push_back(*post);
      }
      return;
    }
    for (const std::string_view place : kNamedPlaces) {
      if (const auto end = words.matches(place, i)) {
        meaning.place = words.text({i, *end});
        return;
      }
    }
  }
}

}  // namespace stint::race::race_control
