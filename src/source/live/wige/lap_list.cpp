#include "source/live/wige/lap_list.hpp"

#include <algorithm>

#include "source/live/number_text.hpp"
#include "source/live/wige/classification_row.hpp"

namespace stint::live::wige {
namespace {

std::optional<ListedLap> read_lap(const simdjson::dom::object& row) {
  const auto lap = parse_number<std::int32_t>(text_of(row, "L"));
  const auto ended_at = parse_epoch_ms(text_of(row, "D"));
  if (!lap || *lap < 1 || *lap > kMostLaps || !ended_at) return std::nullopt;
  ListedLap listed{.lap = *lap, .ended_at = *ended_at, .time = parse_time(text_of(row, "T")), .sectors = {}};
  std::string key = "S1";
  for (auto& sector : listed.sectors) {
    sector = parse_time(text_of(row, key));
    ++key[1];
  }
  return listed;
}

// Two crossings of the line on consecutive laps are a lap time, to the millisecond.
void fill_times(std::vector<ListedLap>& laps) {
  std::ranges::sort(laps, {}, &ListedLap::lap);
  for (std::size_t i = 1; i < laps.size(); ++i) {
    if (laps[i].time || laps[i].lap != laps[i - 1].lap + 1) continue;
    if (laps[i].ended_at > laps[i - 1].ended_at) laps[i].time = laps[i].ended_at - laps[i - 1].ended_at;
  }
}

}  // namespace

std::vector<CarLaps> read_laps(const simdjson::dom::object& frame) {
  std::vector<CarLaps> cars;
  simdjson::dom::array rows;
  if (frame.at_key("DATA").get_array().get(rows) != simdjson::SUCCESS) return cars;
  const std::string session = text_of(frame, "SESSION");
  const std::string of_frame = text_of(frame, "N");
  for (const simdjson::dom::element value : rows) {
    simdjson::dom::object row;
    if (value.get_object().get(row) != simdjson::SUCCESS) continue;
    const std::string of_row = text_of(row, "N");
    const auto car = timing::CarNumber::parse(of_row.empty() ? of_frame : of_row);
    const auto lap = read_lap(row);
    if (!car || !lap) continue;
    auto list = std::ranges::find(cars, *car, &CarLaps::car);
    if (list == cars.end()) list = cars.insert(cars.end(), CarLaps{session, *car, {}});
    list->laps.push_back(*lap);
  }
  for (CarLaps& list : cars) fill_times(list.laps);
  return cars;
}

}  // namespace stint::live::wige
