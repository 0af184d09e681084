// Penalties of both sides of the ocean: "CAR 12 - 5 SECONDS ADDED TO THE NEXT PIT STOP - INCIDENT AT T1 AT 1604",
// "CAR 47: PENALTY - PIT LANE SPEED VIOLATION - (+42) STOP + 60".
#include <algorithm>
#include <chrono>

#include "race/race_control/families.hpp"

namespace stint::race::race_control {
namespace {

using timing::Millis;

struct Verdict {
  Span span;  // with its amount: "(+42) STOP + 60", "10 SECONDS ADDED TO THE NEXT PIT STOP"
  Penalty penalty;
};

bool is_seconds(const Words& words, std::size_t i) {
  return words.is(i, "SECONDS") || words.is(i, "SECOND") || words.is(i, "SEC") || words.is(i, "S");
}

// "5 SECONDS" or "3 MINUTES" right before word `at`; moves `at` to its number.
std::optional<Millis> amount_before(const Words& words, std::size_t& at) {
  std::size_t unit = at;
  // "5 SEC TIME PENALTY ADDED ..."
  while (unit > words.begin() && (words.is(unit - 1, "PENALTY") || words.is(unit - 1, "TIME"))) --unit;
  if (unit < words.begin() + 2) return std::nullopt;
  const auto number = words.number(unit - 2);
  if (!number) return std::nullopt;
  const bool minutes = words.is(unit - 1, "MINUTES") || words.is(unit - 1, "MINUTE");
  if (!minutes && !is_seconds(words, unit - 1)) return std::nullopt;
  at = unit - 2;
  return minutes ? Millis(std::chrono::minutes{*number}) : Millis(std::chrono::seconds{*number});
}

// "+ 60", "PLUS 60", "+ 2:40" from word `at`; moves `at` behind it.
std::optional<Millis> amount_after(const Words& words, std::size_t& at) {
  std::size_t i = at;
  if (!words.is(i, "+") && !words.is(i, "PLUS")) return std::nullopt;
  ++i;
  std::optional<Millis> time;
  if (const auto number = words.number(i)) {
    time = std::chrono::seconds{*number};
  } else if (words.is_type(i, WordType::clock)) {
    // Minutes and seconds: read as hours and minutes it is the same sum, sixty times as long.
    const auto as_clock = words.time_of_day(i);
    if (as_clock) time = *as_clock / 60;
  }
  if (!time) return std::nullopt;
  at = i + 1;
  if (is_seconds(words, at)) ++at;
  return time;
}

// "(+3)" right before word `at`; moves `at` to the bracket.
std::optional<std::int32_t> over_limit_before(const Words& words, std::size_t& at) {
  if (at < words.begin() + 4 || !words.is(at - 1, ")") || !words.is(at - 3, "+") || !words.is(at - 4, "(")) return std::nullopt;
  const auto over = words.number(at - 2);
  if (over) at -= 4;
  return over;
}

std::optional<Verdict> find_amounts(const Words& words) {
  if (const auto added = words.find_any({"ADDED TO THE NEXT PIT STOP", "ADDED TO NEXT PIT STOP", "ADDED AT THE NEXT PIT STOP",
                                         "ADDED AT NEXT PIT STOP", "ADDED TO THE NEXT STOP"},
                                        words.begin())) {
    Verdict verdict{*added, {.kind = PenaltyKind::added_to_stop}};
    verdict.penalty.time = amount_before(words, verdict.span.from);
    return verdict;
  }
  if (const auto stop = words.find_any({"STOP AND GO", "STOP & GO", "STOP GO"}, words.begin())) {
    Verdict verdict{*stop, {.kind = PenaltyKind::stop_and_go}};
    verdict.penalty.time = amount_before(words, verdict.span.from);
    return verdict;
  }
  for (auto stop = words.find("STOP", words.begin()); stop; stop = words.find("STOP", stop->to)) {
    Verdict verdict{*stop, {.kind = PenaltyKind::stop_and_go}};
    verdict.penalty.time = amount_after(words, verdict.span.to);
    if (verdict.penalty.time) return verdict;
  }
  if (const auto drive = words.find_any({"DRIVE THROUGH", "DRIVE THRU"}, words.begin())) {
    return Verdict{*drive, {.kind = PenaltyKind::drive_through}};
  }
  if (const auto added = words.find_any({"TIME PENALTY", "ADDED TO THE RACE TIME", "ADDED TO THE TOTAL TIME"}, words.begin())) {
    Verdict verdict{*added, {.kind = PenaltyKind::time}};
    verdict.penalty.time = amount_before(words, verdict.span.from);
    return verdict;
  }
  return std::nullopt;
}

std::optional<Verdict> find_words(const Words& words) {
  if (const auto deleted =
          words.find_any({"LAP TIME INVALIDATED", "LAP TIME DELETED", "LAP TIMES DELETED", "TIME DELETED"}, words.begin())) {
    Verdict verdict{*deleted, {.kind = PenaltyKind::lap_time_deleted}};
    const auto lap = words.find_any({"LAP", "LAPS"}, deleted->to);
    for (std::size_t i = lap ? lap->to : words.size(); i < words.size(); ++i) {
      if (const auto number = words.number(i)) {
        verdict.penalty.laps.push_back(*number);
      } else if (!words.is(i, "&") && !words.is(i, ",") && !words.is(i, "AND")) {
        break;
      }
    }
    return verdict;
  }
  struct Named {
    std::string_view phrase;
    PenaltyKind kind;
  };
  for (const Named named : {Named{"REPRIMAND", PenaltyKind::reprimand}, Named{"FINE PENALTY", PenaltyKind::fine},
                            Named{"FINE", PenaltyKind::fine}, Named{"BLACK FLAG", PenaltyKind::black_flag},
                            Named{"DISQUALIFIED", PenaltyKind::black_flag}, Named{"WARNING FLAG", PenaltyKind::warning},
                            Named{"FINAL WARNING", PenaltyKind::warning}, Named{"WARNING", PenaltyKind::warning}}) {
    if (const auto found = words.find(named.phrase, words.begin())) return Verdict{*found, {.kind = named.kind}};
  }
  if (const auto penalty = words.find("PENALTY", words.begin())) return Verdict{*penalty, {.kind = PenaltyKind::unknown}};
  return std::nullopt;
}

PenaltyState state_of(const Words& words, std::size_t after) {
  if (find_no_action(words) || words.has_any({"CANCEL", "CANCELLED", "RESCINDED", "WITHDRAWN"})) return PenaltyState::cancelled;
  if (words.has("TO BE CONVERTED")) return PenaltyState::converted;
  if (words.has("STAND BY")) return PenaltyState::announced;
  // "APPLICATION OF THE SUSPENDED PENALTY" is one that is given.
  std::size_t i = after;
  while (words.is_type(i, WordType::dash) || words.is(i, "IS") || words.is(i, "PENALTY")) ++i;
  if (words.is(i, "SUSPENDED")) return PenaltyState::suspended;
  return words.is(i, "CONFIRMED") ? PenaltyState::confirmed : PenaltyState::given;
}

// IMSA: "PENALTY - reason - verdict"; WEC: "verdict [PENALTY] - reason".
std::string reason_of(const Words& words, const Verdict& verdict, PenaltyState state) {
  const auto head = words.find("PENALTY", words.begin());
  if (head && head->to < verdict.span.from && words.is_type(head->to, WordType::dash))
    return words.text({head->to, verdict.span.from});
  std::size_t from = verdict.span.to;
  while (words.is(from, "PENALTY") || words.is_type(from, WordType::dash)) ++from;
  // "... PENALTY CAR 311 - YELLOW FLAG INFRINGEMENT": the cars are no reason.
  if (words.is(from, "CAR") || words.is(from, "CARS")) {
    ++from;
    if (words.is_type(from, WordType::number)) ++from;
  }
  if (state != PenaltyState::given && (words.is(from, "IS") || words.is(from, "CONFIRMED") || words.is(from, "SUSPENDED") ||
                                       words.is(from, "TO") || words.is(from, "RESCINDED"))) {
    while (from < words.size() && !words.is_type(from, WordType::dash)) ++from;
  }
  return words.text({from, words.size()});
}

}  // namespace

bool read_penalty(const Words& words, RaceControlMeaning& meaning) {
  auto verdict = find_amounts(words);
  if (!verdict) verdict = find_words(words);
  if (!verdict) return false;
  Penalty& penalty = verdict->penalty;
  penalty.over_limit_kph = over_limit_before(words, verdict->span.from);
  penalty.state = state_of(words, verdict->span.to);
  penalty.with_warning = penalty.kind != PenaltyKind::warning && words.find("WARNING", verdict->span.to).has_value();
  penalty.after_race = words.has("POST RACE");
  meaning.kind = MessageKind::penalty;
  meaning.phase = penalty.state == PenaltyState::cancelled ? MessagePhase::cancelled : MessagePhase::begin;
  // The list of cars ends at "PENALTY" if that comes first.
  const auto head = words.find("PENALTY", words.begin());
  const Span about = head && head->from < verdict->span.from ? Span{head->from, verdict->span.to} : verdict->span;
  meaning.cars = cars_about(words, about);
  meaning.reason = reason_of(words, *verdict, penalty.state);
  meaning.other_cars = cars_with(words, words.begin());
  std::erase_if(meaning.other_cars,
                [&](const CarNumber& car) { return std::ranges::find(meaning.cars, car) != meaning.cars.end(); });
  meaning.time_of_day = Words(meaning.reason).time_of_day(0);
  read_place(words, words.begin(), meaning);
  meaning.penalty = penalty;
  return true;
}

}  // namespace stint::race::race_control
