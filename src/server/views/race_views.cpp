// The session itself: what it is, its flags, messages and weather.
#include <algorithm>

#include "server/limits.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/race_control_views.hpp"
#include "server/views/views.hpp"
#include "timing/event_names.hpp"

namespace stint::server {
namespace {

constexpr double kMillisInAMinute = 60'000.0;

bool is_active(const race::Snapshot& race) {
  return race.session.state == timing::SessionState::running || race.session.state == timing::SessionState::paused;
}

}  // namespace

Result<void> view_race_info(const ViewCall& call, timing::JsonWriter& json) {
  const race::Snapshot& race = call.race;
  json.begin_object();
  json.field("id", call.session_id)
      .field("series", known_text(race.session.series))
      .field("name", known_text(race.session.event));
  json.field("session_name", known_text(race.session.name)).field("kind", timing::stable_name(race.session.kind));
  json.field("state", timing::stable_name(race.session.state)).field("track", known_text(race.session.track));
  json.field("start_time", start_time(race.session));
  json.field("start_time_of_day", race.session.started_at ? time_of_day(race.session, *race.session.started_at) : std::nullopt);
  json.key("elapsed_time");
  race.elapsed ? json.value(static_cast<double>(race.elapsed->count()) / kMillisInAMinute) : json.null();
  json.field("at_ms", race.elapsed).field("remaining_ms", race.remaining).field("laps_remaining", race.laps_remaining);
  json.key("pit_lane");
  write_pit_lane(json, race.session, race.control.pit_lane);
  json.key("zones");
  write_zones(json, race.session, race.control.zones);
  json.key("local_flags");
  write_local_flags(json, race.session, race.control.local_flags);
  json.key("neutralisation");
  write_neutralisation(json, race.session, race.control.neutralisation);
  json.field("flag", timing::stable_name(race.flag)).field("is_active", is_active(race)).field("total_cars", race.cars.size());
  json.key("classes").begin_array();
  for (const std::string& name : race.classes) json.value(name);
  json.end_array().end_object();
  return {};
}

void write_flag_period(timing::JsonWriter& json, const timing::Session& session, const race::FlagPeriod& period) {
  json.begin_object().field("kind", timing::stable_name(period.kind)).field("from_ms", on_race_clock(session, period.from));
  json.field("until_ms", on_race_clock(session, period.until)).field("deduced", period.deduced).end_object();
}

void write_flag_shares(timing::JsonWriter& json, const std::vector<race::FlagShare>& shares) {
  json.begin_array();
  for (const race::FlagShare& share : shares) {
    json.begin_object().field("flag", timing::stable_name(share.kind)).field("ms", share.time);
    json.field("share", share.share).end_object();
  }
  json.end_array();
}

Result<void> view_flags(const ViewCall& call, timing::JsonWriter& json) {
  json.begin_object().key("flags").begin_array();
  for (const race::FlagPeriod& period : call.race.flags) write_flag_period(json, call.race.session, period);
  json.end_array().key("shares");
  write_flag_shares(json, call.race.flag_shares);
  json.end_object();
  return {};
}

// `after` is the id of the last message that the client has; an id that isn't known gives the last ones.
Result<void> view_messages(const ViewCall& call, Table& table) {
  const auto limit = call.target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const auto& messages = call.race.messages;
  const std::string* after = call.target.find("after");
  std::size_t begin = 0;
  bool found = false;
  for (std::size_t i = messages.size(); after != nullptr && i > 0 && !found; --i) {
    if (messages[i - 1].id == *after) {
      begin = i;
      found = true;
    }
  }
  const auto count = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(limit::kDefaultMessages)));
  if (!found && messages.size() > count) begin = messages.size() - count;
  const std::size_t end = std::min(messages.size(), begin + count);
  for (std::size_t i = begin; i < end; ++i) {
    const race::Message& message = messages[i];
    table.begin_row();
    table.field("id", message.id).field("at_ms", on_race_clock(call.race.session, message.at)).field("text", message.text);
    table.list("cars", message.cars).text("group", message.group);
    each_meaning_field(
        message.meaning, [&](std::string_view name, const auto& value) { table.field(name, value); },
        [&](std::string_view name, const auto& values) { table.list(name, values); },
        [&](std::string_view name, const auto& write) { table.object(name, write); });
    table.end_row();
  }
  table.finish();
  return {};
}

void write_weather_fields(timing::JsonWriter& json, const timing::Session& session, const race::WeatherReading& reading) {
  const timing::Weather& weather = reading.weather;
  json.begin_object().field("at_ms", on_race_clock(session, reading.at));
  json.field("air_c", weather.air_c).field("track_c", weather.track_c).field("humidity_pct", weather.humidity_pct);
  json.field("wind_kph", weather.wind_kph).field("wind_dir_deg", weather.wind_dir_deg);
  json.field("pressure_hpa", weather.pressure_hpa).field("rain", weather.rain).end_object();
}

Result<void> view_weather(const ViewCall& call, timing::JsonWriter& json) {
  const auto& readings = call.race.weather;
  json.begin_object().key("current");
  if (readings.empty()) {
    json.null();
  } else {
    write_weather_fields(json, call.race.session, readings.back());
  }
  json.key("history").begin_array();
  for (const race::WeatherReading& reading : readings) write_weather_fields(json, call.race.session, reading);
  json.end_array().end_object();
  return {};
}

}  // namespace stint::server
