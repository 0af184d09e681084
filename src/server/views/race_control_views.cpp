#include "server/views/race_control_views.hpp"

#include <array>
#include <cstdio>

#include "server/views/race_clock.hpp"
#include "server/views/table.hpp"

namespace stint::server {

using timing::JsonWriter;

void write_penalty(JsonWriter& json, const std::optional<race::Penalty>& penalty) {
  if (!penalty) {
    json.null();
    return;
  }
  json.begin_object().field("kind", race::name_of(penalty->kind)).field("state", race::name_of(penalty->state));
  json.field("time_ms", penalty->time).field("over_limit_kph", penalty->over_limit_kph).key("laps").begin_array();
  for (const std::int32_t lap : penalty->laps) json.value(lap);
  json.end_array().field("with_warning", penalty->with_warning).field("after_race", penalty->after_race).end_object();
}

std::optional<std::string> local_time_text(const std::optional<timing::Millis>& time_of_day) {
  if (!time_of_day) return std::nullopt;
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(*time_of_day)};
  std::array<char, 16> text{};
  const int length = std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                                   static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

void write_pit_lane(JsonWriter& json, const timing::Session& session, const std::optional<race::PitLane>& pit_lane) {
  if (!pit_lane) {
    json.null();
    return;
  }
  json.begin_object()
      .field("entry_open", pit_lane->entry_open)
      .field("exit_open", pit_lane->exit_open)
      .key("open_for")
      .begin_array();
  for (const std::string& name : pit_lane->open_for) json.value(name);
  json.end_array().field("since_ms", on_race_clock(session, pit_lane->since)).end_object();
}

void write_zones(JsonWriter& json, const timing::Session& session, const std::vector<race::SlowZone>& zones) {
  const auto list = [&](std::string_view name, const std::vector<std::int32_t>& posts) {
    json.key(name).begin_array();
    for (const std::int32_t post : posts) json.value(post);
    json.end_array();
  };
  json.begin_array();
  for (const race::SlowZone& zone : zones) {
    json.begin_object().field("zone", zone.zone).field("phase", race::name_of(zone.phase));
    list("posts", zone.posts);
    list("board_posts", zone.board_posts);
    json.field("time_of_day", local_time_text(zone.time_of_day))
        .field("since_ms", on_race_clock(session, zone.since))
        .end_object();
  }
  json.end_array();
}

void write_local_flags(JsonWriter& json, const timing::Session& session, const std::vector<race::LocalFlag>& flags) {
  json.begin_array();
  for (const race::LocalFlag& flag : flags) {
    json.begin_object().field("kind", timing::flag_name(flag.kind)).field("place", flag.place);
    json.field("since_ms", on_race_clock(session, flag.since)).end_object();
  }
  json.end_array();
}

void write_neutralisation(JsonWriter& json, const timing::Session& session,
                          const std::optional<race::Neutralisation>& neutralisation) {
  if (!neutralisation) {
    json.null();
    return;
  }
  json.begin_object()
      .field("kind", timing::flag_name(neutralisation->kind))
      .field("phase", race::name_of(neutralisation->phase));
  json.field("time_of_day", local_time_text(neutralisation->time_of_day)).field("short", neutralisation->short_procedure);
  json.field("since_ms", on_race_clock(session, neutralisation->since)).end_object();
}

}  // namespace stint::server
