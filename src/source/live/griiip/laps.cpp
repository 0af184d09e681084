// Laps and sectors.
//
// Lists are newest first, and what is sent again may carry the time of another lap (it is stamped when it is sent). So a lap's
// crossing is checked against those of its neighbours: crossing(n) = crossing(n - 1) + lap time(n).
#include <algorithm>
#include <utility>
#include <vector>

#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {
namespace {

using timing::BestMark;
using timing::Instant;
using timing::Lap;
using timing::Millis;

constexpr Millis kSameCrossing = std::chrono::seconds{1};
// Sectors of so many laps are remembered; older ones that come again are dropped.
constexpr std::int32_t kLapsOfSectors = 8;
// The leader ends the race: its crossing may be stamped a little before the flag that it brings out.
constexpr Millis kFlagAfterLeader = std::chrono::seconds{5};

BestMark mark_of(std::string_view color) {
  if (color == "Purple") return BestMark::overall;
  return color == "Green" ? BestMark::personal : BestMark::none;
}

bool agree(Instant a, Instant b) { return std::chrono::abs(a - b) <= kSameCrossing; }

// When the line was crossed, from what was sent and what its neighbours say.
Instant settle(Instant sent, std::optional<Instant> before, std::optional<Instant> from_before,
               std::optional<Instant> from_after) {
  const bool fits = (from_before && agree(sent, *from_before)) || (from_after && agree(sent, *from_after));
  if (fits) return sent;
  if (from_before && from_after && agree(*from_before, *from_after)) return *from_after;
  if (from_after && sent > *from_after) return *from_after;
  if (from_before && sent <= *before) return *from_before;
  return sent;
}

}  // namespace

void SessionFeed::read_laps(std::optional<simdjson::dom::array> laps, Intake& intake) {
  std::vector<std::pair<std::int32_t, Item>> numbered;
  each_item(laps, [&](const Item& item) {
    if (const auto number = item.count("lapNumber")) numbered.emplace_back(*number, item);
  });
  std::ranges::stable_sort(numbered, {}, &std::pair<std::int32_t, Item>::first);
  // Newest to oldest first: a lap is measured against the one after it, which is told by then.
  for (auto lap = numbered.rbegin(); lap != numbered.rend(); ++lap) read_lap(lap->second, intake);
  for (auto& [pid, car] : cars_) mark_chequered(car, intake);
}

void SessionFeed::read_lap(const Item& item, Intake& intake) {
  const auto number = item.count("lapNumber");
  const auto time = item.duration("lapTimeMillis");
  CarRecord* car = car_of(item, intake);
  if (car == nullptr || !number || *number < 1) return;
  Lap lap{.car = car->number, .lap = *number};
  if (time && *time > Millis{0}) lap.time = time;
  lap.valid = item.truth("isValid").value_or(true);
  const auto known = car->laps.find(*number);
  // Most of what is polled was there before.
  if (known != car->laps.end() && known->second.fact.time == lap.time && known->second.fact.valid == lap.valid) return;
  lap.best = mark_of(item.text("color"));
  lap.in_lap = car->pit_ins.contains(*number) || item.truth("isEndedInPit").value_or(false);
  lap.out_lap = car->pit_outs.contains(*number) || item.truth("isStartedInPit").value_or(false);
  const auto sent = own_time(item);
  if (known != car->laps.end()) {
    if (!sent || *sent < known->second.at) return;
    return tell_lap(*car, lap, known->second.at, intake);
  }
  const auto crossing = [&](std::int32_t n) -> std::optional<Instant> {
    const auto found = car->laps.find(n);
    return found == car->laps.end() ? std::nullopt : std::optional(found->second.at);
  };
  const auto before = crossing(*number - 1);
  const auto after = crossing(*number + 1);
  const auto time_after = after ? car->laps.at(*number + 1).fact.time : std::nullopt;
  const auto from_before = before && lap.time ? std::optional(*before + *lap.time) : std::nullopt;
  const auto from_after = after && time_after ? std::optional(*after - *time_after) : std::nullopt;
  tell_lap(*car, lap, settle(sent.value_or(from_before.value_or(intake.arrived_at)), before, from_before, from_after), intake);
  mend_lap_before(*car, *number, intake);
}

// A lap that was stamped too late, when it was sent again, is put right by the one after it.
void SessionFeed::mend_lap_before(CarRecord& car, std::int32_t number, Intake& intake) {
  const auto after = car.laps.find(number);
  const auto lap = car.laps.find(number - 1);
  if (after == car.laps.end() || lap == car.laps.end() || !after->second.fact.time) return;
  const Instant expected = after->second.at - *after->second.fact.time;
  if (lap->second.at <= expected + kSameCrossing) return;
  const auto before = car.laps.find(number - 2);
  const bool fits =
      before != car.laps.end() && lap->second.fact.time && agree(before->second.at + *lap->second.fact.time, lap->second.at);
  if (!fits) tell_lap(car, lap->second.fact, expected, intake);
}

void SessionFeed::tell_lap(CarRecord& car, Lap fact, Instant at, Intake& intake) {
  if (car.flagged_lap == fact.lap) fact.flag = timing::FlagKind::chequered;
  car.laps[fact.lap] = {fact, at};
  say(intake, at, fact);
}

// The lap with which a car takes the flag is the first that ends after it fell; the leader's own brings it out.
void SessionFeed::mark_chequered(CarRecord& car, Intake& intake) {
  const auto fell = flags_.chequered_at();
  const Instant from = car.chequered_at ? *car.chequered_at - kSameCrossing : fell.value_or(Instant::max());
  if (car.laps.empty() || (!fell && !car.chequered_at)) return;
  auto taken = car.laps.end();
  while (taken != car.laps.begin() && std::prev(taken)->second.at >= from) --taken;
  if (taken == car.laps.end() && is_race_ && fell) {
    const auto last = std::prev(car.laps.end());
    const bool leads = std::ranges::none_of(cars_, [&](const auto& other) { return other.second.last_lap() > last->first; });
    if (leads && *fell - last->second.at <= kFlagAfterLeader) taken = last;
  }
  if (taken == car.laps.end() || taken->first == car.flagged_lap) return;
  const std::int32_t before = std::exchange(car.flagged_lap, taken->first);
  // It went on for another lap: the earlier one was not its last.
  if (const auto wrong = car.laps.find(before); wrong != car.laps.end()) {
    Lap cleared = wrong->second.fact;
    cleared.flag.reset();
    tell_lap(car, cleared, wrong->second.at, intake);
  }
  tell_lap(car, taken->second.fact, taken->second.at, intake);
}

void SessionFeed::read_chequered(const Item& flag, Intake& intake) {
  if (!flag.truth("isActive").value_or(true)) return;
  if (!flag.number("pid") || *flag.number("pid") < 0) return;
  CarRecord* car = car_of(flag, intake);
  if (car == nullptr || car->chequered_at) return;
  car->chequered_at = time_of(flag, intake);
  mark_chequered(*car, intake);
}

void SessionFeed::read_sector(const Item& item, Intake& intake) {
  CarRecord* car = car_of(item, intake);
  const auto lap = item.count("lapNumber");
  const auto index = item.count("sectorNumber");
  const auto time = item.duration("sectorTimeMillis");
  if (car == nullptr || !lap || *lap < 1 || !index || *index < 1 || !time || *time == Millis{0}) return;
  const SectorKey key{*lap, *index};
  if (!car->sectors.empty() && *lap <= car->sectors.rbegin()->first.lap - kLapsOfSectors) return;
  const auto known = car->sectors.find(key);
  if (known != car->sectors.end() && known->second.fact.time == *time) return;
  const Instant at = time_of(item, intake);
  if (known != car->sectors.end() && at < known->second.at) return;
  const timing::Sector fact{car->number, *lap, *index, *time, mark_of(item.text("color"))};
  car->sectors[key] = {fact, at};
  while (car->sectors.begin()->first.lap <= car->sectors.rbegin()->first.lap - kLapsOfSectors) {
    car->sectors.erase(car->sectors.begin());
  }
  say(intake, at, fact);
}

}  // namespace stint::live::griiip
