#include "race/race.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "race/race_state.hpp"
#include "race/readings.hpp"
#include "race/repeats.hpp"

namespace stint::race {
namespace {

// How often the fold is kept, in events; and how many of the latest keepings stay. Late events are seconds late, not hours.
constexpr std::size_t kKeyframeEvery = 1024;
constexpr std::size_t kKeyframesKept = 4;

// Up to so many late events of a batch are put in one by one, each moving what comes after it; more are sorted in at once.
constexpr std::size_t kManyLateEvents = 256;

// Superseded readings are looked for after so many more readings: a live race of 62 cars has them in half an hour.
constexpr std::size_t kForgetEvery = 2048;

}  // namespace

struct Race::Impl {
  struct Keyframe {
    std::size_t events;  // how many of `events` it has seen
    std::shared_ptr<const RaceState> state;
  };

  EventList events;  // canonical order
  RaceState state;   // the fold of all of them
  std::vector<Keyframe> keyframes;
  Readings readings;
  std::size_t readings_told = 0;  // since superseded ones were looked for
  std::uint64_t last_seq = 0;
  std::uint64_t changes = 0;

  SnapshotPtr shown;  // the latest snapshot, given again while nothing changes
  std::uint64_t shown_changes = 0;
  std::uint64_t version = 0;

  // REQUIRES: `state` is the fold of the first `folded` events.
  void keep(std::size_t folded) {
    state.freeze();
    keyframes.push_back({folded, std::make_shared<const RaceState>(state)});
    if (keyframes.size() > kKeyframesKept) keyframes.erase(keyframes.begin());
  }

  // Of what lies before all keyframes.
  void forget_superseded() {
    if (readings_told < kForgetEvery) return;
    readings_told = 0;
    const std::size_t forgotten = readings.forget_superseded(events, keyframes.front().events);
    for (Keyframe& keyframe : keyframes) keyframe.events -= forgotten;
  }

  // Folds again, with `events` changed from `place` on.
  void refold(std::size_t place) {
    while (!keyframes.empty() && keyframes.back().events > place) keyframes.pop_back();
    std::size_t next = 0;
    state = {};
    if (!keyframes.empty()) {
      state = *keyframes.back().state;
      next = keyframes.back().events;
    }
    for (; next < events.size(); ++next) {
      state.apply(events[next]);
      if ((next + 1) % kKeyframeEvery == 0 && next + 1 < events.size()) keep(next + 1);
    }
  }

  // Where `event` belongs in the canonical order.
  [[nodiscard]] std::size_t place_of(const timing::Event& event) const {
    std::size_t place = events.size();
    while (place > 0 && comes_before(event, events[place - 1])) --place;
    return place;
  }

  void put(std::size_t place, const timing::Event& event) {
    events.push_back(event);
    for (std::size_t i = events.size() - 1; i > place; --i) events.edit(i) = events[i - 1];
    events.edit(place) = event;
  }

  void take_out(std::size_t place) {
    for (std::size_t i = place; i + 1 < events.size(); ++i) events.edit(i) = events[i + 1];
    events.pop_back();
  }

  struct Placed {
    Outcome outcome = Outcome::applied;
    std::size_t from = 0;  // where the list has changed
  };

  // Into the list; the fold is the caller's.
  Placed put_in(const timing::Event& event) {
    if (const auto known = find_same_fact(events, state, event)) {
      // Clang-tidy sees the copy; it is wanted, the list changes under it.
      const timing::Event before = events[*known];
      if (same_content(before, event)) {
        if (before.at <= event.at) return {Outcome::repeated, events.size()};
        // Told first with a later instant: the earlier one is the fact.
      }
      take_out(*known);
      const std::size_t place = place_of(event);
      put(place, event);
      return {same_content(before, event) ? Outcome::late : Outcome::corrected, std::min(*known, place)};
    }
    const std::size_t place = place_of(event);
    const bool in_order = place == events.size();
    if (!in_order && readings.is_forgotten(event)) return {Outcome::repeated, events.size()};
    put(place, event);
    return {in_order ? Outcome::applied : Outcome::late, place};
  }

  // What put_in() has put at the end.
  void apply_last() {
    state.apply(events.back());
    if (Readings::is_reading(events.back())) ++readings_told;
    if (events.size() % kKeyframeEvery != 0) return;
    keep(events.size());
    forget_superseded();
  }

  Outcome insert(const timing::Event& event) {
    const Placed placed = put_in(event);
    if (placed.outcome == Outcome::applied) {
      apply_last();
    } else if (placed.outcome != Outcome::repeated) {
      refold(placed.from);
    }
    return placed.outcome;
  }

  // REQUIRES: canonical order, no fact twice. The fold is done once for all that is late: what it knows until then of earlier
  // events is true, and no two of `batch` are the same fact.
  void insert_facts(const std::vector<timing::Event>& batch) {
    std::optional<std::size_t> fold_from;
    for (const timing::Event& event : batch) {
      const Placed placed = put_in(event);
      if (placed.outcome == Outcome::repeated) continue;
      ++changes;
      if (placed.outcome != Outcome::applied) {
        fold_from = std::min(fold_from.value_or(placed.from), placed.from);
      } else if (!fold_from) {
        apply_last();
      }
    }
    if (fold_from) refold(*fold_from);
  }

  // In canonical order, each fact as it was last told.
  static std::vector<timing::Event> sorted_facts(std::span<const timing::Event> told) {
    std::vector<timing::Event> facts;
    facts.reserve(told.size());
    std::map<FactIdentity, std::size_t> places;
    for (const timing::Event& event : told) {
      const auto [known, is_new] = places.try_emplace(identity_of(event), facts.size());
      if (is_new) {
        facts.push_back(event);
      } else if (timing::Event& before = facts[known->second]; !same_content(before, event) || event.at < before.at) {
        before = event;
      }
    }
    std::ranges::stable_sort(facts, comes_before);
    return facts;
  }

  // What insert_facts() does, with one walk through the list in place of a search for each fact.
  void merge_facts(std::vector<timing::Event> facts) {
    std::erase_if(facts, [&](const timing::Event& fact) { return readings.is_forgotten(fact); });
    std::map<FactIdentity, std::size_t> told;  // places in `facts`
    for (std::size_t i = 0; i < facts.size(); ++i) told.emplace(identity_of(facts[i]), i);
    std::vector<bool> repeated(facts.size(), false), corrected(events.size(), false);
    std::size_t from = events.size();  // the list changes
    for (std::size_t i = 0; i < events.size(); ++i) {
      const timing::Event& known = events[i];
      const auto same = told.find(identity_of(known));
      if (same == told.end()) continue;
      const timing::Event& fact = facts[same->second];
      if (same_content(known, fact) && known.at <= fact.at) {
        repeated[same->second] = true;
      } else {
        corrected[i] = true;
        from = std::min(from, i);
      }
    }
    std::vector<timing::Event> news;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (!repeated[i]) news.push_back(std::move(facts[i]));
    }
    if (news.empty()) return;
    const auto first = std::upper_bound(events.begin(), events.end(), news.front(), comes_before);
    from = std::min(from, static_cast<std::size_t>(first - events.begin()));
    put_behind(from, corrected, news);
    ++changes;
    refold(from);
  }

  // From `place` on, the list is what it was without what is corrected, merged with `news`.
  void put_behind(std::size_t place, const std::vector<bool>& corrected, const std::vector<timing::Event>& news) {
    std::vector<timing::Event> rest;
    for (std::size_t i = place; i < events.size(); ++i) {
      if (!corrected[i]) rest.push_back(events[i]);
    }
    while (events.size() > place) events.pop_back();
    auto known = rest.cbegin();
    for (const timing::Event& fact : news) {
      for (; known != rest.cend() && !comes_before(fact, *known); ++known) events.push_back(*known);
      events.push_back(fact);
    }
    for (; known != rest.cend(); ++known) events.push_back(*known);
  }
};

Race::Race() : impl_(std::make_unique<Impl>()) {}
Race::Race(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Race::~Race() = default;
Race::Race(Race&&) noexcept = default;
Race& Race::operator=(Race&&) noexcept = default;

Race Race::fork() {
  impl_->events.freeze();
  impl_->state.freeze();
  auto copy = std::make_unique<Impl>(*impl_);
  copy->keyframes.clear();
  copy->shown.reset();
  return Race(std::move(copy));
}

Race::Outcome Race::insert(const timing::Event& event) {
  impl_->last_seq = std::max(impl_->last_seq, event.seq);
  const Outcome outcome = impl_->insert(event);
  if (outcome != Outcome::repeated) ++impl_->changes;
  return outcome;
}

void Race::insert_all(std::span<const timing::Event> events) {
  const Instant latest_before = latest();
  const auto is_late = [&](const timing::Event& event) { return event.at < latest_before; };
  for (const timing::Event& event : events) impl_->last_seq = std::max(impl_->last_seq, event.seq);
  std::vector<timing::Event> facts = Impl::sorted_facts(events);
  if (std::ranges::count_if(events, is_late) <= static_cast<std::ptrdiff_t>(kManyLateEvents)) {
    impl_->insert_facts(facts);
  } else {
    impl_->merge_facts(std::move(facts));
  }
}

SnapshotPtr Race::snapshot() { return snapshot(latest()); }

SnapshotPtr Race::snapshot(Instant at) {
  Impl& race = *impl_;
  const Instant shown_at = std::max(at, race.state.latest());
  if (race.shown && race.shown_changes == race.changes && race.shown->at == shown_at) return race.shown;
  race.state.freeze();
  auto shown = std::make_shared<Snapshot>(race.state.show(shown_at));
  shown->version = ++race.version;
  shown->last_seq = race.last_seq;
  race.shown = std::move(shown);
  race.shown_changes = race.changes;
  return race.shown;
}

void Race::number_versions_above(std::uint64_t version) { impl_->version = std::max(impl_->version, version); }
std::uint64_t Race::version() const { return impl_->version; }

Instant Race::latest() const { return impl_->state.latest(); }
std::uint64_t Race::last_seq() const { return impl_->last_seq; }

}  // namespace stint::race
