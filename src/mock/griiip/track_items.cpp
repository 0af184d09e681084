// The items of the track, the clock, the log and the session.
#include <chrono>
#include <cstdio>

#include "mock/griiip/scene.hpp"

namespace stint::mock::griiip {
namespace {

using timing::JsonWriter;

// A mock calls its session one of the WEC, whatever it plays: the series is part of how a client finds it.
constexpr std::int64_t kSeriesId = 10;
constexpr std::int64_t kEventId = 13'600;

std::string flag_id(timing::Instant at) {
  std::string digits;
  for (const char c : time_text(at, TimeText::seven_digits)) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  constexpr std::size_t kToMillis = 17;  // yyyyMMddHHmmssfff
  return digits.substr(0, kToMillis);
}

std::string_view session_type(timing::SessionKind kind) {
  switch (kind) {
    case timing::SessionKind::race:
      return "Race";
    case timing::SessionKind::qualifying:
      return "Qualifying";
    default:
      return "Practice";
  }
}

// The service refreshes its clock object at a flag or after some minutes; what is read is tsNow.
timing::Instant clock_refreshed_at(const Scene& scene) {
  constexpr timing::Millis kEvery = std::chrono::minutes{7};
  if (scene.now < scene.start) return scene.now;
  return scene.start + (scene.now - scene.start) / kEvery * kEvery;
}

void write_classes(JsonWriter& json, const Scene& scene) {
  json.key("sessionClasses").begin_array();
  int key = 0;
  for (const std::string& name : scene.race.classes) {
    json.begin_object().field("classId", name).field("classThreeLettersName", name.substr(0, 5)).field("className", name);
    json.field("classColor", "#325f95").field("sortKey", ++key).end_object();
  }
  json.end_array();
  json.key("sessionCategories").begin_array();
  static constexpr std::pair<std::string_view, std::string_view> kGrades[] = {
      {"P", "PLATINUM"}, {"G", "GOLD"}, {"S", "SILVER"}, {"B", "BRONZE"}};
  key = 0;
  for (const auto& [id, name] : kGrades) {
    json.begin_object().field("categoryId", id).field("threeLettersName", name.substr(0, 3)).field("name", name);
    json.field("color", "#b5bfc6").field("sortKey", ++key).end_object();
  }
  json.end_array();
}

void write_connection_status(JsonWriter& json, const Scene& scene) {
  json.key("connectionStatus").begin_object();
  for (const std::string_view name : {"lastReceived", "lastPublished", "lastNonPingPublished"}) {
    json.field(name, time_text(scene.now, scene.style.time));
  }
  json.field("color", "Green");
  write_stamp(json, scene.style, scene.now, kNoClockDerived, nullptr);
  json.end_object();
}

bool has_finished(const Scene& scene) { return !scene.next_session && scene.race.flag == timing::FlagKind::chequered; }

bool has_started(const Scene& scene) { return !scene.next_session && scene.now >= scene.start; }

}  // namespace

void write_flag(JsonWriter& json, const Scene& scene, const FlagItem& flag) {
  json.begin_object().field("raceFlagID", flag_id(flag.at)).field("flag", flag.word);
  json.key("sectorNumbers").begin_array();
  if (flag.sector > 0) json.value(flag.sector);
  json.end_array().field("lapNumber", flag.lap).field("info", "");
  write_stamp(json, scene.style, flag.at, flag.elapsed_ms, nullptr);
  json.end_object();
}

void write_pit_in(JsonWriter& json, const Scene& scene, const PitInItem& stop) {
  json.begin_object().field("lapNumber", stop.lap);
  write_stamp(json, scene.style, stop.at, scene.book.elapsed_ms(stop.at), stop.car);
  json.end_object();
}

void write_pit_out(JsonWriter& json, const Scene& scene, const PitOutItem& stop) {
  json.begin_object().field("lapNumber", stop.lap).field("durationMillis", stop.lane ? stop.lane->count() : kNone);
  if (!scene.style.brief) json.key("isMandatory").null();
  write_stamp(json, scene.style, stop.at, scene.book.elapsed_ms(stop.at), stop.car);
  json.end_object();
}

void write_log_item(JsonWriter& json, const Scene& scene, const LogItem& item) {
  json.begin_object();
  if (item.own) item.own(json);
  json.field("weight", 1).field("type", item.type).field("raceLogItemId", item.id).field("lapNumber", item.lap);
  json.field("sectorNumber", kNone).field("seriesPid", 0).field("sts", "0001-01-01T00:00:00+00:00");
  if (!scene.style.brief) json.field("originatingMessageID", "00000000-0000-4000-8000-" + item.id.substr(0, 12));
  write_stamp(json, scene.style, item.at, scene.book.elapsed_ms(item.at), item.car);
  json.end_object();
}

void write_weather(JsonWriter& json, const Scene& scene) {
  if (scene.race.weather.empty()) {
    json.null();
    return;
  }
  const race::WeatherReading& reading = scene.race.weather.back();
  const timing::Weather& weather = reading.weather;
  json.begin_object().field("temperature", weather.air_c).field("humidity", weather.humidity_pct);
  json.field("pressure", weather.pressure_hpa).field("trackTemperature", weather.track_c);
  json.field("windDirectionCode", wind_word(weather.wind_dir_deg)).field("windSpeedKph", weather.wind_kph);
  json.field("sky", weather.rain == true ? "Rain" : "Cloudy");
  write_stamp(json, scene.style, reading.at, scene.book.elapsed_ms(reading.at), nullptr);
  json.end_object();
}

void write_clock(JsonWriter& json, const Scene& scene) {
  const timing::Instant refreshed = clock_refreshed_at(scene);
  json.begin_object().field("increment", has_started(scene) && !has_finished(scene) ? 1 : 0);
  json.field("tsNow", time_text(scene.now, scene.style.time)).field("startTime", time_text(scene.start, scene.style.time));
  ItemStyle style = scene.style;
  style.brief = false;
  write_stamp(json, style, refreshed, scene.book.elapsed_ms(refreshed), nullptr);
  json.end_object();
}

void write_length_limit(JsonWriter& json, const Scene& scene) {
  const timing::Session& session = scene.race.session;
  const bool by_time = session.limit.has_value() || !session.limit_laps;
  json.begin_object().field("sessionLengthType", by_time ? "TimeOnly" : "LapsOnly");
  json.field("lapsLimit", session.limit_laps.value_or(-1));
  json.field("timeLimitSeconds", session.limit ? session.limit->count() / 1000 : kNone);
  json.field("extraLapsAfterTimeEnds", kNone);
  write_stamp(json, scene.style, scene.start, kNoClock, nullptr);
  json.end_object();
}

void write_session_info(JsonWriter& json, const Scene& scene) {
  const timing::Session& session = scene.race.session;
  json.begin_object().field("carNumbersAsIcons", false).field("trackId", 14).field("trackName", session.track);
  json.field("trackConfigName", session.track);
  for (const std::string_view list : {"rankingTableColumns", "timingTableColumns", "sectorColors", "strengthOfField"}) {
    json.key(list).begin_array().end_array();
  }
  json.field("uiBufferDurationMillis", 5000).field("startTime", time_text(scene.start, scene.style.time));
  json.field("seriesName", "FIA World Endurance Championship").field("seasonName", "Season");
  json.field("eventName", session.event)
      .field("eventId", kEventId)
      .field("sessionName", scene.next_session ? "Test" : session.name);
  json.field("sessionType", scene.next_session ? "Practice" : session_type(session.kind)).field("reverseClock", true);
  json.field("seasonId", 1034).field("seriesId", kSeriesId).field("hasTelemetry", true);
  json.field("isTimeBasedSession", false)
      .field("isRaceSession", !scene.next_session && session.kind == timing::SessionKind::race);
  json.field("hasAttackMode", false).field("isStandingStart", false).field("hasSeenChequered", has_finished(scene));
  json.field("domain", "RealWorld").field("isStarted", has_started(scene));
  write_connection_status(json, scene);
  write_classes(json, scene);
  json.field("carLocationMechanism", "TelemetryBased").field("rankClassificationType", "Sector");
  json.field("hideFromUsers", false).field("hasClasses", true);
  json.field("sessionAvailability", scene.closed ? "Closed" : "Live").field("preferOfficialRanking", false);
  json.field("vehicleType", "SportsCars");
  json.key("units").begin_object().field("speed", "Kph").field("distance", "Km").field("temperature", "Celsius");
  json.field("pressure", "Bar").field("volume", "Liter").end_object();
  write_stamp(json, scene.style, scene.now, kNoClock, nullptr);
  json.end_object();
}

void write_energy(JsonWriter& json, const Scene& scene) {
  json.begin_object().key("items").begin_array();
  for (const race::CarSnapshot& row : scene.race.cars) {
    const Participant* car = scene.book.find(row.number());
    if (car == nullptr || !row.telemetry || !row.telemetry->energy_pct) continue;
    json.begin_object().field("pid", car->pid).field("e", *row.telemetry->energy_pct).field("t", 0).end_object();
  }
  json.end_array();
  write_stamp(json, scene.style, scene.now, kNoClockDerived, nullptr);
  json.end_object();
}

}  // namespace stint::mock::griiip
