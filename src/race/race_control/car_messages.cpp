// What happened to cars, and what they have to do.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// The cars before the phrase, or all that are named if it stands first.
void fill_about_car(const Words& words, Span phrase, RaceControlMeaning& meaning) {
  meaning.cars = cars_about(words, phrase);
  read_place(words, phrase.from, meaning);
}

}  // namespace

// "CAR 023 ENTERED CLOSED PIT", "10 IN A CLOSED PIT", "CAR 25 IN CLOSED PIT DID NOT STOP".
bool read_closed_pit(const Words& words, RaceControlMeaning& meaning) {
  const auto phrase = words.find_any({"ENTERED CLOSED PIT", "ENTERED A CLOSED PIT", "ENTERED THE CLOSED PIT", "IN CLOSED PIT",
                                      "IN A CLOSED PIT", "EMERGENCY SERVICE"},
                                     words.begin());
  if (!phrase) return false;
  meaning.kind = MessageKind::closed_pit;
  meaning.phase = MessagePhase::begin;
  fill_about_car(words, *phrase, meaning);
  return true;
}

bool read_car_report(const Words& words, RaceControlMeaning& meaning) {
  const bool names_car =
      words.begins("CAR") || words.begins("CARS") || words.begins("ALL CARS") || words.is_type(words.begin(), WordType::number);
  if (!names_car) return false;
  const auto phrase =
      words.find_any({"SPUN", "SPIN", "OFF COURSE", "OFF TRACK", "STOPPED", "CONTINUED", "CONTINUING SLOWLY", "RETIRED",
                      "BEHIND THE WALL", "RETURNED FROM", "ENTERED PIT LANE", "FLAT TIRE", "PUNCTURE", "IN THE RUNOFF",
                      "IN RUNOFF", "HEADLIGHTS RETURNED", "ON FIRE", "SLOW ON TRACK", "LOSING FLUID"},
                     words.begin());
  if (!phrase) return false;
  meaning.kind = MessageKind::car_report;
  meaning.phase = MessagePhase::begin;
  fill_about_car(words, *phrase, meaning);
  return true;
}

bool read_car_order(const Words& words, RaceControlMeaning& meaning) {
  const auto phrase = words.find_any({"TEAM MANAGER",
                                      "TEAM MANAGERS",
                                      "TO GO TO",
                                      "TO THE STEWARDS",
                                      "TO THE RACE DIRECTOR",
                                      "TO RACE DIRECTOR",
                                      "TO RACE CONTROL",
                                      "IMPOUND",
                                      "BEAR LEFT",
                                      "BEAR RIGHT",
                                      "BEAR LHS",
                                      "BEAR RHS",
                                      "CLOSE THE GAP",
                                      "CLOSE THE GAPS",
                                      "IN GRID POSITION",
                                      "IN EAR OF CORN POSITION",
                                      "GROUP UP",
                                      "PACK UP",
                                      "PICK UP THE PACE",
                                      "TO PARC",
                                      "TO OVERTAKE",
                                      "TO REPLACE",
                                      "TO REPAIR",
                                      "MUST REPAIR",
                                      "MUST FIX",
                                      "TO BE REPAIRED",
                                      "TO BE TURNED ON",
                                      "TO BE TURNED OFF",
                                      "TO BE CLOSED",
                                      "TO COME IN",
                                      "TO BRING THE CAR",
                                      "MAY BE COVERED",
                                      "WILL BE CALLED",
                                      "KEEP RHS",
                                      "KEEP LHS",
                                      "KEEP RIGHT",
                                      "KEEP LEFT",
                                      "ALLOWED TO GO BACK",
                                      "HEADLIGHTS",
                                      "HEAD LIGHTS"},
                                     words.begin());
  if (!phrase) return false;
  meaning.kind = MessageKind::car_order;
  meaning.phase = MessagePhase::begin;
  // "CARS 35 TEAM MANAGER ... - 85 TEAM MANAGER ...": they may be anywhere.
  meaning.cars = cars_about(words, {words.size(), words.size()});
  read_place(words, words.begin(), meaning);
  return true;
}

}  // namespace stint::race::race_control
