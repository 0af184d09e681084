#include "race/race.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "race/race_state.hpp"
#include "race/repeats.hpp"

namespace stint::race {
namespace {

// How often the fold is kept, in events; and how many of the latest keepings stay. Late events are seconds late, not hours.
constexpr std::size_t kKeyframeEvery = 1024;
constexpr std::size_t kKeyframesKept = 4;

// Up to so many late events of a batch are put in one by one, each moving what comes after it; more are sorted in at once.
constexpr std::size_t kManyLateEvents = 256;

}  // namespace

struct Race::Impl {
  struct Keyframe {
    std::size_t events;  // how many of `events` it has seen
    std::shared_ptr<const RaceState> state;
  };

  SharedHistory<timing::Event, 128> events;  // canonical order
  RaceState state;                           // the fold of all of them
  std::vector<Keyframe> keyframes;
  std::uint64_t last_seq = 0;
  std::uint64_t changes = 0;

  SnapshotPtr shown;  // the latest snapshot, given again while nothing changes
  std::uint64_t shown_changes = 0;
  std::uint64_t version = 0;

  void keep() {
    state.freeze();
    keyframes.push_back({events.size(), std::make_shared<const RaceState>(state)});
    if (keyframes.size() > kKeyframesKept) keyframes.erase(keyframes.begin());
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
      if ((next + 1) % kKeyframeEvery == 0 && next + 1 < events.size()) {
        state.freeze();
        keyframes.push_back({next + 1, std::make_shared<const RaceState>(state)});
        if (keyframes.size() > kKeyframesKept) keyframes.erase(keyframes.begin());
      }
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
    put(place, event);
    return {in_order ? Outcome::applied : Outcome::late, place};
  }

  // What put_in() has put at the end.
  void apply_last() {
    state.apply(events.back());
    if (events.size() % kKeyframeEvery == 0) keep();
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
  static std::vector<timing::Event> sorted_facts(std::vector<timing::Event> told) {
    std::vector<timing::Event> facts;
    facts.reserve(told.size());
    std::map<FactIdentity, std::size_t> places;
    for (timing::Event& event : told) {
      const auto [known, is_new] = places.try_emplace(identity_of(event), facts.size());
      if (is_new) {
        facts.push_back(std::move(event));
      } else if (timing::Event& before = facts[known->second]; !same_content(before, event) || event.at < before.at) {
        before = std::move(event);
      }
    }
    std::ranges::stable_sort(facts, comes_before);
    return facts;
  }

  void fold_anew(const std::vector<timing::Event>& all) {
    events = {};
    state = {};
    keyframes.clear();
    for (const timing::Event& event : all) {
      events.push_back(event);
      apply_last();
    }
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
  std::vector<timing::Event> told(events.begin(), events.end());
  if (std::ranges::count_if(events, is_late) <= static_cast<std::ptrdiff_t>(kManyLateEvents)) {
    impl_->insert_facts(Impl::sorted_facts(std::move(told)));
    return;
  }
  told.insert(told.begin(), impl_->events.begin(), impl_->events.end());
  impl_->fold_anew(Impl::sorted_facts(std::move(told)));
  ++impl_->changes;
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
