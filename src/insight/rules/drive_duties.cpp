#include "insight/rules/drive_duties.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace stint::insight {
namespace {

using race::CarSnapshot;
using race::LapRecord;
using race::PitStop;
using timing::DriverId;

constexpr Millis kNone{0};

// One lap of one driver on the track.
struct Drive {
  Instant from{}, to{};
  Millis time{};
};

// Time in the pit lane within the lap: it belongs to the out-lap, as lane times are published (docs/definitions.md).
Millis lane_within(const CarSnapshot& car, const LapRecord& lap) {
  for (std::size_t i = car.pit_stops.size(); i-- > 0;) {
    const PitStop& stop = car.pit_stops[i];
    if (stop.out_lap == lap.number) return stop.lane.value_or(kNone);
    if (stop.in_lap < lap.number) break;
  }
  return kNone;
}

std::vector<Drive> drives_of(const CarSnapshot& car, const DriverId& driver, Instant since) {
  std::vector<Drive> drives;
  for (std::size_t i = car.laps_done.size(); i-- > 0;) {
    const LapRecord& lap = car.laps_done[i];
    if (lap.ended_at <= since) break;
    if (!lap.time || lap.driver != driver) continue;
    drives.push_back({lap.ended_at - *lap.time, lap.ended_at, std::max(kNone, *lap.time - lane_within(car, lap))});
  }
  std::ranges::reverse(drives);
  return drives;
}

// Driven between two instants; laps that lie across one count in proportion.
Millis driven_between(const std::vector<Drive>& drives, Instant from, Instant to) {
  double sum = 0;
  for (const Drive& drive : drives) {
    const Instant first = std::max(drive.from, from), last = std::min(drive.to, to);
    if (last <= first || drive.to <= drive.from) continue;
    sum += static_cast<double>(drive.time.count()) * static_cast<double>((last - first).count()) /
           static_cast<double>((drive.to - drive.from).count());
  }
  return Millis(std::llround(sum));
}

// How long he can drive on from `now` until he has driven more than `most` within some `window`: what he drives now counts,
// what he drove before drops out at the other end.
Millis left_in_window(const std::vector<Drive>& drives, Instant now, Millis window, Millis most) {
  constexpr Millis kStep = std::chrono::minutes{1};
  Millis ahead{0};
  while (ahead < most && driven_between(drives, now + ahead + kStep - window, now) + ahead + kStep <= most) ahead += kStep;
  return std::min(ahead, most);
}

// A red flag in the second half, or standing for over a quarter of the race, lowers the minimums.
bool red_flag_lowers(const race::Snapshot& race, std::optional<Millis> length) {
  if (!length || !race.session.started_at) return false;
  Millis standing{0};
  bool late = false;
  for (const race::FlagPeriod& period : race.flags) {
    if (period.kind != race::FlagKind::red) continue;
    standing += period.until.value_or(race.at) - period.from;
    late = late || period.from - *race.session.started_at > *length / 2;
  }
  return late || standing > *length / 4;
}

// What is left of the race to drive: without the share that this car spends in the pit lane.
std::optional<Millis> track_time_left(const CarSnapshot& car, const race::Snapshot& race, std::optional<Millis> length) {
  auto left = race.remaining;
  if (!left && length && race.elapsed) left = *length - *race.elapsed;
  if (!left) return std::nullopt;
  Millis driven{0}, lane{0};
  for (const race::DriverTime& driver : car.drive_times) driven += driver.drive_time;
  for (const PitStop& stop : car.pit_stops) lane += stop.red_flag ? kNone : stop.lane.value_or(kNone);
  const auto whole = static_cast<double>((driven + lane).count());
  const double share = whole > 0 ? static_cast<double>(driven.count()) / whole : 1;
  return Millis(std::llround(std::max(0.0, static_cast<double>(left->count()) * share)));
}

// The car's usual lap of late: the median of its last green ones, else of its last ones.
std::optional<Millis> usual_lap(const CarSnapshot& car) {
  constexpr std::size_t kLaps = 10;
  const auto last = [&](bool green) {
    std::vector<Millis> times;
    for (std::size_t i = car.laps_done.size(); i-- > 0 && times.size() < kLaps;) {
      const LapRecord& lap = car.laps_done[i];
      if (lap.time && *lap.time > kNone && (!green || lap.is_green())) times.push_back(*lap.time);
    }
    return times;
  };
  auto times = last(true);
  if (times.empty()) times = last(false);
  if (times.empty()) return std::nullopt;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

// The drivers of the entry, then others who have driven.
std::vector<DriverDuty> crew_of(const CarSnapshot& car, std::vector<DriverId>& ids) {
  std::vector<DriverDuty> crew;
  const auto add = [&](const DriverId& id, const std::string& name, const std::string& grade) {
    DriverDuty duty;
    duty.name = name;
    duty.grade = grade;
    duty.at_the_wheel = car.driver == id;
    crew.push_back(std::move(duty));
    ids.push_back(id);
  };
  for (const timing::Driver& driver : car.entry->drivers) add(driver.id, driver.name, driver.grade);
  for (const race::DriverTime& driver : car.drive_times) {
    const auto known = std::ranges::find(ids, driver.id);
    const auto at = static_cast<std::size_t>(known - ids.begin());
    if (known == ids.end()) add(driver.id, driver.name, {});
    crew[at].driven = driver.drive_time;
    if (crew[at].name.empty()) crew[at].name = driver.name;
  }
  return crew;
}

struct Duties {
  const CarSnapshot& car;
  const race::Snapshot& race;
  const RuleBook& rules;
  std::optional<Millis> length, left;
  DriverDuties found;

  [[nodiscard]] Millis after_red_flags(Millis least);
  void take_least(DriverDuty& duty, const Ruled<Millis>& least);
  void take_rules(DriverDuty& duty, const DriverId& id);
  void spare_the_others();
  void look_ahead();
};

Millis Duties::after_red_flags(Millis least) {
  const auto share = rules.number(RuleKey::drive_time_min_after_red);
  if (!share || !red_flag_lowers(race, length)) return least;
  note_if_low(share->rule, found.low_certainty);
  return Millis(std::llround(static_cast<double>(least.count()) * share->value / 100));
}

void Duties::take_least(DriverDuty& duty, const Ruled<Millis>& least) {
  duty.owed = std::max(kNone, after_red_flags(least.value) - duty.driven);
  duty.certainty = letter(least.rule->certainty);
  note_if_low(least.rule, found.low_certainty);
}

void Duties::take_rules(DriverDuty& duty, const DriverId& id) {
  const DriveTimeRule rule = rules.drive_time(car.entry->class_name, duty.grade, length);
  if (rule.min) {
    take_least(duty, *rule.min);
  } else if (rule.base && !duty.grade.empty()) {
    take_least(duty, *rule.base);
  }
  if (rule.max) {
    duty.left = std::max(kNone, rule.max->value - duty.driven);
    if (duty.certainty.empty()) duty.certainty = letter(rule.max->rule->certainty);
    note_if_low(rule.max->rule, found.low_certainty);
  }
  if (rule.window && rule.window_max) {
    const auto drives = drives_of(car, id, race.at - rule.window->value);
    duty.left_in_window = left_in_window(drives, race.at, rule.window->value, rule.window_max->value);
    note_if_low(rule.window_max->rule, found.low_certainty);
  }
}

// If only so many of a grade must reach the minimum, they are those who lack the least of it.
void Duties::spare_the_others() {
  std::vector<DriverDuty*> bound;
  std::optional<Ruled<std::int32_t>> most;
  for (DriverDuty& duty : found.drivers) {
    const DriveTimeRule rule = rules.drive_time(car.entry->class_name, duty.grade, length);
    if (!rule.min_drivers || !rule.min || rule.min->rule->limits.grades.empty()) continue;
    most = rule.min_drivers;
    bound.push_back(&duty);
  }
  if (!most || bound.size() <= static_cast<std::size_t>(std::max(0, most->value))) return;
  note_if_low(most->rule, found.low_certainty);
  std::ranges::stable_sort(bound, {}, [](const DriverDuty* duty) { return *duty->owed; });
  for (std::size_t i = static_cast<std::size_t>(std::max(0, most->value)); i < bound.size(); ++i) {
    const DriveTimeRule rule = rules.drive_time(car.entry->class_name, bound[i]->grade, length);
    bound[i]->owed = kNone;
    if (rule.base) take_least(*bound[i], *rule.base);
  }
}

// How late each can take over, and by when the one at the wheel must give way so that all can.
void Duties::look_ahead() {
  if (!left) return;
  const auto lap = usual_lap(car);
  const auto lap_after = [&](Millis time) { return car.laps + static_cast<std::int32_t>(time.count() / lap->count()); };
  Millis owed_by_others{0}, owed{0};
  for (DriverDuty& duty : found.drivers) {
    if (!duty.owed || *duty.owed == kNone) continue;
    duty.infeasible = *duty.owed > *left;
    owed += *duty.owed;
    if (duty.at_the_wheel) continue;
    owed_by_others += *duty.owed;
    // In the car from the lap after this one on.
    if (lap && !duty.infeasible) duty.latest_swap_in_lap = lap_after(*left - *duty.owed);
  }
  found.infeasible = owed > *left;
  if (lap && owed_by_others > kNone && owed_by_others <= *left) found.hand_over_by_lap = lap_after(*left - owed_by_others);
}

}  // namespace

DriverDuties drive_duties(const CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules) {
  const auto length = rules.race_length();
  Duties duties{car, race, rules, length ? std::optional(length->value) : std::nullopt, std::nullopt, {}};
  const bool over = car.state == race::CarState::finished || car.state == race::CarState::retired ||
                    car.state == race::CarState::disqualified;
  duties.left = over ? std::optional(kNone) : track_time_left(car, race, duties.length);
  std::vector<DriverId> ids;
  duties.found.drivers = crew_of(car, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) duties.take_rules(duties.found.drivers[i], ids[i]);
  duties.spare_the_others();
  duties.look_ahead();
  return std::move(duties.found);
}

}  // namespace stint::insight
