// The append-only event log: one log a session, all sessions in one SQLite database (WAL). docs/schema.md describes the tables
// and what survives what.
//
// Thread rule: an EventLog belongs to one thread. Several processes and several EventLogs may open the same database; only one
// of them may append to a session at a time (an exclusive claim, released when the EventLog or its process ends).
// Invariants: an event that append() has accepted survives kill -9; sequence numbers of a session are 1, 2, 3 ... without gaps.
// Errors of the file itself, from any call: store_unwritable, store_busy, store_corrupt; each names the path and the cause.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "race/snapshot.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::store {

struct SessionRow {
  std::string id;           // "wec-2024-lemans24h-race": stable, made from what is imported
  timing::Session session;  // as last stated by the log
  std::uint64_t events = 0;
  std::optional<timing::Instant> first_at, last_at;
  std::string imported_from;  // file name without its folder; empty for recorded sessions
  std::string source_digest;  // of the events that were imported; empty for recorded sessions
};

enum class ImportOutcome : std::uint8_t {
  added,
  replaced,   // an earlier import of this session had other events
  unchanged,  // the same events were imported before: nothing was written
};

class EventLog {
 public:
  // `url` as in DATABASE_URL: "sqlite:///./data/racing.db", "sqlite:////absolute/path.db" or a path. Makes the file and its
  // folders if absent. Errors also: bad_configuration, store_too_new.
  [[nodiscard]] static Result<EventLog> open(std::string_view url);
  // For readers: never writes, works while another process appends. Errors also: file_unreadable if there is no database.
  [[nodiscard]] static Result<EventLog> open_read_only(std::string_view url);

  EventLog(EventLog&&) noexcept;
  EventLog& operator=(EventLog&&) noexcept;
  ~EventLog();

  // Makes the session if it is new; changes nothing otherwise. Errors also: bad_argument if the id is empty or over-long.
  [[nodiscard]] Result<void> create_session(const std::string& id, std::string_view imported_from);
  // Removes all that is stored of the session. Errors also: unknown_session, session_claimed.
  [[nodiscard]] Result<void> remove_session(const std::string& id);

  // Takes the right to append to the session; append() does so by itself. Errors also: unknown_session, session_claimed.
  [[nodiscard]] Result<void> claim(const std::string& session);
  // Gives it back before the EventLog ends.
  void release(const std::string& session);

  // Appends in one transaction and numbers the events (writes seq into them). Either all are in the log or none, and then they
  // keep the seq that they had. Errors also: bad_event (out of the bounds of the text form), unknown_session, session_claimed.
  [[nodiscard]] Result<void> append(const std::string& session, std::span<timing::Event> events);

  // Makes a session's log be exactly these events, with the tables of `snapshot`, in one transaction. Does nothing if that is
  // what an earlier import left. Numbers the events. Errors as append(), and bad_argument if the session was recorded live.
  [[nodiscard]] Result<ImportOutcome> import_session(const std::string& id, std::string_view imported_from,
                                                     std::span<timing::Event> events, const race::Snapshot& snapshot);

  // Rewrites the session's stints and stops. Errors as append().
  [[nodiscard]] Result<void> write_tables(const std::string& session, const race::Snapshot& snapshot);

  // Events with seq > after, in log order, until `each` returns false. Errors also: unknown_session.
  [[nodiscard]] Result<void> read(const std::string& session, std::uint64_t after,
                                  const std::function<bool(timing::Event&&)>& each) const;
  [[nodiscard]] Result<std::vector<timing::Event>> read_all(const std::string& session) const;

  // By id.
  [[nodiscard]] Result<std::vector<SessionRow>> sessions() const;
  [[nodiscard]] Result<SessionRow> session(const std::string& id) const;           // errors also: unknown_session
  [[nodiscard]] Result<std::uint64_t> last_seq(const std::string& session) const;  // 0 = empty; errors also: unknown_session

 private:
  struct Impl;
  explicit EventLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::store
