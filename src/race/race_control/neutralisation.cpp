// The track as a whole: safety car, virtual safety car, full course yellow, and the flags that all are shown.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// "PREPARE FOR FCY AT 15:08:30", "FCY WILL END AT 15:10:30", "VIRTUAL SAFETY CAR".
MessagePhase neutralisation_phase(const Words& words) {
  if (words.begins("PREPARE")) return MessagePhase::prepare;
  if (words.has_any({"WILL END", "ENDS AT", "ENDING", "IN THIS LAP", "IN THIS TIME"})) return MessagePhase::will_end;
  if (words.has_any({"ENDED", "IS OVER", "HAS ENDED", "END OF"})) return MessagePhase::end;
  if (words.has_any({"CANCELLED", "WILL NOT", "THERE IS NO"})) return MessagePhase::cancelled;
  return MessagePhase::begin;
}

bool take(const Words& words, RaceControlMeaning& meaning, MessageKind kind, FlagKind flag) {
  meaning.kind = kind;
  meaning.flag = flag;
  meaning.phase = neutralisation_phase(words);
  meaning.time_of_day = words.time_of_day(words.begin());
  return true;
}

// A procedure's name says that it is on only where it is the subject.
bool is_about(const Words& words, std::string_view name) {
  return words.begins(name) || words.matches(name, words.begin() + 2) == words.begin() + 3 ||
         (words.begins("PREPARE") && words.has(name));
}

}  // namespace

bool read_neutralisation(const Words& words, RaceControlMeaning& meaning) {
  if (words.has_any({"UNDER INVESTIGATION", "UNDER REVIEW", "PROCEDURES", "INFRINGEMENT", "NO FURTHER"})) return false;
  if (words.begins("SHORT YELLOW") || words.begins("SHORT FCY") || words.begins("SHORT FULL COURSE YELLOW")) {
    meaning.short_procedure = true;
    return take(words, meaning, MessageKind::full_course_yellow, FlagKind::fcy);
  }
  if (words.begins("VIRTUAL SAFETY CAR") || is_about(words, "VSC")) {
    return take(words, meaning, MessageKind::virtual_safety_car, FlagKind::vsc);
  }
  if (words.begins("FULL COURSE YELLOW") || is_about(words, "FCY")) {
    return take(words, meaning, MessageKind::full_course_yellow, FlagKind::fcy);
  }
  if (words.begins("SAFETY CAR") || words.begins("PREPARE FOR SAFETY CAR") || words.begins("SC IN THIS LAP")) {
    return take(words, meaning, MessageKind::safety_car, FlagKind::safety_car);
  }
  const bool starts_behind = words.has("BEHIND THE SAFETY CAR") && words.has("START");
  const bool several = words.begins("SCA") || words.begins("SCB") || words.begins("SCC");
  if (starts_behind || several || words.has("PREPARE FOR MERGING") || words.begins("LIGHTS OUT")) {
    take(words, meaning, MessageKind::safety_car, FlagKind::safety_car);
    // The lights of the safety car go out on its last lap.
    meaning.phase = words.begins("LIGHTS OUT") ? MessagePhase::will_end
                    : starts_behind            ? MessagePhase::prepare
                                               : MessagePhase::under_way;
    return true;
  }
  return false;
}

bool read_track_flag(const Words& words, RaceControlMeaning& meaning) {
  struct Shown {
    std::string_view phrase;
    FlagKind flag;
  };
  for (const Shown shown : {Shown{"GREEN FLAG", FlagKind::green}, Shown{"RED FLAG", FlagKind::red},
                            Shown{"CHEQUERED FLAG", FlagKind::chequered}, Shown{"CHECKERED FLAG", FlagKind::chequered},
                            Shown{"WHITE FLAG", FlagKind::white}, Shown{"CODE 60", FlagKind::code60}}) {
    const auto end = words.matches(shown.phrase, words.begin());
    if (!end) continue;
    meaning.kind = MessageKind::flag;
    meaning.flag = shown.flag;
    meaning.phase = words.has_any({"ENDED", "REMOVED", "IS OVER"}) ? MessagePhase::end : MessagePhase::begin;
    meaning.cars = cars_in(words, {*end, words.size()});
    return true;
  }
  return false;
}

}  // namespace stint::race::race_control
