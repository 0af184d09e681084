// What the stewards do with an incident short of a penalty: investigate it, or end that without action; and the flag for a car
// that must be repaired.
#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

// What the ruling is about: after the verdict, or, if nothing stands there, between the cars and the verdict.
std::string reason_of_ruling(const Words& words, Span verdict) {
  std::size_t from = verdict.to;
  while (from < words.size() && (words.is(from, "FOR") || words.is(from, "NECESSARY") || words.is_type(from, WordType::dash)))
    ++from;
  if (auto after = words.text({from, words.size()}); !after.empty()) return after;
  // "CAR 15 - PIT LANE SPEEDING - NFA": the part before the verdict, if it is not the cars' own.
  std::size_t to = verdict.from;
  while (to > words.begin() && words.is_type(to - 1, WordType::dash)) --to;
  std::size_t start = to;
  while (start > words.begin() && !words.is_type(start - 1, WordType::dash)) --start;
  const bool names_cars = start == words.begin() && (words.is(start, "CAR") || words.is(start, "CARS"));
  return names_cars || words.is_type(start, WordType::number) || words.is(start, "CAR") ? std::string{}
                                                                                        : words.text({start, to});
}

// "INCIDENT INVOLVING CARS 7 & 24", "RACE START IS UNDER REVIEW": what is left of the reason without cars and verb.
std::string without_cars(std::string reason) {
  if (reason.ends_with(" IS")) reason.resize(reason.size() - 3);
  for (const std::string_view tail : {" INVOLVING CAR", " BETWEEN CAR"}) {
    if (const auto at = reason.find(tail); at != std::string::npos) reason.resize(at);
  }
  return reason;
}

void fill_ruling(const Words& words, Span verdict, RaceControlMeaning& meaning) {
  meaning.cars = cars_about(words, verdict);
  meaning.reason = without_cars(reason_of_ruling(words, verdict));
  meaning.time_of_day = words.time_of_day(words.begin());
  meaning.other_cars = cars_with(words, verdict.to);
  read_place(words, words.begin(), meaning);
  meaning.after_race = words.has("AFTER THE RACE");
}

}  // namespace

std::optional<Span> find_no_action(const Words& words) {
  return words.find_any({"NO FURTHER ACTION", "NO FURTHER INVESTIGATION", "NO INVESTIGATION", "NFA", "NO ACTION",
                         "NOT UNDER INVESTIGATION", "CANCELLATION OF THE INVESTIGATION", "INVESTIGATION CANCELLED"},
                        words.begin());
}

bool read_investigation(const Words& words, RaceControlMeaning& meaning) {
  auto verdict = words.find_any({"UNDER INVESTIGATION", "UNDE INVESTIGATION", "UNDER REVIEW", "UNDE REVIEW",
                                 "WILL BE INVESTIGATED", "TO BE INVESTIGATED"},
                                words.begin());
  if (!verdict) return false;
  // "NOT UNDER INVESTIGATION": the end of one.
  if (verdict->from > words.begin() && words.is(verdict->from - 1, "NOT")) return false;
  meaning.kind = MessageKind::investigation;
  meaning.phase = MessagePhase::begin;
  if (words.matches("AFTER THE RACE", verdict->to)) verdict->to += 3;
  fill_ruling(words, *verdict, meaning);
  return true;
}

bool read_no_action(const Words& words, RaceControlMeaning& meaning) {
  const auto verdict = find_no_action(words);
  if (!verdict) return false;
  meaning.kind = MessageKind::no_action;
  meaning.phase = MessagePhase::end;
  fill_ruling(words, *verdict, meaning);
  return true;
}

bool read_black_orange(const Words& words, RaceControlMeaning& meaning) {
  const auto verdict =
      words.find_any({"BLACK AND ORANGE FLAG", "BLACK AND ORANGE", "MECHANICAL BLACK FLAG", "MECHANICAL BLACK"}, words.begin());
  if (!verdict) return false;
  meaning.kind = MessageKind::black_orange_flag;
  meaning.phase =
      words.has_any({"CANCELLED", "RESCINDED", "REMOVED", "WITHDRAWN"}) ? MessagePhase::cancelled : MessagePhase::begin;
  fill_ruling(words, *verdict, meaning);
  if (meaning.phase == MessagePhase::cancelled) meaning.reason.clear();
  return true;
}

}  // namespace stint::race::race_control
