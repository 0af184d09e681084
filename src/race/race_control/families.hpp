// The families of messages, each read by one function: true if the message is of that family, and then its meaning is filled
// in.
//
// They are asked in the order of kFamilies (meaning.cpp): rulings about cars before the procedures that they name.
#pragma once

#include "race/race_control/meaning.hpp"
#include "race/race_control/words.hpp"

namespace stint::race::race_control {

bool read_local_flag(const Words& words, RaceControlMeaning& meaning);       // local_flags.cpp
bool read_slow_zone(const Words& words, RaceControlMeaning& meaning);        // local_flags.cpp
bool read_neutralisation(const Words& words, RaceControlMeaning& meaning);   // neutralisation.cpp
bool read_track_flag(const Words& words, RaceControlMeaning& meaning);       // neutralisation.cpp
bool read_pit_exit_order(const Words& words, RaceControlMeaning& meaning);   // regrouping.cpp
bool read_investigation(const Words& words, RaceControlMeaning& meaning);    // rulings.cpp
bool read_black_orange(const Words& words, RaceControlMeaning& meaning);     // rulings.cpp
bool read_penalty(const Words& words, RaceControlMeaning& meaning);          // penalties.cpp
bool read_no_action(const Words& words, RaceControlMeaning& meaning);        // rulings.cpp
bool read_regrouping(const Words& words, RaceControlMeaning& meaning);       // regrouping.cpp: pass-around, wave-by, splits
bool read_closed_pit(const Words& words, RaceControlMeaning& meaning);       // car_messages.cpp
bool read_pit_lane(const Words& words, RaceControlMeaning& meaning);         // pit_lane_messages.cpp
bool read_car_report(const Words& words, RaceControlMeaning& meaning);       // car_messages.cpp
bool read_track_condition(const Words& words, RaceControlMeaning& meaning);  // track_messages.cpp
bool read_procedure(const Words& words, RaceControlMeaning& meaning);        // track_messages.cpp
bool read_car_order(const Words& words, RaceControlMeaning& meaning);        // car_messages.cpp
bool read_hazard(const Words& words, RaceControlMeaning& meaning);           // track_messages.cpp
bool read_notice(const Words& words, RaceControlMeaning& meaning);           // track_messages.cpp

// "NO FURTHER ACTION" and its like; where it stands.
[[nodiscard]] std::optional<Span> find_no_action(const Words& words);

// Cars named in `span`: after CAR or CARS, after a comma, "&", AND or a dash; not places, laps, times or amounts.
[[nodiscard]] std::vector<CarNumber> cars_in(const Words& words, Span span);

// Whom a message with its verdict at `verdict` is about: who is named before it, else the first to be named after it.
[[nodiscard]] std::vector<CarNumber> cars_about(const Words& words, Span verdict);

// The other party of an incident, from word `from` on: "WITH CAR 6", "WITH 25".
[[nodiscard]] std::vector<CarNumber> cars_with(const Words& words, std::size_t from);

// "T10", "MP 3", "TURN 14/15", "PIT ENTRY" ...: the first place from word `from` on; fills `place` and, for marshal posts,
// `posts`.
void read_place(const Words& words, std::size_t from, RaceControlMeaning& meaning);

}  // namespace stint::race::race_control
