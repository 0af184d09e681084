#include "store/fact_tables.hpp"

#include <cstdint>

#include "timing/event_body.hpp"
#include "timing/json_writer.hpp"

namespace stint::store {

using timing::Instant;

FactTables::FactTables(SQLite::Database& database)
    : session_(
          database,
          "UPDATE sessions SET source = ?2, series = ?3, event = ?4, name = ?5, track = ?6, session_kind = ?7, state = ?8, "
          "started_at = ?9, dating = ?10, limit_ms = ?11, limit_laps = ?12, utc_offset_min = ?13, lap_length_m = ?14 "
          "WHERE id = ?1"),
      entry_(
          database,
          "REPLACE INTO entries (session, car, class, class_group, team, vehicle, manufacturer) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      forget_drivers_(database, "DELETE FROM drivers WHERE session = ? AND car = ?"),
      driver_(database,
              "INSERT INTO drivers (session, car, place, driver, name, tla, grade, country) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      lap_(database,
           "REPLACE INTO laps (session, car, lap, at, time_ms, driver, flag, top_speed_kph, valid, in_lap, out_lap) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      sector_(database, "REPLACE INTO sectors (session, car, lap, sector, at, time_ms) VALUES (?, ?, ?, ?, ?, ?)"),
      flag_(database, "REPLACE INTO flags (session, at, scope, number, flag) VALUES (?, ?, ?, ?, ?)"),
      message_(database, "REPLACE INTO messages (session, at, id, text, cars, message_group) VALUES (?, ?, ?, ?, ?, ?)") {}

void FactTables::take(const std::string& session, const timing::Event& event) {
  std::visit(
      [&](const auto& held) {
        const auto& fact = timing::unwrap(held);
        if constexpr (requires { put(session, event.at, fact); }) put(session, event.at, fact);
      },
      event.body);
}

void FactTables::put(const std::string& session, Instant, const timing::Session& fact) {
  session_.run(session, Known{fact.source}, Known{fact.series}, Known{fact.event}, Known{fact.name}, Known{fact.track},
               fact.kind, fact.state, fact.started_at, fact.dating, fact.limit, fact.limit_laps, fact.utc_offset_min,
               fact.lap_length_m);
}

void FactTables::put(const std::string& session, Instant, const timing::Entry& fact) {
  entry_.run(session, fact.car, Known{fact.class_name}, Known{fact.group}, Known{fact.team}, Known{fact.vehicle},
             Known{fact.manufacturer});
  forget_drivers_.run(session, fact.car);
  std::int32_t place = 0;
  for (const timing::Driver& driver : fact.drivers) {
    driver_.run(session, fact.car, ++place, driver.id, Known{driver.name}, Known{driver.tla}, Known{driver.grade},
                Known{driver.country});
  }
}

void FactTables::put(const std::string& session, Instant at, const timing::Lap& fact) {
  lap_.run(session, fact.car, fact.lap, at, fact.time, fact.driver, fact.flag, fact.top_speed_kph, fact.valid, fact.in_lap,
           fact.out_lap);
}

void FactTables::put(const std::string& session, Instant at, const timing::Sector& fact) {
  sector_.run(session, fact.car, fact.lap, fact.index, at, fact.time);
}

void FactTables::put(const std::string& session, Instant at, const timing::Flag& fact) {
  flag_.run(session, at, fact.scope, fact.number, fact.kind);
}

void FactTables::put(const std::string& session, Instant at, const timing::RaceControl& fact) {
  std::string cars;
  timing::JsonWriter json(cars);
  json.begin_array();
  for (const timing::CarNumber& car : fact.cars) json.value(car);
  json.end_array();
  message_.run(session, at, fact.id, fact.text, cars, Known{fact.group});
}

}  // namespace stint::store
