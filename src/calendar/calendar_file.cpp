#include "calendar/calendar_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <utility>

namespace stint::calendar {
namespace {

using std::chrono::minutes;

// Reads the keys of one table and remembers the first thing that is wrong, with its place.
class Keys {
 public:
  Keys(std::string_view file, const toml::table& table) : file_(file), table_(table) {}

  void allow(std::initializer_list<std::string_view> names) {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(names, key.str()) == names.end()) {
        complain(&node, "there is no key '" + std::string(key.str()) + "' here");
      }
    }
  }

  std::string text(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::string>();
    if (!value) complain(node, "'" + std::string(key) + "' must be a text");
    if (value && value->size() > kLongestText) complain(node, "'" + std::string(key) + "' is too long");
    return value.value_or("");
  }

  std::string needed_text(std::string_view key) {
    std::string value = text(key);
    if (value.empty()) complain(table_.get(key), "'" + std::string(key) + "' is missing or empty");
    return value;
  }

  bool flag(std::string_view key, bool fallback) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return fallback;
    const auto value = node->value_exact<bool>();
    if (!value) complain(node, "'" + std::string(key) + "' must be true or false");
    return value.value_or(fallback);
  }

  std::optional<Day> day(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<toml::date>();
    const auto found =
        value
            ? std::optional(Day{std::chrono::year{value->year}, std::chrono::month{value->month}, std::chrono::day{value->day}})
            : std::nullopt;
    if (!found || !found->ok() || found->year() < std::chrono::year{1970} || found->year() > std::chrono::year{9998}) {
      complain(node, "'" + std::string(key) + "' must be a date, such as 2026-04-19");
      return std::nullopt;
    }
    return found;
  }

  std::optional<minutes> time_of_day(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<toml::time>();
    if (!value) {
      complain(node, "'" + std::string(key) + "' must be a time of day, such as 13:00:00");
      return std::nullopt;
    }
    return std::chrono::hours{value->hour} + minutes{value->minute};
  }

  std::optional<minutes> length(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > kLongestSession.count()) {
      complain(node, "'" + std::string(key) + "' must be a whole number from 1 to " + std::to_string(kLongestSession.count()));
      return std::nullopt;
    }
    return minutes{*value};
  }

  // The tables of `[[key]]`.
  std::vector<const toml::table*> tables(std::string_view key, std::size_t most) {
    std::vector<const toml::table*> found;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return found;
    const toml::array* rows = node->as_array();
    if (rows == nullptr || rows->size() > most) {
      complain(node, "'" + std::string(key) + "' must be at most " + std::to_string(most) + " tables");
      return found;
    }
    for (const toml::node& row : *rows) {
      if (row.as_table() == nullptr)
        complain(&row, "'" + std::string(key) + "' must be a table");
      else
        found.push_back(row.as_table());
    }
    return found;
  }

  void complain(const toml::node* where, const std::string& what) {
    if (error_) return;
    const toml::source_region& region = where != nullptr ? where->source() : table_.source();
    error_ = Error{ErrorCode::bad_configuration, std::string(file_) + " line " + std::to_string(region.begin.line) +
                                                     ", column " + std::to_string(region.begin.column) + ": " + what};
  }

  [[nodiscard]] const toml::node* node(std::string_view key) const { return table_.get(key); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  static constexpr std::size_t kLongestText = 500;

  std::string_view file_;
  const toml::table& table_;
  std::optional<Error> error_;
};

Zone read_zone(Keys& keys) {
  const std::string name = keys.text("zone");
  const std::string offset = keys.text("utc_offset");
  if (name.empty() == offset.empty()) {
    keys.complain(keys.node("zone"), "either 'zone' (such as Europe/Rome) or 'utc_offset' (such as +02:00) is needed");
    return {};
  }
  auto zone = name.empty() ? offset_zone(offset) : named_zone(name);
  if (!zone) {
    keys.complain(keys.node(name.empty() ? "utc_offset" : "zone"), zone.error().message);
    return {};
  }
  return *zone;
}

std::chrono::days distance(Day from, Day to) { return std::chrono::sys_days(to) - std::chrono::sys_days(from); }

Result<ScheduledSession> read_session(std::string_view file, const toml::table& table, const ScheduledEvent& event) {
  Keys keys(file, table);
  keys.allow({"name", "kind", "date", "start", "minutes", "cancelled", "uid"});
  ScheduledSession session;
  session.name = keys.needed_text("name");
  session.kind = kind_in_title(session.name);
  if (const std::string kind = keys.text("kind"); !kind.empty()) {
    const auto known = session_kind(kind);
    if (!known) keys.complain(keys.node("kind"), "'kind' must be test, practice, qualifying, warm_up, race or other");
    session.kind = known.value_or(SessionKind::other);
  }
  const auto date = keys.day("date");
  if (!date) keys.complain(keys.node("date"), "'date' is missing");
  session.date = date.value_or(event.first);
  if (session.date < event.first || session.date > event.last) {
    keys.complain(keys.node("date"), "'date' is not from " + day_text(event.first) + " to " + day_text(event.last));
  }
  session.start = keys.time_of_day("start");
  session.length = keys.length("minutes");
  session.cancelled = keys.flag("cancelled", false);
  session.uid = keys.text("uid");
  if (keys.error()) return std::unexpected(*keys.error());
  return session;
}

Result<ScheduledEvent> read_event(std::string_view file, const toml::table& table, const std::string& series,
                                  const std::string& live) {
  Keys keys(file, table);
  keys.allow(
      {"name", "track", "live", "zone", "utc_offset", "from", "to", "confirmed", "cancelled", "source", "uid", "session"});
  ScheduledEvent event;
  event.series = series;
  event.name = keys.needed_text("name");
  event.track = keys.needed_text("track");
  event.live = keys.node("live") != nullptr ? keys.text("live") : live;
  event.zone = read_zone(keys);
  const auto first = keys.day("from");
  if (!first) keys.complain(keys.node("from"), "'from' is missing");
  event.first = first.value_or(Day{std::chrono::year{1970}, std::chrono::January, std::chrono::day{1}});
  event.last = keys.day("to").value_or(event.first);
  if (event.last < event.first || distance(event.first, event.last) > kLongestEvent) {
    keys.complain(keys.node("to"), "'to' must be from 0 to 31 days after 'from'");
  }
  event.confirmed = keys.flag("confirmed", false);
  event.cancelled = keys.flag("cancelled", false);
  event.source = keys.needed_text("source");
  event.uid = keys.text("uid");
  const auto sessions = keys.tables("session", kMostSessions);
  if (keys.error()) return std::unexpected(*keys.error());
  for (const toml::table* row : sessions) {
    auto session = read_session(file, *row, event);
    if (!session) return std::unexpected(session.error());
    event.sessions.push_back(std::move(*session));
  }
  return event;
}

// A TOML basic string.
std::string toml_text(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void write_text(std::string& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out.append(key).append(" = ").append(toml_text(text)).append("\n");
}

std::string offset_of(const Zone& zone) {
  const auto offset = zone.offset.value_or(minutes{0});
  return (offset < minutes{0} ? "-" : "+") + clock_text(offset < minutes{0} ? -offset : offset);
}

void write_session(std::string& out, const ScheduledSession& session) {
  out += "\n[[event.session]]\n";
  write_text(out, "name", session.name);
  write_text(out, "kind", name_of(session.kind));
  out += "date = " + day_text(session.date) + "\n";
  if (session.start) out += "start = " + clock_text(*session.start) + ":00\n";
  if (session.length) out += "minutes = " + std::to_string(session.length->count()) + "\n";
  if (session.cancelled) out += "cancelled = true\n";
  write_text(out, "uid", session.uid);
}

void write_event(std::string& out, const ScheduledEvent& event, const std::string& live) {
  out += "\n[[event]]\n";
  write_text(out, "name", event.name);
  write_text(out, "track", event.track);
  if (event.live != live) out += "live = " + toml_text(event.live) + "\n";
  if (event.zone.name.empty()) write_text(out, "utc_offset", offset_of(event.zone));
  write_text(out, "zone", event.zone.name);
  out += "from = " + day_text(event.first) + "\n";
  out += "to = " + day_text(event.last) + "\n";
  out += event.confirmed ? "confirmed = true\n" : "confirmed = false\n";
  if (event.cancelled) out += "cancelled = true\n";
  write_text(out, "source", event.source);
  write_text(out, "uid", event.uid);
  for (const ScheduledSession& session : event.sessions) write_session(out, session);
}

}  // namespace

Result<Calendar> parse_calendar(std::string_view name, std::string_view text) {
  toml::table root;
  try {  // Debian's build of toml++ reports by exception only
    root = toml::parse(text);
  } catch (const toml::parse_error& problem) {
    const auto& at = problem.source().begin;
    return fail(ErrorCode::bad_configuration, std::string(name) + " line " + std::to_string(at.line) + ", column " +
                                                  std::to_string(at.column) + ": " + std::string(problem.description()));
  }
  Keys keys(name, root);
  keys.allow({"series", "live", "event"});
  const std::string series = keys.needed_text("series");
  const std::string live = keys.text("live");
  const auto events = keys.tables("event", kMostEvents);
  if (keys.error()) return std::unexpected(*keys.error());
  Calendar calendar;
  for (const toml::table* row : events) {
    auto event = read_event(name, *row, series, live);
    if (!event) return std::unexpected(event.error());
    calendar.events.push_back(std::move(*event));
  }
  put_in_order(calendar);
  return calendar;
}

std::string calendar_text(const Calendar& calendar) {
  std::string out;
  const std::string live = calendar.events.empty() ? "" : calendar.events.front().live;
  write_text(out, "series", calendar.events.empty() ? "" : calendar.events.front().series);
  write_text(out, "live", live);
  for (const ScheduledEvent& event : calendar.events) write_event(out, event, live);
  return out;
}

}  // namespace stint::calendar
