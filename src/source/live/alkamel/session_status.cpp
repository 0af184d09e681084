#include "source/live/alkamel/session_status.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {
namespace {

using timing::FlagKind;
using timing::Millis;

// A session is no longer than this, nor are its stoppages.
constexpr std::int64_t kLongestSeconds = 10 * 24 * 3600;

std::optional<timing::Instant> instant_of_seconds(const MaybeElement& element) {
  const auto seconds = whole_of(element);
  if (!seconds || *seconds <= 0 || *seconds > 10'000'000'000) return std::nullopt;
  return instant_of(*seconds * 1000);
}

std::optional<Millis> duration_of_seconds(const MaybeElement& element) {
  const auto seconds = whole_of(element);
  if (!seconds || *seconds <= 0 || *seconds > kLongestSeconds) return std::nullopt;
  return std::chrono::seconds{*seconds};
}

std::optional<std::int32_t> laps_of(const MaybeElement& element) {
  const auto laps = whole_of(element);
  if (!laps || *laps <= 0 || *laps > timing::kMaxLap) return std::nullopt;
  return static_cast<std::int32_t>(*laps);
}

// CY is in the lists of clients and has not been seen in a feed; they take it for a yellow.
constexpr std::array<std::pair<std::string_view, FlagKind>, 10> kFlags{{{"GF", FlagKind::green},
                                                                        {"YF", FlagKind::yellow},
                                                                        {"CY", FlagKind::yellow},
                                                                        {"FCY", FlagKind::fcy},
                                                                        {"SC", FlagKind::safety_car},
                                                                        {"VSC", FlagKind::vsc},
                                                                        {"SF", FlagKind::slow_zone},
                                                                        {"RF", FlagKind::red},
                                                                        {"CH", FlagKind::chequered},
                                                                        {"CF", FlagKind::chequered}}};

}  // namespace

void SessionStatus::read(simdjson::dom::element status) {
  const MaybeElement from = status;
  const auto has = [&](std::string_view name) { return member(from, name).has_value(); };
  if (has("currentFlag")) flag_code_ = text_of(member(from, "currentFlag"));
  if (has("finalType")) final_type_ = text_of(member(from, "finalType"));
  if (has("startTime")) started_at_ = instant_of_seconds(member(from, "startTime"));
  if (has("stopTime")) stopped_at_ = instant_of_seconds(member(from, "stopTime"));
  if (has("stoppedSeconds")) stopped_for_ = duration_of_seconds(member(from, "stoppedSeconds")).value_or(Millis{0});
  if (has("finalTime")) final_time_ = duration_of_seconds(member(from, "finalTime"));
  if (has("finalLaps")) final_laps_ = laps_of(member(from, "finalLaps"));
  if (has("elapsedLaps")) elapsed_laps_ = laps_of(member(from, "elapsedLaps"));
  forced_by_time_ = truth_of(member(from, "isForcedByTime")).value_or(forced_by_time_);
  running_ = truth_of(member(from, "isSessionRunning")).value_or(running_);
  finished_ = truth_of(member(from, "isFinished")).value_or(finished_);
}

timing::SessionState SessionStatus::state(bool closed) const {
  if (closed) return timing::SessionState::closed;
  if (finished_) return timing::SessionState::finished;
  if (running_) return timing::SessionState::running;
  return started_at_ ? timing::SessionState::paused : timing::SessionState::scheduled;
}

std::optional<Millis> SessionStatus::limit() const {
  const bool timed = final_type_.starts_with("BY_TIME") || forced_by_time_ || final_type_.empty();
  return timed ? final_time_ : std::nullopt;
}

std::optional<std::int32_t> SessionStatus::limit_laps() const {
  const bool counted = !forced_by_time_ && (final_type_ == "BY_LAPS" || final_type_ == "BY_TIME_PLUS_LAPS");
  return counted ? final_laps_ : std::nullopt;
}

std::optional<timing::Clock> SessionStatus::clock(timing::Instant now) const {
  if (!started_at_) return std::nullopt;
  if (!running_ && !stopped_at_) return std::nullopt;
  timing::Clock clock{.elapsed = (running_ ? now : *stopped_at_) - *started_at_ - stopped_for_, .running = running_};
  if (const auto length = limit()) clock.remaining = *length - clock.elapsed;
  if (limit_laps()) clock.laps_remaining = std::max(*limit_laps() - elapsed_laps_.value_or(0), 0);
  return clock;
}

std::optional<FlagKind> SessionStatus::flag() const {
  if (finished_) return FlagKind::chequered;
  const auto found = std::ranges::find(kFlags, flag_code_, &std::pair<std::string_view, FlagKind>::first);
  return found == kFlags.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace stint::live::alkamel
