// The tables, their version, and how an older database becomes a newer one. docs/schema.md describes them.
#pragma once

#include <SQLiteCpp/Database.h>

#include <array>
#include <filesystem>
#include <string_view>

#include "timing/error.hpp"

namespace stint::store {

inline constexpr int kSchemaVersion = 1;           // PRAGMA user_version
inline constexpr int kApplicationId = 0x53746E74;  // PRAGMA application_id: "Stnt"

// Tables that hold rows of a session, by their column `session`.
inline constexpr std::array<std::string_view, 9> kSessionTables = {"events", "entries",  "drivers", "laps", "sectors",
                                                                   "flags",  "messages", "stints",  "stops"};

// Makes the tables in an empty database, or brings those of an older version up to date, in one transaction.
// Errors: store_corrupt (another program's database), store_too_new. Throws SQLite::Exception.
[[nodiscard]] Result<void> prepare_schema(SQLite::Database& database, const std::filesystem::path& path);

// Errors: store_corrupt if the database is another program's, store_too_new. Throws SQLite::Exception.
[[nodiscard]] Result<void> refuse_foreign(SQLite::Database& database, const std::filesystem::path& path);

// For readers: the same errors; also store_corrupt if the tables are of an older version.
[[nodiscard]] Result<void> check_schema(SQLite::Database& database, const std::filesystem::path& path);

}  // namespace stint::store
