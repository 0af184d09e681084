// What is on the track, what it is like, how a session begins, and what is said for information.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {

// "DEBRIS ON TRACK AT T3", "TRACK SERVICES WORKING ON COURSE AT T4", "INCIDENT AT TURN 5", "IMPACT AT TURN 14".
bool read_hazard(const Words& words, RaceControlMeaning& meaning) {
  const auto phrase = words.find_any(
      {"DEBRIS",   "MARSHAL",    "MARSHALS", "WORKER",    "WORKERS",     "TRACK SERVICES", "BLOWER",        "BOLLARD",
       "KITE",     "ANIMAL",     "OIL ON",   "FLUID ON",  "GRAVEL ON",   "INTERVENTION",   "INTERVENTIONS", "OPERATION AT",
       "RECOVERY", "VEHICLE ON", "TRUCK",    "IMPACT AT", "INCIDENT AT", "FIRE AT"},
      words.begin());
  // "INCIDENT AT T13 WAS BETWEEN CARS 51 AND 60" is news of the incident, not of the track.
  if (!phrase || words.has("WAS BETWEEN")) return false;
  meaning.kind = MessageKind::hazard;
  meaning.phase = words.has_any({"REMOVED", "IS DONE", "CLEARED", "IS CLEAR"}) ? MessagePhase::end : MessagePhase::begin;
  read_place(words, words.begin(), meaning);
  return true;
}

// "TRACK IS DECLARED WET - RAIN LIGHTS LOW MODE", "RAIN LIGHTS MAY BE TURNED OFF". A car's own lights are an order to it.
bool read_track_condition(const Words& words, RaceControlMeaning& meaning) {
  if (words.begins("CAR") || words.begins("CARS")) return false;
  if (!words.has_any({"DECLARED WET", "DECLARED DRY", "WET RACE", "WET TRACK", "RAIN LIGHT", "RAIN LIGHTS", "RISK OF RAIN"}))
    return false;
  meaning.kind = MessageKind::track_condition;
  meaning.phase = words.has_any({"TURNED OFF", "DECLARED DRY", "NO LONGER"}) ? MessagePhase::end : MessagePhase::begin;
  return true;
}

// "5 MINUTES BOARD DUE AT 11:20", "1ST FORMATION LAP", "UNDER 5 MINUTES TO COMMAND", "RACE WILL RESUME AT 14:40".
bool read_procedure(const Words& words, RaceControlMeaning& meaning) {
  if (!words.has_any({"MINUTE BOARD", "MINUTES BOARD", "MINUTE SIGNAL", "MINUTES SIGNAL", "MINUTES BEFORE", "MINUTE BEFORE",
                      "TO COMMAND", "FORMATION LAP", "FORMATION LAPS", "WILL RESUME", "ON THE GRID", "AT THE RESTART",
                      "START ENGINES", "START YOUR ENGINES", "START DELAYED", "EXTRA FORMATION LAP"})) {
    return false;
  }
  if (words.has("DEBRIS")) return false;
  meaning.kind = MessageKind::procedure;
  const bool due = words.has_any({"DUE AT", "WILL RESUME", "SIGNAL AT", "TO COMMAND", "BEFORE THE START"});
  meaning.phase = due ? MessagePhase::prepare : MessagePhase::begin;
  meaning.time_of_day = words.time_of_day(words.begin());
  return true;
}

bool read_notice(const Words& words, RaceControlMeaning& meaning) {
  const auto phrase = words.find_any({"TEST MESSAGE", "BE ADVISED", "BE ADVISE", "PROMOTIONAL", "INFORMATION", "DISCORD",
                                      "RADIO CHECK", "WAS BETWEEN", "ALLOWED", "REMINDER", "PLEASE NOTE"},
                                     words.begin());
  if (!phrase) return false;
  meaning.kind = MessageKind::notice;
  meaning.phase = MessagePhase::begin;
  meaning.cars = cars_about(words, *phrase);
  read_place(words, words.begin(), meaning);
  return true;
}

}  // namespace stint::race::race_control
