#include "server/push/push_feed.hpp"

#include <unordered_map>
#include <utility>

#include "server/limits.hpp"

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
  if (whole) {  // deltas of before can't lead here
    deltas_.clear();
    held_bytes_ = 0;
  } else {
    hold(std::make_shared<const Frame>(epoch_ + ":" + std::to_string(seq_), std::move(delta)));
  }
  return true;
}

PushFeed::Place PushFeed::join(const std::optional<Resume>& resume) const {
  if (!resume || resume->epoch != epoch_ || resume->seq > seq_ || resume->seq + deltas_.size() < seq_) return {};
  return {resume->seq + 1, true};
}

FramePtr PushFeed::next(Place& place, bool& slow) {
  slow = false;
  if (seq_ == 0 || place.next > seq_) {
    if (place.next > 0) place.catching_up = false;
    return nullptr;
  }
  const std::uint64_t behind = seq_ + 1 - place.next;  // messages still to come
  const bool held = place.next > 0 && behind <= deltas_.size();
  if (held && (place.catching_up || behind <= limit::kSlowDeltas)) {
    ++place.next;
    return deltas_[deltas_.size() - behind];
  }
  slow = place.next > 0 && behind > limit::kSlowDeltas;
  place = {seq_ + 1, false};
  return snapshot_frame();
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
  if (now.weather != pushed_.weather) json.key("weather").raw(now.weather);
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
  json.key("weather").raw(pushed_.weather).key("replay").raw(pushed_.replay).end_object();
  snapshot_ = std::make_shared<const Frame>(epoch_ + ":" + std::to_string(seq_), std::move(text));
  return snapshot_;
}

void PushFeed::hold(FramePtr delta) {
  held_bytes_ += delta->json.size();
  deltas_.push_back(std::move(delta));
  while (deltas_.size() > limit::kHeldDeltas || held_bytes_ > limit::kHeldDeltaBytes) {
    held_bytes_ -= deltas_.front()->json.size();
    deltas_.pop_front();
  }
}

}  // namespace stint::server
