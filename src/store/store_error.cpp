#include "store/store_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace stint::store {
namespace {

constexpr int kPrimaryCode = 0xFF;  // an extended code's low byte

bool is_disk_full(int code, int system_error) {
  return code == SQLITE_FULL || (code == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT));
}

}  // namespace

Error explain(const std::filesystem::path& database, int extended_code, int system_error, std::string_view said) {
  const int code = extended_code & kPrimaryCode;
  const std::string name = "the database " + database.string();
  const std::string cause = system_error != 0 ? std::string(said) + " (" + std::strerror(system_error) + ")"
                                              : std::string(said);  // NOLINT(concurrency-mt-unsafe)
  if (is_disk_full(code, system_error)) {
    return {ErrorCode::store_unwritable, name +
                                             " can't be written: the disk is full; free some space and start again. What is "
                                             "already in the log is safe and readable"};
  }
  switch (code) {
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return {ErrorCode::store_unwritable,
              name + " can't be written: " + cause +
                  "; make the file and its folder writable for this user, or choose another place"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return {ErrorCode::store_busy,
              name + " is kept locked by another program: " + cause + "; try again when that one is done"};
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_NOTADB:
      return {ErrorCode::store_corrupt,
              name + " is damaged or is no database: " + cause + "; move it away and import again, or restore a copy"};
    case SQLITE_IOERR:
      return {ErrorCode::store_unwritable, name + " can't be read or written: " + cause + " (SQLite's code " +
                                               std::to_string(extended_code) +
                                               "); check the disk. What is already in the log is not changed"};
    default:
      return {ErrorCode::internal, name + ": " + cause};
  }
}

Error explain(const std::filesystem::path& database, const SQLite::Exception& thrown, const SQLite::Database* connection) {
  const int system_error = connection == nullptr ? 0 : sqlite3_system_errno(connection->getHandle());
  return explain(database, thrown.getExtendedErrorCode(), system_error, thrown.what());
}

}  // namespace stint::store
