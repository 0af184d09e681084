// The lists over all cars, and the bootstrap that holds them all.
#include <algorithm>
#include <vector>

#include "mock/griiip/scene.hpp"
#include "mock/in_lane.hpp"

namespace stint::mock::griiip {
namespace {

using race::CarSnapshot;
using race::LapRecord;
using timing::JsonWriter;

// `write` for each car that is to be seen, in the race's order.
template <class Write>
void for_each_car(const Scene& scene, const Write& write) {
  for (const CarSnapshot& row : scene.race.cars) {
    const Participant* car = scene.book.find(row.number());
    if (car != nullptr && car != scene.vanished) write(*car, row);
  }
}

template <class Write>
void write_list(JsonWriter& json, const Scene& scene, const Write& write) {
  json.begin_array();
  if (!scene.next_session) for_each_car(scene, write);
  json.end_array();
}

template <class Items, class Write>
void write_history(JsonWriter& json, const Scene& scene, const Items& items, const Write& write) {
  json.begin_array();
  for (const auto& item : items) {
    if (!scene.next_session) write(json, scene, item);
  }
  json.end_array();
}

SectorItem sector_of(const LapRecord& lap, std::size_t index) {
  return {lap.sector_ended_at(index).value_or(lap.ended_at), lap.number, static_cast<std::int32_t>(index) + 1,
          *lap.sectors[index], race::BestMark::none};
}

bool valid(const LapRecord& lap) { return lap.valid && !lap.in_lap && !lap.out_lap; }

void write_car_sectors(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row, std::size_t most) {
  std::size_t written = 0;
  const auto& current = scene.book.current_sectors(row.number());
  for (auto it = current.rbegin(); it != current.rend() && written < most; ++it, ++written) {
    write_sector(json, scene, car, *it, true);
  }
  for (std::size_t i = row.laps_done.size(); i > 0 && written < most; --i) {
    const LapRecord& lap = row.laps_done[i - 1];
    for (std::size_t s = race::kMaxSectors; s > 0 && written < most; --s) {
      if (!lap.sectors[s - 1]) continue;
      write_sector(json, scene, car, sector_of(lap, s - 1), valid(lap));
      ++written;
    }
  }
}

void write_chequered(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    if (row.state != race::CarState::finished) return;
    json.begin_object().field("flag", "Chequered").field("lapNumber", kNone).field("sectorNumber", kNone);
    json.field("isActive", true).field("info", "");
    const timing::Instant at = row.last_seen.value_or(scene.now);
    write_stamp(json, scene.style, at, scene.book.elapsed_ms(at), &car);
    json.end_object();
  });
}

void write_locations(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    json.begin_object().field("carLocation", in_lane(row) ? "Pit" : "Track");
    write_stamp(json, scene.style, scene.now, scene.book.elapsed_ms(scene.now), &car);
    json.end_object();
  });
}

void write_grids(JsonWriter& json, const Scene& scene) {
  json.begin_array();
  int place = 0;
  for (const auto& [number, car] : scene.book.participants()) {
    json.begin_object().field("startingAt", ++place).field("overallStartingAt", place).field("qualifiedAt", kNone);
    json.field("penaltyPlaces", kNone).field("startFrom", "Unknown");
    write_stamp(json, scene.style, scene.start, kNoClock, &car);
    json.end_object();
  }
  json.end_array();
}

void write_track(JsonWriter& json, const Scene& scene) {
  const timing::Session& session = scene.race.session;
  const std::int32_t sectors = scene.race.sector_count;
  json.begin_object().field("trackConfigId", 195).field("trackName", session.track).field("sectorsCount", sectors);
  json.field("pitInSector", sectors).field("pitOutSector", 1);
  if (session.lap_length_m) json.field("length", *session.lap_length_m);
  json.field("isPitCrossSFLine", true).key("trackMarks").begin_array();
  for (std::int32_t i = 1; i < sectors; ++i) {
    json.begin_object().field("name", "S" + std::to_string(i)).field("relativeDistance", static_cast<double>(i) / sectors);
    json.field("markType", "TrackSector").end_object();
  }
  json.end_array().key("segments").begin_array().end_array().key("speedTrapInfo").begin_array().end_array();
  write_stamp(json, scene.style, scene.start, kNoClock, nullptr);
  json.end_object();
}

}  // namespace

void write_ranks(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    if (row.position) write_rank(json, scene, car, row, false);
  });
}

void write_gaps(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    if (row.position) write_gap(json, scene, car, row);
  });
}

void write_participants(JsonWriter& json, const Scene& scene) {
  json.begin_array();
  for_each_car(scene, [&](const Participant& car, const CarSnapshot& row) { write_participant(json, scene, car, row); });
  json.end_array();
}

void write_statuses(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) { write_status(json, scene, car, row); });
}

void write_laps(JsonWriter& json, const Scene& scene, std::size_t per_car) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    const std::size_t laps = row.laps_done.size();
    for (std::size_t i = 0; i < std::min(per_car, laps); ++i) write_lap(json, scene, car, row, row.laps_done[laps - 1 - i]);
  });
}

void write_best_laps(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    if (!row.best_lap) return;
    const auto lap = std::ranges::find(row.laps_done, row.best_lap->lap, &LapRecord::number);
    if (lap != row.laps_done.end()) write_lap(json, scene, car, row, *lap);
  });
}

void write_sectors(JsonWriter& json, const Scene& scene, std::size_t per_car) {
  write_list(json, scene,
             [&](const Participant& car, const CarSnapshot& row) { write_car_sectors(json, scene, car, row, per_car); });
}

void write_current_sectors(JsonWriter& json, const Scene& scene) {
  json.begin_object();
  for_each_car(scene, [&](const Participant& car, const CarSnapshot& row) {
    json.key(std::to_string(car.pid)).begin_array();
    const auto& current = scene.book.current_sectors(row.number());
    for (auto it = current.rbegin(); it != current.rend() && !scene.next_session; ++it)
      write_sector(json, scene, car, *it, true);
    json.end_array();
  });
  json.end_object();
}

void write_flags(JsonWriter& json, const Scene& scene) { write_history(json, scene, scene.book.flags(), write_flag); }
void write_pit_ins(JsonWriter& json, const Scene& scene) { write_history(json, scene, scene.book.pit_ins(), write_pit_in); }
void write_pit_outs(JsonWriter& json, const Scene& scene) { write_history(json, scene, scene.book.pit_outs(), write_pit_out); }

void write_log_page(JsonWriter& json, const Scene& scene, std::size_t count, std::int64_t before) {
  json.begin_object().key("items").begin_array();
  std::size_t written = 0;
  std::int64_t oldest = 0;
  const std::vector<LogItem>& log = scene.book.log();
  for (std::size_t i = log.size(); i > 0 && !scene.next_session; --i) {
    const std::int64_t at = timing::count_ms(log[i - 1].at);
    if (before != 0 && at >= before) continue;
    if (written >= count && at != oldest) break;  // the cursor is a time: items of one millisecond stay on one page
    write_log_item(json, scene, log[i - 1]);
    oldest = at;
    ++written;
  }
  json.end_array().field("startAfter", oldest).end_object();
}

void write_messages(JsonWriter& json, const Scene& scene) {
  json.begin_array();
  for (const LogItem& item : scene.book.log()) {
    if (item.type != "RCMessage" || scene.next_session) continue;
    json.begin_object().field("raceControlMessageID", item.id);
    item.own(json);
    json.field("ts", time_text(item.at, scene.style.time)).end_object();
  }
  json.end_array();
}

void write_top_speeds(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    json.begin_object().field("speed", 0).field("relativeDistance", kNone).field("lapNumber", row.laps + 1);
    json.field("sectorNumber", kNone);
    write_stamp(json, scene.style, scene.now, kNoClockDerived, &car);
    json.end_object();
  });
}

void write_all_tires(JsonWriter& json, const Scene& scene) {
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    if (row.telemetry && !row.telemetry->tyres.empty()) write_tires(json, scene, car, row);
  });
}

// While a session runs, the service gives every car finishedAt 1: what is here is to be believed after the flag only.
void write_results(JsonWriter& json, const Scene& scene) {
  const bool over = scene.race.flag == timing::FlagKind::chequered;
  json.begin_object().key("results");
  write_list(json, scene, [&](const Participant& car, const CarSnapshot& row) {
    json.begin_object().field("sessionParticipantId", car.pid).field("finishedAt", over ? row.class_position.value_or(0) : 1);
    json.field("overallFinishedAt", over ? row.position.value_or(0) : 1);
    json.field("bestLapTime", row.best_lap ? row.best_lap->time.count() : kNone).field("numberOfLapsCompleted", row.laps);
    json.field("totalLapTimes", row.elapsed ? row.elapsed->count() : kNone).end_object();
  });
  json.field("numberOfLaps", scene.race.cars.empty() ? 0 : scene.race.cars.front().laps).end_object();
}

void write_entry_list(JsonWriter& json, const Scene& scene) {
  json.begin_array();
  for_each_car(scene, [&](const Participant& car, const CarSnapshot& row) {
    const timing::Entry& entry = *row.entry;
    json.begin_object().field("id", car.pid).field("carNumber", car.number).field("classId", car.class_id);
    json.field("teamName", entry.team).field("manufacturer", entry.vehicle).key("drivers").begin_array();
    for (const timing::Driver& driver : entry.drivers) {
      json.begin_object().field("displayName", driver.name).field("threeLettersName", driver.tla).end_object();
    }
    json.end_array().end_object();
  });
  json.end_array();
}

void write_bootstrap(JsonWriter& json, const Scene& scene, const Depth& depth) {
  const auto part = [&](std::string_view name, void (*write)(JsonWriter&, const Scene&)) {
    json.key(name);
    write(json, scene);
  };
  json.begin_object();
  part("sessionInfo", write_session_info);
  part("sessionClock", write_clock);
  part("participants", write_participants);
  json.key("sectors");
  write_sectors(json, scene, depth.sectors);
  part("raceFlags", write_flags);
  part("ranks", write_ranks);
  part("trackDetails", write_track);
  part("sessionLengthLimit", write_length_limit);
  part("weather", write_weather);
  for (const std::string_view list : {"predictedLapTimes", "strikingDistances", "gapTrends"})
    json.key(list).begin_array().end_array();
  part("chequeredFlags", write_chequered);
  part("currentLapSectors", write_current_sectors);
  json.key("raceLogFirstPage");
  write_log_page(json, scene, kLogPage, 0);
  json.key("commentatorPhraseLatest").null();
  part("grids", write_grids);
  json.key("laps");
  write_laps(json, scene, depth.laps);
  part("bestLaps", write_best_laps);
  part("gaps", write_gaps);
  part("runningStatuses", write_statuses);
  for (const std::string_view list : {"lapClassifications", "attackMode", "runningBattles", "latestSpeedTraps"}) {
    json.key(list).begin_array().end_array();
  }
  part("tires", write_all_tires);
  part("carsEnergyTanks", write_energy);
  part("pitIns", write_pit_ins);
  json.key("seasonPointsBefore").begin_object().end_object();
  part("carLocations", write_locations);
  json.key("errors").null().end_object();
}

}  // namespace stint::mock::griiip
