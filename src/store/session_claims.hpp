// Which sessions this process may append to: locks on a file beside the database ("racing.db.claims").
//
// Each session has its own byte of that file, so one file serves all. The locks belong to the open file, so they hold between
// two EventLogs of one process as well, and the kernel drops them when the process ends in whatever way.
// Thread rule: one thread.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "timing/error.hpp"

namespace stint::store {

class SessionClaims {
 public:
  // Makes the file if absent. Errors: store_unwritable.
  [[nodiscard]] static Result<SessionClaims> open(const std::filesystem::path& database);

  SessionClaims(SessionClaims&& other) noexcept;
  SessionClaims& operator=(SessionClaims&&) = delete;
  ~SessionClaims();

  // Errors: session_claimed, store_unwritable (the file system has no locks).
  [[nodiscard]] Result<void> take(const std::string& session);
  void give_back(const std::string& session);
  [[nodiscard]] bool holds(const std::string& session) const { return held_.contains(session); }

  // Held by one process at a time while it makes or migrates the tables. Waits for it.
  [[nodiscard]] Result<void> begin_setup();
  void end_setup();

 private:
  SessionClaims(int file, std::filesystem::path path) : file_(file), path_(std::move(path)) {}
  // `byte` of the claims file; `type` as fcntl has it. Returns errno, 0 if done.
  [[nodiscard]] int set_lock(std::int64_t byte, short type, bool wait) const;

  int file_ = -1;
  std::filesystem::path path_;
  std::set<std::string> held_;
};

}  // namespace stint::store
