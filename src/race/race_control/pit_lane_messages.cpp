// PIT ENTRY CLOSED - PITS OPEN GT - PIT LANE WILL OPEN AT 10:20 - PIT LANE IS NOW OPEN - PIT LANE WILL CLOSE AT 10:10.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// The class that may enter: what follows PITS OPEN, unless it is everybody.
std::string class_after_open(const Words& words, std::size_t after) {
  if (!words.is_type(after, WordType::word) || words.is(after, "ALL") || words.is(after, "FOR")) return {};
  if (words.is(after, "AT") || words.is(after, "NOW")) return {};
  return words.text({after, after + 1});
}

}  // namespace

bool read_pit_lane(const Words& words, RaceControlMeaning& meaning) {
  const auto part = words.find_any({"PIT LANE", "PIT ENTRY", "PIT EXIT", "PITS", "PITLANE"}, words.begin());
  if (!part) return false;
  const auto state = words.find_any({"OPEN", "OPENING", "OPENS", "CLOSED", "CLOSE", "CLOSES", "CLOSING"}, words.begin());
  if (!state) return false;
  meaning.kind = MessageKind::pit_lane;
  meaning.pit_open = words[state->from].text.starts_with("OPEN");
  // IMSA's PITS OPEN and PITS CLOSED are about who may come in.
  meaning.pit_part = words.has_any({"PIT ENTRY", "PITS"}) ? PitPart::entry
                     : words.has("PIT EXIT")              ? PitPart::exit
                                                          : PitPart::lane;
  meaning.phase = MessagePhase::begin;
  const bool announced = state->from > words.begin() && words.is(state->from - 1, "WILL");
  if (announced || words.is(state->from, "OPENING") || words.is(state->from, "CLOSING")) {
    meaning.phase = MessagePhase::prepare;
    meaning.time_of_day = words.time_of_day(state->to);
  }
  if (words.is(part->from, "PITS") && meaning.pit_open) meaning.class_name = class_after_open(words, state->to);
  return true;
}

}  // namespace stint::race::race_control
