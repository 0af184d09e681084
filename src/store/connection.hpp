// Opening the database: for writing, with folders, WAL and tables made as needed; or for reading, without changing anything.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>

#include "store/session_claims.hpp"
#include "timing/error.hpp"

namespace stint::store {

// How long a write waits for another program's write (an import of a 24-hour race takes about a second).
inline constexpr int kBusyTimeoutMs = 5000;

struct WriteConnection {
  std::unique_ptr<SQLite::Database> database;
  SessionClaims claims;
};

// Errors: store_unwritable, store_busy, store_corrupt, store_too_new.
[[nodiscard]] Result<WriteConnection> connect_for_writing(const std::filesystem::path& path);

// Errors: file_unreadable, store_busy, store_corrupt, store_too_new.
[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> connect_for_reading(const std::filesystem::path& path);

}  // namespace stint::store
