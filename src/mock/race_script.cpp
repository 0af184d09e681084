#include "mock/race_script.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mock/live_detail.hpp"

namespace stint::mock {
namespace {

using timing::Event;
using timing::Instant;
using timing::Millis;
using timing::Session;

struct Facts {
  bool has_session = false;
  std::optional<Instant> started_at;
  std::optional<std::int32_t> utc_offset_min;
};

Facts facts_of(const std::vector<Event>& events) {
  Facts facts;
  for (const Event& event : events) {
    const auto* session = timing::event_as<Session>(event);
    if (session == nullptr) continue;
    facts.has_session = true;
    if (session->started_at) facts.started_at = session->started_at;
    if (session->utc_offset_min) facts.utc_offset_min = session->utc_offset_min;
  }
  return facts;
}

void move_in_time(Event& event, Millis shift) {
  event.at += shift;
  const auto* session = timing::event_as<Session>(event);
  if (session == nullptr) return;
  Session moved = *session;
  if (moved.started_at) *moved.started_at += shift;
  moved.dating = timing::Dating::exact;
  event.body = std::move(moved);
}

}  // namespace

Result<RaceScript> RaceScript::create(std::vector<Event> recording, const ScriptOptions& options) {
  if (!(options.speed > 0) || !std::isfinite(options.speed)) return fail(ErrorCode::bad_argument, "speed must be above 0");
  const Facts facts = facts_of(recording);
  if (!facts.has_session) return fail(ErrorCode::not_a_timing_file, "the recording has no session to play");
  if (options.from && !facts.started_at) {
    return fail(ErrorCode::bad_argument, "the start of this recording isn't known, so it can't be played from a race time");
  }
  RaceScript script;
  script.events_ = with_live_detail(std::move(recording));
  const Instant zero = facts.started_at.value_or(script.events_.front().at);
  const Instant first = options.from ? zero + *options.from : script.events_.front().at;
  const Millis shift = options.starts_at - first;
  for (Event& event : script.events_) move_in_time(event, shift);
  script.start_ = zero + shift;
  script.starts_at_ = script.plays_from_ = options.starts_at;
  script.utc_offset_ = std::chrono::minutes{facts.utc_offset_min.value_or(0)};
  script.speed_ = options.speed;
  script.at_ = script.plays_from_;
  return script;
}

void RaceScript::swap_drivers_in_the_lane() { mock::swap_drivers_in_the_lane(events_); }

Instant RaceScript::feed_time(Instant now) const {
  const double passed = static_cast<double>((now - starts_at_).count()) * speed_;
  return plays_from_ + Millis{std::max<std::int64_t>(0, std::llround(passed))};
}

std::span<const Event> RaceScript::advance(Instant to) {
  at_ = std::max(at_, to);
  const std::size_t before = played_;
  while (played_ < events_.size() && events_[played_].at <= at_) race_.insert(events_[played_++]);
  return std::span(events_).subspan(before, played_ - before);
}

}  // namespace stint::mock
