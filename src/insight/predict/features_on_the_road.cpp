// What LapFeatures tells of the lap ahead of a car and behind it: whom it meets, and where it gains and loses.
#include <algorithm>
#include <array>
#include <cmath>

#include "insight/predict/feature_row.hpp"

namespace stint::insight {

using timing::count_ms;

void LapFeatures::fill_traffic(FeatureRow& row, const Field& field, std::size_t place, double pace) {
  const CarMemory& memory = memory_[place];
  const FieldCar& car = field.cars()[place];
  const double done = road_.share_at(place, car.now.last_sector);
  const double left = 1 - done;
  Load load;
  std::array<double, 3> catch_in{}, caught_in{};
  std::array<double, 3> catches{kNoMeeting, kNoMeeting, kNoMeeting}, caught{kNoMeeting, kNoMeeting, kNoMeeting};
  std::optional<double> catch_pace, caught_pace;
  const RoadCar *rival_ahead = nullptr, *rival_behind = nullptr, *ahead = nullptr, *behind = nullptr;
  double rivals_near = 0, cars_ahead = 0;
  const double to_next = road_.share_at(place, car.now.last_sector + 1) - done;
  double catches_next = 0, caught_next = 0;
  const std::span<const RoadCar> around = road_.around(field, place, done);
  for (const RoadCar& met : around) {
    const bool nearest_ahead = ahead == nullptr || met.ahead < ahead->ahead;
    const bool nearest_behind = behind == nullptr || met.ahead > behind->ahead;
    if (nearest_ahead) ahead = &met;
    if (nearest_behind) behind = &met;
    if (met.ahead < 0.05) ++cars_ahead;
    if (met.same_class) {
      if (rival_ahead == nullptr || met.ahead < rival_ahead->ahead) rival_ahead = &met;
      if (rival_behind == nullptr || met.ahead > rival_behind->ahead) rival_behind = &met;
      if (met.ahead < 0.02 || met.ahead > 0.98) ++rivals_near;
      continue;
    }
    const bool slower = met.slower > 0;
    const double count = soft_count(met.meets_in, left);
    const auto third = static_cast<std::size_t>(std::clamp((done + met.meets_in) * 3, 0.0, 2.0));
    (slower ? load.catches : load.caught_by) += count;
    if (to_next > 0) (slower ? catches_next : caught_next) += soft_count(met.meets_in, to_next);
    (slower ? catch_in : caught_in)[third] += count;
    auto& soonest = slower ? catches : caught;
    if (met.meets_in < soonest[0]) (slower ? catch_pace : caught_pace) = met.slower * 100;
    if (met.meets_in >= soonest[2]) continue;
    soonest[2] = met.meets_in;
    if (soonest[2] < soonest[1]) std::swap(soonest[1], soonest[2]);
    if (soonest[1] < soonest[0]) std::swap(soonest[0], soonest[1]);
  }
  set(row, Feature::catches, load.catches);
  set(row, Feature::caught_by, load.caught_by);
  if (to_next > 0) {
    set(row, Feature::catches_next, catches_next);
    set(row, Feature::caught_next, caught_next);
  }
  for (std::size_t third = 0; third < 3; ++third) {
    set(row, at(Feature::catches_early, third), catch_in[third]);
    set(row, at(Feature::caught_early, third), caught_in[third]);
    set(row, at(Feature::first_catch, third == 0 ? 0 : third + 1), catches[third]);
  }
  set(row, Feature::first_catch_pace, catch_pace);
  set(row, Feature::first_caught, caught[0]);
  set(row, Feature::first_caught_pace, caught_pace);
  set(row, Feature::second_caught, caught[1]);
  if (const auto usual = memory.catches.median()) {
    const double more = memory.foreseen.catches - *usual;
    const double caught_more = memory.foreseen.caught_by - *memory.caught_by.median();
    set(row, Feature::catches_more, more);
    set(row, Feature::caught_more, caught_more);
    set(row, Feature::traffic_effect, effects_[car.class_index].expected(more, caught_more) * 100);
  }
  set(row, Feature::catches_lost, memory.before.catches);
  set(row, Feature::caught_lost, memory.before.caught_by);
  if (rival_ahead != nullptr) {
    set(row, Feature::rival_ahead, rival_ahead->ahead * 100);
    set(row, Feature::rival_ahead_pace, rival_ahead->slower * 100);
    const FieldCar& rival = field.cars()[rival_ahead->car];
    if (!rival.laps.empty()) set(row, Feature::rival_ahead_last, above(to_ms(rival.laps.back().time), pace));
    set(row, Feature::rival_behind, (1 - rival_behind->ahead) * 100);
    set(row, Feature::rival_behind_pace, rival_behind->slower * 100);
  }
  if (rival_ahead != nullptr) {
    if (const auto lost = sector_pace_.latest(rival_ahead->car)) set(row, Feature::rival_ahead_lost, (*lost - 1) * 100);
    if (memory.rival == rival_ahead->car && memory.rival_same)
      set(row, Feature::rival_closing, (memory.rival_gap - memory.rival_gap_before) * 100);
  }
  set(row, Feature::rivals_near, rivals_near);
  if (ahead != nullptr) {
    set(row, Feature::car_ahead, ahead->ahead * 100);
    set(row, Feature::car_ahead_pace, ahead->slower * 100);
    set(row, Feature::car_behind, (1 - behind->ahead) * 100);
    set(row, Feature::car_behind_pace, behind->slower * 100);
  }
  set(row, Feature::cars_ahead, cars_ahead);
  set(row, Feature::cars_running, static_cast<double>(around.size() + 1));
}

void LapFeatures::fill_lap_under_way(FeatureRow& row, const FieldCar& car, std::size_t place, double pace) const {
  const double done = road_.share_at(place, car.now.last_sector);
  set(row, Feature::done, done);
  if (!road_.profile_known(place) || road_.profile(place).sectors == 0) return;
  const LapProfile& profile = road_.profile(place);
  const auto loss = [&](const race::SectorTimes& sectors, std::size_t s) {
    const double usual = (profile.shares[s + 1] - profile.shares[s]) * pace;
    return (static_cast<double>(sectors[s]->count()) - usual) / pace * 100;
  };
  for (std::size_t s = 0; s < std::min<std::size_t>(3, profile.sectors) && !car.laps.empty(); ++s) {
    if (car.laps.back().sectors[s]) set(row, at(Feature::sector_1_last, s), loss(car.laps.back().sectors, s));
  }
  double lost = 0;
  for (std::size_t s = 0; s < static_cast<std::size_t>(car.now.last_sector); ++s) {
    if (!car.now.sectors[s]) return;
    lost += loss(car.now.sectors, s);
    set(row, Feature::lost_latest, loss(car.now.sectors, s));
  }
  set(row, Feature::lost_so_far, lost);
  double met = 0;
  const CarMemory& memory = memory_[place];
  for (std::size_t third = 0; third < 3; ++third) {
    const double behind = std::clamp(done * 3 - static_cast<double>(third), 0.0, 1.0);
    met += behind * (memory.catch_thirds[third] + memory.caught_thirds[third]);
  }
  set(row, Feature::met_so_far, met);
}

// The sectors that are still to come, each against what it usually takes the car.
void LapFeatures::fill_rest(FeatureRow& row, const Field& field, std::size_t place, double pace) const {
  const FieldCar& car = field.cars()[place];
  const auto count = static_cast<std::size_t>(field.sector_count());
  if (!road_.profile_known(place) || road_.profile(place).sectors != count || count == 0) return;
  const LapProfile& profile = road_.profile(place);
  const Instant one = before_now(field, pace), half = before_now(field, pace / 2);
  double by_class = 0, by_field = 0, gone = 0, best = 0, last = 0, free_rest = 0, free_lap = 0;
  const auto done = static_cast<std::size_t>(car.now.last_sector);
  for (std::size_t s = 0; s < count; ++s) {
    const double length = profile.shares[s + 1] - profile.shares[s];
    const double usual = *car.usual_sector(s);
    const auto of_class = sector_pace_.of_class(car.class_index, s, one, place);
    const auto of_field = s >= done || !of_class ? sector_pace_.of_field(s, half, place) : std::nullopt;
    const double free_air = memory_[place].free_air[s].median().value_or(usual) / usual - 1;
    free_lap += length * free_air;
    if (s < done) {
      gone += length * (of_class.value_or(of_field.value_or(1)) - 1);
      continue;
    }
    free_rest += length * free_air;
    by_class += length * (of_class.value_or(of_field.value_or(1)) - 1);
    by_field += length * (of_field.value_or(of_class.value_or(1)) - 1);
    best += length * (*car.green_sectors[s].quantile(0) / usual - 1);
    if (!car.laps.empty() && car.laps.back().sectors[s]) {
      last += length * (static_cast<double>(car.laps.back().sectors[s]->count()) / usual - 1);
    }
  }
  set(row, Feature::class_rest, by_class * 100);
  set(row, Feature::field_rest, by_field * 100);
  set(row, Feature::class_gone, gone * 100);
  set(row, Feature::free_lap, free_lap * 100);
  set(row, Feature::free_rest, free_rest * 100);
  set(row, Feature::best_rest, best * 100);
  set(row, Feature::last_rest, last * 100);
}

void LapFeatures::fill_meetings(FeatureRow& row, std::size_t place) const {
  const CarMemory& memory = memory_[place];
  set(row, Feature::passes_latest, memory.latest.passed);
  set(row, Feature::passed_latest, memory.latest.passed_by);
  set(row, Feature::passes_so_far, memory.this_lap.passed);
  set(row, Feature::passed_so_far, memory.this_lap.passed_by);
  set(row, Feature::passes_before, memory.last_lap.passed);
  set(row, Feature::passed_before, memory.last_lap.passed_by);
  set(row, Feature::places_latest, memory.latest.places);
}

}  // namespace stint::insight
