// One frame on its way through the decoders: when it came, and what comes out.
#pragma once

#include <string>
#include <string_view>

#include "source/live/adapter.hpp"

namespace stint::live::griiip {

struct Intake {
  timing::Instant arrived_at{};
  std::string_view stream;
  std::vector<timing::Event>* events = nullptr;
  std::vector<Problem>* problems = nullptr;

  // What the frame told about the conversation itself.
  bool timing_seen = false;      // new timing, of whatever kind
  bool proof_of_life = false;    // top-level ranks, gaps, laps or official-rank with content: the zombie state has none of them
  bool nested_timing = false;    // sector crossings flow: cars are moving
  bool unknown_car = false;      // a pid without a participant: dropped; the bootstrap has to be asked for again
  bool car_left_unseen = false;  // a car in the pit lane is on the track: its pit out was missed
  bool session_closed = false;

  void complain(std::string message) const { problems->push_back({std::string(stream), std::move(message)}); }
};

}  // namespace stint::live::griiip
