#include <algorithm>

#include "mock/wige/frames.hpp"
#include "mock/wige/ring_text.hpp"

namespace stint::mock::wige {
namespace {

using timing::JsonWriter;
using timing::Millis;

// What the last sector's text says instead of a time.
std::string_view pit_word(std::int32_t code) {
  if (code == kInPit) return "PIT";
  if (code == kApproachesPit) return "IN";
  return code == kLeftPit ? "OUT" : "";
}

Millis pit_sum(const race::CarSnapshot& car) {
  Millis sum{0};
  for (const race::PitStop& stop : car.pit_stops) sum += stop.lane.value_or(Millis{0});
  return sum;
}

// When the car should cross the line again, from its last lap.
std::int64_t next_crossing(const race::CarSnapshot& car) {
  if (car.laps_done.empty() || !car.last_lap) return 0;
  return timing::count_ms(car.laps_done.back().ended_at + car.last_lap->time);
}

// A driver is shown by his surname.
std::string surname(const std::string& name) {
  const auto space = name.rfind(' ');
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::string plain(const RingScene& scene, const std::string& text) {
  return scene.odd_texts ? with_question_marks(text) : text;
}

void write_sectors(JsonWriter& json, const RingScene& scene, const race::CarSnapshot& car, std::int32_t code) {
  const std::int32_t count = sector_count(scene.race);
  for (std::int32_t index = 1; index <= count; ++index) {
    const auto place = static_cast<std::size_t>(index - 1);
    const bool known = !scene.next_session && place < car.sectors.size() && car.sectors[place] && !scene.empty_rows;
    std::string text = known ? time_text(car.sectors[place]->time) : "";
    if (scene.odd_texts && known) text.insert(0, "--");
    if (index == count && !pit_word(code).empty()) text = pit_word(code);
    const std::string number = std::to_string(index);
    json.field("S" + number + "TIME", text);
    json.field("ST" + number + "T", known ? quality_code(car.sectors[place]->mark) : "0");
    json.field("S" + number + "SPEED", "0.0").field("ST" + number + "V", "0");
  }
}

void write_row(JsonWriter& json, const RingScene& scene, const race::CarSnapshot& car, std::string_view number) {
  const auto point = scene.points.find(car.number());
  const LastPoint last = point == scene.points.end() || scene.next_session ? LastPoint{} : point->second;
  const bool bare = scene.empty_rows || scene.next_session;
  const bool leads = car.position == 1;
  const auto text = [&](const std::string& value) { return bare ? std::string() : value; };
  json.begin_object();
  json.field("POSITION", std::to_string(car.position.value_or(0))).field("RANK", std::to_string(car.position.value_or(0)));
  json.field("CLASSRANK", std::to_string(car.class_position.value_or(0))).field("CHG", "0").field("STNR", number);
  json.field("ETA", std::to_string(bare ? 0 : next_crossing(car)))
      .field("LAPS", std::to_string(scene.next_session ? 0 : car.laps));
  json.field("NAME", plain(scene, surname(car.driver_name))).field("CLASSNAME", car.entry->class_name);
  if (!car.entry->group.empty()) json.field("PRO", car.entry->group);
  json.field("CAR", plain(scene, car.entry->vehicle)).field("ISQUA", "0");
  json.field("GAP", text(leads ? "----LAP " + std::to_string(car.laps) : gap_text(car.gap)))
      .field("INT", text(gap_text(car.interval)));
  json.field("LASTLAPTIME", text(time_text(car.last_lap ? std::optional(car.last_lap->time) : std::nullopt)));
  json.field("LLTS", car.last_lap ? quality_code(car.last_lap->mark) : "0");
  json.field("FASTESTLAP", text(time_text(car.best_lap ? std::optional(car.best_lap->time) : std::nullopt)));
  json.field("FLTS", car.best_lap ? quality_code(car.best_lap->mark) : "0");
  json.field("PITSTOPCOUNT", std::to_string(scene.next_session ? 0 : car.stops)).field("PITSUM", pit_sum_text(pit_sum(car)));
  json.field("LASTINTERMEDIATENUMBER", std::to_string(last.code))
      .field("LASTIMTIME", std::to_string(timing::count_ms(last.at)));
  write_sectors(json, scene, car, last.code);
  json.field("TOPSPEED", speed_text(car.speed_kph)).field("TEAM", plain(scene, car.entry->team));
  json.field("TPST", std::string(scene.padding, ' ')).field("LLT", "0").field("LLC", "0").end_object();
}

void write_rows(JsonWriter& json, const RingScene& scene) {
  const auto odd = scene.disorder < 0 || scene.race.cars.empty()
                       ? scene.race.cars.size()
                       : static_cast<std::size_t>(scene.disorder) % scene.race.cars.size();
  constexpr std::int64_t kForms = 3;
  for (std::size_t i = 0; i < scene.race.cars.size(); ++i) {
    const race::CarSnapshot& car = scene.race.cars[i];
    const std::int64_t form = i == odd ? scene.disorder % kForms : -1;
    if (form == 0) continue;  // vanished
    write_row(json, scene, car, form == 1 ? "" : car.number().view());
    if (form == 2) write_row(json, scene, car, car.number().view());
  }
}

// Best of each sector: car, time, car with the top speed, speed.
void write_bests(JsonWriter& json, const RingScene& scene) {
  for (std::size_t i = 0; i < scene.race.bests.sectors.size() && i < static_cast<std::size_t>(sector_count(scene.race)); ++i) {
    if (!scene.race.bests.sectors[i]) continue;
    json.begin_array();
    write_number(json, scene.race.bests.sectors_by[i]);
    json.value(time_text(scene.race.bests.sectors[i]));
    write_number(json, scene.race.bests.sectors_by[i]);
    json.value("0").end_array();
  }
}

}  // namespace

std::int32_t sector_count(const race::Snapshot& race) {
  return std::clamp(race.sector_count, 1, static_cast<std::int32_t>(race::kMaxSectors));
}

std::string classification_frame(const RingScene& scene) {
  const std::int32_t sectors = sector_count(scene.race);
  const auto length = static_cast<std::int64_t>(scene.race.session.lap_length_m.value_or(0));
  std::string frame;
  JsonWriter json(frame);
  json.begin_object().field("PID", "0").field("RECNUM", "0").field("SND", "0").field("RCV", "0").field("VER", "2");
  json.field("EXPORTID", scene.event_id).field("HEATTYPE", scene.next_session ? "T" : "R").field("SESSION", scene.session);
  json.field("NROFINTERMEDIATETIMES", std::to_string(sectors - 1)).field("TRACKNAME", plain(scene, scene.race.session.track));
  json.field("TRACKLENGTH", std::to_string(length));
  for (std::int32_t i = 1; i <= sectors; ++i) json.field("S" + std::to_string(i) + "L", std::to_string(length / sectors));
  json.field("APL", "0").key("BEST").begin_array();
  write_bests(json, scene);
  json.end_array().field("TRACKSTATE", std::to_string(scene.track_state)).field("HEATNUMBER", scene.next_session ? "5" : "4");
  json.field("CUP", plain(scene, scene.race.session.event)).field("HEAT", scene.heat);
  json.field("TOD", std::to_string(timing::count_ms(scene.now))).field("STQ", "1").key("RESULT").begin_array();
  write_rows(json, scene);
  json.end_array().end_object();
  return frame;
}

}  // namespace stint::mock::wige
