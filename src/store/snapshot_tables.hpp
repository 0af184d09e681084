// The plain tables that only the whole race can fill: stints and stops.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "race/snapshot.hpp"
#include "store/statement.hpp"

namespace stint::store {

// Throws SQLite::Exception. REQUIRES: inside a transaction.
class SnapshotTables {
 public:
  explicit SnapshotTables(SQLite::Database& database);
  // Replaces the session's rows by what the snapshot holds.
  void rewrite(const std::string& session, const race::Snapshot& snapshot);

 private:
  void put(const std::string& session, const race::CarNumber& car, const race::Stint& stint);
  void put(const std::string& session, const race::CarNumber& car, std::int32_t number, const race::PitStop& stop);

  Statement forget_stints_;
  Statement forget_stops_;
  Statement stint_;
  Statement stop_;
};

}  // namespace stint::store
