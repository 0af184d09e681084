#include "server/export/export_document.hpp"

#include <algorithm>
#include <utility>

#include "server/limits.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/table.hpp"
#include "server/views/views.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;

bool is_over(const race::Snapshot& race) {
  return race.session.state == timing::SessionState::finished || race.session.state == timing::SessionState::closed;
}

// The laps of all cars, car after car in overall order.
class LapCursor {
 public:
  explicit LapCursor(const race::Snapshot& race) : race_(race) { skip_empty(); }
  [[nodiscard]] bool done() const { return car_ == race_.cars.size(); }
  [[nodiscard]] const race::CarSnapshot& car() const { return race_.cars[car_]; }
  [[nodiscard]] const race::LapRecord& lap() const { return car().laps_done[lap_]; }
  void advance() {
    ++lap_;
    skip_empty();
  }

 private:
  void skip_empty() {
    while (!done() && lap_ == car().laps_done.size()) {
      ++car_;
      lap_ = 0;
    }
  }

  const race::Snapshot& race_;
  std::size_t car_ = 0;
  std::size_t lap_ = 0;
};

// Fuel is not published by any timing source: `fuel_remaining` is always unknown here.
void write_lap(Table& table, const race::Snapshot& race, const race::CarSnapshot& car, const race::LapRecord& lap) {
  table.begin_row();
  table.field("car_number", car.number()).field("lap_number", lap.number).seconds("lap_time", lap.time);
  table.seconds("sector1_time", lap.sectors[0]).seconds("sector2_time", lap.sectors[1]).seconds("sector3_time", lap.sectors[2]);
  table.field("position", lap.position > 0 ? std::optional(lap.position) : std::nullopt);
  table.seconds("gap_to_leader", lap.gap_to_leader).field("tire_age", lap.laps_since_stop);
  table.field("fuel_remaining", std::optional<double>{}).field("is_pit_lap", lap.in_lap);
  table.field("timestamp", timestamp(race.session, lap.ended_at)).field("laps_behind", lap.laps_behind);
  table.end_row();
}

class JsonExport : public BodyStream {
 public:
  JsonExport(race::SnapshotPtr race, std::string id, timing::Instant exported_at)
      : race_(std::move(race)), id_(std::move(id)), exported_at_(exported_at), laps_(*race_) {}

  std::string next() override {
    std::string piece;
    if (part_ == Part::head) {
      write_head(piece);
      part_ = Part::laps;
    }
    while (part_ == Part::laps && piece.size() < limit::kExportChunkBytes) {
      if (laps_.done()) {
        part_ = Part::tail;
      } else {
        if (std::exchange(has_laps_, true)) piece += ',';
        write_one_lap(piece);
      }
    }
    if (part_ == Part::tail && piece.size() < limit::kExportChunkBytes) {
      write_tail(piece);
      part_ = Part::end;
    }
    return piece;
  }

 private:
  enum class Part { head, laps, tail, end };

  void write_head(std::string& out) const;
  void write_tail(std::string& out) const;
  void write_statistics(JsonWriter& json) const;
  void write_one_lap(std::string& out) {
    std::string row;
    Table table(Format::ndjson, row);
    write_lap(table, *race_, laps_.car(), laps_.lap());
    row.pop_back();  // its newline
    out += row;
    laps_.advance();
  }

  race::SnapshotPtr race_;
  std::string id_;
  timing::Instant exported_at_;
  LapCursor laps_;
  Part part_ = Part::head;
  bool has_laps_ = false;
};

void write_car(JsonWriter& json, const race::CarSnapshot& car) {
  json.begin_object().field("car_number", car.number()).field("team", known_text(car.entry->team));
  json.field("class", known_text(car.entry->class_name)).field("manufacturer", known_text(car.entry->manufacturer));
  json.key("drivers").begin_array();
  for (const timing::Driver& driver : car.entry->drivers) {
    json.begin_object().field("name", driver.name).field("nationality", known_text(driver.country)).end_object();
  }
  json.end_array().end_object();
}

void JsonExport::write_head(std::string& out) const {
  const timing::Session& session = race_->session;
  JsonWriter json(out);
  json.begin_object().key("race_info").begin_object().field("id", id_).field("series", known_text(session.series));
  json.field("name", known_text(session.event))
      .field("track", known_text(session.track))
      .field("start_time", start_time(session));
  json.field("end_time", is_over(*race_) ? timestamp(session, race_->at) : std::nullopt).field("is_active", !is_over(*race_));
  json.field("exported_at", utc_text(exported_at_)).end_object().key("cars").begin_array();
  for (const race::CarSnapshot& car : race_->cars) write_car(json, car);
  json.end_array();
  out += ",\"laps\":[";
}

void JsonExport::write_tail(std::string& out) const {
  std::string stops;
  Table table(Format::json, stops);
  for (const race::CarSnapshot& car : race_->cars) {
    for (const race::PitStop& stop : car.pit_stops) {
      table.begin_row();
      table.field("car_number", car.number()).field("lap_number", stop.in_lap).seconds("duration", stop.lane);
      table.field("stop_type", stop_type(stop)).field("timestamp", timestamp(race_->session, stop.in_at));
      table.end_row();
    }
  }
  table.finish();
  out.append("],\"pit_stops\":").append(stops).append(",\"statistics\":");
  JsonWriter json(out);
  write_statistics(json);
  out += "}";
}

void JsonExport::write_statistics(JsonWriter& json) const {
  std::size_t laps = 0;
  std::int64_t stops = 0;
  const race::CarSnapshot* most = nullptr;
  for (const race::CarSnapshot& car : race_->cars) {
    laps += car.laps_done.size();
    stops += car.stops;
    if (car.stops > (most == nullptr ? 0 : most->stops)) most = &car;
  }
  json.begin_object().field("total_cars", race_->cars.size()).field("total_laps", laps).field("total_pit_stops", stops);
  json.key("fastest_lap");
  if (race_->bests.lap) {
    json.begin_object().field("car_number", race_->bests.lap_by).field("lap_number", race_->bests.lap_number);
    write_seconds(json, "time", race_->bests.lap);
    json.end_object();
  } else {
    json.null();
  }
  json.key("most_pit_stops");
  if (most != nullptr) {
    json.begin_object().field("car_number", most->number()).field("count", most->stops).end_object();
  } else {
    json.null();
  }
  json.end_object();
}

class LapsCsvExport : public BodyStream {
 public:
  explicit LapsCsvExport(race::SnapshotPtr race) : race_(std::move(race)), laps_(*race_), table_(Format::csv, piece_) {}

  std::string next() override {
    while (!laps_.done() && piece_.size() < limit::kExportChunkBytes) {
      write_lap(table_, *race_, laps_.car(), laps_.lap());
      laps_.advance();
    }
    return std::exchange(piece_, {});
  }

 private:
  race::SnapshotPtr race_;
  LapCursor laps_;
  std::string piece_;
  Table table_;  // writes to piece_; its header goes before the first row, which is in the first piece
};

class EventsExport : public BodyStream {
 public:
  explicit EventsExport(std::vector<timing::Event> events) : events_(std::move(events)) {}

  std::string next() override {
    std::string piece;
    while (next_ < events_.size() && piece.size() < limit::kExportChunkBytes) timing::append_ndjson(events_[next_++], piece);
    return piece;
  }

 private:
  std::vector<timing::Event> events_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<BodyStream> export_json(race::SnapshotPtr race, std::string session_id, timing::Instant exported_at) {
  return std::make_unique<JsonExport>(std::move(race), std::move(session_id), exported_at);
}

std::unique_ptr<BodyStream> export_laps_csv(race::SnapshotPtr race) { return std::make_unique<LapsCsvExport>(std::move(race)); }

std::unique_ptr<BodyStream> export_events(std::vector<timing::Event> events) {
  return std::make_unique<EventsExport>(std::move(events));
}

}  // namespace stint::server
