#include "mock/alkamel/documents.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace stint::mock::alkamel {
namespace {

using race::CarSnapshot;
using timing::event_as;
using timing::JsonWriter;

// The first frame that `huge_first` wants to see.
constexpr std::size_t kHugeBytes = 500'000;

std::string_view flag_code(const View& view) {
  using timing::FlagKind;
  switch (view.race.flag) {
    case FlagKind::none:
    case FlagKind::green:
    case FlagKind::white:
      return view.shows_yellow ? "YF" : "GF";
    case FlagKind::fcy:
    case FlagKind::code60:
      return "FCY";
    case FlagKind::safety_car:
      return "SC";
    case FlagKind::vsc:
      return "VSC";
    case FlagKind::slow_zone:
      return "SF";
    case FlagKind::red:
      return "RF";
    case FlagKind::chequered:
      return "CH";
    default:
      return "YF";
  }
}

std::string loud(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string tla_of(const CarSnapshot& car) {
  const auto driver =
      std::ranges::find_if(car.entry->drivers, [&](const timing::Driver& each) { return car.driver == each.id; });
  return driver == car.entry->drivers.end() ? "" : driver->tla;
}

void write_entries(JsonWriter& json, const View& view) {
  json.key("entry").begin_object();
  for (const CarSnapshot& car : view.race.cars) {
    const std::string name = view.loud_names ? loud(car.driver_name) : car.driver_name;
    const auto blank = name.find(' ');
    json.key(car.number().view()).begin_object().field("number", car.number()).field("class", car.entry->class_name);
    json.field("team", car.entry->team);
    json.field("vehicle", car.entry->vehicle.empty() ? car.entry->manufacturer : car.entry->vehicle);
    json.field("firstname", name.substr(0, blank)).field("lastname", blank == std::string::npos ? "" : name.substr(blank + 1));
    json.field("name", name).field("driver", tla_of(car)).end_object();
  }
  json.end_object();
}

LapPoints points_of(const std::map<timing::CarNumber, LapPoints>& points, const timing::CarNumber& car) {
  const auto found = points.find(car);
  return found == points.end() ? LapPoints{} : found->second;
}

void write_standings(JsonWriter& json, const View& view) {
  json.key("standings").begin_object().field("displayDrivers", true).field("hasClasses", true).key("standings").begin_object();
  const auto& cars = view.race.cars;
  const std::size_t missing = view.disorder != nullptr && !cars.empty() ? view.disorder->roll % cars.size() : cars.size();
  const auto write = [&](std::size_t place, const CarSnapshot& car) {
    StandingRow row{car, place, points_of(view.notes.current, car.number()), points_of(view.notes.last, car.number()),
                    view.start};
    if (view.stale) {
      row.last = points_of(view.notes.before_last, car.number());
      row.current = points_of(view.notes.last, car.number());
    }
    if (view.next_session) row.current = row.last = {};
    row.checkered = car.state == race::CarState::finished && !view.next_session;
    row.brief = view.brief;
    row.laps_back = view.next_session ? static_cast<std::int32_t>(car.laps_done.size()) : view.stale ? 1 : 0;
    json.key(std::to_string(place));
    write_standing(json, row);
  };
  for (std::size_t i = 0; i < cars.size(); ++i) {
    if (i != missing) write(i + 1, cars[i]);
  }
  // Two positions with the same car: for a moment both sides of a pass are shown.
  if (missing < cars.size() && cars.size() > 1) write(missing + 1, cars[(missing + 1) % cars.size()]);
  json.end_object().end_object();
}

void write_status(JsonWriter& json, const View& view) {
  const timing::Session& session = view.race.session;
  const bool over = view.race.flag == timing::FlagKind::chequered;
  const bool started = view.now >= view.start && !view.next_session;
  const std::int32_t laps = view.race.cars.empty() || view.next_session ? 0 : view.race.cars.front().laps;
  const std::int64_t start_s = timing::count_ms(view.start) / 1000;
  json.key("status")
      .begin_object()
      .field("currentFlag", view.next_session ? "GF" : flag_code(view))
      .field("currentLap", laps + 1);
  json.field("startTime", started ? start_s : 0).field("stopTime", over ? timing::count_ms(view.race.at) / 1000 : 0);
  json.field("stoppedSeconds", 0).field("finalTime", session.limit ? session.limit->count() / 1000 : 0);
  json.field("finalType", session.limit_laps ? "BY_LAPS" : "BY_TIME").field("finalLaps", session.limit_laps.value_or(0));
  json.field("elapsedLaps", laps).field("isForcedByTime", false).field("isSessionRunning", started && !over);
  json.field("isFinished", over && !view.next_session).end_object();
}

void write_track(JsonWriter& json, const View& view) {
  json.key("track").begin_object().field("name", view.race.session.track).field("shortName", view.race.session.track);
  json.field("country", "");
  constexpr double kMetresInKilometre = 1000;
  if (view.race.session.lap_length_m) json.field("length", *view.race.session.lap_length_m / kMetresInKilometre);
  json.field("numberOfLoops", view.race.sector_count).field("numberOfTurns", 14).key("sectors").begin_object();
  for (std::int32_t i = 1; i <= view.race.sector_count; ++i) {
    json.key(std::to_string(i)).begin_object().field("name", "S" + std::to_string(i)).end_object();
  }
  json.end_object().end_object();
}

void write_classes(JsonWriter& json, const View& view) {
  json.key("classes").begin_object().key("classes").begin_object();
  for (const std::string& name : view.race.classes) json.key(name).begin_object().field("color", "#00a651").end_object();
  json.end_object().end_object();
}

void write_pit_info(JsonWriter& json, const View& view) {
  json.key("pitOuts").begin_object();
  for (const CarSnapshot& car : view.race.cars) {
    timing::Millis total{};
    const race::PitStop* latest = nullptr;
    for (const race::PitStop& stop : car.pit_stops) {
      if (!stop.lane || view.next_session) continue;
      total += *stop.lane;
      latest = &stop;
    }
    if (latest == nullptr) continue;
    json.key(car.number().view()).begin_object().field("lastPitHour", latest->in_at).field("lastPitTime", *latest->lane);
    json.field("totalPitTime", total).end_object();
  }
  json.end_object();
}

void write_messages(JsonWriter& json, const View& view) {
  const auto& messages = view.notes.messages;
  json.key("raceControlMessages").begin_object().key("currentMessages").begin_object();
  if (!messages.empty() && !view.next_session) {
    json.key("1").begin_object().field("message", messages.back().second).end_object();
  }
  json.end_object().key("log").begin_object();
  for (const auto& [key, text] : messages) {
    if (view.next_session) break;
    json.key(key).begin_object().key("date").raw(key).field("message", text).end_object();
  }
  json.end_object().end_object();
}

void write_weather(JsonWriter& json, const View& view) {
  json.key("weather").begin_object();
  if (!view.race.weather.empty()) {
    const timing::Weather& weather = view.race.weather.back().weather;
    constexpr double kKphInMs = 3.6;
    if (weather.air_c) json.field("ambientTemperature", *weather.air_c);
    if (weather.track_c) json.field("trackTemperature", *weather.track_c);
    if (weather.humidity_pct) json.field("humidity", *weather.humidity_pct);
    if (weather.pressure_hpa) json.field("pressure", *weather.pressure_hpa);
    if (weather.wind_kph) json.field("windSpeed", *weather.wind_kph / kKphInMs);
    if (weather.wind_dir_deg) json.field("windDirection", *weather.wind_dir_deg);
  }
  json.end_object();
}

void write_bests(JsonWriter& json, const View& view) {
  json.key("bestResults").begin_object();
  if (view.race.bests.lap && !view.next_session) {
    json.key("bestLap").begin_object().field("participantNumber", view.race.bests.lap_by).field("time", *view.race.bests.lap);
    json.end_object();
  }
  json.end_object();
}

void write_class_bests(JsonWriter& json, const View& view) {
  json.key("bestResultsByClass").begin_object().key("bestLapsByClass").begin_object();
  for (const race::Bests& bests : view.race.class_bests) {
    if (!bests.lap || view.next_session) continue;
    json.key(bests.class_name).begin_object().field("participantNumber", bests.lap_by).end_object();
  }
  json.end_object().end_object();
}

void write_lap_history(JsonWriter& json, const View& view, const race::LapRecord& lap) {
  json.begin_object().field("number", lap.number).field("time", lap.time ? lap.time->count() : 0);
  json.field("hour", lap.ended_at).field("session_elapsed", lap.ended_at - view.start).field("is_valid", lap.valid);
  json.field("crossing_pit_finish_lane", lap.in_lap).key("sector_times").begin_array();
  for (std::size_t i = 0; i < race::kMaxSectors; ++i) {
    if (!lap.sectors[i] || !lap.sector_ended_at(i)) continue;
    json.begin_object().field("index", i + 1).field("time", timing::Millis{*lap.sectors[i]});
    json.field("hour", *lap.sector_ended_at(i)).end_object();
  }
  json.end_array().end_object();
}

void write_results(JsonWriter& json, const View& view) {
  json.key("analysis").begin_object().key("participants").begin_array();
  for (const CarSnapshot& car : view.race.cars) {
    json.begin_object().field("number", car.number()).key("laps").begin_array();
    for (const race::LapRecord& lap : car.laps_done) {
      if (!view.next_session) write_lap_history(json, view, lap);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  if (!view.huge) return;
  // Every place of the lap chart of a long race.
  constexpr std::size_t kBytesAPlace = 4;
  json.key("lapchart").begin_array();
  for (std::size_t i = 0; i < kHugeBytes / kBytesAPlace; ++i) json.value(100 + i % 62);
  json.end_array();
}

struct Publication {
  std::string_view name, collection;
  void (*write)(JsonWriter&, const View&);  // nullptr: nobody knows its document
};

constexpr std::array kPublications{
    Publication{"entry", "session_entry", write_entries},
    Publication{"trackInfo", "track_info", write_track},
    Publication{"standings", "standings", write_standings},
    Publication{"sessionStatus", "session_status", write_status},
    Publication{"sessionClasses", "session_classes", write_classes},
    Publication{"pitInfo", "session_pit_info", write_pit_info},
    Publication{"raceControl", "race_control", write_messages},
    Publication{"weather", "weather", write_weather},
    Publication{"bestResults", "best_results", write_bests},
    Publication{"sessionBestResultsByClass", "sessionBestResultsByClass", write_class_bests},
    Publication{"sessionResults", "session_results", write_results},
    Publication{"sessionPositioning", "session_positioning", nullptr},
    Publication{"countStates", "countStates", nullptr},
};

void add_lap(RaceNotes& notes, const timing::Lap& lap) {
  LapPoints& current = notes.current[lap.car];
  if (lap.time && !current.loops.empty()) {
    // The last loop is the line.
    if (current.loops.back().time != *lap.time) current.loops.push_back({current.loops.back().index + 1, *lap.time});
  }
  LapPoints& last = notes.last[lap.car];
  notes.before_last[lap.car] = std::exchange(last, std::exchange(current, {}));
}

void add_sector(RaceNotes& notes, const timing::Sector& sector) {
  LapPoints& current = notes.current[sector.car];
  current.sectors.push_back({sector.index, sector.time, sector.best});
  if (notes.has_loops || current.sectors.size() != static_cast<std::size_t>(sector.index)) return;
  timing::Millis since_line{};
  for (const Passed& passed : current.sectors) since_line += passed.time;
  current.loops.push_back({sector.index, since_line});
}

}  // namespace

void RaceNotes::take(const timing::Event& event) {
  if (const auto* loop = event_as<timing::Loop>(event)) {
    has_loops = true;
    current[loop->car].loops.push_back({loop->index, loop->since_lap_start});
  } else if (const auto* sector = event_as<timing::Sector>(event)) {
    add_sector(*this, *sector);
  } else if (const auto* lap = event_as<timing::Lap>(event)) {
    add_lap(*this, *lap);
  } else if (const auto* message = event_as<timing::RaceControl>(event)) {
    // The key is the instant: two of one millisecond would be one.
    std::int64_t key = timing::count_ms(event.at);
    while (!messages.empty() && messages.back().first >= std::to_string(key)) ++key;
    messages.emplace_back(std::to_string(key), message->text);
  }
}

std::optional<Document> session_document(std::string_view publication, const View& view) {
  const auto found = std::ranges::find(kPublications, publication, &Publication::name);
  if (found == kPublications.end() || found->write == nullptr) return std::nullopt;
  std::string id = "6a1b000000000000000001";
  id.append(view.next_session ? "8" : "7").push_back("0123456789abcdef"[found - kPublications.begin()]);
  std::string object;
  JsonWriter json(object);
  json.begin_object();
  found->write(json, view);
  json.end_object();
  return Document{found->collection, std::move(id), object.substr(1, object.size() - 2)};
}

bool is_publication(std::string_view publication) {
  return std::ranges::find(kPublications, publication, &Publication::name) != kPublications.end();
}

}  // namespace stint::mock::alkamel
