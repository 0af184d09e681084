// The append-only event log: one log a session, all sessions in one SQLite database (WAL). docs/schema.md describes the tables.
//
// Thread rule: an EventLog belongs to one thread. Several processes and several EventLogs may open the same database; only one
// of them may append to a session at a time (an exclusive claim, released when the process ends).
// Invariants: an event that append() has accepted survives kill -9; sequence numbers of a session are 1, 2, 3 ... without gaps.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::store {

struct SessionRow {
  std::string id;             // "wec-2024-lemans24h-race": stable, made from what is imported
  timing::Session session;    // as last stated by the log
  std::uint64_t events = 0;
  std::optional<timing::Instant> first_at, last_at;
  std::string imported_from;  // file name without its folder; empty for recorded sessions
};

class EventLog {
 public:
  // `url` as in DATABASE_URL: "sqlite:///./data/racing.db", "sqlite:////absolute/path.db" or a path. Makes the file and its
  // folders if absent. Errors: store_unwritable, store_corrupt, bad_configuration, each with path and cause.
  [[nodiscard]] static Result<EventLog> open(std::string_view url);
  // For readers: never writes, works while another process appends. Errors also: unknown file.
  [[nodiscard]] static Result<EventLog> open_read_only(std::string_view url);

  EventLog(EventLog&&) noexcept;
  EventLog& operator=(EventLog&&) noexcept;
  ~EventLog();

  // Makes the session if it is new. Errors: store_unwritable.
  [[nodiscard]] Result<void> create_session(const std::string& id, std::string_view imported_from);
  [[nodiscard]] Result<void> remove_session(const std::string& id);

  // Appends in one transaction and numbers the events (writes seq into them). Either all are in the log or none.
  // Errors: store_unwritable (message names the path and the cause: disk full, read-only ...), unknown_session.
  [[nodiscard]] Result<void> append(const std::string& session, std::span<timing::Event> events);

  // Events with seq > after, in log order, until `each` returns false.
  [[nodiscard]] Result<void> read(const std::string& session, std::uint64_t after,
                                  const std::function<bool(timing::Event&&)>& each) const;
  [[nodiscard]] Result<std::vector<timing::Event>> read_all(const std::string& session) const;

  [[nodiscard]] Result<std::vector<SessionRow>> sessions() const;
  [[nodiscard]] Result<SessionRow> session(const std::string& id) const;  // error: unknown_session
  [[nodiscard]] Result<std::uint64_t> last_seq(const std::string& session) const;

 private:
  struct Impl;
  explicit EventLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::store
