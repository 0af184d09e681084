#include "store/connection.hpp"

#include <SQLiteCpp/Column.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "store/schema.hpp"
#include "store/store_error.hpp"

namespace stint::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic("SQLite format 3\0", 16);  // every SQLite file begins so
constexpr std::int64_t kWalBytesKept = 16 << 20;             // after a checkpoint; a large import makes it larger for a while
constexpr int kCacheKib = 16 << 10;  // an import then writes most pages once, not each time they are pushed out

bool is_empty_or_absent(const fs::path& path) {
  std::error_code ignored;
  return !fs::exists(path, ignored) || (fs::is_regular_file(path, ignored) && fs::file_size(path, ignored) == 0);
}

// Before SQLite touches it: what is plainly something else is refused in plain words. REQUIRES: !is_empty_or_absent(path)
Result<void> refuse_other_files(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return fail(ErrorCode::store_corrupt, path.string() + " is a folder, not a database; name a file inside it");
  }
  std::array<char, kMagic.size()> start{};
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(ErrorCode::file_unreadable,
                "the database " + path.string() + " can't be read: " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
  in.read(start.data(), start.size());
  if (std::string_view(start.data(), start.size()) == kMagic) return {};
  return fail(ErrorCode::store_corrupt, path.string() + " is no database; it is left alone. Choose another path");
}

Result<void> make_folder_of(const fs::path& path) {
  std::error_code error;
  const fs::path folder = path.parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);
  if (!error) return {};
  return fail(ErrorCode::store_unwritable, "the folder " + folder.string() + " of the database can't be made: " +
                                               error.message() + "; choose a place that this user may write to");
}

// What an open connection needs before it may write. NORMAL with WAL: kill -9 loses nothing; docs/schema.md has the power cut.
Result<void> configure(SQLite::Database& database, const fs::path& path) {
  if (sqlite3_db_readonly(database.getHandle(), "main") == 1) {
    return std::unexpected(explain(path, SQLITE_READONLY, 0, "the file is read-only"));
  }
  const std::string mode = database.execAndGet("PRAGMA journal_mode = WAL").getString();
  if (mode != "wal") {
    return fail(ErrorCode::store_unwritable,
                "the database " + path.string() + " lies on a file system without shared memory; choose a local disk");
  }
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA cache_size = " + std::to_string(-kCacheKib));
  database.exec("PRAGMA journal_size_limit = " + std::to_string(kWalBytesKept));
  return prepare_schema(database, path);
}

// A WAL database in a folder that can't be written has no place for its shared memory. If all of it is in the main file,
// nobody can be writing it, so it may be read as a file that never changes.
bool must_read_as_frozen(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  fs::path wal = path;
  wal += "-wal";
  return ::access(folder.c_str(), W_OK) != 0 && is_empty_or_absent(wal);
}

std::string frozen_uri(const fs::path& path) {
  std::string uri = "file:";
  for (const char c : fs::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      uri += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Result<WriteConnection> connect_for_writing(const fs::path& path) {
  const bool fresh = is_empty_or_absent(path);
  if (auto ready = fresh ? make_folder_of(path) : refuse_other_files(path); !ready) return std::unexpected(ready.error());
  std::unique_ptr<SQLite::Database> database;
  const auto open = [&]() -> Result<void> {
    const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX;
    database = std::make_unique<SQLite::Database>(path.string(), flags, kBusyTimeoutMs);
    return fresh ? Result<void>() : refuse_foreign(*database, path);
  };
  if (auto opened = guarded(path, nullptr, open); !opened) return std::unexpected(opened.error());
  auto claims = SessionClaims::open(path);
  if (!claims) return std::unexpected(claims.error());
  if (auto alone = claims->begin_setup(); !alone) return std::unexpected(alone.error());
  auto configured = guarded(path, database.get(), [&] { return configure(*database, path); });
  claims->end_setup();
  if (!configured) return std::unexpected(configured.error());
  return WriteConnection{std::move(database), std::move(*claims)};
}

Result<std::unique_ptr<SQLite::Database>> connect_for_reading(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return fail(ErrorCode::file_unreadable,
                "there is no database at " + path.string() + "; `stint import` or `stint serve` makes one");
  }
  if (is_empty_or_absent(path)) return fail(ErrorCode::store_corrupt, path.string() + " is an empty file, no database");
  if (auto fit = refuse_other_files(path); !fit) return std::unexpected(fit.error());
  std::unique_ptr<SQLite::Database> database;
  const auto open = [&]() -> Result<void> {
    const int flags = SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX;
    database = must_read_as_frozen(path)
                   ? std::make_unique<SQLite::Database>(frozen_uri(path), flags | SQLite::OPEN_URI, kBusyTimeoutMs)
                   : std::make_unique<SQLite::Database>(path.string(), flags, kBusyTimeoutMs);
    return check_schema(*database, path);
  };
  const auto opened = guarded(path, nullptr, open);
  if (opened) return database;
  if (opened.error().code != ErrorCode::store_unwritable) return std::unexpected(opened.error());
  return fail(ErrorCode::file_unreadable, "the database " + path.string() +
                                              " can't be opened for reading; the file must be readable "
                                              "and, after a program that wrote it was killed, its folder writable");
}

}  // namespace stint::store
