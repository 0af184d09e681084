#include "race/race_control/meaning.hpp"

#include <array>
#include <cstddef>

#include "race/race_control/families.hpp"

namespace stint::race {
namespace {

using race_control::Words;
using race_control::WordType;

using Reader = bool (*)(const Words&, RaceControlMeaning&);

// In this order: a ruling names procedures ("UNDER INVESTIGATION - FCY PROCEDURES"), so rulings come before them.
constexpr std::array<Reader, 18> kFamilies = {
    race_control::read_local_flag,    race_control::read_slow_zone,       race_control::read_pit_exit_order,
    race_control::read_investigation, race_control::read_black_orange,    race_control::read_penalty,
    race_control::read_no_action,     race_control::read_neutralisation,  race_control::read_track_flag,
    race_control::read_regrouping,    race_control::read_closed_pit,      race_control::read_pit_lane,
    race_control::read_car_report,    race_control::read_track_condition, race_control::read_procedure,
    race_control::read_car_order,     race_control::read_hazard,          race_control::read_notice,
};

// A message is short; what is longer is none, and is not worth the search through it.
constexpr std::size_t kLongestMessage = 1000;

// "CORRECTION: ", "CORRECTION OF THE MESSAGE OF 21:50:03 : ", "MESSAGE OF 18:47:33 : CANCELLATION : ", "INFORMATION: ".
std::size_t after_heading(const Words& words) {
  std::size_t begin = 0;
  while (words.is(begin, "CORRECTION") || words.is(begin, "INFORMATION") || words.is(begin, "MESSAGE") ||
         words.is(begin, "CANCELLATION")) {
    std::size_t colon = begin + 1;
    while (colon < words.size() && !words.is(colon, ":") && colon < begin + 8) ++colon;
    const bool dashed = words.is_type(begin + 1, WordType::dash);
    // The last word of such a heading may stand without a colon: "CORRECTION CAR 25: PENALTY".
    const bool no_colon = !words.is(colon, ":") || words.is(begin + 1, "CAR") || words.is(begin + 1, "CARS");
    const std::size_t next = dashed ? begin + 2 : no_colon ? begin + 1 : colon + 1;
    if (next >= words.size() || words.matches("CANCELLATION OF", begin)) break;
    begin = next;
  }
  return begin;
}

}  // namespace

RaceControlMeaning parse_race_control(std::string_view text) {
  RaceControlMeaning meaning;
  if (text.size() > kLongestMessage) return meaning;
  Words words(text);
  if (words.size() == 0) return meaning;
  meaning.correction = words.find_any({"CORRECTION", "CORRECTED", "* UPDATE *", "INSTEAD OF"}).has_value();
  words.begin_at(after_heading(words));
  for (const Reader read : kFamilies) {
    if (read(words, meaning)) return meaning;
  }
  return meaning;
}

std::string_view name_of(MessageKind kind) {
  static constexpr std::array<std::string_view, 23> kNames = {"none",
                                                              "flag",
                                                              "local_flag",
                                                              "safety_car",
                                                              "virtual_safety_car",
                                                              "full_course_yellow",
                                                              "slow_zone",
                                                              "pit_lane",
                                                              "penalty",
                                                              "investigation",
                                                              "no_action",
                                                              "black_orange_flag",
                                                              "pass_around",
                                                              "wave_by",
                                                              "class_split",
                                                              "pit_exit_order",
                                                              "closed_pit",
                                                              "track_condition",
                                                              "procedure",
                                                              "hazard",
                                                              "car_report",
                                                              "car_order",
                                                              "notice"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(MessagePhase phase) {
  static constexpr std::array<std::string_view, 7> kNames = {"none",     "prepare", "begin",    "under_way",
                                                             "will_end", "end",     "cancelled"};
  return kNames[static_cast<std::size_t>(phase)];
}

std::string_view name_of(PitPart part) {
  static constexpr std::array<std::string_view, 3> kNames = {"lane", "entry", "exit"};
  return kNames[static_cast<std::size_t>(part)];
}

std::string_view name_of(PenaltyKind kind) {
  static constexpr std::array<std::string_view, 10> kNames = {"unknown", "drive_through",    "stop_and_go", "added_to_stop",
                                                              "time",    "lap_time_deleted", "reprimand",   "warning",
                                                              "fine",    "black_flag"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(PenaltyState state) {
  static constexpr std::array<std::string_view, 6> kNames = {"given",     "confirmed", "suspended",
                                                             "converted", "cancelled", "announced"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace stint::race
