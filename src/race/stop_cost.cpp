#include "race/stop_cost.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stint::race {
namespace {

constexpr std::size_t kLeastOthers = 3;

// How slow the lap of `other` that ended within (from, until] was against its own recent pace; the latest such lap.
std::optional<double> slowness(const CarProgress& other, Instant from, Instant until) {
  const auto pace = other.pace.median;
  if (!pace) return std::nullopt;
  for (std::size_t i = other.laps.size(); i > 0; --i) {
    const LapRecord& lap = other.laps[i - 1];
    if (lap.ended_at <= from) break;
    if (lap.ended_at > until || lap.in_lap || lap.out_lap || !lap.time) continue;
    return static_cast<double>(lap.time->count()) / static_cast<double>(pace->count());
  }
  return std::nullopt;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// 1.0 if nobody can tell.
double field_slowness(std::span<const CarProgress> field, std::size_t car, const LapRecord& lap) {
  std::vector<double> same_class;
  std::vector<double> all;
  const Instant began = lap.ended_at - lap.time.value_or(Millis{0});
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i == car) continue;
    const auto slow = slowness(field[i], began, lap.ended_at);
    if (!slow) continue;
    all.push_back(*slow);
    if (field[i].class_index == field[car].class_index) same_class.push_back(*slow);
  }
  if (same_class.size() >= kLeastOthers) return median_of(std::move(same_class));
  return all.empty() ? 1.0 : median_of(std::move(all));
}

}  // namespace

std::optional<Millis> stop_cost(std::span<const CarProgress> field, std::size_t car, const PitStop& stop,
                                std::optional<Millis> own_pace) {
  if (!own_pace || !stop.out_lap || stop.red_flag) return std::nullopt;
  Millis taken{0};
  double expected = 0;
  for (std::int32_t number = stop.in_lap; number <= *stop.out_lap; ++number) {
    const LapRecord* lap = field[car].lap(number);
    if (lap == nullptr || !lap->time) return std::nullopt;
    taken += *lap->time;
    expected += static_cast<double>(own_pace->count()) * field_slowness(field, car, *lap);
  }
  return taken - Millis{std::llround(expected)};
}

}  // namespace stint::race
