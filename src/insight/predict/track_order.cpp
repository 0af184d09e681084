#include "insight/predict/track_order.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

bool is_running(const FieldCar& car) {
  return !car.in_lane && !car.finished && car.last &&
         (!car.state || *car.state == timing::CarState::running || *car.state == timing::CarState::out_lap);
}

// Base and level this near to each other are of the same conditions.
constexpr double kSamePace = 0.03;

double since(Instant now, Instant then) { return static_cast<double>(timing::count_ms(now - then)); }

}  // namespace

std::optional<double> pace_of(const FieldCar& car) {
  const auto base = car.base();
  const auto level = car.level();
  if (!base || !level || std::abs(*level / *base - 1) < kSamePace) return base;
  const auto latest = static_cast<double>(*car.green_times.recent(0));
  return std::max(std::min(*base, *level), std::min(std::max(*base, *level), latest));
}

void TrackOrder::learn(const Field& field, std::size_t place) {
  if (profiles_.size() < field.cars().size()) profiles_.resize(field.cars().size());
  const FieldCar& car = field.cars()[place];
  LapProfile& profile = profiles_[place];
  profile.lap_ms = pace_of(car).value_or(car.level().value_or(0));
  profile.sectors = 0;
  const auto count = static_cast<std::size_t>(field.sector_count());
  double total = 0;
  std::array<double, kMaxSectors + 1> ends{};
  for (std::size_t s = 0; s < count; ++s) {
    const auto usual = car.usual_sector(s);
    if (!usual) return;
    total += *usual;
    ends[s + 1] = total;
  }
  if (count == 0 || total <= 0) return;
  for (std::size_t s = 0; s <= count; ++s) profile.shares[s] = ends[s] / total;
  profile.sectors = count;
}

double TrackOrder::share_at(std::size_t car, std::int32_t sector) const {
  const auto index = static_cast<std::size_t>(sector);
  return car < profiles_.size() && index <= profiles_[car].sectors ? profiles_[car].shares[index] : 0;
}

double TrackOrder::place_on(const Field& field, const LapProfile& asker, std::size_t other) const {
  const FieldCar& car = field.cars()[other];
  const LapProfile& own = profiles_[other];
  const double gone = since(field.now(), car.last->at) / own.lap_ms;
  const auto sector = static_cast<std::size_t>(car.last->sector);
  if (own.sectors == 0 || asker.sectors != own.sectors || sector >= own.sectors) return std::min(gone, 0.999);
  const double length = own.shares[sector + 1] - own.shares[sector];
  // It has not crossed the next point yet, however long ago it should have.
  const double part = length > 0 ? std::min(gone / length, 0.999) : 0;
  return asker.shares[sector] + part * (asker.shares[sector + 1] - asker.shares[sector]);
}

std::span<const RoadCar> TrackOrder::around(const Field& field, std::size_t place, double done) {
  around_.clear();
  if (profiles_.size() < field.cars().size()) profiles_.resize(field.cars().size());
  const LapProfile& asker = profiles_[place];
  if (asker.lap_ms <= 0) return around_;
  for (std::size_t other = 0; other < field.cars().size(); ++other) {
    const FieldCar& car = field.cars()[other];
    const LapProfile& profile = profiles_[other];
    if (other == place || profile.lap_ms <= 0 || !is_running(car)) continue;
    if (since(field.now(), car.last->at) > kLost * profile.lap_ms) continue;
    RoadCar met;
    met.car = other;
    met.ahead = place_on(field, asker, other) - done;
    met.ahead -= std::floor(met.ahead);
    met.slower = profile.lap_ms / asker.lap_ms - 1;
    met.same_class = car.class_index == field.cars()[place].class_index;
    // After x laps of the asker the other has done x / (1 + slower) of its own.
    if (met.slower > 0) {
      met.meets_in = met.ahead / (1 - 1 / (1 + met.slower));
    } else if (met.slower < 0) {
      met.meets_in = (1 - met.ahead) / (1 / (1 + met.slower) - 1);
    } else {
      met.meets_in = kNoMeeting;
    }
    met.meets_in = std::min(met.meets_in, kNoMeeting);
    around_.push_back(met);
  }
  return around_;
}

}  // namespace stint::insight
