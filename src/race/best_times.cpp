#include "race/best_times.hpp"

namespace stint::race {

void GroupBests::offer_lap(Millis time, const CarNumber& car, std::int32_t number) {
  if (lap && *lap <= time) return;
  lap = time;
  lap_by = car;
  lap_number = number;
}

void GroupBests::offer_sector(std::size_t index, ShortMillis time, const CarNumber& car) {
  if (sectors[index] && *sectors[index] <= time) return;
  sectors[index] = time;
  sectors_by[index] = car;
}

BestMark mark_of(Millis time, const std::optional<Millis>& session, const std::optional<Millis>& in_class,
                 const std::optional<Millis>& personal) {
  if (session && time <= *session) return BestMark::overall;
  if (in_class && time <= *in_class) return BestMark::in_class;
  if (personal && time <= *personal) return BestMark::personal;
  return BestMark::none;
}

}  // namespace stint::race
