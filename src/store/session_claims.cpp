#include "store/session_claims.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace stint::store {
namespace {

constexpr std::int64_t kSetupByte = 0;
constexpr mode_t kMode = 0644;

// The session's byte: FNV-1a of its id, never the setup byte. Two ids on one byte would only keep one another from being
// written at once; with 2^62 bytes to choose from that does not happen.
std::int64_t byte_of(std::string_view session) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : session) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return static_cast<std::int64_t>((hash >> 2U) | 1U);
}

std::string cause(int error) { return std::strerror(error); }  // NOLINT(concurrency-mt-unsafe): glibc's is thread-safe

}  // namespace

Result<SessionClaims> SessionClaims::open(const std::filesystem::path& database) {
  std::filesystem::path path = database;
  path += ".claims";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode);
  if (file < 0) {
    return fail(ErrorCode::store_unwritable, "the database " + database.string() + " can't be written: " + path.string() +
                                                 ": " + cause(errno) + "; choose a place that this user may write to");
  }
  return SessionClaims(file, std::move(path));
}

SessionClaims::SessionClaims(SessionClaims&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)), held_(std::move(other.held_)) {}

SessionClaims::~SessionClaims() {
  if (file_ >= 0) ::close(file_);
}

int SessionClaims::set_lock(std::int64_t byte, short type, bool wait) const {
  struct flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = byte;
  lock.l_len = 1;
  int outcome = 0;
  do {
    outcome = ::fcntl(file_, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
  } while (outcome != 0 && errno == EINTR);
  return outcome == 0 ? 0 : errno;
}

Result<void> SessionClaims::take(const std::string& session) {
  if (holds(session)) return {};
  const int error = set_lock(byte_of(session), F_WRLCK, false);
  if (error == EAGAIN || error == EACCES) {
    return fail(
        ErrorCode::session_claimed,
        "the session " + session + " is being written by another process; stop that one first, or choose another session");
  }
  if (error != 0) return fail(ErrorCode::store_unwritable, path_.string() + " can't be locked: " + cause(error));
  held_.insert(session);
  return {};
}

void SessionClaims::give_back(const std::string& session) {
  if (held_.erase(session) > 0) static_cast<void>(set_lock(byte_of(session), F_UNLCK, false));
}

Result<void> SessionClaims::begin_setup() {
  const int error = set_lock(kSetupByte, F_WRLCK, true);
  if (error == 0) return {};
  return fail(ErrorCode::store_unwritable, path_.string() + " can't be locked: " + cause(error));
}

void SessionClaims::end_setup() { static_cast<void>(set_lock(kSetupByte, F_UNLCK, false)); }

}  // namespace stint::store
