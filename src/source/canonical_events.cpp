#include "source/canonical_events.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "race/repeats.hpp"

namespace stint::source {

std::vector<timing::Event> canonical_events(std::vector<timing::Event> events) {
  std::vector<timing::Event> kept;
  std::map<std::tuple<std::size_t, timing::CarNumber, std::int32_t, std::int32_t>, std::size_t> places;
  for (timing::Event& event : events) {
    const timing::CarNumber* car = timing::car_of(event);
    std::optional<std::pair<std::int32_t, std::int32_t>> key;
    if (const auto* lap = timing::event_as<timing::Lap>(event)) key = {lap->lap, 0};
    if (const auto* sector = timing::event_as<timing::Sector>(event)) key = {sector->lap, sector->index};
    if (const auto* pit_in = timing::event_as<timing::PitIn>(event)) key = {pit_in->lap, 0};
    if (const auto* pit_out = timing::event_as<timing::PitOut>(event)) key = {pit_out->lap, 0};
    if (key) {
      const auto [known, fresh] = places.try_emplace({event.body.index(), *car, key->first, key->second}, kept.size());
      if (!fresh) {
        kept[known->second] = std::move(event);
        continue;
      }
    }
    kept.push_back(std::move(event));
  }
  std::ranges::stable_sort(kept, race::comes_before);
  return kept;
}

}  // namespace stint::source
