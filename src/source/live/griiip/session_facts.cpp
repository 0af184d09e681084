// The session itself: what it is called, when it began, how long it is, and its clock.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "source/live/griiip/series.hpp"
#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {
namespace {

using timing::Clock;
using timing::Instant;
using timing::Millis;
using timing::SessionKind;
using timing::SessionState;

// The clock's own zero counts if it is further than this from the announced start: the start was delayed.
constexpr Millis kStartTolerance = std::chrono::seconds{10};
// A clock that says what the one before lets expect is not told again.
constexpr Millis kClockTolerance = std::chrono::milliseconds{500};
// Cars still on their last lap when the flag falls have taken it by then.
constexpr Millis kLastLapTime = std::chrono::minutes{10};

struct KindWord {
  std::string_view word;  // lower case
  SessionKind kind;
};

// In this order: "warm-up race" is none, "qualifying race" is a qualifying by its name.
constexpr std::array kKindWords = {
    KindWord{"hyperpole", SessionKind::qualifying},
    KindWord{"qualif", SessionKind::qualifying},
    KindWord{"practice", SessionKind::practice},
    KindWord{"fp1", SessionKind::practice},
    KindWord{"fp2", SessionKind::practice},
    KindWord{"fp3", SessionKind::practice},
    KindWord{"fp4", SessionKind::practice},
    KindWord{"warm", SessionKind::warmup},
    KindWord{"test", SessionKind::test},
    KindWord{"prologue", SessionKind::test},
    KindWord{"race", SessionKind::race},
};

SessionKind kind_in(std::string_view text) {
  std::string plain(text);
  std::ranges::transform(plain, plain.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const KindWord& word : kKindWords) {
    if (plain.find(word.word) != std::string::npos) return word.kind;
  }
  return SessionKind::unknown;
}

// The type says Race, Practice or Qualify, if it says anything; the name is more exact about the rest.
SessionKind kind_of(std::string_view type, std::string_view name, bool is_race) {
  const SessionKind by_type = kind_in(type);
  if (by_type == SessionKind::race || is_race) return SessionKind::race;
  const SessionKind by_name = kind_in(name);
  return by_name != SessionKind::unknown ? by_name : by_type;
}

}  // namespace

void SessionFeed::read_info(const Item& info, Intake& intake) {
  const auto keep = [](std::string& field, std::string_view said) {
    if (!said.empty()) field = said;
  };
  keep(session_.event, info.text("eventName"));
  keep(session_.name, info.text("sessionName"));
  keep(session_.track, info.text("trackName"));
  if (const auto id = info.number("seriesId")) session_.series = series_title(*id, info.text("seriesName"));
  is_race_ = info.truth("isRaceSession").value_or(is_race_);
  if (!info.text("sessionType").empty() || !session_.name.empty()) {
    session_.kind = kind_of(info.text("sessionType"), session_.name, is_race_);
  }
  is_race_ = is_race_ || session_.kind == SessionKind::race;
  if (const auto start = info.instant("startTime")) scheduled_start_ = start;
  if (!session_.started_at) session_.started_at = scheduled_start_;
  is_started_ = info.truth("isStarted").value_or(is_started_);
  has_seen_chequered_ = info.truth("hasSeenChequered").value_or(has_seen_chequered_);
  if (info.text("sessionAvailability") == "Closed") {
    closed_ = true;
    intake.session_closed = true;
  }
  if (session_told_) tell_session(intake);
}

void SessionFeed::read_track(const Item& track) {
  if (const auto length = track.measure("length"); length && *length > 0) session_.lap_length_m = length;
  pit_crosses_line_ = track.truth("isPitCrossSFLine").value_or(pit_crosses_line_);
}

void SessionFeed::read_limit(const Item& limit, Intake& intake) {
  const auto seconds = limit.count("timeLimitSeconds");
  const auto laps = limit.count("lapsLimit");
  session_.limit = seconds && *seconds > 0 ? std::optional<Millis>(std::chrono::seconds{*seconds}) : std::nullopt;
  session_.limit_laps = laps && *laps > 0 ? laps : std::nullopt;
  if (session_told_) tell_session(intake);
}

// The object is refreshed rarely: elapsed = elapsedTimeMillis + (tsNow - ts) x increment, as of tsNow.
void SessionFeed::read_clock(const Item& clock, Intake& intake) {
  const auto elapsed = clock.duration("elapsedTimeMillis");
  const auto as_of = clock.instant("ts");
  if (const auto start = clock.instant("startTime")) scheduled_start_ = start;
  if (!session_.started_at) session_.started_at = scheduled_start_;
  if (!elapsed) return;
  const bool running = clock.number("increment").value_or(1) != 0;
  const Instant now = std::max(clock.instant("tsNow").value_or(as_of.value_or(intake.arrived_at)), as_of.value_or(Instant{}));
  const Millis since = running && as_of ? now - *as_of : Millis{0};
  Clock told;
  told.elapsed = clock.duration("elapsedTimeMillisNow").value_or(*elapsed + since);
  told.running = running;
  if (session_.limit) told.remaining = std::max(Millis{0}, *session_.limit - told.elapsed);

  const Instant zero = now - told.elapsed;
  const bool first = !told_clock_.has_value();
  if (first && running && told.elapsed > Millis{0} &&
      (!session_.started_at || std::chrono::abs(zero - *session_.started_at) > kStartTolerance)) {
    session_.started_at = zero;
  }
  if (told_clock_) {
    const Clock& before = told_clock_->fact;
    const Millis expected = before.elapsed + (before.running ? now - told_clock_->at : Millis{0});
    const bool as_expected = std::chrono::abs(expected - told.elapsed) <= kClockTolerance;
    if (now < told_clock_->at) return;
    if (as_expected && before.running == running && before.remaining.has_value() == told.remaining.has_value()) return;
  }
  told_clock_ = {told, now};
  if (session_told_) tell_session(intake);
  say(intake, now, told);
}

SessionState SessionFeed::state_at(Instant now) const {
  if (closed_) return SessionState::closed;
  const auto flag_fell = chequered_at();
  if (flag_fell && now - *flag_fell >= kLastLapTime) return SessionState::finished;
  if (!flag_fell && has_seen_chequered_) return SessionState::finished;
  if (!is_started_) return SessionState::scheduled;
  return told_clock_ && !told_clock_->fact.running && !flag_fell ? SessionState::paused : SessionState::running;
}

void SessionFeed::tell_session(Intake& intake) {
  session_.source = "griiip";
  session_.source_session_id = std::to_string(sid_);
  session_.state = state_at(intake.arrived_at);
  if (session_told_ && session_ == told_session_) return;
  // What is told first holds from the session's start, so that the history that follows comes after it.
  const Instant at =
      session_told_ ? intake.arrived_at : std::min(intake.arrived_at, session_.started_at.value_or(Instant::max()));
  told_session_ = session_;
  session_told_ = true;
  say(intake, at, session_);
}

}  // namespace stint::live::griiip
