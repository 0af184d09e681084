#include "store/event_log.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include <map>
#include <utility>

#include "store/connection.hpp"
#include "store/database_url.hpp"
#include "store/event_digest.hpp"
#include "store/fact_tables.hpp"
#include "store/schema.hpp"
#include "store/session_claims.hpp"
#include "store/snapshot_tables.hpp"
#include "store/statement.hpp"
#include "store/store_error.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::store {
namespace {

constexpr std::size_t kMaxSessionIdBytes = 200;
constexpr std::int64_t kReadChunk = 4096;  // events held while the receiver takes them; no read lock lasts longer

// Everything of a SessionRow; the newest session fact is the last word.
constexpr const char* kSessionColumns =
    "SELECT id, imported_from, source_digest, (SELECT max(seq) FROM events WHERE session = id), "
    "(SELECT min(at) FROM events WHERE session = id), (SELECT max(at) FROM events WHERE session = id), "
    "(SELECT body FROM events WHERE session = id AND kind = 'session' AND car IS NULL ORDER BY seq DESC LIMIT 1) FROM "
    "sessions ";

std::unexpected<Error> unknown(const std::string& session) {
  return fail(ErrorCode::unknown_session, "there is no session " + session + " in the database; `stint sessions` lists them");
}

Result<void> check_id(const std::string& id) {
  if (!id.empty() && id.size() <= kMaxSessionIdBytes) return {};
  return fail(ErrorCode::bad_argument, "a session's id has 1 to " + std::to_string(kMaxSessionIdBytes) + " bytes");
}

std::optional<timing::Instant> instant_in(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return timing::instant_from_ms(column.getInt64());
}

// Numbers events from `first` on, and takes the numbers back unless kept.
class Numbering {
 public:
  Numbering(std::span<timing::Event> events, std::uint64_t first) : events_(events) {
    before_.reserve(events.size());
    for (timing::Event& event : events) before_.push_back(std::exchange(event.seq, first++));
  }
  Numbering(const Numbering&) = delete;
  Numbering& operator=(const Numbering&) = delete;
  ~Numbering() {
    if (kept_) return;
    for (std::size_t i = 0; i < events_.size(); ++i) events_[i].seq = before_[i];
  }
  void keep() { kept_ = true; }

 private:
  std::span<timing::Event> events_;
  std::vector<std::uint64_t> before_;
  bool kept_ = false;
};

}  // namespace

struct EventLog::Impl {
  // What only a log opened for writing has.
  struct Writer {
    Writer(SQLite::Database& database, SessionClaims taken)
        : claims(std::move(taken)),
          facts(database),
          tables(database),
          insert_session(database, "INSERT OR IGNORE INTO sessions (id, imported_from, source_digest) VALUES (?, ?, ?)"),
          insert_event(database, "INSERT INTO events (session, seq, at, kind, car, body) VALUES (?, ?, ?, ?, ?, ?)") {}

    SessionClaims claims;
    std::map<std::string, std::uint64_t> last_seq;  // of the sessions claimed
    FactTables facts;
    SnapshotTables tables;
    Statement insert_session;
    Statement insert_event;
  };

  Impl(std::filesystem::path file, std::unique_ptr<SQLite::Database> connection)
      : path(std::move(file)),
        database(std::move(connection)),
        find_seq(*database, "SELECT (SELECT max(seq) FROM events WHERE session = id) FROM sessions WHERE id = ?"),
        find_session(*database, (std::string(kSessionColumns) + "WHERE id = ?").c_str()),
        all_sessions(*database, (std::string(kSessionColumns) + "ORDER BY id").c_str()),
        find_events(*database, "SELECT seq, body FROM events WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?") {}

  template <class Work>
  auto guard(Work&& work) {
    return guarded(path, database.get(), std::forward<Work>(work));
  }

  Result<Writer*> writing();
  Result<std::uint64_t> last_seq(const std::string& session);
  Result<SessionRow> row_of(const Statement::Rows& found);
  Result<std::vector<timing::Event>> chunk(const std::string& session, std::uint64_t after);
  void insert(const std::string& session, std::span<const timing::Event> events);
  void forget(const std::string& session);

  std::filesystem::path path;
  std::unique_ptr<SQLite::Database> database;
  Statement find_seq;
  Statement find_session;
  Statement all_sessions;
  Statement find_events;
  std::optional<Writer> writer;
  timing::NdjsonReader reader;
  std::string line;
};

Result<EventLog::Impl::Writer*> EventLog::Impl::writing() {
  if (writer) return &*writer;
  return fail(ErrorCode::store_unwritable, "the database " + path.string() + " is open for reading only");
}

// May throw SQLite::Exception.
Result<std::uint64_t> EventLog::Impl::last_seq(const std::string& session) {
  auto found = find_seq.rows(session);
  if (!found.step()) return unknown(session);
  return static_cast<std::uint64_t>(found.column(0).getInt64());  // NULL reads as 0
}

// REQUIRES: `found` stands on a row of kSessionColumns. May throw SQLite::Exception.
Result<SessionRow> EventLog::Impl::row_of(const Statement::Rows& found) {
  SessionRow row;
  row.id = found.column(0).getString();
  row.imported_from = found.column(1).getString();
  row.source_digest = found.column(2).getString();
  row.events = static_cast<std::uint64_t>(found.column(3).getInt64());
  row.first_at = instant_in(found.column(4));
  row.last_at = instant_in(found.column(5));
  if (found.column(6).isNull()) return row;
  auto event = reader.parse(found.column(6).getString());
  const auto* session = event ? timing::event_as<timing::Session>(*event) : nullptr;
  if (session == nullptr) {
    return fail(ErrorCode::store_corrupt, "the database " + path.string() + " holds an unreadable session event of " + row.id);
  }
  row.session = *session;
  return row;
}

// The next events, at most kReadChunk. May throw SQLite::Exception.
Result<std::vector<timing::Event>> EventLog::Impl::chunk(const std::string& session, std::uint64_t after) {
  std::vector<timing::Event> events;
  auto found = find_events.rows(session, after, kReadChunk);
  while (found.step()) {
    const SQLite::Column body = found.column(1);
    auto event = reader.parse({body.getText(), static_cast<std::size_t>(body.getBytes())});
    if (!event) {
      return fail(ErrorCode::store_corrupt, "the database " + path.string() + " holds an unreadable event, " + session +
                                                " number " + found.column(0).getString() + ": " + event.error().message);
    }
    events.push_back(std::move(*event));
  }
  return events;
}

// REQUIRES: inside a transaction, events numbered and checked. Throws SQLite::Exception.
void EventLog::Impl::insert(const std::string& session, std::span<const timing::Event> events) {
  for (const timing::Event& event : events) {
    line.clear();
    timing::append_ndjson(event, line);
    line.pop_back();
    const timing::CarNumber* car = timing::car_of(event);
    writer->insert_event.run(session, event.seq, event.at, std::string(timing::kind_name(event)),
                             car == nullptr ? timing::CarNumber() : *car, line);
    writer->facts.take(session, event);
  }
}

// All rows but the session's own. REQUIRES: inside a transaction. Throws SQLite::Exception.
void EventLog::Impl::forget(const std::string& session) {
  for (const std::string_view table : kSessionTables) {
    Statement(*database, ("DELETE FROM " + std::string(table) + " WHERE session = ?").c_str()).run(session);
  }
}

EventLog::EventLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EventLog::EventLog(EventLog&&) noexcept = default;
EventLog& EventLog::operator=(EventLog&&) noexcept = default;
EventLog::~EventLog() = default;

Result<EventLog> EventLog::open(std::string_view url) {
  const auto path = database_path(url);
  if (!path) return std::unexpected(path.error());
  auto connection = connect_for_writing(*path);
  if (!connection) return std::unexpected(std::move(connection.error()));
  return guarded(*path, connection->database.get(), [&]() -> Result<EventLog> {
    auto impl = std::make_unique<Impl>(*path, std::move(connection->database));
    impl->writer.emplace(*impl->database, std::move(connection->claims));
    return EventLog(std::move(impl));
  });
}

Result<EventLog> EventLog::open_read_only(std::string_view url) {
  const auto path = database_path(url);
  if (!path) return std::unexpected(path.error());
  auto connection = connect_for_reading(*path);
  if (!connection) return std::unexpected(std::move(connection.error()));
  return guarded(*path, nullptr,
                 [&]() -> Result<EventLog> { return EventLog(std::make_unique<Impl>(*path, std::move(*connection))); });
}

Result<void> EventLog::create_session(const std::string& id, std::string_view imported_from) {
  if (auto valid = check_id(id); !valid) return valid;
  const auto writer = impl_->writing();
  if (!writer) return std::unexpected(writer.error());
  return impl_->guard([&]() -> Result<void> {
    (*writer)->insert_session.run(id, std::string(imported_from), std::string());
    return {};
  });
}

Result<void> EventLog::claim(const std::string& session) {
  const auto writer = impl_->writing();
  if (!writer) return std::unexpected(writer.error());
  if ((*writer)->last_seq.contains(session)) return {};
  if (auto taken = (*writer)->claims.take(session); !taken) return taken;
  const auto last = impl_->guard([&] { return impl_->last_seq(session); });
  if (!last) {
    (*writer)->claims.give_back(session);
    return std::unexpected(last.error());
  }
  (*writer)->last_seq.emplace(session, *last);
  return {};
}

void EventLog::release(const std::string& session) {
  if (!impl_->writer || impl_->writer->last_seq.erase(session) == 0) return;
  impl_->writer->claims.give_back(session);
}

Result<void> EventLog::remove_session(const std::string& id) {
  if (auto claimed = claim(id); !claimed) return claimed;
  auto removed = impl_->guard([&]() -> Result<void> {
    SQLite::Transaction transaction(*impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    impl_->forget(id);
    Statement(*impl_->database, "DELETE FROM sessions WHERE id = ?").run(id);
    transaction.commit();
    return {};
  });
  release(id);
  return removed;
}

Result<void> EventLog::append(const std::string& session, std::span<timing::Event> events) {
  if (auto claimed = claim(session); !claimed) return claimed;
  for (const timing::Event& event : events) {
    if (auto checked = timing::check_event(event); !checked) return checked;
  }
  if (events.empty()) return {};
  std::uint64_t& last = impl_->writer->last_seq.at(session);
  Numbering numbers(events, last + 1);
  auto appended = impl_->guard([&]() -> Result<void> {
    SQLite::Transaction transaction(*impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    impl_->insert(session, events);
    transaction.commit();
    return {};
  });
  if (!appended) return appended;
  numbers.keep();
  last += events.size();
  return {};
}

Result<ImportOutcome> EventLog::import_session(const std::string& id, std::string_view imported_from,
                                               std::span<timing::Event> events, const race::Snapshot& snapshot) {
  if (auto valid = check_id(id); !valid) return std::unexpected(valid.error());
  const auto writer = impl_->writing();
  if (!writer) return std::unexpected(writer.error());
  for (const timing::Event& event : events) {
    if (auto checked = timing::check_event(event); !checked) return std::unexpected(checked.error());
  }
  if (auto taken = (*writer)->claims.take(id); !taken) return std::unexpected(taken.error());
  const std::string digest = digest_of(events);
  Numbering numbers(events, 1);
  auto imported = impl_->guard([&]() -> Result<ImportOutcome> {
    const auto earlier = session(id);
    if (!earlier && earlier.error().code != ErrorCode::unknown_session) return std::unexpected(earlier.error());
    if (earlier && earlier->source_digest.empty()) {
      return fail(ErrorCode::bad_argument,
                  "the session " + id + " was recorded, not imported, and is left alone; remove it first");
    }
    if (earlier && earlier->source_digest == digest) return ImportOutcome::unchanged;
    SQLite::Transaction transaction(*impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    impl_->forget(id);
    Statement(*impl_->database, "DELETE FROM sessions WHERE id = ?").run(id);
    (*writer)->insert_session.run(id, std::string(imported_from), digest);
    impl_->insert(id, events);
    (*writer)->tables.rewrite(id, snapshot);
    transaction.commit();
    return earlier ? ImportOutcome::replaced : ImportOutcome::added;
  });
  (*writer)->last_seq.erase(id);
  (*writer)->claims.give_back(id);
  if (imported) numbers.keep();
  return imported;
}

Result<void> EventLog::write_tables(const std::string& session, const race::Snapshot& snapshot) {
  if (auto claimed = claim(session); !claimed) return claimed;
  return impl_->guard([&]() -> Result<void> {
    SQLite::Transaction transaction(*impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    impl_->writer->tables.rewrite(session, snapshot);
    transaction.commit();
    return {};
  });
}

Result<void> EventLog::read(const std::string& session, std::uint64_t after,
                            const std::function<bool(timing::Event&&)>& each) const {
  if (const auto last = last_seq(session); !last) return std::unexpected(last.error());
  while (true) {
    auto events = impl_->guard([&] { return impl_->chunk(session, after); });
    if (!events) return std::unexpected(std::move(events.error()));
    if (events->empty()) return {};
    after = events->back().seq;
    for (timing::Event& event : *events) {
      if (!each(std::move(event))) return {};
    }
  }
}

Result<std::vector<timing::Event>> EventLog::read_all(const std::string& session) const {
  std::vector<timing::Event> events;
  const auto done = read(session, 0, [&](timing::Event&& event) {
    events.push_back(std::move(event));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return events;
}

Result<std::vector<SessionRow>> EventLog::sessions() const {
  return impl_->guard([&]() -> Result<std::vector<SessionRow>> {
    std::vector<SessionRow> rows;
    auto found = impl_->all_sessions.rows();
    while (found.step()) {
      auto row = impl_->row_of(found);
      if (!row) return std::unexpected(std::move(row.error()));
      rows.push_back(std::move(*row));
    }
    return rows;
  });
}

Result<SessionRow> EventLog::session(const std::string& id) const {
  return impl_->guard([&]() -> Result<SessionRow> {
    auto found = impl_->find_session.rows(id);
    if (!found.step()) return unknown(id);
    return impl_->row_of(found);
  });
}

Result<std::uint64_t> EventLog::last_seq(const std::string& session) const {
  return impl_->guard([&] { return impl_->last_seq(session); });
}

}  // namespace stint::store
