// The plain tables that say what events say: entries, drivers, laps, sectors, flags, messages, and the session's own row.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "store/statement.hpp"
#include "timing/event.hpp"

namespace stint::store {

// Brings the tables up to date with one event; a repeated one changes nothing, a correction replaces the row.
// Throws SQLite::Exception. REQUIRES: inside a transaction; the session has its row.
class FactTables {
 public:
  explicit FactTables(SQLite::Database& database);
  void take(const std::string& session, const timing::Event& event);

 private:
  void put(const std::string& session, timing::Instant at, const timing::Session& fact);
  void put(const std::string& session, timing::Instant at, const timing::Entry& fact);
  void put(const std::string& session, timing::Instant at, const timing::Lap& fact);
  void put(const std::string& session, timing::Instant at, const timing::Sector& fact);
  void put(const std::string& session, timing::Instant at, const timing::Flag& fact);
  void put(const std::string& session, timing::Instant at, const timing::RaceControl& fact);

  Statement session_;
  Statement entry_;
  Statement forget_drivers_;
  Statement driver_;
  Statement lap_;
  Statement sector_;
  Statement flag_;
  Statement message_;
};

}  // namespace stint::store
