// How the field is put in order behind the safety car: pass-around, wave-by, category and class splits, pit exit order.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

MessagePhase regrouping_phase(const Words& words) {
  if (words.has_any({"THERE IS NO", "WILL NOT HAPPEN", "CANCELLED", "NO PASS AROUND", "NO WAVE BY"}))
    return MessagePhase::cancelled;
  if (words.begins("PREPARE")) return MessagePhase::prepare;
  if (words.has_any({"NOT COMPLETE", "ON GOING", "ONGOING", "UNDER REVIEW"})) return MessagePhase::under_way;
  if (words.has("WILL CONCLUDE")) return MessagePhase::will_end;
  if (words.has_any({"CONCLUDED", "IS COMPLETE", "COMPLETED", "IS OVER"})) return MessagePhase::end;
  return MessagePhase::begin;
}

}  // namespace

bool read_regrouping(const Words& words, RaceControlMeaning& meaning) {
  if (words.has_any({"PASS AROUND", "PASSAROUND", "PASS ROUND"})) {
    meaning.kind = MessageKind::pass_around;
  } else if (words.has_any({"WAVE BY", "WAVEBY", "WAVE AROUND"})) {
    meaning.kind = MessageKind::wave_by;
  } else if (words.has_any({"CATEGORY SPLIT", "CATEGORY SPLITS", "CLASS SPLIT", "CLASS SPLITS", "CLASS SEPARATION"})) {
    meaning.kind = MessageKind::class_split;
    if (const auto until = words.find_any({"UNTIL", "CONCLUDE"})) read_place(words, until->to, meaning);
  } else {
    return false;
  }
  meaning.phase = regrouping_phase(words);
  return true;
}

bool read_pit_exit_order(const Words& words, RaceControlMeaning& meaning) {
  const auto order =
      words.find_any({"PIT EXIT ORDER", "PIT EXIT REORDER", "PIT EXIT RE ORDER", "REORDER", "RE ORDER"}, words.begin());
  if (!order) return false;
  meaning.kind = MessageKind::pit_exit_order;
  meaning.phase = words.has("UNDER REVIEW") ? MessagePhase::under_way : MessagePhase::begin;
  meaning.cars = cars_in(words, {words.begin(), words.size()});
  for (const std::string_view group : {"GTP", "GTD", "GT", "PROTOTYPE", "LMP2"}) {
    if (words.begins(group)) meaning.class_name = group;
  }
  return true;
}

}  // namespace stint::race::race_control
