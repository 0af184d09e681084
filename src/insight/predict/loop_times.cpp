#include "insight/predict/loop_times.hpp"

#include <algorithm>

namespace stint::insight {

namespace {
constexpr std::int32_t kMostLoops = 100;
constexpr std::size_t kLeastLaps = 3;
}  // namespace

void LoopTimes::observe(const Field& field, const Step& step) {
  if (step.kind != Step::Kind::loop && step.kind != Step::Kind::lap) return;
  if (cars_.size() < field.cars().size()) cars_.resize(field.cars().size());
  OfCar& car = cars_[step.car];
  if (step.kind == Step::Kind::loop) {
    if (step.sector > kMostLoops) return;
    const auto index = static_cast<std::size_t>(step.sector - 1);
    if (car.this_lap.size() <= index) car.this_lap.resize(index + 1);
    car.this_lap[index] = static_cast<std::int32_t>(timing::count_ms(*field.cars()[step.car].now.loop_time));
    return;
  }
  if (car.of_green.size() < car.this_lap.size()) car.of_green.resize(car.this_lap.size());
  const bool green = field.cars()[step.car].laps.back().is_green();
  for (std::size_t loop = 0; loop < car.this_lap.size(); ++loop) {
    if (green && car.this_lap[loop] > 0) car.of_green[loop].add(car.this_lap[loop]);
  }
  std::ranges::fill(car.this_lap, 0);
}

std::optional<double> LoopTimes::lost_since_sector(const FieldCar& car, std::size_t place) const {
  const auto loop = static_cast<std::size_t>(car.now.last_loop - 1);
  if (car.now.last_loop < 1 || place >= cars_.size() || loop >= cars_[place].of_green.size()) return std::nullopt;
  const RecentValues<std::int32_t, 5>& usual = cars_[place].of_green[loop];
  if (usual.size() < kLeastLaps || !car.now.loop_time) return std::nullopt;
  double known = 0, usually = 0;  // from the line to the latest sector's end
  for (std::size_t s = 0; s < static_cast<std::size_t>(car.now.last_sector); ++s) {
    const auto of_sector = car.usual_sector(s);
    if (!car.now.sectors[s] || !of_sector) return std::nullopt;
    known += static_cast<double>(car.now.sectors[s]->count());
    usually += *of_sector;
  }
  const auto now = static_cast<double>(timing::count_ms(*car.now.loop_time));
  if (now < known) return std::nullopt;
  return (now - known) - (*usual.median() - usually);
}

}  // namespace stint::insight
