// How a live feed is doing, as the server tells it: /api/feeds, the push and the metrics. Values that the writer publishes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/instant.hpp"

namespace stint::server {

enum class FeedRole : std::uint8_t { only, leader, second };
enum class FeedCircuit : std::uint8_t { closed, open, half_open };

struct FeedReport {
  std::string source;  // "griiip"
  std::string title;   // "Griiip: FIA WEC, Le Mans, ELMS"
  std::string owner;   // whose data
  FeedRole role = FeedRole::only;
  bool leads = true;  // what is shown comes from this feed first, at the moment
  bool connected = false;
  bool stale = false;
  bool recording = false;
  std::optional<timing::Instant> last_frame_at, last_timing_at;
  std::uint64_t frames = 0, bytes = 0, bad_frames = 0, reconnects = 0;
  std::uint64_t differences = 0;  // facts that the two feeds of a session told differently
  FeedCircuit circuit = FeedCircuit::closed;
  std::optional<timing::Instant> next_attempt_at;
  std::string session;       // the feed's own id of its current session; empty before the first
  std::string why;           // the last conversation ended; empty if none has
  std::string last_problem;  // of a frame that could not be read; empty if there is none
  friend bool operator==(const FeedReport&, const FeedReport&) = default;
};

[[nodiscard]] std::string_view name_of(FeedRole role);
[[nodiscard]] std::string_view name_of(FeedCircuit circuit);

}  // namespace stint::server
