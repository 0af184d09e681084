// A live feed's protocol as a machine without sockets, clocks or files: frames and time go in, events and asks come out.
//
// So the same code runs on the network, on a recording at any speed, and against a mock in memory. One folder here an adapter.
// What each promises:
// - It never throws and never stops: a frame that can't be read is a Problem, and the next one is read.
// - Every event is idempotent and may be repeated. Older data never overwrite newer (by lap and source time).
// - The first snapshot after start() states what is (laps, flags, who stands in the pits) and raises no events of change from
//   what was before: a car that stands in the lane gets a CarStatus, not a PitIn; messages keep their own times and ids.
// - Unknown stays unknown: the feed's sentinels (-1, 0, "", "--.---", 0001-01-01) never become numbers.
// Thread rule: one thread owns an adapter.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/exchange.hpp"
#include "timing/event.hpp"

namespace stint::live {

// A frame that could not be read, or a part of it. The frame itself is in the recording.
struct Problem {
  std::string stream;
  std::string message;  // what was expected and what was found
};

// What an adapter makes of one frame or of time passing. The caller empties it between calls.
struct Reaction {
  // In the order in which they take effect. A Session event with another source_session_id than the one before it begins
  // another session: what follows belongs to that one.
  std::vector<timing::Event> events;
  std::vector<net::Ask> asks;
  std::vector<Problem> problems;
  // Timing itself came in (laps, sectors, loops, positions that are new), not a mere keep-alive.
  bool timing_seen = false;
  // The conversation can't go on (socket closed, refused, zombie, new session): why, in words. The supervisor closes every
  // stream, waits its back-off and calls start() again.
  std::optional<std::string> rebuild;
};

class Adapter {
 public:
  Adapter() = default;
  Adapter(const Adapter&) = delete;
  Adapter& operator=(const Adapter&) = delete;
  virtual ~Adapter() = default;

  // Begins the conversation, at first and after every loss of it. What was learned about the session is kept.
  virtual void start(timing::Instant now, Reaction& reaction) = 0;
  virtual void on_frame(const net::Frame& frame, Reaction& reaction) = 0;
  // Time has come to `now`: polls and keep-alives that are due. Called at least every 250 ms of the time that frames carry; in
  // a re-parsed recording its asks are thrown away.
  virtual void on_time(timing::Instant now, Reaction& reaction) = 0;
};

struct AdapterOptions {
  std::string base_url;            // scheme and host, without a slash at the end: https://insights.griiip.com, or a mock's
  std::string series;              // the name that the user gave: "wec", "elms", "nls" ...; empty: the adapter's first
  std::string page_description;    // of the adapter `page`: the text of its TOML file
  timing::Millis poll_interval{};  // between two polls of what has to be polled; never below the source's least interval
  std::uint64_t seed = 1;          // of the random names that a protocol wants
};

}  // namespace stint::live
