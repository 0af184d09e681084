// The calendar in force while the program runs: read again when a file of the folder has changed.
//
// Thread rule: any thread.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "calendar/schedule.hpp"
#include "timing/error.hpp"

namespace stint::app {

class CalendarWatch {
 public:
  // Errors: bad_configuration, file_unreadable.
  [[nodiscard]] static Result<std::shared_ptr<CalendarWatch>> open(std::string folder);

  // A file that has become faulty is said in the log, and the calendar stays as it was. Looks at the folder every few seconds.
  [[nodiscard]] std::shared_ptr<const calendar::Calendar> current();

 private:
  explicit CalendarWatch(std::string folder) : folder_(std::move(folder)) {}
  // Names, sizes and times of the folder's files: another text when one has changed.
  [[nodiscard]] std::string signature() const;

  std::string folder_;
  std::mutex guard_;
  std::shared_ptr<const calendar::Calendar> calendar_;
  std::string signature_;
  std::chrono::steady_clock::time_point looked_at_;
};

}  // namespace stint::app
