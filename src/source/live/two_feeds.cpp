#include "source/live/two_feeds.hpp"

#include <algorithm>
#include <cctype>
#include <type_traits>
#include <utility>

namespace stint::live {
namespace {

using timing::Event;
using timing::event_as;
using timing::Instant;
using timing::Millis;

constexpr std::size_t kCrossingsCompared = 41;

// Two clocks that round differently differ by so much; more is another time.
constexpr Millis kSameTime{2};

// Names are written in different ways ("A. Example", "Alex EXAMPLE"): the letters of the last word are what they share.
std::string surname_of(const std::string& name) {
  const auto blank = name.find_last_of(' ');
  std::string letters;
  for (const char c : blank == std::string::npos ? name : name.substr(blank + 1)) {
    letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return letters;
}

// Two feeds of one session name it differently; they agree on what it is and about when it began.
bool is_same_session(const timing::Session& a, const timing::Session& b) {
  constexpr Millis kSameStart = std::chrono::minutes{10};
  if (a.source == b.source) return a.source_session_id == b.source_session_id;
  if (a.kind != b.kind) return false;
  return a.started_at && b.started_at && std::chrono::abs(*a.started_at - *b.started_at) <= kSameStart;
}

const timing::Driver* find_driver(const timing::Entry& entry, const timing::DriverId& id) {
  const auto found = std::ranges::find(entry.drivers, id, &timing::Driver::id);
  return found == entry.drivers.end() ? nullptr : &*found;
}

}  // namespace

std::optional<TwoFeeds::FactKey> TwoFeeds::key_of(const Event& event) {
  const timing::CarNumber* car = timing::car_of(event);
  if (car == nullptr) return std::nullopt;
  return std::visit(
      [&]<class Body>(const Body& body) -> std::optional<FactKey> {
        if constexpr (std::is_same_v<Body, timing::Sector> || std::is_same_v<Body, timing::Loop>) {
          return FactKey{event.body.index(), *car, body.lap, body.index};
        } else if constexpr (std::is_same_v<Body, timing::Lap> || std::is_same_v<Body, timing::PitIn> ||
                             std::is_same_v<Body, timing::PitOut>) {
          return FactKey{event.body.index(), *car, body.lap, 0};
        } else {
          return std::nullopt;
        }
      },
      event.body);
}

TwoFeeds::Told TwoFeeds::told_by(const Event& event) {
  Told told{event.at, std::nullopt};
  if (const auto* lap = event_as<timing::Lap>(event)) told.time = lap->time;
  if (const auto* sector = event_as<timing::Sector>(event)) told.time = sector->time;
  return told;
}

void TwoFeeds::choose_leader(const FeedStatus& leader, const FeedStatus& second, Instant now) {
  const auto is_fresh = [now](const FeedStatus& feed) { return feed.last_timing_at && now - *feed.last_timing_at < kTakeOver; };
  if (is_fresh(leader)) {
    second_leads_ = false;
  } else if (is_fresh(second)) {
    second_leads_ = true;
  }
}

void TwoFeeds::take(std::vector<Event> leader, std::vector<Event> second, const FeedStatus& leader_status,
                    const FeedStatus& second_status, Instant now, std::vector<Event>& out) {
  for (Event& event : leader) take_leader(std::move(event), out);
  choose_leader(leader_status, second_status, now);
  for (Event& event : second) take_second(std::move(event), now, out);
  release(now, out);
}

void TwoFeeds::take_leader(Event event, std::vector<Event>& out) {
  if (event_as<timing::Session>(event) != nullptr) {
    take_session(std::move(event), true, out);
    return;
  }
  if (const auto key = key_of(event)) {
    const Told told = told_by(event);
    const bool is_new = by_leader_.insert_or_assign(*key, told).second;
    if (const auto other = by_second_.find(*key); is_new && other != by_second_.end()) compare(told, other->second);
  } else if (event_as<timing::FeedHealth>(event) == nullptr) {
    kinds_of_leader_.insert(event.body.index());
  }
  if (const auto* entry = event_as<timing::Entry>(event)) entries_[entry->car] = *entry;
  out.push_back(std::move(event));
}

void TwoFeeds::take_second(Event event, Instant now, std::vector<Event>& out) {
  if (event_as<timing::Session>(event) != nullptr) {
    take_session(std::move(event), false, out);
    return;
  }
  if (event_as<timing::FeedHealth>(event) != nullptr) {
    out.push_back(std::move(event));
    return;
  }
  if (const auto* entry = event_as<timing::Entry>(event)) second_entries_[entry->car] = *entry;
  if (const auto key = key_of(event)) {
    const Told told = told_by(event);
    if (const bool is_new = by_second_.insert_or_assign(*key, told).second; !is_new && by_leader_.contains(*key)) return;
    if (const auto known = by_leader_.find(*key); known != by_leader_.end()) {
      compare(known->second, told);
      return;
    }
  }
  held_.push_back({std::move(event), now + kHold});
}

void TwoFeeds::release(Instant now, std::vector<Event>& out) {
  while (!held_.empty() && (second_leads_ || held_.front().until <= now)) {
    Event event = std::move(held_.front().event);
    held_.pop_front();
    if (const auto key = key_of(event)) {
      if (by_leader_.contains(*key)) continue;
    } else if (const auto* entry = event_as<timing::Entry>(event)) {
      if (entries_.contains(entry->car)) continue;
      entries_[entry->car] = *entry;
    } else if (!second_leads_ && kinds_of_leader_.contains(event.body.index())) {
      continue;
    }
    translate(event);
    out.push_back(std::move(event));
  }
}

void TwoFeeds::compare(const Told& leader, const Told& second) {
  if (leader.time && second.time && std::chrono::abs(*leader.time - *second.time) > kSameTime) ++differences_;
  lateness_.push_back(second.at - leader.at);
  if (lateness_.size() > kCrossingsCompared) lateness_.pop_front();
  std::vector<Millis> sorted(lateness_.begin(), lateness_.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  offset_ = *middle;
}

std::optional<timing::DriverId> TwoFeeds::translated(const timing::CarNumber& car, const timing::DriverId& id) const {
  const auto ours = entries_.find(car);
  const auto theirs = second_entries_.find(car);
  if (ours == entries_.end() || theirs == second_entries_.end()) return std::nullopt;
  const timing::Driver* driver = find_driver(theirs->second, id);
  if (driver == nullptr) return std::nullopt;
  const auto same = std::ranges::find(ours->second.drivers, surname_of(driver->name),
                                      [](const timing::Driver& known) { return surname_of(known.name); });
  return same == ours->second.drivers.end() ? std::nullopt : std::optional(same->id);
}

// Into the leader's time and the leader's drivers.
void TwoFeeds::translate(Event& event) {
  if (key_of(event)) event.at -= offset_;
  if (auto* lap = std::get_if<timing::Lap>(&event.body); lap != nullptr && lap->driver) {
    lap->driver = translated(lap->car, *lap->driver);
  }
  if (auto* change = std::get_if<timing::DriverChange>(&event.body)) {
    if (change->from) change->from = translated(change->car, *change->from);
    if (const auto to = translated(change->car, change->to)) change->to = *to;
  }
}

void TwoFeeds::forget_session() {
  by_leader_.clear();
  by_second_.clear();
  kinds_of_leader_.clear();
  held_.clear();
  entries_.clear();
  second_entries_.clear();
  session_.reset();
}

void TwoFeeds::take_session(Event event, bool of_leader, std::vector<Event>& out) {
  timing::Session told = *event_as<timing::Session>(event);
  std::string& own = of_leader ? leader_session_ : second_session_;
  const bool rolled_over = !own.empty() && own != told.source_session_id;
  const bool decides = of_leader || second_leads_ || !session_;
  own = told.source_session_id;
  if (rolled_over && decides) forget_session();
  if (!decides) return;
  // What has not begun yet can't be told from another: the next word of it may.
  if (logged_ && (told.started_at || told.source == logged_->source)) {
    if (is_same_session(*logged_, told)) session_ = logged_;
    logged_.reset();
  }
  if (session_) {  // the same session, whoever tells of it: it keeps the name that it has
    told.source = session_->source;
    told.source_session_id = session_->source_session_id;
  }
  session_ = told;
  event.body = timing::Indirect<timing::Session>(std::move(told));
  out.push_back(std::move(event));
}

}  // namespace stint::live
