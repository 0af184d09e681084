#include "server/views/gap_text.hpp"

#include "timing/json_writer.hpp"

namespace stint::server {

std::string gap_text(const race::Gap& gap, bool leads) {
  if (leads) return "Leader";
  if (gap.laps > 0) return "+" + std::to_string(gap.laps) + (gap.laps == 1 ? " LAP" : " LAPS");
  if (!gap.time) return "-";
  return "+" + timing::seconds_text(*gap.time);
}

}  // namespace stint::server
