#include "mock/alkamel/standing_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "mock/in_lane.hpp"

namespace stint::mock::alkamel {
namespace {

using race::CarSnapshot;
using race::CarState;
using race::LapRecord;

std::string_view classification(const CarSnapshot& car) {
  switch (car.state) {
    case CarState::retired:
      return "RETIRED";
    case CarState::disqualified:
      return "DISQUALIFIED";
    case CarState::not_started:
      return "NOT_STARTED";
    default:
      return "CLASSIFIED";
  }
}

std::string_view track_status(const CarSnapshot& car) {
  if (in_lane(car)) return "BOX";
  switch (car.state) {
    case CarState::out_lap:
      return "OUT_LAP";
    case CarState::stopped:
    case CarState::retired:
      return "STOPPED";
    default:
      return "TRACK";
  }
}

constexpr std::string_view flag_text(bool flag) { return flag ? "true;" : "false;"; }

// The laps that the row tells of: all but the latest `laps_back`.
const LapRecord* last_lap(const StandingRow& row) {
  const auto done = static_cast<std::int32_t>(row.car.laps_done.size()) - row.laps_back;
  return done < 1 ? nullptr : &row.car.laps_done[static_cast<std::size_t>(done - 1)];
}

std::string data_text(const StandingRow& row, const LapRecord* lap) {
  const std::int32_t laps = lap == nullptr ? 0 : lap->number;
  const auto began = timing::count_ms(lap == nullptr ? row.start : lap->ended_at);
  const std::string place = std::to_string(row.place);
  std::array<char, 24> speed{};
  constexpr double kKilometresInMile = 1.609344;
  std::snprintf(speed.data(), speed.size(), "%.3f", row.car.speed_kph.value_or(0) / kKilometresInMile);
  std::string text = place + ";" + row.car.number().str() + ";" + std::string(classification(row.car)) + ";" + place + ";" +
                     std::to_string(laps) + ";";
  if (row.brief) return text;
  text += std::to_string(row.car.stops) + ";" + speed.data() + ";" + std::to_string(began) + ";";
  return text + std::string(track_status(row.car)) + ";" + std::to_string(laps + 1) + ";";
}

}  // namespace

std::string sectors_text(const std::vector<Passed>& sectors) {
  std::string text;
  for (const Passed& sector : sectors) {
    using timing::BestMark;
    text += std::to_string(sector.index) + ";" + std::to_string(sector.time.count()) + ";";
    text += flag_text(sector.best != BestMark::none);
    text += flag_text(sector.best == BestMark::overall);
    text += flag_text(sector.best == BestMark::in_class || sector.best == BestMark::overall);
    text += flag_text(false);
  }
  return text;
}

std::string loops_text(const std::vector<Passed>& loops) {
  std::string text;
  for (const Passed& loop : loops) text += std::to_string(loop.index) + ";" + std::to_string(loop.time.count()) + ";";
  return text;
}

void write_standing(timing::JsonWriter& json, const StandingRow& row) {
  const LapRecord* lap = last_lap(row);
  const auto& best = row.car.best_lap;
  json.begin_object().field("data", data_text(row, lap)).field("class", row.car.entry->class_name);
  json.field("bestLapTime", best ? best->time.count() : 0).field("bestLapNumber", best ? best->lap : 0);
  json.field("lastLapTime", lap != nullptr && lap->time ? lap->time->count() : 0);
  json.field("isLastLapBestPersonal", best && lap != nullptr && best->lap == lap->number);
  json.field("isCheckered", row.checkered).field("isRunning", row.car.position.has_value());
  json.field("currentLapStartTime", lap == nullptr ? row.start : lap->ended_at);
  json.field("currentSectors", sectors_text(row.current.sectors)).field("lastSectors", sectors_text(row.last.sectors));
  json.field("currentLoopSectors", loops_text(row.current.loops));
  json.field("previousLoopSectors", loops_text(row.last.loops));
  if (!row.brief) {
    const std::int32_t laps = lap == nullptr ? 0 : lap->number;
    json.field("laps", laps).field("currentLapNumber", laps + 1);
    json.field("elapsedTime", lap == nullptr ? 0 : (lap->ended_at - row.start).count());
  }
  json.end_object();
}

}  // namespace stint::mock::alkamel
