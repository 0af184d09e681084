#include "calendar/refresh.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "calendar/calendar_file.hpp"

namespace stint::calendar {
namespace {

using std::chrono::minutes;

// Names are compared by their letters and digits alone, in small letters.
std::string letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) out += static_cast<char>(std::tolower(byte));
  }
  return out;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool has_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  auto from = text.begin();
  while (true) {
    const auto found = std::search(from, text.end(), word.begin(), word.end(), same);
    if (found == text.end() || word.empty()) return false;
    const auto after = found + static_cast<std::ptrdiff_t>(word.size());
    const bool begins = found == text.begin() || !is_word_character(*(found - 1));
    if (begins && (after == text.end() || !is_word_character(*after))) return true;
    from = found + 1;
  }
}

struct Title {
  std::string event;
  std::string session;  // empty: the title has one part
};

// "WEC: 6 Hours of Imola - Race" is the session "Race" of "6 Hours of Imola".
Title split_title(std::string_view text, std::string_view series) {
  constexpr std::string_view kSeparators[] = {" - ", " \xE2\x80\x93 ", ": ", " | "};
  const auto last_separator = [&](std::string_view in) {
    std::pair<std::size_t, std::size_t> found{std::string_view::npos, 0};
    for (const std::string_view separator : kSeparators) {
      const std::size_t at = in.rfind(separator);
      if (at != std::string_view::npos && (found.first == std::string_view::npos || at > found.first))
        found = {at, separator.size()};
    }
    return found;
  };
  for (const std::string_view separator : kSeparators) {
    const std::size_t at = text.find(separator);
    if (at != std::string_view::npos && letters(text.substr(0, at)) == letters(series)) {
      text = text.substr(at + separator.size());
      break;
    }
  }
  const auto [at, size] = last_separator(text);
  if (at == std::string_view::npos || at == 0) return {std::string(text), {}};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + size))};
}

std::string days_text(const ScheduledEvent& event) {
  return event.first == event.last ? day_text(event.first) : day_text(event.first) + " to " + day_text(event.last);
}

std::string time_text(const ScheduledSession& session) {
  return day_text(session.date) + (session.start ? " " + clock_text(*session.start) : "");
}

class Refresher {
 public:
  Refresher(Calendar known, const CalendarFeed& feed, const RefreshOptions& options) : feed_(feed), options_(options) {
    result_.calendar = std::move(known);
    result_.problems = feed.problems;
    for (const ScheduledEvent& event : result_.calendar.events) series_.insert(event.series);
  }

  Refreshed run() {
    for (const bool whole_days : {true, false}) {  // events first, so that sessions find theirs
      for (const CalendarEntry* entry : newest()) {
        if (entry->first.has_value() == whole_days) take(*entry);
      }
    }
    put_in_order(result_.calendar);
    return std::move(result_);
  }

 private:
  // Of entries with one UID, the one with the highest SEQUENCE; of equal ones the last.
  [[nodiscard]] std::vector<const CalendarEntry*> newest() const {
    std::map<std::string_view, const CalendarEntry*> by_uid;
    for (const CalendarEntry& entry : feed_.entries) {
      const CalendarEntry*& kept = by_uid[entry.uid];
      if (kept == nullptr || entry.sequence >= kept->sequence) kept = &entry;
    }
    std::vector<const CalendarEntry*> found;
    for (const CalendarEntry& entry : feed_.entries) {
      if (entry.uid.empty() || by_uid[entry.uid] == &entry) found.push_back(&entry);
    }
    return found;
  }

  [[nodiscard]] std::string series_of(const CalendarEntry& entry) const {
    if (!options_.series.empty()) return options_.series;
    for (const std::string& series : series_) {
      const auto is_it = [&](const std::string& text) { return has_word(text, series); };
      if (std::ranges::any_of(entry.categories, is_it) || is_it(entry.summary)) return series;
    }
    for (const std::string& series : series_) {
      if (has_word(feed_.name, series)) return series;
    }
    return {};
  }

  void take(const CalendarEntry& entry) {
    const std::string series = series_of(entry);
    if (series.empty()) {
      result_.problems.push_back("'" + entry.summary + "' names no series that is known; give it with --series");
      return;
    }
    const Title title = split_title(entry.summary, series);
    if (entry.first)
      take_event(entry, series, title);
    else
      take_session(entry, series, title);
  }

  void take_event(const CalendarEntry& entry, const std::string& series, const Title& title) {
    const std::string name = title.session.empty() ? title.event : title.event + " - " + title.session;
    if (std::chrono::sys_days(*entry.last) - std::chrono::sys_days(*entry.first) > kLongestEvent) {
      result_.problems.push_back("'" + entry.summary + "' is longer than a month; left out");
      return;
    }
    ScheduledEvent* event = find_event(entry.uid, series, name, *entry.first, *entry.last);
    if (event == nullptr) {
      if (!entry.cancelled) add_event(entry, series, name, *entry.first, *entry.last);
      return;
    }
    if (event->uid.empty()) event->uid = entry.uid;
    if (entry.cancelled) return cancel(*event);
    if (event->cancelled) revive(*event);
    if (event->first == *entry.first && event->last == *entry.last) return;
    const std::string before = days_text(*event);
    const auto shift = std::chrono::sys_days(*entry.first) - std::chrono::sys_days(event->first);
    event->first = *entry.first;
    event->last = *entry.last;
    for (ScheduledSession& session : event->sessions) {  // their times of day are unknown until somebody states them
      const auto moved = std::chrono::sys_days(session.date) + shift;
      session.date = Day(std::clamp(moved, std::chrono::sys_days(event->first), std::chrono::sys_days(event->last)));
      if (shift != std::chrono::days{0}) session.start.reset();
    }
    stated(*event, entry);
    note(ChangeKind::moved, *event, "", before + " -> " + days_text(*event));
  }

  void take_session(const CalendarEntry& entry, const std::string& series, const Title& title) {
    auto [event, session] = find_session(entry.uid);
    if (event == nullptr) {
      const Day day =
          entry.floating || !entry.zone ? to_local({}, *entry.starts_at).day : to_local(*entry.zone, *entry.starts_at).day;
      event = find_event("", series, title.event, day, day);
      if (event == nullptr) {
        if (entry.cancelled) return;
        event = &add_event(entry, series, title.event, day, day);
      }
      session = find_in(*event, title);
    }
    if (entry.cancelled) {
      if (session != nullptr && !session->cancelled) {
        session->cancelled = true;
        note(ChangeKind::cancelled, *event, session->name, time_text(*session));
      }
      return;
    }
    const LocalTime at = to_local(entry.floating ? Zone{} : event->zone, *entry.starts_at);
    if (!widen(*event, at.day)) {
      result_.problems.push_back("'" + entry.summary + "' is too far from the days of its event; left out");
      return;
    }
    const bool is_new = session == nullptr;
    if (is_new && event->sessions.size() >= kMostSessions) return;
    if (is_new) session = &event->sessions.emplace_back();
    const ScheduledSession before = *session;
    if (is_new) {
      session->name = title.session.empty() ? title.event : title.session;
      session->kind = kind_in_title(entry.summary);
    }
    session->date = at.day;
    session->start = at.since_midnight;
    if (entry.ends_at) {
      const auto length = std::chrono::floor<minutes>(*entry.ends_at - *entry.starts_at);
      if (length >= minutes{1} && length <= kLongestSession) session->length = length;
    }
    if (session->uid.empty()) session->uid = entry.uid;
    const bool was_cancelled = std::exchange(session->cancelled, false);
    if (is_new) {
      stated(*event, entry);
      note(ChangeKind::added, *event, session->name, time_text(*session));
    } else if (was_cancelled || before.date != session->date || before.start != session->start) {
      stated(*event, entry);
      note(ChangeKind::moved, *event, session->name, time_text(before) + " -> " + time_text(*session));
    }
  }

  ScheduledEvent* find_event(const std::string& uid, const std::string& series, const std::string& name, Day first, Day last) {
    auto& events = result_.calendar.events;
    const auto pick = [&](auto&& is_it) -> ScheduledEvent* {
      const auto found = std::ranges::find_if(events, is_it);
      return found == events.end() ? nullptr : &*found;
    };
    if (!uid.empty()) {
      if (auto* event = pick([&](const ScheduledEvent& known) { return known.uid == uid; })) return event;
    }
    if (auto* event = pick([&](const ScheduledEvent& known) {
          return known.series == series && known.first.year() == first.year() && letters(known.name) == letters(name);
        })) {
      return event;
    }
    return pick(
        [&](const ScheduledEvent& known) { return known.series == series && known.first <= last && known.last >= first; });
  }

  std::pair<ScheduledEvent*, ScheduledSession*> find_session(const std::string& uid) {
    if (uid.empty()) return {nullptr, nullptr};
    for (ScheduledEvent& event : result_.calendar.events) {
      for (ScheduledSession& session : event.sessions) {
        if (session.uid == uid) return {&event, &session};
      }
    }
    return {nullptr, nullptr};
  }

  // By name; or the one race, if the entry is a race.
  static ScheduledSession* find_in(ScheduledEvent& event, const Title& title) {
    const std::string name = title.session.empty() ? title.event : title.session;
    for (ScheduledSession& session : event.sessions) {
      if (letters(session.name) == letters(name)) return &session;
    }
    const auto is_race = [](const ScheduledSession& session) { return session.kind == SessionKind::race; };
    if (kind_in_title(name) != SessionKind::race || std::ranges::count_if(event.sessions, is_race) != 1) return nullptr;
    return &*std::ranges::find_if(event.sessions, is_race);
  }

  ScheduledEvent& add_event(const CalendarEntry& entry, const std::string& series, const std::string& name, Day first,
                            Day last) {
    ScheduledEvent event;
    event.series = series;
    event.name = name;
    event.track = entry.location.empty() ? name : entry.location;
    for (const ScheduledEvent& known : result_.calendar.events) {
      if (known.series != series) continue;
      event.live = known.live;
      if (letters(known.track) == letters(event.track)) event.zone = known.zone;
    }
    if (entry.zone) event.zone = *entry.zone;
    if (event.zone == Zone{}) event.zone.offset = minutes{0};
    event.first = first;
    event.last = last;
    if (entry.first) event.uid = entry.uid;
    stated(event, entry);
    series_.insert(series);
    auto& added = result_.calendar.events.emplace_back(std::move(event));
    note(ChangeKind::added, added, "", days_text(added));
    return added;
  }

  // The event's days take in `day`. False: that would make it too long.
  static bool widen(ScheduledEvent& event, Day day) {
    const Day first = std::min(event.first, day);
    const Day last = std::max(event.last, day);
    if (std::chrono::sys_days(last) - std::chrono::sys_days(first) > kLongestEvent) return false;
    event.first = first;
    event.last = last;
    return true;
  }

  void cancel(ScheduledEvent& event) {
    if (std::exchange(event.cancelled, true)) return;
    note(ChangeKind::cancelled, event, "", days_text(event));
  }

  void revive(ScheduledEvent& event) {
    event.cancelled = false;
    note(ChangeKind::added, event, "", days_text(event));
  }

  void stated(ScheduledEvent& event, const CalendarEntry& entry) const {
    event.confirmed = !entry.tentative;
    event.source = options_.source;
  }

  void note(ChangeKind kind, const ScheduledEvent& event, const std::string& session, std::string detail) {
    result_.changes.push_back({kind, event.series, event.name, session, std::move(detail)});
  }

  const CalendarFeed& feed_;
  const RefreshOptions& options_;
  std::set<std::string> series_;
  Refreshed result_;
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::moved:
      return "moved";
    case ChangeKind::cancelled:
      return "cancelled";
  }
  return "";
}

Refreshed refresh(Calendar known, const CalendarFeed& feed, const RefreshOptions& options) {
  return Refresher(std::move(known), feed, options).run();
}

}  // namespace stint::calendar
