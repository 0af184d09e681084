#include "source/timing71/replay_writer.hpp"

#include <algorithm>

#include "race/race.hpp"
#include "source/live/text_hash.hpp"
#include "source/timing71/replay_file.hpp"
#include "source/timing71/state_diff.hpp"

namespace stint::source::timing71 {
namespace {

using timing::BestMark;
using timing::CarState;

constexpr int kKeyFrameEvery = 10;

// Timing71's player sorts the names of frames as texts, so all instants of a recording need as many digits. One of which only
// the time of day is known begins in 1970, and is moved to a later day.
constexpr std::chrono::seconds kTenDigits{1'000'000'000};
constexpr std::chrono::days kMovedBy{12'000};

JsonTree list(std::initializer_list<JsonTree> elements) { return JsonTree::Array(elements); }

double seconds(Millis time) { return static_cast<double>(time.count()) / 1000; }

const char* mark_text(BestMark mark) {
  if (mark == BestMark::overall) return "sb";
  return mark == BestMark::personal || mark == BestMark::in_class ? "pb" : "";
}

const char* state_text(CarState state) {
  switch (state) {
    case CarState::not_started:
      return "N/S";
    case CarState::running:
      return "RUN";
    case CarState::in_pit:
      return "PIT";
    case CarState::out_lap:
      return "OUT";
    case CarState::stopped:
      return "STOP";
    case CarState::retired:
      return "RET";
    case CarState::finished:
      return "FIN";
    case CarState::disqualified:
      return "DSQ";
  }
  return "";
}

JsonTree timed_cell(const std::optional<race::MarkedTime>& time) {
  return time ? list({seconds(time->time), mark_text(time->mark)}) : list({"", ""});
}

JsonTree gap_cell(const race::Gap& gap, bool leads) {
  if (leads) return "";
  if (gap.laps > 0) return std::to_string(gap.laps) + (gap.laps == 1 ? " lap" : " laps");
  return gap.time ? JsonTree(seconds(*gap.time)) : JsonTree("");
}

// A sector is old once the lap it is of is over; the last one stays until the next lap has a sector.
JsonTree sector_cell(const race::CarSnapshot& car, std::size_t index, std::size_t count) {
  const auto sector_at = [&](std::size_t i) { return i < car.sectors.size() ? car.sectors[i] : std::nullopt; };
  const auto sector = sector_at(index);
  if (!sector) return list({"", ""});
  bool on_new_lap = false;
  for (std::size_t i = 0; i < count; ++i) on_new_lap = on_new_lap || (sector_at(i) && sector_at(i)->lap > car.laps);
  const bool old = sector->lap < car.laps || (sector->lap == car.laps && (index + 1 < count || on_new_lap));
  return list({seconds(sector->time), old ? "old" : mark_text(sector->mark)});
}

JsonTree car_cells(const race::CarSnapshot& car, std::int32_t place, std::size_t sectors) {
  JsonTree::Array cells{car.number().str(), state_text(car.state), car.entry->class_name};
  cells.push_back(car.class_position ? JsonTree(*car.class_position) : JsonTree(""));
  cells.emplace_back(car.driver_name);
  cells.emplace_back(car.entry->team);
  cells.emplace_back(car.entry->vehicle);
  cells.emplace_back(car.laps);
  cells.push_back(gap_cell(car.gap, place == 1));
  cells.push_back(gap_cell(car.interval, place == 1));
  for (std::size_t i = 0; i < sectors; ++i) cells.push_back(sector_cell(car, i, sectors));
  cells.push_back(timed_cell(car.last_lap));
  cells.push_back(timed_cell(car.best_lap));
  cells.emplace_back(car.stops);
  return cells;
}

JsonTree columns(std::size_t sectors) {
  JsonTree::Array spec{list({"Num", "text", "Car number"}),
                       list({"State", "text"}),
                       list({"Class", "class"}),
                       list({"PIC", "numeric", "Position in class"}),
                       list({"Driver", "text"}),
                       list({"Team", "text"}),
                       list({"Car", "text"}),
                       list({"Laps", "numeric"}),
                       list({"Gap", "delta", "Gap to leader"}),
                       list({"Int", "delta", "Interval to car in front"})};
  for (std::size_t i = 1; i <= sectors; ++i) {
    const std::string number = std::to_string(i);
    spec.push_back(list({"S" + number, "time", "Sector " + number + " time"}));
  }
  spec.push_back(list({"Last", "laptime", "Last lap time"}));
  spec.push_back(list({"Best", "laptime", "Best lap time"}));
  spec.push_back(list({"Pits", "numeric"}));
  return spec;
}

JsonTree track_data(const race::Snapshot& snapshot) {
  const auto weather = snapshot.weather.empty() ? timing::Weather{} : snapshot.weather.back().weather;
  const auto cell = [](const std::optional<double>& value, const char* unit) {
    return value ? list({*value, unit}) : list({"", unit});
  };
  return list({cell(weather.air_c, "°C"), cell(weather.track_c, "°C"), cell(weather.humidity_pct, "%"),
               cell(weather.wind_kph, "km/h")});
}

JsonTree message_row(const race::Message& message, Millis moved_by) {
  JsonTree::Array row{timing::count_ms(message.at + moved_by), "Race Control", message.text, "raceControl"};
  if (message.cars.size() == 1) row.emplace_back(message.cars.front().str());
  return row;
}

// A name of the form that the player expects, the same for the same session.
std::string uuid_of(const std::string& id) {
  const std::string digits = live::text_hash(id) + live::text_hash(id + " ");
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-4" + digits.substr(13, 3) + "-8" + digits.substr(17, 3) + "-" +
         digits.substr(20, 12);
}

JsonTree manifest_of(const race::Snapshot& last, const std::string& id, std::int32_t sectors, timing::Instant first_frame) {
  JsonTree manifest{JsonTree::Object{}};
  const timing::Session& session = last.session;
  manifest.set("name", session.series.empty() ? std::string("Stint") : session.series);
  manifest.set("description", session.event + (session.event.empty() || session.name.empty() ? "" : " - ") + session.name);
  manifest.set("colSpec", columns(static_cast<std::size_t>(sectors)));
  manifest.set("trackDataSpec", list({"Air temp", "Track temp", "Humidity", "Wind speed"}));
  manifest.set("startTime", seconds(first_frame.time_since_epoch()));
  manifest.set("uuid", uuid_of(id));
  manifest.set("version", 1);
  return manifest;
}

std::string text_of(const JsonTree& value) {
  std::string text;
  timing::JsonWriter json(text);
  value.write(json);
  return text;
}

// The differences of a frame to the one before it.
JsonTree frame_between(const JsonTree& before, const JsonTree& after, std::size_t new_messages) {
  JsonTree frame{JsonTree::Object{}};
  frame.set("cars", diff_between(*before.find("cars"), *after.find("cars")));
  frame.set("session", diff_between(*before.find("session"), *after.find("session")));
  const JsonTree::Array& messages = *after.find("messages")->array();
  frame.set("messages", JsonTree::Array(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(
                                                                                 std::min(new_messages, messages.size()))));
  frame.set("highlight", JsonTree::Array{});
  return frame;
}

}  // namespace

JsonTree state_of(const race::Snapshot& snapshot, std::int32_t sectors, Millis moved_by) {
  JsonTree state{JsonTree::Object{}};
  JsonTree::Array cars;
  for (const race::CarSnapshot& car : snapshot.cars) {
    cars.push_back(car_cells(car, static_cast<std::int32_t>(cars.size()) + 1, static_cast<std::size_t>(sectors)));
  }
  JsonTree session{JsonTree::Object{}};
  session.set("flagState", std::string(flag_text(snapshot.flag)));
  if (snapshot.elapsed && *snapshot.elapsed >= Millis{0}) session.set("timeElapsed", seconds(*snapshot.elapsed));
  if (snapshot.remaining) session.set("timeRemain", seconds(*snapshot.remaining));
  if (snapshot.laps_remaining) session.set("lapsRemain", *snapshot.laps_remaining);
  session.set("trackData", track_data(snapshot));
  JsonTree::Array messages;
  for (std::size_t i = snapshot.messages.size(); i > 0 && messages.size() < kMessagesKept; --i) {
    messages.push_back(message_row(snapshot.messages[i - 1], moved_by));
  }
  state.set("cars", std::move(cars));
  state.set("session", std::move(session));
  state.set("messages", std::move(messages));
  state.set("highlight", JsonTree::Array{});
  state.set("lastUpdated", timing::count_ms(snapshot.at + moved_by));
  state.set("meta", JsonTree::Object{});
  return state;
}

std::vector<ZipMember> replay_of(const std::vector<timing::Event>& events, const std::string& id) {
  std::int32_t sectors = 0;
  for (const timing::Event& event : events) {
    if (const auto* sector = timing::event_as<timing::Sector>(event)) sectors = std::max(sectors, sector->index);
  }
  sectors = std::min(sectors, static_cast<std::int32_t>(race::kMaxSectors));
  std::vector<ZipMember> members(1);
  race::Race race;
  std::optional<JsonTree> before;
  std::size_t messages = 0;
  int frames = 0;
  timing::Instant first_frame{};
  const bool undated = !events.empty() && events.front().at.time_since_epoch() < kTenDigits;
  const Millis moved_by = undated ? Millis{kMovedBy} : Millis{0};
  for (std::size_t i = 0; i < events.size();) {
    const auto second = std::chrono::ceil<std::chrono::seconds>(events[i].at);
    for (; i < events.size() && events[i].at <= second; ++i) race.insert(events[i]);
    const race::SnapshotPtr snapshot = race.snapshot(second);
    JsonTree state = state_of(*snapshot, sectors, moved_by);
    const bool key = frames++ % kKeyFrameEvery == 0;
    const auto shown = second + std::chrono::floor<std::chrono::seconds>(moved_by);
    if (!before) first_frame = shown;
    const std::string name = frame_name(shown.time_since_epoch().count(), !key);
    members.push_back({name, text_of(key ? state : frame_between(*before, state, snapshot->messages.size() - messages))});
    messages = snapshot->messages.size();
    before = std::move(state);
  }
  members.front() = {"manifest.json", text_of(manifest_of(*race.snapshot(), id, sectors, first_frame))};
  return members;
}

}  // namespace stint::source::timing71
