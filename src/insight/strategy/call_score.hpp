// How good the calls of this race were, as far as it can be told now, each beside the simple answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/call_book.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// What calls are held against, once it has come.
enum class CallKind : std::uint8_t {
  next_stop,        // laps between the stop and the middle of its band, called 1 to 10 laps before
  rejoin_position,  // places in class after the out-lap of a green stop, called on the in-lap or the lap before
  rejoin_gap,       // ms to the car that was named as the one ahead then
  net_position,     // places in class when the pit cycle was over, called from 3 laps before a stop to 3 after its out-lap
  finish_position,  // places in class at the flag, called at half distance
};
// "next_stop" ...
[[nodiscard]] std::string_view call_kind_name(CallKind kind);

struct CallScore {
  CallKind kind = CallKind::next_stop;
  std::string class_name;  // empty: all
  std::int32_t calls = 0;  // that could be judged; never 0
  double mean_error = 0, median_error = 0;
  std::optional<double> exact;              // share of the calls that were right to the lap or the place
  std::optional<double> in_band;            // share inside the stated 80 % band
  std::optional<double> simple_mean_error;  // of the simple answer on the same calls: the car's mean stint; its present place
};

// By kind; all classes first. Only those with calls.
[[nodiscard]] std::vector<CallScore> score_calls(const race::Snapshot& race, const StrategyCallBook& book);

}  // namespace stint::insight
