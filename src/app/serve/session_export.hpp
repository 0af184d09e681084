// One session of the log on its way to a file: the contract's document, written piece by piece, so that the writer's thread
// never waits for long. The file is there whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/message.hpp"
#include "timing/error.hpp"
#include "timing/instant.hpp"

namespace stint::app {

class SessionExport {
 public:
  // Writes FOLDER/SESSION.json, and makes the folder. Errors: those of the log (unknown_session ...), output_unwritable.
  [[nodiscard]] static Result<std::unique_ptr<SessionExport>> open(const std::string& database_url, const std::string& session,
                                                                   const std::filesystem::path& folder, timing::Instant now);
  ~SessionExport();
  SessionExport(const SessionExport&) = delete;
  SessionExport& operator=(const SessionExport&) = delete;

  // Writes the next pieces. True: the file is there. Errors: output_unwritable.
  [[nodiscard]] Result<bool> write_some();

  [[nodiscard]] const std::string& session() const { return session_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  SessionExport(std::string session, std::filesystem::path path, std::unique_ptr<server::BodyStream> document);
  [[nodiscard]] Error problem() const;

  std::string session_;
  std::filesystem::path path_, draft_;
  std::unique_ptr<server::BodyStream> document_;
  int file_ = -1;
};

}  // namespace stint::app
