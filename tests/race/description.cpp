#include "race/description.hpp"

#include "timing/json_writer.hpp"

namespace stint::testing {
namespace {

using timing::JsonWriter;

void write(JsonWriter& json, const race::Gap& gap) {
  json.begin_array().value(gap.time).value(gap.laps).value(gap.point.lap).value(gap.point.sector).value(gap.age).end_array();
}

void write(JsonWriter& json, const std::optional<race::MarkedTime>& time) {
  if (!time) {
    json.null();
    return;
  }
  json.begin_array().value(time->time).value(static_cast<int>(time->mark)).value(time->lap).end_array();
}

void write(JsonWriter& json, const race::LapRecord& lap) {
  json.begin_array().value(lap.number).value(lap.ended_at).value(lap.time).value(lap.driver).value(lap.top_speed_kph);
  for (std::size_t i = 0; i < race::kMaxSectors; ++i) json.value(lap.sectors[i]).value(lap.sector_ended_at(i));
  json.value(static_cast<int>(lap.flag_at_start)).value(static_cast<int>(lap.flag_at_end)).value(lap.position);
  json.value(lap.class_position).value(lap.gap_to_leader).value(lap.laps_behind).value(lap.laps_since_stop);
  json.value(lap.in_lap).value(lap.out_lap).value(lap.valid).end_array();
}

void write(JsonWriter& json, const race::PitStop& stop) {
  json.begin_array().value(stop.in_lap).value(stop.out_lap).value(stop.in_at).value(stop.out_at).value(stop.lane);
  json.value(static_cast<int>(stop.flag)).value(stop.driver_in).value(stop.driver_out).value(stop.driver_in_name);
  json.value(stop.driver_out_name).value(stop.cost).value(stop.red_flag).end_array();
}

void write(JsonWriter& json, const race::Stint& stint) {
  json.begin_array().value(stint.number).value(stint.driver).value(stint.driver_name).value(stint.first_lap);
  json.value(stint.last_lap)
      .value(stint.median_clean)
      .value(stint.drive_time)
      .value(static_cast<int>(stint.ended_by))
      .end_array();
}

void write(JsonWriter& json, const race::CarSnapshot& car) {
  json.begin_object().field("car", car.number()).field("class", car.entry->class_name).field("pos", car.position);
  json.field("pic", car.class_position).field("laps", car.laps).field("elapsed", car.elapsed).field("seen", car.last_seen);
  json.key("gaps").begin_array();
  for (const race::Gap* gap : {&car.gap, &car.class_gap, &car.interval, &car.class_interval}) write(json, *gap);
  json.end_array().key("times").begin_array();
  write(json, car.last_lap);
  write(json, car.best_lap);
  for (const auto& sector : car.sectors) write(json, sector);
  for (const auto& sector : car.best_sectors) write(json, sector);
  json.end_array().field("ideal", car.ideal_lap).field("driver", car.driver).field("name", car.driver_name);
  json.field("state", static_cast<int>(car.state)).field("stops", car.stops).field("since", car.laps_since_stop);
  json.field("speed", car.speed_kph).key("history").begin_array();
  for (const auto& lap : car.laps_done) write(json, lap);
  for (const auto& stop : car.pit_stops) write(json, stop);
  for (const auto& stint : car.stints) write(json, stint);
  for (const auto& driver : car.drive_times)
    json.value(driver.id).value(driver.name).value(driver.drive_time).value(driver.laps);
  json.end_array().end_object();
}

void write(JsonWriter& json, const race::Bests& bests) {
  json.begin_array().value(bests.class_name).value(bests.lap).value(bests.lap_by).value(bests.lap_number);
  for (std::size_t i = 0; i < bests.sectors.size(); ++i) json.value(bests.sectors[i]).value(bests.sectors_by[i]);
  json.end_array();
}

}  // namespace

std::string describe(const race::Snapshot& shown) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().field("at", shown.at).field("elapsed", shown.elapsed).field("remaining", shown.remaining);
  json.field("state", static_cast<int>(shown.session.state)).field("flag", static_cast<int>(shown.flag));
  json.field("sectors", shown.sector_count).key("classes").begin_array();
  for (const auto& name : shown.classes) json.value(name);
  json.end_array().key("cars").begin_array();
  for (const auto& car : shown.cars) {
    text += '\n';
    write(json, car);
  }
  json.end_array().key("bests").begin_array();
  write(json, shown.bests);
  for (const auto& bests : shown.class_bests) write(json, bests);
  json.end_array().key("flags").begin_array();
  for (const auto& period : shown.flags) {
    json.value(static_cast<int>(period.kind)).value(period.from).value(period.until).value(period.deduced);
  }
  for (const auto& share : shown.flag_shares) json.value(static_cast<int>(share.kind)).value(share.time);
  json.end_array().key("messages").begin_array();
  for (const auto& message : shown.messages) json.value(message.id).value(message.at).value(message.text);
  json.end_array().key("weather").begin_array();
  for (const auto& reading : shown.weather) json.value(reading.at).value(reading.weather.air_c);
  json.end_array().end_object();
  return text;
}

}  // namespace stint::testing
