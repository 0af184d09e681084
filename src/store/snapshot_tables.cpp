#include "store/snapshot_tables.hpp"

namespace stint::store {
namespace {

std::optional<race::FlagKind> known(race::FlagKind flag) {
  return flag == race::FlagKind::none ? std::nullopt : std::optional(flag);
}

}  // namespace

SnapshotTables::SnapshotTables(SQLite::Database& database)
    : forget_stints_(database, "DELETE FROM stints WHERE session = ?"),
      forget_stops_(database, "DELETE FROM stops WHERE session = ?"),
      stint_(database,
             "INSERT INTO stints (session, car, number, driver, driver_name, first_lap, last_lap, laps, median_clean_ms, "
             "drive_ms, "
             "ended_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      stop_(database,
            "INSERT INTO stops (session, car, number, in_lap, out_lap, in_at, out_at, lane_ms, flag, driver_in, driver_out, "
            "driver_in_name, driver_out_name, driver_changed, cost_ms, red_flag) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}

void SnapshotTables::rewrite(const std::string& session, const race::Snapshot& snapshot) {
  forget_stints_.run(session);
  forget_stops_.run(session);
  for (const race::CarSnapshot& car : snapshot.cars) {
    for (const race::Stint& stint : car.stints) put(session, car.number(), stint);
    std::int32_t number = 0;
    for (const race::PitStop& stop : car.pit_stops) put(session, car.number(), ++number, stop);
  }
}

void SnapshotTables::put(const std::string& session, const race::CarNumber& car, const race::Stint& stint) {
  stint_.run(session, car, stint.number, stint.driver, Known{stint.driver_name}, stint.first_lap, stint.last_lap, stint.laps(),
             stint.median_clean, stint.drive_time, std::string(race::stint_end_name(stint.ended_by).value_or("running")));
}

void SnapshotTables::put(const std::string& session, const race::CarNumber& car, std::int32_t number,
                         const race::PitStop& stop) {
  stop_.run(session, car, number, stop.in_lap, stop.out_lap, stop.in_at, stop.out_at, stop.lane, known(stop.flag),
            stop.driver_in, stop.driver_out, Known{stop.driver_in_name}, Known{stop.driver_out_name}, stop.driver_changed(),
            stop.cost, stop.red_flag);
}

}  // namespace stint::store
