#include "app/serve/stored_sessions.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "app/recording.hpp"
#include "store/event_log.hpp"

namespace stint::app {
namespace {

// Opens the database when it is first asked for, and again as long as that failed.
class StoreReader {
 public:
  explicit StoreReader(std::string url) : url_(std::move(url)) {}

  [[nodiscard]] Result<store::EventLog*> log() {
    if (!log_) {
      auto opened = store::EventLog::open_read_only(url_);
      if (!opened) return std::unexpected(opened.error());
      log_.emplace(std::move(*opened));
    }
    return &*log_;
  }

 private:
  std::string url_;
  std::optional<store::EventLog> log_;
};

server::ListedSession listed(const store::SessionRow& row) {
  const timing::Session& session = row.session;
  return {row.id, session.series, session.event, session.name, session.track, session.started_at, row.events, false};
}

}  // namespace

server::Archive stored_sessions(std::string url, std::vector<ServedAlias> aliases) {
  auto reader = std::make_shared<StoreReader>(std::move(url));
  server::Archive archive;
  archive.list = [reader, aliases]() -> Result<std::vector<server::ListedSession>> {
    const auto log = reader->log();
    if (!log) return std::vector<server::ListedSession>{};
    const auto rows = (*log)->sessions();
    if (!rows) return std::unexpected(rows.error());
    std::vector<server::ListedSession> sessions;
    for (const store::SessionRow& row : *rows) {
      const auto is_this = [&](const ServedAlias& alias) { return alias.in_log() == row.id; };
      if (std::ranges::none_of(aliases, is_this)) sessions.push_back(listed(row));
    }
    return sessions;
  };
  archive.events = [reader, aliases](const std::string& id) -> Result<std::vector<timing::Event>> {
    const auto log = reader->log();
    if (!log) return fail(ErrorCode::unknown_session, "There is no session '" + id + "': nothing is stored.");
    const auto alias = std::ranges::find(aliases, id, &ServedAlias::served);
    return (*log)->read_all(alias == aliases.end() ? id : alias->in_log());
  };
  archive.load = [events = archive.events](const std::string& id) -> Result<race::SnapshotPtr> {
    const auto stored = events(id);
    if (!stored) return std::unexpected(stored.error());
    return race_of(*stored, std::nullopt);
  };
  return archive;
}

}  // namespace stint::app
