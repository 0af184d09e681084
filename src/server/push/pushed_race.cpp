#include "server/push/pushed_race.hpp"

#include <cmath>

#include "server/views/feed_views.hpp"
#include "server/views/insight_views.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/race_control_views.hpp"
#include "server/views/strategy_views.hpp"
#include "server/views/views.hpp"
#include "timing/event_names.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;
using timing::Millis;
using timing::stable_name;

std::optional<Millis> time_of(const std::optional<race::MarkedTime>& marked) {
  return marked ? std::optional(marked->time) : std::nullopt;
}

std::optional<std::string_view> mark_of(const std::optional<race::MarkedTime>& marked) {
  return marked ? std::optional(stable_name(marked->mark)) : std::nullopt;
}

void write_marked_times(JsonWriter& json, const std::vector<std::optional<race::MarkedTime>>& times) {
  json.begin_array();
  for (const auto& marked : times) {
    if (!marked) {
      json.null();
      continue;
    }
    json.begin_object()
        .field("ms", marked->time)
        .field("mark", stable_name(marked->mark))
        .field("lap", marked->lap)
        .end_object();
  }
  json.end_array();
}

void write_class_bests(JsonWriter& json, const std::vector<race::Bests>& class_bests) {
  json.begin_array();
  for (const race::Bests& bests : class_bests) {
    json.begin_object().field("class", bests.class_name).field("lap_ms", bests.lap);
    json.field("car", known_text(bests.lap_by.view()));
    json.field("lap", bests.lap ? std::optional(bests.lap_number) : std::nullopt).end_object();
  }
  json.end_array();
}

void write_loop(JsonWriter& json, const timing::Session& session, const std::optional<race::LoopCrossing>& loop) {
  if (!loop) {
    json.null();
    return;
  }
  json.begin_object().field("index", loop->index).field("at_ms", on_race_clock(session, loop->at)).end_object();
}

// The latest visit to the pit lane, the one that lasts included.
void write_last_stop(JsonWriter& json, const timing::Session& session, const race::CarSnapshot& car) {
  if (car.pit_stops.empty()) {
    json.null();
    return;
  }
  const race::PitStop& stop = car.pit_stops.back();
  json.begin_object().field("in_lap", stop.in_lap).field("in_at_ms", on_race_clock(session, stop.in_at));
  json.field("out_at_ms", on_race_clock(session, stop.out_at)).field("lane_ms", stop.lane);
  json.field("red_flag", stop.red_flag).end_object();
}

// On the track so far, of the driver at the wheel.
std::optional<Millis> drive_time(const race::CarSnapshot& car) {
  for (const race::DriverTime& driver : car.drive_times) {
    if (car.driver && driver.id == *car.driver) return driver.drive_time;
  }
  return std::nullopt;
}

// The names of what the feed has published otherwise for a while (/api/differences has the values).
void write_differs(JsonWriter& json, const race::Snapshot& race, const race::CarSnapshot& car) {
  json.begin_array();
  for (const race::Difference& difference : race.differences) {
    if (difference.car == car.number()) json.value(name_of(difference.what));
  }
  json.end_array();
}

FieldTexts race_fields(const race::Snapshot& race, const insight::Insights* insights, const insight::StrategyReport* strategy) {
  const timing::Session& session = race.session;
  FieldTexts fields;
  fields.field("series", known_text(session.series)).field("event", known_text(session.event));
  fields.field("name", known_text(session.name)).field("track", known_text(session.track));
  fields.field("kind", stable_name(session.kind)).field("state", stable_name(session.state));
  fields.field("start_time", start_time(session));
  fields.field("start_time_of_day", session.started_at ? time_of_day(session, *session.started_at) : std::nullopt);
  fields.field("at_ms", race.elapsed).field("remaining_ms", race.remaining).field("laps_remaining", race.laps_remaining);
  fields.field("flag", stable_name(race.flag));
  fields.object("pit_lane", [&](JsonWriter& json) { write_pit_lane(json, session, race.control.pit_lane); });
  fields.object("zones", [&](JsonWriter& json) { write_zones(json, session, race.control.zones); });
  fields.object("local_flags", [&](JsonWriter& json) { write_local_flags(json, session, race.control.local_flags); });
  fields.object("neutralisation", [&](JsonWriter& json) { write_neutralisation(json, session, race.control.neutralisation); });
  fields.object("classes", [&](JsonWriter& json) {
    json.begin_array();
    for (const std::string& name : race.classes) json.value(name);
    json.end_array();
  });
  fields.field("sector_count", race.sector_count);
  fields.object("flag_shares", [&](JsonWriter& json) { write_flag_shares(json, race.flag_shares); });
  fields.field("best_lap_ms", race.bests.lap).field("best_lap_car", known_text(race.bests.lap_by.view()));
  fields.field("best_lap_number", race.bests.lap ? std::optional(race.bests.lap_number) : std::nullopt);
  fields.object("class_bests", [&](JsonWriter& json) { write_class_bests(json, race.class_bests); });
  fields.object("loop_bests_ms", [&](JsonWriter& json) {
    json.begin_array();
    for (const auto& best : race.loop_bests) json.value(best);
    json.end_array();
  });
  fields.object("insights", [&](JsonWriter& json) { write_pushed_insights(json, insights); });
  fields.object("strategy", [&](JsonWriter& json) { write_pushed_field_strategy(json, race, strategy); });
  return fields;
}

FieldTexts car_fields(const race::Snapshot& race, const race::CarSnapshot& car, const insight::Insights* insights,
                      const insight::StrategyReport* strategy) {
  const timing::Entry& entry = *car.entry;
  FieldTexts fields;
  fields.field("car", entry.car).field("class", known_text(entry.class_name)).field("group", known_text(entry.group));
  fields.field("team", known_text(entry.team)).field("manufacturer", known_text(entry.manufacturer));
  fields.field("vehicle", known_text(entry.vehicle)).field("driver", known_text(car.driver_name));
  fields.field("position", car.position).field("class_position", car.class_position).field("laps", car.laps);
  fields.field("elapsed_ms", car.elapsed);
  fields.field("gap_ms", car.gap.time).field("gap_laps", car.gap.laps);
  fields.field("class_gap_ms", car.class_gap.time).field("class_gap_laps", car.class_gap.laps);
  fields.field("interval_ms", car.interval.time).field("interval_laps", car.interval.laps);
  fields.field("class_interval_ms", car.class_interval.time).field("class_interval_laps", car.class_interval.laps);
  fields.field("seen_at_ms", on_race_clock(race.session, car.last_seen));
  fields.field("last_lap_ms", time_of(car.last_lap)).field("last_lap_mark", mark_of(car.last_lap));
  fields.field("best_lap_ms", time_of(car.best_lap)).field("best_lap_mark", mark_of(car.best_lap));
  fields.field("best_lap_number", car.best_lap ? std::optional(car.best_lap->lap) : std::nullopt);
  fields.object("sectors", [&](JsonWriter& json) { write_marked_times(json, car.sectors); });
  fields.object("best_sectors", [&](JsonWriter& json) { write_marked_times(json, car.best_sectors); });
  fields.field("ideal_lap_ms", car.ideal_lap).field("status", stable_name(car.state)).field("stops", car.stops);
  fields.field("laps_since_stop", car.laps_since_stop).field("speed_kph", car.speed_kph);
  fields.object("last_stop", [&](JsonWriter& json) { write_last_stop(json, race.session, car); });
  fields.field("drive_ms", drive_time(car));
  fields.object("differs", [&](JsonWriter& json) { write_differs(json, race, car); });
  fields.object("loop", [&](JsonWriter& json) { write_loop(json, race.session, car.loop); });
  const bool is_placed = car.track_position && car.track_position->fraction;
  fields.field("fraction", is_placed ? car.track_position->fraction : std::nullopt);
  fields.object("prediction", [&](JsonWriter& json) {
    write_pushed_prediction(json, insights == nullptr ? nullptr : insights->find(car.number()));
  });
  fields.object("strategy", [&](JsonWriter& json) { write_pushed_strategy(json, race, car, strategy); });
  fields.field("fraction_at_ms", is_placed ? on_race_clock(race.session, car.track_position_at) : std::nullopt);
  return fields;
}

}  // namespace

void write_replay(JsonWriter& json, const timing::Session& session, const ReplayStatus& replay) {
  json.begin_object()
      .field("begins_ms", on_race_clock(session, replay.begins))
      .field("ends_ms", on_race_clock(session, replay.ends));
  json.field("at_ms", on_race_clock(session, replay.at)).key("speed");
  std::isinf(replay.speed) ? json.value("max") : json.value(replay.speed);
  json.field("playing", replay.playing).field("ended", replay.ended).end_object();
}

PushedRace pushed_race(const Publication& publication) {
  const race::Snapshot& race = *publication.snapshot;
  PushedRace pushed;
  const insight::Insights* insights = publication.insights.get();
  const insight::StrategyReport* strategy = publication.strategy.get();
  pushed.race = race_fields(race, insights, strategy);
  pushed.cars.reserve(race.cars.size());
  for (const race::CarSnapshot& car : race.cars)
    pushed.cars.emplace_back(car.number(), car_fields(race, car, insights, strategy));

  JsonWriter flags(pushed.flags);
  flags.begin_array();
  for (const race::FlagPeriod& period : race.flags) write_flag_period(flags, race.session, period);
  flags.end_array();

  JsonWriter weather(pushed.weather);
  if (race.weather.empty()) {
    weather.null();
  } else {
    write_weather_fields(weather, race.session, race.weather.back());
  }
  JsonWriter feeds(pushed.feeds);
  write_pushed_feeds(feeds, publication.feeds);
  JsonWriter replay(pushed.replay);
  if (publication.replay) {
    write_replay(replay, race.session, *publication.replay);
  } else {
    replay.null();
  }
  return pushed;
}

std::string pushed_messages(const race::Snapshot& race, std::size_t begin) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (std::size_t i = begin; i < race.messages.size(); ++i) {
    const race::Message& message = race.messages[i];
    json.begin_object()
        .field("id", message.id)
        .field("at_ms", on_race_clock(race.session, message.at))
        .field("text", message.text);
    json.key("cars").begin_array();
    for (const timing::CarNumber& car : message.cars) json.value(car);
    json.end_array().field("group", known_text(message.group));
    each_meaning_field(
        message.meaning, [&](std::string_view name, const auto& value) { json.field(name, value); },
        [&](std::string_view name, const auto& values) {
          json.key(name).begin_array();
          for (const auto& value : values) json.value(value);
          json.end_array();
        },
        [&](std::string_view name, const auto& write) {
          json.key(name);
          write(json);
        });
    json.end_object();
  }
  json.end_array();
  return text;
}

}  // namespace stint::server
