#include "mock/swiss/cache_documents.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <functional>

#include "mock/swiss/cache_text.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::swiss {
namespace {

using timing::JsonWriter;

// The cache counts the versions of a document.
template <class Full>
std::string in_envelope(const CacheScene& scene, const Full& write_full) {
  std::string full;
  JsonWriter inner(full);
  inner.begin_object();
  write_full(inner);
  inner.end_object();
  std::string document;
  JsonWriter json(document);
  json.begin_object().field("uid", std::max<std::int64_t>((scene.now - scene.start).count() / 1000, 0) + 1);
  json.field("hash", std::to_string(std::hash<std::string>{}(full))).key("content").begin_object().key("full").raw(full);
  json.end_object().end_object();
  return document;
}

void write_meeting(JsonWriter& json, const CacheScene& scene) {
  const auto& session = scene.race.session;
  const std::string series = guid("series", 1);
  json.key(scene.units.meeting).begin_object().field("Id", scene.units.meeting).field("ListIndex", 0).field("State", 1);
  json.field("Name", session.event).field("BeginDate", date_text(scene.start + scene.utc_offset));
  json.field("EndDate", date_text(scene.ends + scene.utc_offset))
      .field("Location", session.track)
      .field("TrackName", session.track);
  json.field("CountryName", "").field("CountryCode", "").field("IsMedalMeeting", false).key("Series").begin_object();
  json.field(series, session.series).end_object().end_object();
}

void write_series(JsonWriter& json, const CacheScene& scene) {
  const std::string id = guid("series", 1);
  json.key("Series").begin_object().key(id).begin_object().field("Id", id).field("ListIndex", 0);
  json.field("Name", scene.race.session.series).field("ShortName", scene.race.session.series).end_object().end_object();
}

void write_unit(JsonWriter& json, const CacheScene& scene, const std::string& id, bool is_race) {
  // 0 ahead, 1 live, 2 done.
  const bool over = scene.next_unit;
  const int state = is_race == over ? (is_race ? 2 : 1) : (is_race ? 1 : 0);
  const timing::Instant begins = (is_race ? scene.start : scene.ends) + scene.utc_offset;
  const timing::Instant ends = scene.ends + scene.utc_offset;
  json.key(id).begin_object().field("Id", id).field("ListIndex", is_race ? 0 : 1);
  json.field("Name", is_race ? "Main Race" : "Warm Up")
      .field("CompetitionId", guid("competition", 1))
      .field("Code", is_race ? "MR" : "WU");
  json.field("BeginTime", date_time_text(begins))
      .field("EndTime", date_time_text(is_race ? ends : ends + std::chrono::minutes{20}));
  json.field("Duration", remaining_text(scene.ends - scene.start))
      .field("Type", is_race ? 0 : 1)
      .field("State", state)
      .end_object();
}

void write_intermediates(JsonWriter& json, const race::SectorTimes& sectors, std::size_t count,
                         const std::vector<std::optional<race::MarkedTime>>& marks) {
  json.key("Intermediates").begin_array();
  for (std::size_t i = 0; i < count && sectors[i]; ++i) {
    const int mark =
        i < marks.size() && marks[i] && marks[i]->time == timing::Millis{*sectors[i]} ? time_state(marks[i]->mark) : 0;
    json.begin_object().field("Time", time_text(timing::Millis{*sectors[i]})).field("Speed", 0).field("TimeState", mark);
    json.field("SpeedState", 0).end_object();
  }
  json.end_array();
}

// The sectors of the lap under way.
race::SectorTimes sectors_under_way(const race::CarSnapshot& car) {
  race::SectorTimes sectors;
  for (std::size_t i = 0; i < car.sectors.size() && i < race::kMaxSectors; ++i) {
    if (car.sectors[i] && car.sectors[i]->lap == car.laps + 1)
      sectors[i] = std::chrono::duration_cast<race::ShortMillis>(car.sectors[i]->time);
  }
  return sectors;
}

// LastLap is the lap under way from its first sector on; its Time is missing then.
void write_last_lap(JsonWriter& json, const CacheScene& scene, const race::CarSnapshot& car) {
  const auto count = static_cast<std::size_t>(scene.race.sector_count);
  const race::SectorTimes now = sectors_under_way(car);
  json.key("LastLap").begin_object();
  if (now[0]) {
    json.field("TimeState", 0);
    write_intermediates(json, now, count, car.sectors);
    json.field("LapNumber", car.laps + 1);
  } else if (!car.laps_done.empty()) {
    const race::LapRecord& lap = car.laps_done.back();
    if (lap.time) json.field("Time", time_text(*lap.time));
    json.field("TimeState", car.last_lap ? time_state(car.last_lap->mark) : 0);
    write_intermediates(json, lap.sectors, count, car.sectors);
    json.field("LapNumber", lap.number);
  }
  json.end_object();
}

void write_best_lap(JsonWriter& json, const CacheScene& scene, const race::CarSnapshot& car) {
  if (!car.best_lap) return;
  json.key("BestTime")
      .begin_object()
      .field("Time", time_text(car.best_lap->time))
      .field("TimeState", time_state(car.best_lap->mark));
  for (std::size_t i = 0; i < car.laps_done.size(); ++i) {
    if (car.laps_done[i].number != car.best_lap->lap) continue;
    write_intermediates(json, car.laps_done[i].sectors, static_cast<std::size_t>(scene.race.sector_count), {});
  }
  json.field("LapNumber", car.best_lap->lap).end_object();
}

// Sectors done of the lap under way, and the share of the next one that its last time over it makes likely.
double sector_position(const CacheScene& scene, const race::CarSnapshot& car) {
  const race::SectorTimes now = sectors_under_way(car);
  std::size_t done = 0;
  while (done < race::kMaxSectors && now[done]) ++done;
  const bool usual = done < car.best_sectors.size() && car.best_sectors[done] && car.last_seen;
  if (!usual) return static_cast<double>(done);
  const double passed = static_cast<double>((scene.now - *car.last_seen).count());
  const double share = passed / static_cast<double>(std::max<std::int64_t>(car.best_sectors[done]->time.count(), 1));
  return static_cast<double>(done) + std::clamp(share, 0.0, 0.999);
}

std::string gap_text(const race::Gap& gap) {
  if (gap.laps > 0) return std::to_string(gap.laps) + (gap.laps == 1 ? " Lap" : " Laps");
  return gap.time ? time_text(*gap.time) : "";
}

void write_gap(JsonWriter& json, std::string_view name, const race::Gap& gap) {
  if (const std::string text = gap_text(gap); !text.empty()) json.field(name, text);
}

void write_result(JsonWriter& json, const CacheScene& scene, const race::CarSnapshot& car, const std::string& id, int index) {
  json.key(id).begin_object().field("CompetitorId", id).field("ListIndex", index);
  json.field("ListIndexClass", car.class_position.value_or(1) - 1).key("MainResult").begin_object();
  if (!scene.brief && !scene.next_unit) write_best_lap(json, scene, car);
  if (!scene.next_unit) write_last_lap(json, scene, car);
  json.field("Rank", car.position.value_or(index + 1));
  const std::string total = car.elapsed ? time_text(*car.elapsed) : "0.000";
  const std::int32_t laps = scene.next_unit ? 0 : car.laps;
  if (!scene.brief) json.field("RankingTime", total).field("RankingLap", laps);
  json.field("ClassRank", car.class_position.value_or(1));
  if (!scene.next_unit) {
    write_gap(json, "Behind", car.gap);
    write_gap(json, "Diff", car.interval);
    write_gap(json, "ClassBehind", car.class_gap);
    write_gap(json, "ClassDiff", car.class_interval);
  }
  json.field("TotalTime", total).field("TotalLapCount", laps);
  json.field("Status", scene.next_unit ? car_status(timing::CarState::not_started) : car_status(car.state));
  if (!scene.brief) json.field("SectBasedPcntPos", sector_position(scene, car)).field("NumResultOverrides", 0);
  json.end_object().end_object();
}

std::string plain(const CacheScene& scene, const std::string& text) {
  if (!scene.question_marks) return text;
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xC0) ascii += byte < 0x80 ? c : '?';
  }
  return ascii;
}

std::string driver_guid(std::uint64_t competitor, std::size_t place) { return guid("driver", competitor * 100 + place); }

void write_drivers(JsonWriter& json, const CacheScene& scene, const race::CarSnapshot& car, std::uint64_t competitor) {
  std::string at_wheel;
  json.key("Drivers").begin_object();
  for (std::size_t i = 0; i < car.entry->drivers.size(); ++i) {
    const timing::Driver& driver = car.entry->drivers[i];
    const std::string id = driver_guid(competitor, i);
    if (car.driver == driver.id) at_wheel = id;
    const auto space = driver.name.rfind(' ');
    const bool one_word = space == std::string::npos;
    json.key(id).begin_object().field("Id", id).field("ListIndex", i + 1);
    json.field("FirstName", plain(scene, one_word ? "" : driver.name.substr(0, space)));
    json.field("LastName", plain(scene, one_word ? driver.name : driver.name.substr(space + 1)));
    json.field("ShortName", driver.tla)
        .field("CountryCode", driver.country)
        .field("LicenseTypeName", licence_text(driver.grade));
    json.end_object();
  }
  json.end_object();
  if (!at_wheel.empty()) json.field("CurrentDriverId", at_wheel);
}

std::string class_guid(const race::Snapshot& race, const std::string& name) {
  const auto found = std::ranges::find(race.classes, name);
  // By its name: the order of classes changes during a race.
  return guid("class", found == race.classes.end() ? 0 : std::hash<std::string>{}(name) % 1'000'000);
}

void write_competitor(JsonWriter& json, const CacheScene& scene, const race::CarSnapshot& car, std::uint64_t number) {
  const std::string id = guid("competitor", number);
  const timing::Entry& entry = *car.entry;
  json.key(id).begin_object().field("Id", id).field("Bib", car.number().view()).field("ListIndex", number);
  json.field("ClassId", class_guid(scene.race, entry.class_name)).field("TeamName", plain(scene, entry.team));
  if (!scene.brief) {
    json.field("TeamShortName", plain(scene, entry.team)).field("TeamCountryCode", "").field("TeamId", guid("team", number));
    json.field("LicenseHolderName", plain(scene, entry.team)).field("ManufacturerName", entry.manufacturer);
  }
  json.field("CarTypeName", plain(scene, entry.vehicle));
  write_drivers(json, scene, car, number);
  json.field("PitStopCount", scene.next_unit ? 0 : car.stops)
      .field("InPitLane", car.state == timing::CarState::in_pit)
      .end_object();
}

// The newest three only.
void write_messages(JsonWriter& json, const CacheScene& scene) {
  constexpr std::size_t kShown = 3;
  json.key("Messages").begin_array();
  const auto& messages = scene.race.messages;
  for (std::size_t i = 0; i < std::min(kShown, messages.size()) && !scene.next_unit; ++i) {
    const race::Message& message = messages[messages.size() - 1 - i];
    json.begin_object().field("Time", date_time_text(message.at + scene.utc_offset)).field("Text", plain(scene, message.text));
    json.field("Type", 1).end_object();
  }
  json.end_array();
}

}  // namespace

std::string guid(std::string_view kind, std::uint64_t number) {
  char text[37];
  const auto of_kind = std::hash<std::string_view>{}(kind);
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(of_kind),
                static_cast<unsigned>(of_kind >> 32U) & 0xFFFFU, static_cast<unsigned>(of_kind >> 48U) & 0xFFFU,
                static_cast<unsigned>(of_kind >> 52U) & 0xFFFU, static_cast<unsigned long long>(number & 0xFFFF'FFFF'FFFFULL));
  return text;
}

std::string key_guid(const std::string& guid) {
  std::string key = guid;
  std::ranges::transform(key, key.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return key;
}

std::string season_year(const CacheScene& scene) { return date_text(scene.start + scene.utc_offset).substr(6); }

std::string seasons_document(const CacheScene& scene) {
  return in_envelope(scene, [&](JsonWriter& json) {
    json.field("CurrentSeason", season_year(scene)).key("AllSeasons").begin_array().value(season_year(scene)).end_array();
  });
}

std::string season_document(const CacheScene& scene) {
  return in_envelope(scene, [&](JsonWriter& json) {
    json.key("Meetings").begin_object();
    write_meeting(json, scene);
    json.end_object();
    write_series(json, scene);
    json.field("PresentationMeetingId", scene.units.meeting);
  });
}

std::string schedule_document(const CacheScene& scene) {
  return in_envelope(scene, [&](JsonWriter& json) {
    json.field("MeetingId", scene.units.meeting).key("Units").begin_object();
    write_unit(json, scene, scene.units.race, true);
    write_unit(json, scene, scene.units.next, false);
    json.end_object();
    write_series(json, scene);
    const std::string series = guid("series", 1), competition = guid("competition", 1);
    json.key("Competitions").begin_object().key(competition).begin_object().field("Id", competition).field("ListIndex", 0);
    json.field("SerieId", series)
        .field("Name", scene.race.session.series)
        .field("UsesFullCourseYellow", true)
        .end_object()
        .end_object();
    json.field("PresentationRoundId", scene.next_unit ? scene.units.next : scene.units.race);
  });
}

std::string timing_document(const CacheScene& scene, const std::string& unit) {
  return in_envelope(scene, [&](JsonWriter& json) {
    const timing::FlagKind flag = scene.next_unit ? timing::FlagKind::none : scene.race.flag;
    const bool yellow = scene.chatters && scene.now.time_since_epoch().count() / 500 % 2 == 0;
    json.field("UnitId", unit).key("UntInfo").begin_object().field("ChequeredFlag", flag == timing::FlagKind::chequered);
    json.field("TrackFlag", yellow ? track_flag(timing::FlagKind::yellow) : track_flag(flag));
    json.field("StartRealTime", date_time_text(scene.start + scene.utc_offset, true));
    json.field("RemainingTime", remaining_text(scene.ends - scene.now)).key("SectorFlags").begin_array();
    for (std::int32_t i = 0; i < scene.race.sector_count; ++i) json.value(1);
    json.end_array().field("ShowSectorFlags", false).end_object().key("Results").begin_object();
    const std::size_t vanished = scene.disorder < 0 || scene.race.cars.empty()
                                     ? scene.race.cars.size()
                                     : static_cast<std::size_t>(scene.disorder) % scene.race.cars.size();
    for (std::size_t i = 0; i < scene.race.cars.size(); ++i) {
      const auto competitor = scene.competitors.find(scene.race.cars[i].number());
      if (competitor == scene.competitors.end() || (i == vanished && scene.disorder % 2 == 0)) continue;
      write_result(json, scene, scene.race.cars[i], guid("competitor", competitor->second), static_cast<int>(i));
      // A competitor that the details don't have.
      if (i == vanished) write_result(json, scene, scene.race.cars[i], guid("stranger", 1), static_cast<int>(i));
    }
    json.end_object();
    if (scene.padding > 0) json.field("Padding", std::string(scene.padding, ' '));
  });
}

std::string details_document(const CacheScene& scene, const std::string& unit) {
  return in_envelope(scene, [&](JsonWriter& json) {
    json.field("UnitId", unit);
    write_messages(json, scene);
    json.key("Competitors").begin_object();
    for (const auto& [number, competitor] : scene.competitors) {
      if (const race::CarSnapshot* car = scene.race.find(number)) write_competitor(json, scene, *car, competitor);
    }
    json.end_object().key("Classes").begin_object();
    for (std::size_t i = 0; i < scene.race.classes.size(); ++i) {
      const std::string id = class_guid(scene.race, scene.race.classes[i]);
      json.key(id).begin_object().field("Id", id).field("ListIndex", i).field("Name", scene.race.classes[i]);
      json.field("ShortName", scene.race.classes[i]).end_object();
    }
    json.end_object().key("SourceRounds").begin_array().end_array().field("SourceRoundsCount", 0);
    json.key("IntermediateDefinitions").begin_array();
    for (std::int32_t i = 1; i <= scene.race.sector_count; ++i)
      json.begin_object().field("Name", "S" + std::to_string(i)).end_object();
    json.end_array().field("IntermediateDefinitionsCount", scene.race.sector_count);
  });
}

}  // namespace stint::mock::swiss
