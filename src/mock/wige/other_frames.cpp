#include <algorithm>

#include "mock/wige/frames.hpp"
#include "mock/wige/ring_text.hpp"

namespace stint::mock::wige {
namespace {

using timing::JsonWriter;
using timing::Millis;

JsonWriter& begin_frame(JsonWriter& json, std::string_view pid) {
  return json.begin_object().field("PID", pid).field("RECNUM", "0").field("SND", "0").field("RCV", "0");
}

JsonWriter& begin_lap_frame(JsonWriter& json, const RingScene& scene, int type) {
  json.begin_object().field("PID", "7").field("EXPORTID", scene.event_id).field("HEATTYPE", scene.next_session ? "T" : "R");
  return json.field("SESSION", scene.session).field("SECTORS", std::to_string(sector_count(scene.race))).field("TYPE", type);
}

void write_lap(JsonWriter& json, const RingScene& scene, const race::CarSnapshot& car, const race::LapRecord& lap, bool first) {
  json.begin_object().field("L", lap.number).key("N");
  write_number(json, car.number());
  json.field("D", lap.ended_at).field("T", first ? "00.000" : time_text(lap.time));
  for (std::int32_t i = 0; i < sector_count(scene.race); ++i) {
    const auto& sector = lap.sectors[static_cast<std::size_t>(i)];
    json.field("S" + std::to_string(i + 1), sector ? time_text(Millis{*sector}) : "00.000")
        .field("V" + std::to_string(i + 1), 0);
  }
  json.end_object();
}

const race::CarSnapshot* best_of_class(const race::Snapshot& race, const race::Bests& bests) { return race.find(bests.lap_by); }

void write_class_sectors(JsonWriter& json, const RingScene& scene, const race::Bests& bests) {
  json.begin_object().field("CLASS", bests.class_name).field("LAPTIME", time_text(bests.lap));
  for (std::int32_t i = 0; i < sector_count(scene.race); ++i) {
    const auto place = static_cast<std::size_t>(i);
    json.field("S" + std::to_string(i + 1), place < bests.sectors.size() ? time_text(bests.sectors[place]) : "");
  }
  json.field("TPST", std::string(scene.padding, ' ')).end_object();
}

}  // namespace

std::string lap_list_frame(const RingScene& scene, const race::CarSnapshot& car) {
  std::string frame;
  JsonWriter json(frame);
  begin_lap_frame(json, scene, 0).key("N");
  write_number(json, car.number());
  json.key("DATA").begin_array();
  for (std::size_t i = 0; i < car.laps_done.size() && !scene.next_session; ++i)
    write_lap(json, scene, car, car.laps_done[i], i == 0);
  json.end_array().end_object();
  return frame;
}

std::string class_best_frame(const RingScene& scene) {
  std::string frame;
  JsonWriter json(frame);
  begin_lap_frame(json, scene, 1).key("DATA").begin_array();
  for (const race::Bests& bests : scene.race.class_bests) {
    if (!bests.lap) continue;
    json.begin_object()
        .field("CLASS", bests.class_name)
        .field("LAPTIME", time_text(bests.lap))
        .field("S1", time_text(bests.lap));
    json.end_object();
  }
  json.end_array().end_object();
  return frame;
}

std::string track_state_frame(const RingScene& scene) {
  const bool waits = scene.now < scene.start || scene.next_session;
  const bool over = scene.track_state == track_state(timing::FlagKind::chequered);
  // Before the start ENDTIME is how long the session will be.
  const std::int64_t end = waits ? (scene.ends - scene.start).count() : timing::count_ms(scene.ends);
  const std::string_view time_state = waits ? "0" : over ? "3" : "1";
  std::string frame;
  JsonWriter json(frame);
  begin_frame(json, "4")
      .field("VER", 2)
      .field("EXPORTID", scene.event_id)
      .field("TRACKSTATE", std::to_string(scene.track_state));
  json.field("TIMESTATE", time_state).field("ENDTIME", std::to_string(end));
  json.field("TOD", std::to_string(timing::count_ms(scene.state_since))).end_object();
  return frame;
}

// The whole list, newest first, numbered anew from 1.
std::string messages_frame(const RingScene& scene) {
  const auto& messages = scene.race.messages;
  const std::size_t count = scene.next_session ? 0 : messages.size();
  const timing::Instant newest = count == 0 ? scene.start : messages[count - 1].at;
  std::string frame;
  JsonWriter json(frame);
  begin_frame(json, "3").field("EXPORTID", scene.event_id).field("TRACKSTATE", std::to_string(scene.track_state));
  json.field("HEATNUMBER", scene.next_session ? "5" : "4").field("CUP", with_question_marks(scene.race.session.event));
  json.field("HEAT", scene.heat).field("TOD", std::to_string(since_year_one(newest))).key("MESSAGES").begin_array();
  for (std::size_t i = 0; i < count; ++i) {
    const race::Message& message = messages[count - 1 - i];
    json.begin_object().field("ID", std::to_string(i + 1)).field("MESSAGETIME", day_time_text(message.at));
    json.field("MESSAGE", with_question_marks(message.text)).field("MESSAGEGROUP", "").end_object();
  }
  json.end_array().end_object();
  return frame;
}

std::string leading_frame(const RingScene& scene, bool whole) {
  std::string frame;
  JsonWriter json(frame);
  begin_frame(json, "9002").field("VER", 2).field("EXPORTID", scene.event_id).field("HEATTYPE", scene.next_session ? "T" : "R");
  json.field("SESSION", scene.session);
  if (whole) {
    json.key("LEADING").begin_array();
    for (const race::CarSnapshot& car : scene.race.cars) {
      if (car.class_position != 1 || car.laps == 0) continue;
      const std::string laps = std::to_string(car.laps);
      json.begin_object().field("CLASS", car.entry->class_name).field("NR", car.number().view()).field("FROMLAP", "1");
      json.field("LAPS", laps).field("SUM", laps).end_object();
    }
    json.end_array();
  }
  json.key("BESTLAPS").begin_array();
  for (const race::Bests& bests : scene.race.class_bests) {
    const race::CarSnapshot* car = best_of_class(scene.race, bests);
    const race::LapRecord* lap = nullptr;
    for (std::size_t i = 0; car != nullptr && i < car->laps_done.size(); ++i) {
      if (car->laps_done[i].number == bests.lap_number) lap = &car->laps_done[i];
    }
    if (lap == nullptr) continue;
    json.begin_object()
        .field("CLASS", bests.class_name)
        .field("NR", bests.lap_by.view())
        .field("INLAP", std::to_string(bests.lap_number));
    json.field("LAPTIME", time_text(bests.lap)).field("DAYTIME", day_time_text(lap->ended_at)).end_object();
  }
  json.end_array();
  if (whole) {
    json.key("BESTSECTORS").begin_array();
    for (const race::Bests& bests : scene.race.class_bests) write_class_sectors(json, scene, bests);
    json.end_array();
  }
  json.end_object();
  return frame;
}

}  // namespace stint::mock::wige
