#include "race/car_progress.hpp"

#include <algorithm>

namespace stint::race {

void RecentPace::add(Millis time) {
  times[count++ % kLaps] = time;
  const std::size_t n = std::min(count, kLaps);
  auto sorted = times;
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(n));
  median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

const LapRecord* CarProgress::lap(std::int32_t number) const {
  if (laps.empty() || number < 1 || number > laps.back().number) return nullptr;
  // Laps are complete in nearly every race, so the number is the place; a feed that lost laps needs the search.
  const auto guess = static_cast<std::size_t>(number - 1);
  if (guess < laps.size() && laps[guess].number == number) return &laps[guess];
  const auto found = std::lower_bound(laps.begin(), laps.end(), number,
                                      [](const LapRecord& lap, std::int32_t wanted) { return lap.number < wanted; });
  return found != laps.end() && found->number == number ? &*found : nullptr;
}

const PitStop* CarProgress::open_stop() const { return !stops.empty() && !stops.back().out_lap ? &stops.back() : nullptr; }

const std::string& CarProgress::driver_name(const std::optional<DriverId>& id) const {
  static const std::string kUnknown;
  if (!id) return kUnknown;
  const auto found = std::ranges::find(entry->drivers, *id, &timing::Driver::id);
  return found == entry->drivers.end() ? kUnknown : found->name;
}

std::optional<Instant> CarProgress::crossed(TimingPoint point) const {
  const auto sector = static_cast<std::size_t>(point.sector);
  if (point.lap == laps_completed() + 1) return sector > 0 ? now.sector_ended_at[sector - 1] : std::nullopt;
  const LapRecord* record = lap(point.lap);
  if (record == nullptr) return std::nullopt;
  return sector == 0 ? std::optional(record->ended_at) : record->sector_ended_at(sector - 1);
}

void CarProgress::freeze() {
  laps.freeze();
  stops.freeze();
  stints.freeze();
}

}  // namespace stint::race
