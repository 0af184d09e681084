// Where the feed's opinion and ours differ: /api/differences.
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"

namespace stint::server {

std::string_view name_of(race::Difference::What what) {
  switch (what) {
    case race::Difference::What::position:
      return "position";
    case race::Difference::What::class_position:
      return "class_position";
    case race::Difference::What::laps:
      return "laps";
    case race::Difference::What::gap:
      return "gap";
  }
  return "position";
}

Result<void> view_differences(const ViewCall& call, Table& table) {
  for (const race::Difference& difference : call.race.differences) {
    table.begin_row();
    table.field("car_number", difference.car).field("what", name_of(difference.what));
    table.field("official", difference.official).field("ours", difference.ours);
    table.field("since_ms", on_race_clock(call.race.session, std::optional(difference.since)));
    table.field("official_derivation", difference.official_words).field("our_derivation", difference.our_words);
    table.end_row();
  }
  table.finish();
  return {};
}

}  // namespace stint::server
