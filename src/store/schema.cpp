#include "store/schema.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include <string>

namespace stint::store {
namespace {

// Times are integer milliseconds, instants UTC milliseconds since 1970; unknown is NULL. Only `stints` and `stops` are
// computed; all else is what events say, the last word on each thing.
constexpr const char* kTables = R"sql(
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  imported_from TEXT NOT NULL,
  source_digest TEXT NOT NULL,
  source TEXT, series TEXT, event TEXT, name TEXT, track TEXT, session_kind TEXT, state TEXT,
  started_at INTEGER, dating TEXT, limit_ms INTEGER, limit_laps INTEGER, utc_offset_min INTEGER, lap_length_m REAL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  session TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, car TEXT, body TEXT NOT NULL,
  PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_time ON events (session, at);
CREATE INDEX events_by_kind ON events (session, kind, car);

CREATE TABLE entries (
  session TEXT NOT NULL, car TEXT NOT NULL, class TEXT, class_group TEXT, team TEXT, vehicle TEXT, manufacturer TEXT,
  PRIMARY KEY (session, car)
) STRICT, WITHOUT ROWID;

CREATE TABLE drivers (
  session TEXT NOT NULL, car TEXT NOT NULL, place INTEGER NOT NULL, driver TEXT, name TEXT, tla TEXT, grade TEXT, country TEXT,
  PRIMARY KEY (session, car, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE laps (
  session TEXT NOT NULL, car TEXT NOT NULL, lap INTEGER NOT NULL, at INTEGER NOT NULL, time_ms INTEGER, driver TEXT, flag TEXT,
  top_speed_kph REAL, valid INTEGER NOT NULL, in_lap INTEGER NOT NULL, out_lap INTEGER NOT NULL,
  PRIMARY KEY (session, car, lap)
) STRICT, WITHOUT ROWID;

CREATE TABLE sectors (
  session TEXT NOT NULL, car TEXT NOT NULL, lap INTEGER NOT NULL, sector INTEGER NOT NULL, at INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  PRIMARY KEY (session, car, lap, sector)
) STRICT, WITHOUT ROWID;

CREATE TABLE flags (
  session TEXT NOT NULL, at INTEGER NOT NULL, scope TEXT NOT NULL, number INTEGER NOT NULL, flag TEXT NOT NULL,
  PRIMARY KEY (session, at, scope, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  session TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, cars TEXT NOT NULL, message_group TEXT,
  PRIMARY KEY (session, at, id, text)
) STRICT, WITHOUT ROWID;

CREATE TABLE stints (
  session TEXT NOT NULL, car TEXT NOT NULL, number INTEGER NOT NULL, driver TEXT, driver_name TEXT, first_lap INTEGER NOT NULL,
  last_lap INTEGER NOT NULL, laps INTEGER NOT NULL, median_clean_ms INTEGER, drive_ms INTEGER NOT NULL, ended_by TEXT NOT NULL,
  PRIMARY KEY (session, car, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE stops (
  session TEXT NOT NULL, car TEXT NOT NULL, number INTEGER NOT NULL, in_lap INTEGER NOT NULL, out_lap INTEGER,
  in_at INTEGER NOT NULL, out_at INTEGER, lane_ms INTEGER, flag TEXT, driver_in TEXT, driver_out TEXT, driver_in_name TEXT,
  driver_out_name TEXT, driver_changed INTEGER NOT NULL, cost_ms INTEGER, red_flag INTEGER NOT NULL,
  PRIMARY KEY (session, car, number)
) STRICT, WITHOUT ROWID;
)sql";

// kMigrations[v] makes version v + 1 of version v. Never edited once released: a change of the tables is a new element.
constexpr std::array<const char*, kSchemaVersion> kMigrations = {kTables};

int pragma(SQLite::Database& database, const char* name) { return database.execAndGet(std::string("PRAGMA ") + name).getInt(); }

Result<int> version_of(SQLite::Database& database, const std::filesystem::path& path) {
  const int application = pragma(database, "application_id");
  const int version = pragma(database, "user_version");
  if (application == kApplicationId && version > kSchemaVersion) {
    return fail(ErrorCode::store_too_new, "the database " + path.string() + " has version " + std::to_string(version) +
                                              ", but this Stint knows up to " + std::to_string(kSchemaVersion) +
                                              "; use the newer Stint that made it, or another database");
  }
  if (application == kApplicationId) return version;
  const bool empty =
      application == 0 && version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
  if (empty) return 0;
  return fail(ErrorCode::store_corrupt,
              "the database " + path.string() + " belongs to another program and is left alone; choose another path");
}

}  // namespace

Result<void> prepare_schema(SQLite::Database& database, const std::filesystem::path& path) {
  const auto version = version_of(database, path);
  if (!version) return std::unexpected(version.error());
  if (*version == kSchemaVersion) return {};
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  for (auto from = static_cast<std::size_t>(*version); from < kMigrations.size(); ++from) database.exec(kMigrations.at(from));
  database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction.commit();
  return {};
}

Result<void> refuse_foreign(SQLite::Database& database, const std::filesystem::path& path) {
  const auto version = version_of(database, path);
  if (!version) return std::unexpected(version.error());
  return {};
}

Result<void> check_schema(SQLite::Database& database, const std::filesystem::path& path) {
  const auto version = version_of(database, path);
  if (!version) return std::unexpected(version.error());
  if (*version == kSchemaVersion) return {};
  return fail(ErrorCode::store_corrupt, "the database " + path.string() +
                                            " has no tables of this version; open it once for writing "
                                            "(`stint serve` or `stint import`) to make them");
}

}  // namespace stint::store
