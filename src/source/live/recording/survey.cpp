#include "source/live/recording/survey.hpp"

#include <algorithm>

namespace stint::live {

RecordingSurvey survey_recording(FrameReader& reader) {
  RecordingSurvey survey;
  while (const auto item = reader.next()) {
    const timing::Instant at = item->frame.arrived_at;
    if (!survey.first_at) survey.first_at = at;
    if (survey.last_at && at < *survey.last_at) ++survey.backwards;
    if (survey.last_at) survey.longest_silence = std::max(survey.longest_silence, at - *survey.last_at);
    survey.last_at = at;
    if (item->begins) {
      ++survey.conversations;
      continue;
    }
    ++survey.frames;
    survey.bytes += item->frame.bytes.size();
    StreamSurvey& stream = survey.streams[item->frame.stream];
    ++stream.frames;
    stream.bytes += item->frame.bytes.size();
  }
  survey.condition = reader.condition();
  return survey;
}

}  // namespace stint::live
