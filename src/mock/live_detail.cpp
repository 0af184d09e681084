#include "mock/live_detail.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace stint::mock {
namespace {

using timing::Event;
using timing::FlagKind;
using timing::Instant;

using Visit = std::pair<timing::CarNumber, std::int32_t>;  // car and in-lap

// When each visit to the pit lane began, as far as exit and lane time tell.
std::map<Visit, Instant> pit_entries(const std::vector<Event>& events) {
  std::map<Visit, Instant> entries;
  for (const Event& event : events) {
    const auto* out = timing::event_as<timing::PitOut>(event);
    if (out != nullptr && out->lane) entries[{out->car, out->lap - 1}] = event.at - *out->lane;
  }
  return entries;
}

// The line that began each lap, so that an entry is never put on the lap before.
std::map<Visit, Instant> lap_begins(const std::vector<Event>& events) {
  std::map<Visit, Instant> begins;
  for (const Event& event : events) {
    if (const auto* lap = timing::event_as<timing::Lap>(event)) begins[{lap->car, lap->lap + 1}] = event.at;
  }
  return begins;
}

void move_pit_entries(std::vector<Event>& events) {
  const auto entries = pit_entries(events);
  const auto begins = lap_begins(events);
  for (Event& event : events) {
    const auto* in = timing::event_as<timing::PitIn>(event);
    if (in == nullptr) continue;
    const auto entry = entries.find({in->car, in->lap});
    const auto begin = begins.find({in->car, in->lap});
    const bool on_its_lap = begin == begins.end() || (entry != entries.end() && entry->second > begin->second);
    if (entry != entries.end() && on_its_lap && entry->second < event.at) event.at = entry->second;
  }
}

// In the words that race control uses (FIA WEC).
std::optional<std::string> words_for(FlagKind shown, FlagKind before) {
  switch (shown) {
    case FlagKind::green:
      return "GREEN FLAG";
    case FlagKind::fcy:
      return "FULL COURSE YELLOW";
    case FlagKind::vsc:
      return "VIRTUAL SAFETY CAR";
    case FlagKind::safety_car:
      return "SAFETY CAR";
    case FlagKind::red:
      return "RED FLAG";
    case FlagKind::chequered:
      return "CHEQUERED FLAG";
    default:
      return before == shown ? std::nullopt : std::optional<std::string>("YELLOW FLAG");
  }
}

void add_messages(std::vector<Event>& events) {
  const auto is_message = [](const Event& event) { return timing::event_as<timing::RaceControl>(event) != nullptr; };
  if (std::ranges::any_of(events, is_message)) return;
  std::vector<Event> messages;
  FlagKind before = FlagKind::none;
  for (const Event& event : events) {
    const auto* flag = timing::event_as<timing::Flag>(event);
    if (flag == nullptr || flag->scope != timing::FlagScope::track) continue;
    if (auto words = words_for(flag->kind, before)) {
      timing::RaceControl message{.id = std::to_string(timing::count_ms(event.at)), .text = std::move(*words)};
      messages.push_back({event.at, 0, std::move(message)});
    }
    before = flag->kind;
  }
  events.insert(events.end(), messages.begin(), messages.end());
}

void put_in_order(std::vector<Event>& events) {
  std::ranges::stable_sort(events, {}, [](const Event& event) { return std::pair(event.at, event.body.index()); });
}

// The latest crossing or pit entry of each car, while the events are walked through.
void note_standing(std::map<timing::CarNumber, Instant>& last_seen, const Event& event) {
  if (const auto* lap = timing::event_as<timing::Lap>(event)) last_seen[lap->car] = event.at;
  if (const auto* in = timing::event_as<timing::PitIn>(event)) last_seen[in->car] = event.at;
}

}  // namespace

void swap_drivers_in_the_lane(std::vector<Event>& events) {
  std::map<timing::CarNumber, Instant> last_seen, left_at;
  for (Event& event : events) {
    note_standing(last_seen, event);
    if (const auto* out = timing::event_as<timing::PitOut>(event)) left_at[out->car] = event.at;
    const auto* change = timing::event_as<timing::DriverChange>(event);
    if (change == nullptr || !left_at.contains(change->car) || left_at[change->car] != event.at) continue;
    event.at -= (event.at - last_seen[change->car]) / 2;
  }
  put_in_order(events);
}

std::vector<Event> with_live_detail(std::vector<Event> recording) {
  move_pit_entries(recording);
  add_messages(recording);
  put_in_order(recording);
  for (Event& event : recording) event.seq = 0;
  return recording;
}

}  // namespace stint::mock
