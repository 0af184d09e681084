#include "insight/strategy/score/baselines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stint::insight {
namespace {

std::vector<double> stint_laps(const race::CarSnapshot& car) {
  std::vector<double> laps;
  std::int32_t from = 0;
  for (const race::PitStop& stop : car.pit_stops) {
    if (stop.red_flag) continue;
    laps.push_back(stop.in_lap - from);
    from = stop.in_lap;
  }
  return laps;
}

const race::LapRecord* lap_of(const race::CarSnapshot& car, std::int32_t number) {
  for (std::size_t i = car.laps_done.size(); i > 0; --i) {
    if (car.laps_done[i - 1].number == number) return &car.laps_done[i - 1];
    if (car.laps_done[i - 1].number < number) break;
  }
  return nullptr;
}

}  // namespace

std::optional<double> usual_next_stop(const race::CarSnapshot& car) {
  std::vector<double> laps = stint_laps(car);
  if (laps.empty()) return std::nullopt;
  double last = 0;
  for (const double stint : laps) last += stint;
  const auto middle = laps.begin() + static_cast<std::ptrdiff_t>(laps.size() / 2);
  std::ranges::nth_element(laps, middle);
  return std::max(last + *middle, static_cast<double>(car.laps + 1));
}

std::optional<double> usual_stops_left(const race::CarSnapshot& car, race::Millis elapsed, race::Millis left) {
  const std::size_t stops = stint_laps(car).size();
  if (stops == 0) return std::nullopt;
  const double since = car.laps_since_stop.value_or(0);
  const double stint_share = car.laps > 0 ? 1 - since / car.laps : 1;
  const double mean_stint = static_cast<double>(elapsed.count()) * stint_share / static_cast<double>(stops);
  return mean_stint > 0 ? std::optional(std::round(static_cast<double>(left.count()) / mean_stint)) : std::nullopt;
}

std::optional<double> mean_pit_loss_ms(const race::Snapshot& race, const std::string& class_name) {
  double sum = 0;
  int count = 0;
  for (const race::CarSnapshot& car : race.cars) {
    if (car.entry->class_name != class_name) continue;
    for (const race::PitStop& stop : car.pit_stops) {
      const bool green = stop.flag == race::FlagKind::green || stop.flag == race::FlagKind::none;
      if (!green || !stop.cost || stop.red_flag) continue;
      sum += static_cast<double>(stop.cost->count());
      ++count;
    }
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::optional<double> line_gap_ms(const race::CarSnapshot& car, const race::CarSnapshot& ahead) {
  const std::int32_t lap = std::min(car.laps, ahead.laps);
  const race::LapRecord* own = lap_of(car, lap);
  const race::LapRecord* his = lap_of(ahead, lap);
  if (own == nullptr || his == nullptr) return std::nullopt;
  return static_cast<double>((own->ended_at - his->ended_at).count());
}

}  // namespace stint::insight
