#include "source/live/wige/ring_session.hpp"

#include <algorithm>
#include <utility>

#include "source/local_time.hpp"

namespace stint::live::wige {
namespace {

using timing::FlagKind;
using timing::SessionState;

// How long a session that is under way waits for the lists of its laps, and for the next of them.
constexpr Millis kLongestHold = std::chrono::seconds{5};
constexpr Millis kListsPause = std::chrono::seconds{1};

// A change of the track's state that is reported this late has happened when it says, not now.
constexpr Millis kFreshChange = std::chrono::seconds{60};

// The winner crosses the line, and the track's state says so some frames later.
constexpr Millis kFlagDelay = std::chrono::seconds{5};

// After the flag the last car has this long to come home; nothing else ends a session whose clock is not heard of again.
constexpr Millis kAfterFlag = std::chrono::minutes{15};

std::string slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (kept) {
      slug += lower;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.substr(0, 60);
}

timing::SessionKind kind_of(const ClassificationHead& head) {
  const std::string name = slug(head.heat);
  if (name.find("warm") != std::string::npos) return timing::SessionKind::warmup;
  if (name.find("quali") != std::string::npos && head.heat_type != "R") return timing::SessionKind::qualifying;
  if (head.heat_type == "R") return timing::SessionKind::race;
  if (head.heat_type == "Q") return timing::SessionKind::qualifying;
  return head.heat_type == "T" ? timing::SessionKind::practice : timing::SessionKind::unknown;
}

// Numbers of the feed are strings of another form in lists of laps ("007" is 7 there).
bool same_but_for_zeros(std::string_view a, std::string_view b) {
  const auto strip = [](std::string_view text) {
    while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
    return text;
  };
  return strip(a) == strip(b);
}

}  // namespace

bool RingSession::begins_another(const ClassificationHead& head) const {
  if (!known()) return true;
  return head.session != head_.session || head.heat != head_.heat || head.cup != head_.cup;
}

void RingSession::begin(const ClassificationHead& head, Instant at) {
  const bool changed = known();
  feed_session_ = head.session;
  id_ = head.session;
  for (const std::string& part : {slug(head.cup), slug(head.heat)}) {
    if (!part.empty()) id_ += (id_.empty() ? "" : "-") + part;
  }
  cars_.clear();
  messages_.forget();
  zones_.forget();
  flag_.reset();
  flag_fell_at_.reset();
  if (changed && !state_is_of_next_) track_state_.reset();
  state_is_of_next_ = false;
  session_ = {};
  session_.source = "wige";
  session_.source_session_id = id_;
  session_.series = series_;
  session_.event = head.cup;
  session_.name = head.heat;
  session_.track = head.track;
  session_.kind = kind_of(head);
  session_.lap_length_m = head.lap_length_m;
  if (const auto local = source::local_of(at, kZone)) {
    session_.utc_offset_min = static_cast<std::int32_t>(std::chrono::floor<std::chrono::minutes>(*local - at).count());
  }
  session_told_at_ = at;
  told_.push_back({at, 0, session_});
}

FrameFacts RingSession::facts_at(Instant at) const {
  FrameFacts facts;
  facts.at = at;
  facts.version = head_.version;
  facts.intermediates = head_.intermediates.value_or(static_cast<std::int32_t>(kMostSectors) - 1);
  facts.sector_lengths_m = head_.sector_lengths_m;
  facts.lap_length_m = head_.lap_length_m;
  facts.flag_fell_at = flag_fell_at_;
  return facts;
}

void RingSession::take_classification(const ClassificationReader& frame, Instant arrived, Reaction& reaction) {
  const ClassificationHead& head = frame.head();
  const Instant at = head.time_of_day.value_or(feed_time(arrived));
  const bool older = latest_frame_ && at < *latest_frame_;
  const bool another = begins_another(head);
  if (older && another) return;  // a straggler of the session before
  if (head.time_of_day && !older) set_feed_clock(at, arrived);
  if (another) {
    release(reaction);
    begin(head, at);
  }
  if (!older) {
    latest_frame_ = at;
    head_ = head;
  }
  const FrameFacts facts = facts_at(at);
  for (const ClassificationRow& row : frame.changed()) take_row(row, facts);
  for (auto& [number, car] : cars_) {
    const bool seen_now = std::ranges::any_of(frame.changed(), [&](const auto& row) { return row.car == number; });
    if (seen_now) continue;
    if (car.timeline.undecided()) car.timeline.take_unchanged(facts, told_);
    if (car.entry.undecided()) car.entry.take_unchanged(car.timeline.laps() + 1, at, told_);
  }
  const bool under_way = std::ranges::any_of(cars_, [](const auto& car) { return car.second.timeline.laps() > 0; });
  if (another) {
    if (under_way) held_since_ = arrived;
    wants_laps_ = under_way;
    apply_track_state(at);
    if (!waiting_messages_.empty()) {
      simdjson::dom::parser parser;
      simdjson::dom::object messages;
      if (parser.parse(waiting_messages_).get_object().get(messages) == simdjson::SUCCESS)
        messages_.take(messages, id_, at, told_);
      waiting_messages_.clear();
    }
  }
  if (!older) {
    if (const auto flag = flag_of(head.track_state)) show_flag(*flag, at);
    if (state_is_of_next_ && flag_ != FlagKind::chequered) {
      state_is_of_next_ = false;  // the chequered flag was taken back
      apply_track_state(at);
    }
  }
  reaction.timing_seen = reaction.timing_seen || !frame.changed().empty();
  deliver(reaction);
}

void RingSession::take_row(const ClassificationRow& row, const FrameFacts& facts) {
  Car& car = cars_.try_emplace(row.car, row.car).first->second;
  const std::int32_t laps_before = car.timeline.laps();
  const bool in_lane = car.timeline.in_lane();
  // The entry comes before what the car does, and a new driver after the lap that the old one ended.
  std::vector<timing::Event> driven;
  if (!car.timeline.take(row, facts, driven)) return;
  car.entry.take(row, car.timeline.laps() + 1, in_lane || car.timeline.in_lane(), facts.at, told_);
  told_.insert(told_.end(), std::make_move_iterator(driven.begin()), std::make_move_iterator(driven.end()));
  if (laps_before >= 0 && car.timeline.laps() > laps_before + 1) wants_laps_ = true;
  take_standing(car, row, facts.at);
}

void RingSession::take_standing(Car& car, const ClassificationRow& row, Instant at) {
  car.position = row.position;
  timing::OfficialStanding standing;
  standing.car = row.car;
  standing.position = row.position;
  standing.class_position = row.class_position;
  standing.laps = row.laps;
  standing.gap = row.gap.time;
  standing.gap_laps = row.gap.laps;
  if (!standing.position && !standing.laps) return;
  if (car.standing == standing) return;
  car.standing = standing;
  told_.push_back({at, 0, std::move(standing)});
}

void RingSession::show_flag(FlagKind flag, Instant at) {
  if (flag_ == flag) return;
  flag_ = flag;
  told_.push_back({at, 0, timing::Flag{.kind = flag}});
  if (flag == FlagKind::chequered && !flag_fell_at_) flag_fell(at);
}

// The winner has caused the flag: his crossing is earlier than the news of it.
void RingSession::flag_fell(Instant at) {
  flag_fell_at_ = at;
  for (const auto& [number, car] : cars_) {
    const auto crossed = car.timeline.last_crossing();
    if (car.position == 1 && crossed && *crossed <= at && at - *crossed <= kFlagDelay) flag_fell_at_ = crossed;
  }
  for (auto& [number, car] : cars_) car.timeline.flag_fell(*flag_fell_at_, told_);
}

void RingSession::take_track_state(const TrackState& state, Instant arrived, Reaction& reaction) {
  track_state_ = state;
  // Track states name no session. After the chequered flag another one is the next session's, which the classification tells of
  // up to a second later, unless the classification of this session shows it too.
  state_is_of_next_ = known() && flag_ == FlagKind::chequered && state.flag && *state.flag != FlagKind::chequered;
  if (!known() || state_is_of_next_) return;
  apply_track_state(feed_time(arrived));
  deliver(reaction);
}

void RingSession::apply_track_state(Instant now) {
  if (!track_state_) return;
  const TrackState& state = *track_state_;
  const bool fresh = state.changed_at && *state.changed_at <= now && now - *state.changed_at <= kFreshChange;
  const Instant changed_at = fresh ? *state.changed_at : now;
  timing::Session changed = session_;
  if (state.state) changed.state = *state.state;
  const bool no_laps_yet = std::ranges::none_of(cars_, [](const auto& car) { return car.second.timeline.laps() > 0; });
  const bool starts = changed.state == SessionState::running && !session_.started_at && no_laps_yet;
  if (starts) changed.started_at = state.changed_at && *state.changed_at <= now ? *state.changed_at : now;
  if (changed.started_at && state.ends_at && *state.ends_at > *changed.started_at && !changed.limit) {
    // The clock is set to the second, and started by hand.
    changed.limit = std::chrono::round<std::chrono::minutes>(*state.ends_at - *changed.started_at);
  }
  const Instant since = starts ? *changed.started_at : changed_at;
  change_session(std::move(changed), since);
  if (state.flag) show_flag(*state.flag, since);
  tell_clock(now);
}

void RingSession::change_session(timing::Session changed, Instant at) {
  if (changed == session_) return;
  session_ = std::move(changed);
  // What is said later must stand, also if it is about an earlier moment.
  session_told_at_ = std::max(session_told_at_, at);
  told_.push_back({session_told_at_, 0, session_});
}

void RingSession::tell_clock(Instant now) {
  const TrackState& state = *track_state_;
  timing::Clock clock;
  clock.running = session_.state == SessionState::running;
  if (clock.running && state.ends_at)
    clock.remaining = std::max(Millis{0}, std::chrono::duration_cast<Millis>(*state.ends_at - now));
  if (!clock.running && state.time_to_run) clock.remaining = state.time_to_run;
  if (!clock.remaining) return;
  if (session_.started_at) clock.elapsed = std::max(Millis{0}, std::chrono::duration_cast<Millis>(now - *session_.started_at));
  told_.push_back({now, 0, clock});
}

void RingSession::take_laps(const CarLaps& laps, Instant arrived, Reaction& reaction) {
  laps_arrived_at_ = arrived;
  if (!known() || laps.session != feed_session_) return;
  // The lists have numbers where the classification has texts.
  auto car = cars_.find(laps.car);
  if (car == cars_.end()) {
    car = std::ranges::find_if(
        cars_, [&](const auto& known_car) { return same_but_for_zeros(known_car.first.view(), laps.car.view()); });
  }
  if (car == cars_.end()) return;
  const FrameFacts facts = facts_at(feed_time(arrived));
  const std::size_t before = told_.size();
  for (const ListedLap& lap : laps.laps) car->second.timeline.take_listed(lap, facts, told_);
  reaction.timing_seen = reaction.timing_seen || told_.size() > before;
  deliver(reaction);
}

void RingSession::take_messages(const simdjson::dom::object& frame, Instant arrived, Reaction& reaction) {
  if (!known()) {
    waiting_messages_ = simdjson::minify(frame);
    return;
  }
  messages_.take(frame, id_, feed_time(arrived), told_);
  deliver(reaction);
}

void RingSession::take_zones(const simdjson::dom::element& document, Instant arrived, Reaction& reaction) {
  if (!known()) return;
  zones_.take(document, feed_time(arrived), told_);
  deliver(reaction);
}

void RingSession::on_time(Instant now, Reaction& reaction) {
  if (held_since_) {
    const bool lists_done = laps_arrived_at_ && *laps_arrived_at_ >= *held_since_ && now - *laps_arrived_at_ >= kListsPause;
    if (lists_done || now - *held_since_ >= kLongestHold) release(reaction);
  }
  const bool over = flag_fell_at_ && feed_time(now) - *flag_fell_at_ >= kAfterFlag;
  if (over && session_.state != SessionState::finished) {
    timing::Session finished = session_;
    finished.state = SessionState::finished;
    change_session(std::move(finished), feed_time(now));
    deliver(reaction);
  }
}

void RingSession::deliver(Reaction& reaction) {
  auto& to = held_since_ ? held_ : reaction.events;
  to.insert(to.end(), std::make_move_iterator(told_.begin()), std::make_move_iterator(told_.end()));
  told_.clear();
}

// What was held goes out in order of time, with the session and the entries before all.
void RingSession::release(Reaction& reaction) {
  if (!held_since_) return;
  held_since_.reset();
  std::optional<Instant> first_crossing;
  for (const auto& [number, car] : cars_) {
    const auto crossed = car.timeline.first_crossing();
    if (crossed && (!first_crossing || *crossed < *first_crossing)) first_crossing = crossed;
  }
  const bool whole = std::ranges::none_of(cars_, [](const auto& car) { return car.second.timeline.has_gaps(); });
  if (whole && first_crossing && track_state_ && track_state_->changed_at && *track_state_->changed_at < *first_crossing &&
      session_.state == SessionState::running) {
    session_.started_at = track_state_->changed_at;
    held_.push_back({held_.front().at, 0, session_});
  }
  Instant earliest = held_.empty() ? Instant{} : held_.front().at;
  for (const timing::Event& event : held_) {
    if (timing::event_as<timing::RaceControl>(event) == nullptr) earliest = std::min(earliest, event.at);
  }
  if (session_.started_at) earliest = std::min(earliest, *session_.started_at);
  const auto introduces = [](const timing::Event& event) {
    return timing::event_as<timing::Session>(event) != nullptr || timing::event_as<timing::Entry>(event) != nullptr;
  };
  for (timing::Event& event : held_) {
    if (introduces(event)) event.at = earliest;
  }
  const auto facts = std::ranges::stable_partition(held_, introduces);
  std::ranges::stable_sort(facts, {}, &timing::Event::at);
  reaction.events.insert(reaction.events.end(), std::make_move_iterator(held_.begin()), std::make_move_iterator(held_.end()));
  held_.clear();
}

}  // namespace stint::live::wige
