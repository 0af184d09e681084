// `stint calendar`: what comes next, and the calendar brought up to date from an iCalendar file or address.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "app/calendar_folder.hpp"
#include "app/commands/commands.hpp"
#include "app/output.hpp"
#include "app/text_file.hpp"
#include "app/text_table.hpp"
#include "app/wall_clock.hpp"
#include "calendar/upcoming.hpp"
#include "net/download.hpp"
#include "net/url.hpp"

namespace stint::app {
namespace {

struct CalendarOptions {
  bool json = false;
  bool all = false;
  std::string series;
  std::string refresh;  // a file, - or an address
};

std::string as_json(const std::vector<calendar::Upcoming>& rows, timing::Instant now) {
  std::string out;
  timing::JsonWriter json(out);
  json.begin_object().key("events").begin_array();
  for (const calendar::Upcoming& row : rows) calendar::write_event_in_full(json, row, now);
  json.end_array().end_object();
  return out + "\n";
}

std::string as_table(const std::vector<calendar::Upcoming>& rows, timing::Instant now) {
  TextTable table({{"SERIES"}, {"EVENT"}, {"SESSION"}, {"AT THE TRACK"}, {"UTC"}, {"COUNTDOWN"}, {"STATE"}});
  for (const calendar::Upcoming& row : rows) {
    const calendar::ScheduledEvent& event = *row.event;
    table.add_row({event.series, event.name, row.session != nullptr ? row.session->name : "-",
                   row.starts_at ? calendar::local_text(event.zone, *row.starts_at) : calendar::day_text(row.day),
                   row.starts_at ? calendar::utc_text(*row.starts_at) : "-", calendar::countdown_text(row, now),
                   event.confirmed ? "confirmed" : "not confirmed"});
  }
  return table.text();
}

// Every event, also those that are over or cancelled, for `--all`.
std::vector<calendar::Upcoming> whole(const calendar::Calendar& calendar, std::string_view series) {
  std::vector<calendar::Upcoming> rows;
  for (const calendar::ScheduledEvent& event : calendar.events) {
    if (!series.empty() && event.series != series) continue;
    const auto is_race = [](const calendar::ScheduledSession& session) { return session.kind == calendar::SessionKind::race; };
    const auto race = std::ranges::find_if(event.sessions, is_race);
    calendar::Upcoming row{&event, race == event.sessions.end() ? nullptr : &*race, false, event.first, std::nullopt};
    if (row.session != nullptr) {
      row.day = row.session->date;
      row.starts_at = calendar::starts_at(event, *row.session);
    }
    rows.push_back(row);
  }
  return rows;
}

// An iCalendar text larger than this is none of a racing series.
constexpr std::size_t kLargestCalendar = 8UL * 1024 * 1024;
constexpr std::string_view kSubscription = "webcal://";  // how pages write the address of a calendar to subscribe to: https

// Where a calendar comes from.
struct Place {
  std::string address;  // empty: not on the web
  std::string
      name;  // for messages and for the calendar file. Of an address the host only: the rest may be a secret of the user
};

Result<Place> place_of(const std::string& given) {
  if (given == "-") return Place{"", "standard input"};
  if (given.find("://") == std::string::npos) return Place{"", given};
  const bool subscription = given.starts_with(kSubscription);
  const std::string address = subscription ? "https://" + given.substr(kSubscription.size()) : given;
  const auto url = net::parse_url(address);
  if (!url) return std::unexpected(url.error());
  if (url->scheme != "http" && url->scheme != "https") {
    return fail(ErrorCode::bad_argument, "a calendar's address begins with https://, http:// or webcal://");
  }
  return Place{address, url->authority()};
}

Result<std::string> text_of(const std::string& given, const Place& place, const Configuration& configuration) {
  if (given == "-") return read_standard_input();
  if (place.address.empty()) return read_text_file(given);
  net::TransportOptions manners;
  manners.user_agent = configuration.text(SettingKey::user_agent);
  net::Downloader network(manners, {.page_bytes = kLargestCalendar, .attempts = 1}, {});
  return network.page(place.address);
}

Result<void> refresh_calendar(const CalendarOptions& options, const Configuration& configuration, CalendarFiles& files) {
  const auto from = place_of(options.refresh);
  if (!from) return std::unexpected(from.error());
  const auto text = text_of(options.refresh, *from, configuration);
  if (!text) return std::unexpected(text.error());
  const std::string& place = from->name;
  const auto feed = calendar::parse_icalendar(*text);
  if (!feed) return fail(feed.error().code, place + ": " + feed.error().message);
  const std::string today = calendar::day_text(calendar::to_local({}, wall_clock()).day);
  const auto refreshed =
      calendar::refresh(all_events(files), *feed, {options.series, "iCalendar " + place + ", read on " + today});
  for (const std::string& problem : refreshed.problems) std::fprintf(stderr, "stint: %s: %s\n", place.c_str(), problem.c_str());
  for (const calendar::Change& change : refreshed.changes) {
    std::fprintf(stderr, "stint: %s: %s %s%s%s: %s\n", std::string(name_of(change.kind)).c_str(), change.series.c_str(),
                 change.event.c_str(), change.session.empty() ? "" : ", ", change.session.c_str(), change.detail.c_str());
  }
  for (const std::string& name : put_into_files(files, refreshed.calendar)) {
    const auto written = write_calendar_file(configuration.text(SettingKey::calendar_folder), name, files[name]);
    if (!written) return written;
  }
  if (refreshed.changes.empty()) std::fprintf(stderr, "stint: nothing has changed\n");
  return {};
}

Result<void> run_calendar(const CalendarOptions& options, const Configuration& configuration) {
  auto files = read_calendar_files(configuration.text(SettingKey::calendar_folder));
  if (!files) return std::unexpected(files.error());
  if (!options.refresh.empty()) {
    if (auto refreshed = refresh_calendar(options, configuration, *files); !refreshed) return refreshed;
  }
  const calendar::Calendar calendar = all_events(*files);
  const timing::Instant now = wall_clock();
  const auto rows = options.all ? whole(calendar, options.series) : calendar::upcoming(calendar, now, options.series);
  return print(options.json ? as_json(rows, now) : as_table(rows, now));
}

void declare_calendar(CLI::App& command, CalendarOptions& options) {
  command.add_flag("--json", options.json, "Print one JSON document");
  command.add_flag("--all", options.all, "Also what is over or cancelled");
  command.add_option("--series", options.series, "Only this series; with --refresh: the series of what is read");
  command
      .add_option("--refresh", options.refresh,
                  "Bring the calendar folder up to date from this iCalendar file or address, or - for standard input")
      ->type_name("FILE|URL");
}

}  // namespace

void add_calendar(CommandLine& line) {
  add_command<CalendarOptions>(line, "calendar", "What comes next, by the calendar",
                               {SettingKey::calendar_folder, SettingKey::user_agent}, declare_calendar, run_calendar);
}

}  // namespace stint::app
