#include "insight/rules/pit_entry.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stint::insight {
namespace {

using race::FlagKind;
using timing::Instant;
using timing::Millis;

std::string flag_words(FlagKind flag) {
  switch (flag) {
    case FlagKind::fcy:
      return "full course yellow";
    case FlagKind::vsc:
      return "virtual safety car";
    case FlagKind::safety_car:
      return "safety car";
    case FlagKind::code60:
      return "code 60";
    case FlagKind::slow_zone:
      return "a slow zone";
    case FlagKind::red:
      return "red flag";
    default:
      return "green";
  }
}

bool is_neutral(FlagKind flag) {
  return flag == FlagKind::fcy || flag == FlagKind::vsc || flag == FlagKind::safety_car || flag == FlagKind::code60 ||
         flag == FlagKind::red;
}

std::string listed(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

// What is in force, and since when.
struct Neutral {
  FlagKind flag = FlagKind::green;
  std::optional<Instant> since;
  bool short_procedure = false;
};

// The published flag, or race control's words where they are ahead of it.
Neutral neutral_now(const race::Snapshot& race) {
  Neutral now{race.flag, std::nullopt, false};
  const auto& spoken = race.control.neutralisation;
  const bool in_force = spoken && spoken->phase != race::MessagePhase::prepare;
  if (in_force && (!is_neutral(race.flag) || race.flag == spoken->kind)) now = {spoken->kind, spoken->since, false};
  if (in_force) now.short_procedure = spoken->short_procedure;
  if (!race.flags.empty() && race.flags.back().kind == race.flag && now.flag == race.flag) now.since = race.flags.back().from;
  return now;
}

// Laps that the class has driven since `since`: the leading car's, since rules count the laps behind the safety car.
double laps_since(const race::Snapshot& race, std::string_view class_name, std::optional<Instant> since) {
  if (!since) return 0;
  for (const race::CarSnapshot& car : race.cars) {
    if (!class_name.empty() && class_key(car.entry->class_name) != class_key(class_name)) continue;
    double laps = 0;
    for (std::size_t i = car.laps_done.size(); i-- > 0 && car.laps_done[i].ended_at > *since;) ++laps;
    return laps;
  }
  return 0;
}

// Race control's own words; nullopt: none are in force. That the lane is open is old news once the race is neutralised.
std::optional<PitEntry> spoken_entry(const race::Snapshot& race, const Neutral& now, std::string_view class_name,
                                     const RuleBook& rules) {
  if (!race.control.pit_lane || !race.control.pit_lane->entry_open) return std::nullopt;
  const race::PitLane& lane = *race.control.pit_lane;
  if (*lane.entry_open && now.flag == FlagKind::green) return std::nullopt;
  if (*lane.entry_open && is_neutral(now.flag) && now.since && lane.since < *now.since) return std::nullopt;
  PitEntry entry{.announced = true};
  if (!*lane.entry_open) {
    entry.open = false;
    entry.because = "race control has closed the pit entry";
    return entry;
  }
  const auto is_named = [&](const std::string& named) { return rules.is_of(class_name, named); };
  entry.open = lane.open_for.empty() || std::ranges::any_of(lane.open_for, is_named);
  entry.because = "race control has opened the pits" + (lane.open_for.empty() ? "" : " for " + listed(lane.open_for, ", "));
  return entry;
}

// IMSA's short caution: near the start or a restart the pits stay closed.
std::optional<std::string> short_caution(const race::Snapshot& race, const Neutral& now, const RuleBook& rules,
                                         PitEntry& entry) {
  if (now.short_procedure) return "short full course yellow: the pits stay closed";
  if (now.flag != FlagKind::fcy || !now.since || !race.session.started_at) return std::nullopt;
  const ShortCaution limits = rules.short_caution();
  if (limits.after_start && *now.since - *race.session.started_at < limits.after_start->value) {
    note_if_low(limits.after_start->rule, entry.low_certainty);
    return "full course yellow soon after the start: the pits stay closed";
  }
  for (std::size_t i = race.flags.size(); limits.after_restart && i-- > 0;) {
    const race::FlagPeriod& period = race.flags[i];
    if (period.from >= *now.since || period.kind != FlagKind::green) continue;
    if (*now.since - period.from >= limits.after_restart->value || period.from <= *race.session.started_at) break;
    note_if_low(limits.after_restart->rule, entry.low_certainty);
    return "full course yellow soon after a restart: the pits stay closed";
  }
  return std::nullopt;
}

// Where nobody publishes race control's words, the cars show it: how many of the class have come in since `since`.
bool has_come_in(const race::Snapshot& race, std::string_view class_name, Instant since) {
  constexpr int kEnough = 3;
  int came = 0, running = 0;
  for (const race::CarSnapshot& car : race.cars) {
    if (class_key(car.entry->class_name) != class_key(class_name) || car.state == race::CarState::retired) continue;
    ++running;
    if (!car.pit_stops.empty() && car.pit_stops.back().in_at > since && !car.pit_stops.back().red_flag) ++came;
  }
  return came >= kEnough || (came > 0 && 2 * came >= running);
}

std::string_view unknown_words(FlagKind flag) {
  return flag == FlagKind::none ? "the flag is not known" : "no rule is known for this flag";
}

void close(PitEntry& entry, std::string because, bool emergency) {
  entry.open = false;
  entry.emergency = emergency;
  entry.because = std::move(because) + (emergency ? "; emergency service is allowed" : "");
}

void apply(const PitEntryRule& rule, FlagKind flag, double laps, PitEntry& entry) {
  const std::string under = " under " + flag_words(flag);
  switch (rule.kind) {
    case PitEntryKind::open:
      entry.open = true;
      entry.because = "open" + under;
      return;
    case PitEntryKind::closed:
      close(entry, "closed" + under, rule.emergency);
      return;
    case PitEntryKind::until_announced: {
      const std::string order = rule.order.empty() ? "" : ", first for " + listed(rule.order, ", then ");
      close(entry, "closed" + under + " until race control opens it" + order, rule.emergency);
      return;
    }
    case PitEntryKind::closed_for_laps:
      break;
  }
  if (!rule.laps) {
    entry.because = "closed for the first laps" + under + "; for how many is not known";
    return;
  }
  const auto left = static_cast<std::int32_t>(std::ceil(*rule.laps - laps));
  if (left <= 0) {
    entry.open = true;
    entry.because = "open" + under + " after " + std::to_string(*rule.laps) + " laps of it";
    return;
  }
  close(entry, "closed for the first " + std::to_string(*rule.laps) + " laps" + under, rule.emergency);
  entry.opens_in_laps = left;
}

}  // namespace

PitEntry pit_entry_under(FlagKind flag, double laps, std::string_view class_name, const RuleBook& rules) {
  PitEntry entry;
  const auto rule = rules.pit_entry(flag, class_name);
  if (rule) {
    note_if_low(rule->rule, entry.low_certainty);
    const RuleCase of{.class_name = class_name, .flag = flag};
    if (rule->value.kind == PitEntryKind::closed_for_laps)
      note_if_low(rules.find(RuleKey::pit_entry_closed_laps, of), entry.low_certainty);
    if (rule->value.emergency) note_if_low(rules.find(RuleKey::emergency_service, of), entry.low_certainty);
    apply(rule->value, flag, laps, entry);
  } else if (flag == FlagKind::none || is_neutral(flag)) {
    entry.because = std::string(unknown_words(flag));
  } else {
    entry.open = true;
    entry.because = "open under " + flag_words(flag);
  }
  return entry;
}

PitEntry pit_entry_now(const race::Snapshot& race, std::string_view class_name, const RuleBook& rules) {
  const Neutral now = neutral_now(race);
  if (auto spoken = spoken_entry(race, now, class_name, rules)) {
    if (*spoken->open) return *spoken;
    const auto emergency = rules.truth(RuleKey::emergency_service, {.class_name = class_name, .flag = now.flag});
    spoken->emergency = emergency && emergency->value;
    if (emergency) note_if_low(emergency->rule, spoken->low_certainty);
    return *spoken;
  }
  PitEntry entry;
  if (const auto because = short_caution(race, now, rules, entry)) {
    const auto emergency = rules.truth(RuleKey::emergency_service, {.class_name = class_name, .flag = now.flag});
    close(entry, *because, emergency && emergency->value);
    return entry;
  }
  const auto rule = rules.pit_entry(now.flag, class_name);
  const bool waits = rule && rule->value.kind == PitEntryKind::until_announced;
  if (waits && now.since && race.messages.empty() && has_come_in(race, class_name, *now.since)) {
    entry.open = true;
    entry.because = "open under " + flag_words(now.flag) + ": cars of the class have come in";
    return entry;
  }
  return pit_entry_under(now.flag, laps_since(race, class_name, now.since), class_name, rules);
}

}  // namespace stint::insight
