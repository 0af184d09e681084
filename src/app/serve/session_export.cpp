#include "app/serve/session_export.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "app/recording.hpp"
#include "server/export/export_document.hpp"
#include "store/event_log.hpp"

namespace stint::app {
namespace {

// Of one call: some milliseconds of writing.
constexpr std::size_t kBytesAtOnce = 1UL << 20U;

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

SessionExport::SessionExport(std::string session, std::filesystem::path path, std::unique_ptr<server::BodyStream> document)
    : session_(std::move(session)), path_(std::move(path)), draft_(path_.string() + ".part"), document_(std::move(document)) {}

SessionExport::~SessionExport() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(draft_.c_str());
}

Result<std::unique_ptr<SessionExport>> SessionExport::open(const std::string& database_url, const std::string& session,
                                                           const std::filesystem::path& folder, timing::Instant now) {
  const auto log = store::EventLog::open_read_only(database_url);
  if (!log) return std::unexpected(log.error());
  const auto events = log->read_all(session);
  if (!events) return std::unexpected(events.error());
  std::error_code refused;
  std::filesystem::create_directories(folder, refused);
  if (refused) return fail(ErrorCode::output_unwritable, folder.string() + ": " + refused.message());
  std::unique_ptr<SessionExport> made(new SessionExport(session, folder / (session + ".json"),
                                                        server::export_json(race_of(*events, std::nullopt), session, now)));
  made->file_ = ::open(made->draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);  // NOLINT(*-vararg): open() is
  if (made->file_ < 0) return std::unexpected(made->problem());
  return made;
}

Result<bool> SessionExport::write_some() {
  for (std::size_t written = 0; written < kBytesAtOnce;) {
    const std::string piece = document_->next();
    if (!piece.empty()) {
      if (!write_all(file_, piece)) return std::unexpected(problem());
      written += piece.size();
      continue;
    }
    const bool kept = ::fsync(file_) == 0;
    if (::close(std::exchange(file_, -1)) != 0 || !kept || std::rename(draft_.c_str(), path_.c_str()) != 0) {
      const Error error = problem();
      ::unlink(draft_.c_str());
      return std::unexpected(error);
    }
    return true;
  }
  return false;
}

Error SessionExport::problem() const {
  return {ErrorCode::output_unwritable,
          path_.string() + ": " + std::strerror(errno)};  // NOLINT(concurrency-mt-unsafe): glibc's is safe
}

}  // namespace stint::app
