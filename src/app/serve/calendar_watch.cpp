#include "app/serve/calendar_watch.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <set>

#include "app/calendar_folder.hpp"

namespace stint::app {
namespace {

constexpr std::chrono::seconds kLookAgain{5};

}  // namespace

Result<std::shared_ptr<CalendarWatch>> CalendarWatch::open(std::string folder) {
  const std::shared_ptr<CalendarWatch> watch(new CalendarWatch(std::move(folder)));
  watch->signature_ = watch->signature();
  const auto files = read_calendar_files(watch->folder_);
  if (!files) return std::unexpected(files.error());
  watch->calendar_ = std::make_shared<const calendar::Calendar>(all_events(*files));
  watch->looked_at_ = std::chrono::steady_clock::now();
  return watch;
}

std::shared_ptr<const calendar::Calendar> CalendarWatch::current() {
  const std::lock_guard lock(guard_);
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_at_ < kLookAgain) return calendar_;
  looked_at_ = now;
  std::string signature = this->signature();
  if (signature == signature_) return calendar_;
  signature_ = std::move(signature);
  if (const auto files = read_calendar_files(folder_)) {
    calendar_ = std::make_shared<const calendar::Calendar>(all_events(*files));
    spdlog::info("calendar: read again from {}", folder_);
  } else {
    spdlog::warn("calendar: kept as it was: {}", files.error().message);
  }
  return calendar_;
}

std::string CalendarWatch::signature() const {
  namespace fs = std::filesystem;
  std::set<std::string> parts;
  std::error_code ignored;
  for (fs::directory_iterator it(folder_, ignored), end; it != end; it.increment(ignored)) {
    std::error_code unknown;
    const auto size = it->file_size(unknown);
    const auto time = it->last_write_time(unknown).time_since_epoch().count();
    parts.insert(it->path().filename().string() + " " + std::to_string(size) + " " + std::to_string(time) + "\n");
  }
  std::string all;
  for (const std::string& part : parts) all += part;
  return all;
}

}  // namespace stint::app
