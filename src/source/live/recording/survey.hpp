// What is in a recording, without the adapter: how much, of when, of which streams, and whether all of it can be read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "source/live/recording/frame_reader.hpp"

namespace stint::live {

struct StreamSurvey {
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;
};

struct RecordingSurvey {
  std::optional<timing::Instant> first_at, last_at;
  std::uint64_t frames = 0;
  std::uint64_t conversations = 0;  // begun
  std::uint64_t bytes = 0;          // of frames
  std::uint64_t backwards = 0;      // frames that came before the one before them: the clock was set back
  timing::Millis longest_silence{};
  std::map<net::StreamName, StreamSurvey> streams;
  RecordingCondition condition;
  [[nodiscard]] bool is_sound() const { return condition.damaged == 0 && condition.torn_bytes == 0; }
};

// Reads it to the end.
[[nodiscard]] RecordingSurvey survey_recording(FrameReader& reader);

}  // namespace stint::live
