#include "source/live/wige/track_state.hpp"

#include "source/live/number_text.hpp"
#include "source/live/wige/classification_row.hpp"

namespace stint::live::wige {
namespace {

constexpr std::int64_t kLongestSessionMs = 48LL * 60 * 60 * 1000;

std::optional<timing::SessionState> state_of(std::string_view time_state) {
  using timing::SessionState;
  if (time_state == "0") return SessionState::scheduled;
  if (time_state == "1") return SessionState::running;
  if (time_state == "2") return SessionState::paused;
  if (time_state == "3") return SessionState::finished;
  return std::nullopt;
}

}  // namespace

std::optional<timing::FlagKind> flag_of(std::string_view track_state) {
  using timing::FlagKind;
  if (track_state == "0") return FlagKind::green;
  if (track_state == "1") return FlagKind::yellow;
  if (track_state == "2") return FlagKind::red;
  if (track_state == "3") return FlagKind::safety_car;
  if (track_state == "4") return FlagKind::chequered;
  return std::nullopt;
}

TrackState read_track_state(const simdjson::dom::object& frame) {
  TrackState state;
  state.flag = flag_of(text_of(frame, "TRACKSTATE"));
  state.state = state_of(text_of(frame, "TIMESTATE"));
  const std::string end = text_of(frame, "ENDTIME");
  state.ends_at = parse_epoch_ms(end);
  const auto duration = parse_number<std::int64_t>(end);
  if (duration && *duration > 0 && *duration <= kLongestSessionMs) state.time_to_run = Millis{*duration};
  state.changed_at = parse_epoch_ms(text_of(frame, "TOD"));
  return state;
}

}  // namespace stint::live::wige
