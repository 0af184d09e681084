#include "app/calendar_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <vector>

#include "app/text_file.hpp"
#include "calendar/built_in.hpp"
#include "calendar/calendar_file.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

// Editors leave hidden and backup files behind; only NAME.toml counts.
std::vector<fs::path> toml_files(const std::string& folder) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (fs::directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
    const std::string name = it->path().filename().string();
    if (name.ends_with(".toml") && !name.starts_with('.')) found.push_back(it->path());
  }
  std::ranges::sort(found);
  return found;
}

// Where an event of a refreshed calendar was before: by its UID, else by series, name and year.
std::string file_of(const CalendarFiles& files, const calendar::ScheduledEvent& event) {
  const auto is_it = [&](const calendar::ScheduledEvent& known) {
    if (!event.uid.empty() && known.uid == event.uid) return true;
    return known.series == event.series && known.name == event.name && known.first.year() == event.first.year();
  };
  for (const auto& [name, calendar] : files) {
    if (std::ranges::any_of(calendar.events, is_it)) return name;
  }
  calendar::ScheduledEvent nameless = event;
  nameless.name.clear();
  std::string stem = calendar::event_id(nameless);
  while (stem.ends_with('-')) stem.pop_back();
  return stem + ".toml";
}

}  // namespace

Result<CalendarFiles> read_calendar_files(const std::string& folder) {
  CalendarFiles files;
  const auto take = [&](const std::string& file, std::string_view shown, std::string_view text) -> Result<void> {
    auto calendar = calendar::parse_calendar(shown, text);
    if (!calendar) return std::unexpected(calendar.error());
    files[file] = std::move(*calendar);
    return {};
  };
  const std::vector<fs::path> own = toml_files(folder);
  for (const timing::EmbeddedText& text : calendar::calendar_texts()) {
    const std::string file(text.path.substr(text.path.rfind('/') + 1));
    const auto is_replaced = [&](const fs::path& path) { return path.filename() == file; };
    if (std::ranges::any_of(own, is_replaced)) continue;
    if (auto taken = take(file, text.path, text.content); !taken) return std::unexpected(taken.error());
  }
  for (const fs::path& path : own) {
    const auto text = read_text_file(path.string());
    if (!text) return std::unexpected(text.error());
    if (auto taken = take(path.filename().string(), path.string(), *text); !taken) return std::unexpected(taken.error());
  }
  return files;
}

calendar::Calendar all_events(const CalendarFiles& files) {
  calendar::Calendar all;
  for (const auto& [name, calendar] : files) std::ranges::copy(calendar.events, std::back_inserter(all.events));
  put_in_order(all);
  return all;
}

std::set<std::string> put_into_files(CalendarFiles& files, const calendar::Calendar& refreshed) {
  CalendarFiles made;
  for (const calendar::ScheduledEvent& event : refreshed.events) made[file_of(files, event)].events.push_back(event);
  std::set<std::string> changed;
  for (auto& [name, calendar] : made) {
    put_in_order(calendar);
    if (files.contains(name) && files[name] == calendar) continue;
    changed.insert(name);
    files[name] = std::move(calendar);
  }
  return changed;
}

Result<void> write_calendar_file(const std::string& folder, const std::string& name, const calendar::Calendar& calendar) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) return fail(ErrorCode::output_unwritable, folder + ": " + problem.message());
  const std::string head =
      "# Written by `stint calendar --refresh`. Edit it as you like; what the next refresh doesn't mention stays.\n\n";
  return write_text_file((fs::path(folder) / name).string(), head + calendar::calendar_text(calendar));
}

}  // namespace stint::app
