#include "calendar/schedule.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>
#include <utility>

namespace stint::calendar {
namespace {

struct KindName {
  SessionKind kind;
  std::string_view name;
};
constexpr std::array kKindNames{
    KindName{SessionKind::test, "test"},
    KindName{SessionKind::practice, "practice"},
    KindName{SessionKind::qualifying, "qualifying"},
    KindName{SessionKind::warm_up, "warm_up"},
    KindName{SessionKind::race, "race"},
    KindName{SessionKind::other, "other"},
};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += lower(c);
  return out;
}

}  // namespace

std::string_view name_of(SessionKind kind) { return std::ranges::find(kKindNames, kind, &KindName::kind)->name; }

std::optional<SessionKind> session_kind(std::string_view name) {
  const auto* const found = std::ranges::find(kKindNames, name, &KindName::name);
  return found == kKindNames.end() ? std::nullopt : std::optional(found->kind);
}

SessionKind kind_in_title(std::string_view title) {
  // In the order in which they decide: "Qualifying race" is a race, "Race warm-up" a warm-up.
  constexpr std::array<std::pair<std::string_view, SessionKind>, 15> kWords{{
      {"warm", SessionKind::warm_up},
      {"practice", SessionKind::practice},
      {"training", SessionKind::practice},
      {"prologue", SessionKind::test},
      {"roar before", SessionKind::test},
      {"test", SessionKind::test},
      {"race", SessionKind::race},
      {"rennen", SessionKind::race},
      {"quali", SessionKind::qualifying},
      {"hyperpole", SessionKind::qualifying},
      {"superpole", SessionKind::qualifying},
      {"hours", SessionKind::race},
      {"24h", SessionKind::race},
      {"fp1", SessionKind::practice},
      {"fp2", SessionKind::practice},
  }};
  const std::string text = lower(title);
  for (const auto& [word, kind] : kWords) {
    if (text.contains(word)) return kind;
  }
  return SessionKind::other;
}

void put_in_order(Calendar& calendar) {
  for (ScheduledEvent& event : calendar.events) {
    std::ranges::stable_sort(event.sessions, {}, [](const ScheduledSession& session) {
      return std::pair(session.date, session.start.value_or(std::chrono::minutes{-1}));
    });
  }
  std::ranges::stable_sort(calendar.events, {},
                           [](const ScheduledEvent& event) { return std::tie(event.first, event.series, event.name); });
}

std::string event_id(const ScheduledEvent& event) {
  const std::string text = event.series + " " + std::to_string(static_cast<int>(event.first.year())) + " " + event.name;
  std::string id;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      id += lower(c);
    } else if (c == ' ' || c == '-' || c == '_') {
      if (!id.ends_with('-')) id += '-';
    }
  }
  return id;
}

std::optional<timing::Instant> starts_at(const ScheduledEvent& event, const ScheduledSession& session) {
  if (!session.start) return std::nullopt;
  return to_utc(event.zone, {session.date, *session.start});
}

std::optional<timing::Instant> ends_at(const ScheduledEvent& event, const ScheduledSession& session) {
  const auto start = starts_at(event, session);
  if (!start || !session.length) return std::nullopt;
  return *start + *session.length;
}

}  // namespace stint::calendar
