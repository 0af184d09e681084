// A piece of a recording as a recording of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "source/live/recording/frame_reader.hpp"
#include "source/live/recording/frame_writer.hpp"

namespace stint::live {

struct CutRange {
  std::optional<timing::Instant> from, to;  // nullopt: the beginning, the end; `to` itself is not in it
};

// Writes what came in the range. So that the piece can be read on its own, it begins with what the conversation of that moment
// rests on: the latest beginning, and of each stream the opening, the first text after it (the handshake) and the latest
// response. Returns how many frames of the range were written. Errors: output_unwritable.
[[nodiscard]] Result<std::uint64_t> cut_recording(FrameReader& reader, const CutRange& range, FrameWriter& writer);

}  // namespace stint::live
