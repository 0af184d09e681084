#include "server/push/push_feed.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "insight/alerts/alert_json.hpp"
#include "server/limits.hpp"
#include "server/views/insight_views.hpp"

namespace stint::server {
namespace {

bool same_order(const PushedRace& a, const PushedRace& b) {
  if (a.cars.size() != b.cars.size()) return false;
  for (std::size_t i = 0; i < a.cars.size(); ++i) {
    if (a.cars[i].first != b.cars[i].first) return false;
  }
  return true;
}

// The cars that changed, each with its changed fields; a car that was not there before with all.
void write_changed_cars(timing::JsonWriter& json, const PushedRace& now, const PushedRace& before) {
  std::unordered_map<timing::CarNumber, const FieldTexts*> known;
  for (const auto& [number, fields] : before.cars) known.emplace(number, &fields);
  bool open = false;
  for (const auto& [number, fields] : now.cars) {
    const auto old = known.find(number);
    if (old != known.end() && *old->second == fields) continue;
    if (!std::exchange(open, true)) json.key("cars").begin_object();
    json.key(number.view()).begin_object();
    old == known.end() ? fields.write_all(json) : fields.write_changed(json, *old->second);
    json.end_object();
  }
  if (open) json.end_object();
}

// Those with a number above `told`, as a JSON array.
void write_pushed_alerts(timing::JsonWriter& json, const Publication& publication, std::uint64_t told) {
  json.begin_array();
  for (const auto& alert : publication.alerts) {
    if (alert->number > told) insight::write_alert(json, publication.snapshot->session.started_at.value_or(alert->at), *alert);
  }
  json.end_array();
}

std::int64_t unix_ms(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

}  // namespace

PushFeed::PushFeed(std::string session_id, std::string epoch) : session_id_(std::move(session_id)), epoch_(std::move(epoch)) {}

bool PushFeed::take(const Publication& publication) {
  PushedRace now = pushed_race(publication);
  const bool whole = !latest_ || !follows(publication);
  std::string delta = whole ? std::string{} : delta_json(publication, now);
  if (!whole && delta.empty()) {
    latest_ = publication;
    return false;
  }
  ++seq_;
  latest_ = publication;
  pushed_ = std::move(now);
  snapshot_ = nullptr;
  if (whole) {
    hold(snapshot_frame());
  } else {
    hold(std::make_shared<const Frame>(seq_, publication.shown_from, epoch_ + ":" + std::to_string(seq_), std::move(delta)));
  }
  keep_keyframe();
  drop_oldest();
  return true;
}

PushFeed::Place PushFeed::join(const std::optional<Resume>& resume, std::chrono::seconds delay, SteadyTime now) const {
  const Place anew{0, false, delay};
  if (!resume || resume->epoch != epoch_ || messages_.empty()) return anew;
  const std::uint64_t due = due_seq(delay, now);
  if (resume->seq > due || resume->seq + 1 < messages_.front()->seq || due - resume->seq > limit::kResumedMessages) return anew;
  return {resume->seq + 1, true, delay};
}

FramePtr PushFeed::next(Place& place, SteadyTime now, bool& slow) {
  slow = false;
  const std::uint64_t due = due_seq(place.delay, now);
  if (due == 0 || place.next > due) {
    if (place.next > 0) place.catching_up = false;
    return nullptr;
  }
  const std::uint64_t behind = due + 1 - place.next;  // messages still to come
  const bool held = place.next > 0 && place.next >= messages_.front()->seq;
  if (held && (place.catching_up || behind <= limit::kSlowDeltas)) {
    ++place.next;
    return messages_[place.next - 1 - messages_.front()->seq];
  }
  slow = place.next > 0 && behind > limit::kSlowDeltas;
  const FramePtr snapshot = place.delay.count() == 0 ? snapshot_frame() : keyframe_before(due);
  if (!snapshot) return nullptr;
  place = {snapshot->seq + 1, place.delay.count() > 0, place.delay};
  return snapshot;
}

std::uint64_t PushFeed::due_seq(std::chrono::seconds delay, SteadyTime now) const {
  if (delay.count() == 0) return seq_;
  const auto shown_from = [](const FramePtr& frame) { return frame->shown_from; };
  const auto later = std::ranges::upper_bound(messages_, now - delay, {}, shown_from);
  return later == messages_.begin() ? 0 : (*std::prev(later))->seq;
}

FramePtr PushFeed::keyframe_before(std::uint64_t seq) const {
  const auto later = std::ranges::upper_bound(keyframes_, seq, {}, [](const FramePtr& frame) { return frame->seq; });
  return later == keyframes_.begin() ? nullptr : *std::prev(later);
}

// Whether a delta can lead from the latest state to this one: time goes forward in the same race.
bool PushFeed::follows(const Publication& publication) const {
  const race::Snapshot& before = *latest_->snapshot;
  const race::Snapshot& now = *publication.snapshot;
  return publication.take == latest_->take && now.at >= before.at && now.messages.size() >= before.messages.size() &&
         now.cars.size() >= before.cars.size() && now.session.source_session_id == before.session.source_session_id;
}

void PushFeed::begin_message(timing::JsonWriter& json, std::string_view type, std::uint64_t seq,
                             const Publication& publication) const {
  json.begin_object().field("type", type).field("epoch", epoch_).field("seq", seq);
  json.field("published_ms", unix_ms(publication.published_at));
}

// Empty if nothing changed.
std::string PushFeed::delta_json(const Publication& publication, const PushedRace& now) const {
  std::string text;
  timing::JsonWriter json(text);
  begin_message(json, "delta", seq_ + 1, publication);
  const std::size_t head = text.size();
  if (!(now.race == pushed_.race)) {
    json.key("race").begin_object();
    now.race.write_changed(json, pushed_.race);
    json.end_object();
  }
  if (!same_order(now, pushed_)) {
    json.key("order").begin_array();
    for (const auto& car : now.cars) json.value(car.first);
    json.end_array();
  }
  write_changed_cars(json, now, pushed_);
  if (now.flags != pushed_.flags) json.key("flags").raw(now.flags);
  const std::size_t known_messages = latest_->snapshot->messages.size();
  if (publication.snapshot->messages.size() > known_messages)
    json.key("messages").raw(pushed_messages(*publication.snapshot, known_messages));
  const insight::Insights* insights = publication.insights.get();
  if (const auto* known = latest_->insights.get(); has_new_anomalies(insights, known)) {
    json.key("anomalies");
    write_pushed_anomalies(json, publication.snapshot->session, insights, known, limit::kPushedAnomalies);
  }
  const std::uint64_t told = latest_->alerts.empty() ? 0 : latest_->alerts.back()->number;
  if (!publication.alerts.empty() && publication.alerts.back()->number > told) {
    json.key("alerts");
    write_pushed_alerts(json, publication, told);
  }
  if (now.weather != pushed_.weather) json.key("weather").raw(now.weather);
  if (now.feeds != pushed_.feeds) json.key("feeds").raw(now.feeds);
  if (now.replay != pushed_.replay) json.key("replay").raw(now.replay);
  if (text.size() == head) return {};
  json.end_object();
  return text;
}

FramePtr PushFeed::snapshot_frame() {
  if (snapshot_) return snapshot_;
  const race::Snapshot& race = *latest_->snapshot;
  std::string text;
  timing::JsonWriter json(text);
  begin_message(json, "snapshot", seq_, *latest_);
  json.field("session_id", session_id_).key("race").begin_object();
  pushed_.race.write_all(json);
  json.end_object().key("cars").begin_array();
  for (const auto& car : pushed_.cars) {
    json.begin_object();
    car.second.write_all(json);
    json.end_object();
  }
  const std::size_t count = race.messages.size();
  json.end_array().key("flags").raw(pushed_.flags);
  json.key("messages").raw(pushed_messages(race, count > limit::kSnapshotMessages ? count - limit::kSnapshotMessages : 0));
  json.key("anomalies");
  write_pushed_anomalies(json, race.session, latest_->insights.get(), nullptr, limit::kPushedAnomalies);
  json.key("alerts");
  write_pushed_alerts(json, *latest_, 0);
  json.key("weather").raw(pushed_.weather).key("feeds").raw(pushed_.feeds).key("replay").raw(pushed_.replay).end_object();
  snapshot_ = std::make_shared<const Frame>(seq_, latest_->shown_from, epoch_ + ":" + std::to_string(seq_), std::move(text));
  return snapshot_;
}

void PushFeed::hold(FramePtr message) {
  held_bytes_ += message->json.size();
  messages_.push_back(std::move(message));
}

// The newest state, if the last keyframe is long ago or no delta leads here from it.
void PushFeed::keep_keyframe() {
  const bool is_whole = messages_.back() == snapshot_;
  const SteadyTime now = latest_->shown_from;
  const bool is_early = !keyframes_.empty() && now - keyframes_.back()->shown_from < limit::kBetweenKeyframes &&
                        seq_ - keyframes_.back()->seq < limit::kMessagesBetweenKeyframes;
  if (!is_whole && is_early) return;
  keyframes_.push_back(snapshot_frame());
  if (!is_whole) held_bytes_ += snapshot_->json.size();
}

// All that the longest delay needs is kept: the keyframe at or before it, and what follows.
void PushFeed::drop_oldest() {
  const SteadyTime oldest_shown = latest_->shown_from - limit::kLongestDelay;
  const auto is_over = [&] { return keyframes_.size() > 1 && keyframes_[1]->shown_from <= oldest_shown; };
  const auto is_much = [&] { return messages_.size() > limit::kHeldMessages || held_bytes_ > limit::kHeldMessageBytes; };
  while (keyframes_.size() > 1 && (is_over() || is_much())) {
    const FramePtr gone = keyframes_.front();
    keyframes_.pop_front();
    bool counted = false;
    while (messages_.front()->seq < keyframes_.front()->seq) {
      counted = counted || messages_.front() == gone;
      held_bytes_ -= messages_.front()->json.size();
      messages_.pop_front();
    }
    if (!counted) held_bytes_ -= gone->json.size();
  }
}

}  // namespace stint::server
