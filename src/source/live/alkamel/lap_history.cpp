#include "source/live/alkamel/lap_history.hpp"

#include <algorithm>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

constexpr std::int64_t kMostSectors = 9;

std::vector<PastLap::Part> read_sectors(const MaybeElement& times) {
  std::vector<PastLap::Part> sectors;
  dom::array array;
  if (!times || times->get(array) != simdjson::SUCCESS) return sectors;
  for (const dom::element entry : array) {
    const MaybeElement sector = entry;
    const auto index = whole_of(member(sector, "index"));
    const auto time = time_of(whole_of(member(sector, "time")));
    if (!index || *index < 1 || *index > kMostSectors || !time) continue;
    sectors.push_back({static_cast<std::int32_t>(*index), *time, instant_of(whole_of(member(sector, "hour")))});
  }
  std::ranges::sort(sectors, {}, &PastLap::Part::index);
  return sectors;
}

std::vector<PastLap> read_laps(const MaybeElement& list) {
  std::vector<PastLap> laps;
  dom::array array;
  if (!list || list->get(array) != simdjson::SUCCESS) return laps;
  for (const dom::element entry : array) {
    const MaybeElement lap = entry;
    const auto number = whole_of(member(lap, "number"));
    const auto ended_at = instant_of(whole_of(member(lap, "hour")));
    if (!number || *number < 1 || *number > timing::kMaxLap || !ended_at) continue;
    laps.push_back({.lap = static_cast<std::int32_t>(*number),
                    .time = time_of(whole_of(member(lap, "time"))),
                    .ended_at = *ended_at,
                    .valid = truth_of(member(lap, "is_valid")).value_or(true),
                    .crossed_in_pit = truth_of(member(lap, "crossing_pit_finish_lane")).value_or(false),
                    .sectors = read_sectors(member(lap, "sector_times"))});
  }
  std::ranges::stable_sort(laps, {}, &PastLap::lap);
  return laps;
}

}  // namespace

std::vector<std::pair<timing::CarNumber, std::vector<PastLap>>> read_lap_history(dom::element analysis) {
  std::vector<std::pair<timing::CarNumber, std::vector<PastLap>>> cars;
  dom::array participants;
  const auto list = member(MaybeElement(analysis), "participants");
  if (!list || list->get(participants) != simdjson::SUCCESS) return cars;
  for (const dom::element participant : participants) {
    const auto car = timing::CarNumber::parse(text_of(member(MaybeElement(participant), "number")));
    if (car) cars.emplace_back(*car, read_laps(member(MaybeElement(participant), "laps")));
  }
  return cars;
}

}  // namespace stint::live::alkamel
