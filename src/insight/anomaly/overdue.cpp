// AnomalyWatch when a car doesn't come: it should have crossed its next timing point by now, and others tell what time it is.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "insight/anomaly/anomaly_watch.hpp"

namespace stint::insight {
namespace {

using std::chrono::seconds;
using timing::count_ms;

// Alarm: so much of a lap later than it should be. A lap that is lost by 8 % is an incident lap.
constexpr double kLate = 0.08;
// Where a yellow is shown in the very sector, the one who is late is the one it is for: milliseconds, and of a lap.
constexpr double kLateUnderYellow = 0.01;
constexpr double kLeastLateMs = 1'200;
// Under a caution cars are late for many reasons; nobody passes, so what counts is that others have.
constexpr double kLateUnderCaution = 0.3;
constexpr std::int32_t kPassedUnderCaution = 6;
// How long ago a car may have been due to tell how late cars are now.
constexpr auto kLately = seconds{20};

double overdue_ms(Instant from, Instant to) { return static_cast<double>(count_ms(to - from)); }

double upper_quartile(std::vector<double>& values) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 3 / 4);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace

// How late every fourth of the others is that were due lately: in the same sector if three were, else anywhere; 0 if they are
// on time.
double AnomalyWatch::lateness_of_others(std::size_t place) const {
  std::vector<double> here, anywhere;
  for (std::size_t other = 0; other < cars_.size(); ++other) {
    const CarWatch& watch = cars_[other];
    if (other == place || field_.cars()[other].in_lane || watch.episode.stood) continue;
    const bool overdue = watch.expected && *watch.expected < now_;
    std::optional<double> late;
    std::int32_t sector = 0;
    if (overdue && overdue_ms(*watch.expected, now_) < 60'000) {
      late = overdue_ms(*watch.expected, now_);
      sector = watch.next_sector;
    } else if (watch.arrived_at != Instant{} && now_ - watch.arrived_at < kLately) {
      late = watch.arrived_late_ms;
      sector = watch.arrived_sector;
    }
    if (!late) continue;
    anywhere.push_back(*late);
    if (sector == cars_[place].next_sector) here.push_back(*late);
  }
  std::vector<double>& told = here.size() >= 3 ? here : anywhere;
  return told.size() >= 3 ? std::max(0.0, upper_quartile(told)) : 0;
}

// Cars that came to the beginning of the car's sector after it, and have been seen at its end.
std::int32_t AnomalyWatch::passed_by(std::size_t place) const {
  const FieldCar& car = field_.cars()[place];
  if (!car.last) return 0;
  const std::int32_t from = car.last->sector;
  const std::int32_t to = cars_[place].next_sector;
  std::int32_t passed = 0;
  for (const FieldCar& other : field_.cars()) {
    if (&other == &car || other.laps.empty()) continue;
    std::optional<Instant> began, ended;
    if (to == 0) {
      began = from == 0 ? std::nullopt : other.laps.back().sector_ended_at(static_cast<std::size_t>(from - 1));
      ended = other.last_line();
    } else {
      began = from == 0 ? other.last_line() : other.now.ended_at[static_cast<std::size_t>(from - 1)];
      ended = other.now.ended_at[static_cast<std::size_t>(to - 1)];
    }
    if (began && ended && *began > car.last->at && *ended > *began) ++passed;
  }
  return passed;
}

// Where the pit entry isn't timed, a car that comes in is late at the line.
double AnomalyWatch::pit_entry_allowance(std::size_t place) const {
  const FieldCar& car = field_.cars()[place];
  if (lane_entry_seen_ || cars_[place].next_sector != 0) return 0;
  // At some circuits the boxes are before the line, and the whole stop is in the last sector.
  constexpr double kUnknown = 1.0;
  const double longest = field_.class_of(car).in_ratios.quantile(1).value_or(1 + kUnknown) - 1;
  return *cars_[place].base * std::clamp(longest + 0.15, 1.0, 2.0);
}

// The car should have been at its next timing point by now.
void AnomalyWatch::look_for(std::size_t place) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  const bool gone = over_ || car.finished || car.state == timing::CarState::retired || car.in_lane;
  if (!watch.expected || !watch.base || gone) return;
  const std::int32_t sector = watch.next_sector == 0 ? field_.sector_count() : watch.next_sector;
  const bool yellow = car.last && yellow_since(sector, car.last->at);
  double enough = kLate * *watch.base;
  if (yellow) enough = std::max(kLeastLateMs, kLateUnderYellow * *watch.base);
  if (car.now.out_lap) enough *= 3;  // cold tyres, and out of the way of others
  const auto green = field_.green_since();
  const bool restart = green && now_ - *green < std::chrono::minutes{2};
  if (restart) enough *= 2;
  if (!racing()) enough = kLateUnderCaution * *watch.base;
  const double late = overdue_ms(*watch.expected, now_) - pit_entry_allowance(place);
  double sure = late / enough;
  if (sure >= 1) sure = (late - 1.5 * lateness_of_others(place)) / enough;
  if (sure >= 1 && !racing() && passed_by(place) < kPassedUnderCaution) sure = 0.5;
  if (sure >= 1) raise_overdue(place, overdue_ms(*watch.expected, now_), sure);
  // Once more when it is enough, if it goes on like this; an alarm is revised as its car is later and later.
  const double wait = sure >= 1 ? 0.5 * late : std::clamp((1 - std::max(0.0, sure)) * enough, 1'000.0, 10'000.0);
  constexpr auto kGivenUp = std::chrono::minutes{30};
  if (now_ - *watch.expected > kGivenUp) return;
  due_.add({now_ + Millis{std::llround(std::max(1'000.0, wait))}, DueWhat::crossing, place, watch.crossing_ticket});
}

void AnomalyWatch::raise_overdue(std::size_t place, double late_ms, double sure) {
  CarWatch& watch = cars_[place];
  const std::int32_t sector = watch.next_sector == 0 ? field_.sector_count() : watch.next_sector;
  Episode& episode = open_episode(place, sector);
  const FieldCar& car = field_.cars()[place];
  if (car.last) episode.yellow |= yellow_since(sector, car.last->at);
  if (episode.sector == sector) episode.lost_first_ms = late_ms;
  episode.lost_ms = std::max(episode.lost_ms, late_ms);
  episode.away = true;
  // The longer it is away, the surer.
  raise_episode(place, std::min(0.99, 1 - 0.4 / sure));
  Anomaly& anomaly = book_.edit(episode.anomaly);
  if (!anomaly.confirmed && late_ms > *watch.base && passed_by(place) >= 2) {
    anomaly.confirmed = now_;
    book_.note(now_, anomaly.id);
  }
}

}  // namespace stint::insight
