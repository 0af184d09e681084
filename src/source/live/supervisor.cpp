#include "source/live/supervisor.hpp"

#include <algorithm>
#include <utility>

namespace stint::live {
namespace {

using timing::Instant;
using timing::Millis;

// Half of the patience without timing, and at least this, is worth telling: a polled feed is always some seconds old.
constexpr std::chrono::seconds kLeastStale{10};

// Without any frame for so long a conversation is dead, whether a session runs or not: the longest idle poll is far shorter.
constexpr std::chrono::minutes kSilence{20};

// A feed between sessions says little; a conversation that has held for so long was a success.
constexpr std::chrono::seconds kSteady{60};

bool is_good(const net::Frame& frame) {
  constexpr std::int32_t kFirstErrorStatus = 400;
  if (frame.kind == net::FrameKind::response) return frame.status < kFirstErrorStatus;
  return frame.kind == net::FrameKind::opened || frame.kind == net::FrameKind::text;
}

std::string seconds_text(Millis time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

const net::StreamName& stream_of(const net::Ask& ask) {
  return std::visit([](const auto& any) -> const net::StreamName& { return any.stream; }, ask);
}

}  // namespace

Supervisor::Supervisor(const SupervisorPlan& plan, std::unique_ptr<Adapter> adapter, std::unique_ptr<net::Transport> transport,
                       std::optional<FrameWriter> recording)
    : plan_(plan),
      adapter_(std::move(adapter)),
      transport_(std::move(transport)),
      recording_(std::move(recording)),
      backoff_(plan.seed) {
  status_.source = plan.source;
  status_.recording = recording_.has_value();
}

Supervisor::~Supervisor() = default;

std::vector<std::string> Supervisor::take_notes() { return std::exchange(notes_, {}); }

void Supervisor::step(Instant now, std::vector<timing::Event>& events) {
  now_ = std::max(now_, now);
  if (!under_way_ && now_ >= next_begin_ && breaker_.allow(now_)) begin();
  settle(events);
  for (const net::Frame& frame : transport_->take()) {
    if (under_way_) take(frame, events);  // what was on its way when the conversation was lost belongs to no one
  }
  if (under_way_) {
    adapter_->on_time(now_, reaction_);
    settle(events);
  }
  if (under_way_) watch();
  report_health(events);
}

void Supervisor::begin() {
  if (std::exchange(begun_before_, true)) ++status_.reconnects;
  under_way_ = true;
  begun_at_ = now_;
  status_.next_attempt_at.reset();
  record(conversation_begun(now_));
  adapter_->start(now_, reaction_);
}

void Supervisor::close() {
  for (const net::StreamName& stream : open_streams_) transport_->ask(net::CloseStream{stream});
  open_streams_.clear();
  under_way_ = false;
  status_.connected = false;
}

void Supervisor::lose(const std::string& why) {
  const bool was_connected = status_.connected;
  close();
  breaker_.failed(now_);
  next_begin_ = now_ + backoff_.next();
  if (breaker_.state(now_) == net::CircuitBreaker::State::open) next_begin_ = std::max(next_begin_, breaker_.rests_until());
  status_.next_attempt_at = next_begin_;
  if (was_connected || status_.why != why) {
    notes_.push_back(plan_.source + ": " + why + "; next attempt in " + seconds_text(next_begin_ - now_));
  }
  status_.why = why;
}

void Supervisor::note_success() {
  backoff_.reset();
  breaker_.succeeded();
}

void Supervisor::record(const RecordedItem& item) {
  if (!recording_) return;
  const auto written = recording_->write(item);
  if (written) return;
  notes_.push_back(plan_.source + ": recording has stopped, the race goes on: " + written.error().message);
  recording_.reset();
  status_.recording = false;
}

void Supervisor::take(const net::Frame& frame, std::vector<timing::Event>& events) {
  record({false, frame});
  ++status_.frames;
  status_.bytes += frame.bytes.size();
  status_.last_frame_at = frame.arrived_at;
  if (is_good(frame) && !std::exchange(status_.connected, true)) notes_.push_back(plan_.source + ": connected");
  adapter_->on_frame(frame, reaction_);
  if (frame.kind == net::FrameKind::failed) {  // nothing came, so nothing was unreadable
    reaction_.problems.clear();
    if (!reaction_.rebuild) status_.why = frame.bytes;
  }
  settle(events);
}

void Supervisor::settle(std::vector<timing::Event>& events) {
  Reaction done = std::exchange(reaction_, {});
  for (timing::Event& event : done.events) {
    learn(event);
    events.push_back(std::move(event));
  }
  if (done.timing_seen) {
    status_.last_timing_at = now_;
    note_success();
  }
  if (!done.problems.empty()) {
    ++status_.bad_frames;
    status_.last_problem = done.problems.front().stream + ": " + done.problems.front().message;
  }
  for (const net::Ask& one : done.asks) ask(one);
  if (done.rebuild && under_way_) lose(*done.rebuild);
}

void Supervisor::learn(const timing::Event& event) {
  const bool expected_before = expects_timing();
  if (const auto* session = timing::event_as<timing::Session>(event)) {
    if (session->source_session_id != status_.session) red_flag_ = false;
    status_.session = session->source_session_id;
    session_runs_ = session->state == timing::SessionState::running;
  } else if (const auto* flag = timing::event_as<timing::Flag>(event);
             flag != nullptr && flag->scope == timing::FlagScope::track) {
    red_flag_ = flag->kind == timing::FlagKind::red;
  }
  if (expects_timing() && !expected_before) expected_since_ = now_;
}

void Supervisor::ask(const net::Ask& ask) {
  if (std::holds_alternative<net::CloseStream>(ask)) {
    open_streams_.erase(stream_of(ask));
  } else {
    open_streams_.insert(stream_of(ask));
  }
  transport_->ask(ask);
}

bool Supervisor::expects_timing() const { return session_runs_ && !red_flag_; }

void Supervisor::watch() {
  const Instant timing_at = std::max({status_.last_timing_at.value_or(begun_at_), begun_at_, expected_since_});
  const Instant frame_at = std::max(status_.last_frame_at.value_or(begun_at_), begun_at_);
  if (expects_timing() && now_ - timing_at > plan_.patience) {
    lose("no timing for " + seconds_text(plan_.patience) + " though the session runs");
  } else if (now_ - frame_at > kSilence) {
    lose("nothing at all for " + seconds_text(kSilence));
  } else if (!expects_timing() && status_.connected && now_ - begun_at_ > kSteady) {
    note_success();
  }
}

void Supervisor::report_health(std::vector<timing::Event>& events) {
  const Millis least_stale = std::max<Millis>(kLeastStale, Millis{plan_.patience} / 2);
  const Instant timing_at = std::max(status_.last_timing_at.value_or(begun_at_), expected_since_);
  status_.stale = expects_timing() && now_ - timing_at > least_stale;
  status_.circuit = breaker_.state(now_);
  if (told_connected_ == status_.connected && told_stale_ == status_.stale) return;
  told_connected_ = status_.connected;
  told_stale_ = status_.stale;
  timing::FeedHealth health{plan_.source, status_.connected, status_.stale, status_.last_frame_at, status_.last_timing_at};
  events.push_back({now_, 0, timing::Indirect<timing::FeedHealth>(std::move(health))});
}

}  // namespace stint::live
