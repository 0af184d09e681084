// Flags at a place: DOUBLE YELLOW AT MP 6, 11 - YELLOW REMOVED AT TURN 3-4-T5 - SLIPPERY SURFACE AT TURN 2; and slow zones.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// The numbers that follow word `from`: "4, 5 (": [4, 5].
std::vector<std::int32_t> numbers_from(const Words& words, std::size_t from) {
  std::vector<std::int32_t> numbers;
  for (std::size_t i = from; i < words.size(); ++i) {
    if (const auto number = words.number(i)) {
      numbers.push_back(*number);
    } else if (!words.is(i, ",") && !words.is(i, "&") && !words.is(i, "AND") && !words.is(i, "MP")) {
      break;
    }
  }
  return numbers;
}

std::vector<std::int32_t> posts_after(const Words& words, std::string_view phrase, std::size_t from) {
  const auto found = words.find(phrase, from);
  return found ? numbers_from(words, found->to) : std::vector<std::int32_t>{};
}

// "(MP 12, MP 17)"
std::vector<std::int32_t> posts_in_brackets(const Words& words) {
  for (std::size_t i = words.begin(); i + 1 < words.size(); ++i) {
    if (words.is(i, "(") && words.is(i + 1, "MP")) return numbers_from(words, i + 1);
  }
  return {};
}

}  // namespace

bool read_local_flag(const Words& words, RaceControlMeaning& meaning) {
  FlagKind flag = FlagKind::none;
  std::size_t after = words.begin();
  if (const auto end = words.matches("DOUBLE YELLOW", after)) {
    flag = FlagKind::double_yellow;
    after = *end;
  } else if (const auto end_of_yellow = words.matches("YELLOW", after)) {
    flag = FlagKind::yellow;
    after = *end_of_yellow;
  } else if (const auto end_of_slippery = words.matches("SLIPPERY SURFACE", after)) {
    after = *end_of_slippery;
  } else {
    return false;
  }
  const bool removed = words.is(after, "REMOVED");
  if (!removed && !words.is(after, "AT")) return false;
  meaning.kind = MessageKind::local_flag;
  meaning.flag = flag;
  meaning.phase = removed ? MessagePhase::end : MessagePhase::begin;
  const auto at = words.find("AT", after);
  if (!at) return true;
  read_place(words, at->to, meaning);
  // "TURN FIN", "TURN PE": places by name.
  if (meaning.place.empty()) meaning.place = words.text({at->to, words.size()});
  return true;
}

bool read_slow_zone(const Words& words, RaceControlMeaning& meaning) {
  const bool prepared = words.begins("PREPARE FOR SLOW") || words.begins("PREPARE SLOW");
  const bool ending = words.begins("SLOW PROCEDURE");
  const bool board = words.begins("NEXT SLOW");
  if (!prepared && !ending && !board && !words.begins("SLOW ZONE") && !words.begins("SLOW AT ZONE")) return false;
  if (words.has_any({"INFRINGEMENT", "UNDER INVESTIGATION"})) return false;
  meaning.kind = MessageKind::slow_zone;
  meaning.flag = FlagKind::slow_zone;
  const bool removed = words.has("REMOVED");
  meaning.phase = prepared  ? MessagePhase::prepare
                  : ending  ? MessagePhase::will_end
                  : removed ? MessagePhase::end
                            : MessagePhase::begin;
  if (prepared || ending) meaning.time_of_day = words.time_of_day(words.begin());
  for (const std::string_view phrase : {"ZONES REMOVED AT", "ZONE REMOVED AT", "ZONES", "ZONE"}) {
    meaning.zones = posts_after(words, phrase, words.begin());
    if (!meaning.zones.empty()) break;
  }
  meaning.board_posts = posts_after(words, removed ? "NEXT SLOW REMOVED AT MP" : "NEXT SLOW AT MP", words.begin());
  meaning.posts = posts_after(words, ", SLOW AT MP", words.begin());
  if (meaning.posts.empty()) meaning.posts = posts_in_brackets(words);
  return true;
}

}  // namespace stint::race::race_control
