// Timing71's recordings: a zip archive of a manifest, key frames (whole states) and frames between them (differences).
//
//   manifest.json      {uuid, name, description, colSpec, trackDataSpec, startTime, version: 1}
//   01780171064.json   a key frame; the name is the second of the epoch
//   01780171065i.json  the differences to the frame before: {cars: diff, session: diff, messages: [new ...], highlight: [...]}
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "source/archive/archive.hpp"
#include "source/timing71/timing_state.hpp"
#include "timing/error.hpp"

namespace stint::source::timing71 {

// The newest of a recording; older ones of a real page have scrolled away.
inline constexpr std::size_t kMessagesKept = 100;

// A frame of a recording, from its name.
struct FrameName {
  std::int64_t second = 0;
  bool between = false;  // differences only
  std::size_t member = 0;
};
// nullopt: the name is not that of a frame.
[[nodiscard]] std::optional<FrameName> parse_frame_name(std::string_view name);
[[nodiscard]] std::string frame_name(std::int64_t second, bool between);

// Called with each whole state in order of time. The state is only lent.
using StateVisitor = std::function<void(const Manifest&, const JsonTree& state, std::int64_t second)>;

// Frames that can't be read are complained about and left out. Errors: not_a_timing_file (no zip archive, no manifest of
// version 1, no key frame).
[[nodiscard]] Result<Manifest> visit_states(std::string_view bytes, const StateVisitor& visit,
                                            std::vector<Complaint>& complaints);

// A whole recording as events in canonical order; `file` is its name without folder. Errors: as above.
[[nodiscard]] Result<ArchiveSession> read_replay(std::string_view bytes, const std::string& file);

// Whether the bytes begin like a zip archive.
[[nodiscard]] constexpr bool is_zip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

}  // namespace stint::source::timing71
