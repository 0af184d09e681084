#include "source/archive/session_events.hpp"

#include <algorithm>
#include <chrono>

#include "source/archive/entry_list.hpp"
#include "source/archive/event_order.hpp"
#include "source/archive/lap_timeline.hpp"

namespace stint::source::archive {
namespace {

using timing::EventBody;
using timing::FlagKind;
using timing::Millis;

// A race's winner takes the flag on the first crossing after the time is up, the last car some minutes later.
constexpr Millis kMaxRunOver = std::chrono::minutes{20};

// How a results file says that an entered car took no part.
constexpr std::string_view kNotStarted = "Not started";

// What a slot stands for: an event made beforehand, or one to be made from a row.
enum class Make : std::uint32_t { prepared, sector, loop, lap, pit_in, pit_out };

// Slot::what: Make in the top 3 bits, which sector or point in the next 5, and the row or prepared event in the lower 24.
constexpr unsigned kMakeShift = 29;
constexpr unsigned kPartShift = 24;
constexpr std::uint32_t kPartMask = 31;
constexpr std::uint32_t kIndexMask = (1U << kPartShift) - 1;
static_assert(kMaxLapRows <= kIndexMask && kMaxTimingPoints <= kPartMask);

Slot slot(FileMillis at, Make make, std::size_t index, std::size_t part = 0) {
  return {static_cast<std::uint32_t>(at.count()), (static_cast<std::uint32_t>(make) << kMakeShift) |
                                                      (static_cast<std::uint32_t>(part) << kPartShift) |
                                                      static_cast<std::uint32_t>(index)};
}

// Collects slots kind by kind; their order within one instant is the order in which they are appended at the end.
class SessionTimeline {
 public:
  explicit SessionTimeline(const SessionFiles& files);
  [[nodiscard]] std::vector<timing::Event> events() &&;

 private:
  void add_rows();
  void add_row(const LapRow& row, const LapRow* before);
  void add_driver_change(const LapRow& row, const LapRow* before, const LapTimeline& lap);
  void add_session();
  void add_entries();
  void add_flags();
  void add_car_states();
  void add_standings();
  void add_weather();
  [[nodiscard]] bool missed_the_flag(const LapCar& car) const;

  Slot prepare(FileMillis at, EventBody body) {
    prepared_.push_back(std::move(body));
    return slot(at, Make::prepared, prepared_.size() - 1);
  }
  void append(FileMillis at, EventBody body) { slots_.push_back(prepare(at, std::move(body))); }
  [[nodiscard]] EventBody body(const Slot& from);
  [[nodiscard]] const timing::CarNumber& car(const LapRow& row) const { return files_.laps.cars[row.car].number; }
  [[nodiscard]] timing::DriverId driver_id(const LapRow& row) const {
    return files_.laps.cars[row.car].drivers[*row.driver].id;
  }

  const SessionFiles& files_;
  FileMillis end_{0};  // the last crossing
  bool chequered_ = false;
  std::vector<EventBody> prepared_;
  std::vector<Slot> sectors_, loops_, laps_, pit_ins_, pit_outs_, driver_changes_;
  std::vector<Slot> slots_;
  std::vector<bool> out_laps_;                            // of each row
  std::vector<std::optional<timing::DriverId>> drivers_;  // of each car, at the row reached
};

SessionTimeline::SessionTimeline(const SessionFiles& files) : files_(files) {
  const std::size_t rows = files.laps.rows.size();
  sectors_.reserve(rows * kFileSectors);
  laps_.reserve(rows);
  loops_.reserve(rows * files.laps.points.size());
  out_laps_.resize(rows);
  drivers_.resize(files.laps.cars.size());
  add_rows();
  slots_.reserve(sectors_.size() + laps_.size() + loops_.size() + pit_ins_.size() + pit_outs_.size() + driver_changes_.size() +
                 files.weather.size() + 4 * files.laps.cars.size() + 1000);
  add_session();
  add_entries();
  add_flags();
  for (const auto* kind : {&sectors_, &loops_, &laps_, &pit_ins_, &pit_outs_, &driver_changes_}) {
    slots_.insert(slots_.end(), kind->begin(), kind->end());
  }
  add_car_states();
  add_standings();
  add_weather();
}

void SessionTimeline::add_rows() {
  for (const LapCar& car : files_.laps.cars) {
    const LapRow* before = nullptr;
    for (std::size_t i = car.first_row; i < car.first_row + car.row_count; ++i) {
      add_row(files_.laps.rows[i], before);
      before = &files_.laps.rows[i];
    }
  }
}

void SessionTimeline::add_row(const LapRow& row, const LapRow* before) {
  const auto index = static_cast<std::size_t>(&row - files_.laps.rows.data());
  const LapTimeline lap = lap_timeline(row, before);
  out_laps_[index] = lap.out_lap;
  for (std::size_t i = 0; i < kFileSectors; ++i) {
    if (row.sectors[i] && lap.sector_ends[i]) sectors_.push_back(slot(*lap.sector_ends[i], Make::sector, index, i));
  }
  const std::size_t points = files_.laps.points.size();
  for (std::size_t i = 0; i < points && lap.start; ++i) {
    const auto time = files_.laps.point_times[row.row * points + i];
    if (time && *lap.start + *time <= row.elapsed) loops_.push_back(slot(*lap.start + *time, Make::loop, index, i));
  }
  laps_.push_back(slot(row.elapsed, Make::lap, index));
  if (row.in_pit) pit_ins_.push_back(slot(row.elapsed, Make::pit_in, index));
  if (lap.left_pit) pit_outs_.push_back(slot(*lap.left_pit, Make::pit_out, index));
  add_driver_change(row, before, lap);
  end_ = std::max(end_, row.elapsed);
}

// The first driver is at the wheel from the session's start; another takes over when the car leaves the pit lane, or, where an
// archive has a change without a stop, at the line.
void SessionTimeline::add_driver_change(const LapRow& row, const LapRow* before, const LapTimeline& lap) {
  if (!row.driver) return;
  auto& at_wheel = drivers_[row.car];
  const timing::DriverId driver = driver_id(row);
  if (at_wheel == driver) return;
  FileMillis at{0};
  if (before != nullptr) at = lap.left_pit ? *lap.left_pit : lap.start.value_or(row.elapsed);
  driver_changes_.push_back(prepare(at, timing::DriverChange{.car = car(row), .from = at_wheel, .to = driver, .lap = row.lap}));
  at_wheel = driver;
}

void SessionTimeline::add_session() {
  const SessionTitle& title = files_.title;
  timing::Session session{.source = "archive",
                          .source_session_id = title.id,
                          .series = title.series,
                          .event = title.event,
                          .name = title.name,
                          .track = title.track,
                          .kind = title.kind,
                          .state = timing::SessionState::running,
                          .limit = std::nullopt,
                          .limit_laps = std::nullopt,
                          .started_at = files_.dating.started_at,
                          .dating = files_.dating.dating,
                          .utc_offset_min = files_.dating.utc_offset_min,
                          .lap_length_m = std::nullopt};
  // A name that says 24 h is believed if the session ran for that long.
  if (title.limit && Millis{end_} >= *title.limit && Millis{end_} < *title.limit + kMaxRunOver) session.limit = *title.limit;
  append(FileMillis{0}, session);
  session.state = timing::SessionState::finished;
  append(end_, std::move(session));
}

void SessionTimeline::add_entries() {
  for (timing::Entry& entry : make_entries(files_.laps, files_.results)) append(FileMillis{0}, std::move(entry));
}

// The track's flag is known where a car crosses the line. The chequered flag, once shown, stays.
void SessionTimeline::add_flags() {
  if (!files_.laps.has_flags) return;
  std::vector<Slot> crossings = laps_;
  sort_by_time(crossings);
  std::optional<FlagKind> shown;
  for (const Slot& crossing : crossings) {
    const LapRow& row = files_.laps.rows[crossing.what & kIndexMask];
    if (!row.flag || row.flag == shown) continue;
    shown = row.flag;
    append(row.elapsed, timing::Flag{.scope = timing::FlagScope::track, .number = 0, .kind = *row.flag});
    if (shown == FlagKind::chequered) {
      chequered_ = true;
      return;
    }
  }
}

// In a race where cars took the flag, one that did not is out of it.
bool SessionTimeline::missed_the_flag(const LapCar& car) const {
  if (files_.title.kind != timing::SessionKind::race || !chequered_) return false;
  return files_.laps.rows[car.first_row + car.row_count - 1].flag != FlagKind::chequered;
}

void SessionTimeline::add_car_states() {
  std::vector<timing::CarNumber> absent;
  for (const ResultRow& result : files_.results) {
    if (result.status == kNotStarted) absent.push_back(result.number);
  }
  std::ranges::sort(absent);
  for (const timing::CarNumber& car : absent) {
    append(FileMillis{0}, timing::CarStatus{.car = car, .state = timing::CarState::not_started});
  }
  for (const LapCar& car : files_.laps.cars) {
    if (car.row_count == 0) continue;
    const auto result = std::ranges::find(files_.results, car.number, &ResultRow::number);
    const bool disqualified = result != files_.results.end() && result->status.starts_with("Disq");
    if (disqualified) {
      append(end_, timing::CarStatus{.car = car.number, .state = timing::CarState::disqualified});
    } else if (missed_the_flag(car)) {
      append(end_, timing::CarStatus{.car = car.number, .state = timing::CarState::retired});
    }
  }
}

void SessionTimeline::add_standings() {
  std::vector<const ResultRow*> by_number;
  for (const ResultRow& result : files_.results) by_number.push_back(&result);
  std::ranges::sort(by_number, {}, [](const ResultRow* result) { return result->number; });
  for (const ResultRow* result : by_number) {
    append(end_, timing::OfficialStanding{
                     .car = result->number,
                     .position = result->position,
                     .class_position = result->class_position,
                     .laps = result->laps,
                     .gap = result->gap,
                     .gap_laps = result->gap_laps,
                     .reference = timing::GapReference::leader,
                     .total_time = result->total_time,
                     .status = result->status.empty() ? std::nullopt : std::optional(result->status),
                 });
  }
}

// Readings from before the start and after the last crossing are of no use to the race, and the log begins with its session.
void SessionTimeline::add_weather() {
  for (const WeatherRow& reading : files_.weather) {
    const Millis since_start = reading.at - files_.dating.started_at;
    if (since_start < Millis{0} || since_start > Millis{end_}) continue;
    append(std::chrono::duration_cast<FileMillis>(since_start), reading.weather);
  }
}

EventBody SessionTimeline::body(const Slot& from) {
  const std::size_t index = from.what & kIndexMask;
  const auto what = static_cast<Make>(from.what >> kMakeShift);
  if (what == Make::prepared) return std::move(prepared_[index]);
  const LapRow& row = files_.laps.rows[index];
  const std::size_t part = (from.what >> kPartShift) & kPartMask;
  const auto number = static_cast<std::int32_t>(part) + 1;
  switch (what) {
    case Make::sector:
      return EventBody(std::in_place_type<timing::Sector>, car(row), row.lap, number, *row.sectors[part]);
    case Make::loop:
      return EventBody(std::in_place_type<timing::Loop>, car(row), row.lap, number,
                       *files_.laps.point_times[row.row * files_.laps.points.size() + part]);
    case Make::pit_in:
      return EventBody(std::in_place_type<timing::PitIn>, car(row), row.lap);
    case Make::pit_out:
      return EventBody(std::in_place_type<timing::PitOut>, car(row), row.lap, row.pit_time);
    default:
      break;
  }
  return EventBody(std::in_place_type<timing::Lap>, car(row), row.lap, row.time,
                   row.driver ? std::optional(driver_id(row)) : std::nullopt, row.flag, row.top_speed_kph,
                   timing::BestMark::none, true, row.in_pit, static_cast<bool>(out_laps_[index]));
}

// Each event is built where it stays: a temporary would cost as much again as all else that is done for it.
std::vector<timing::Event> SessionTimeline::events() && {
  struct InPlace {
    SessionTimeline& timeline;
    const Slot& slot;
    operator EventBody() const { return timeline.body(slot); }  // NOLINT(google-explicit-constructor): that is its purpose
  };
  sort_by_time(slots_);
  std::vector<timing::Event> events;
  events.reserve(slots_.size());
  for (const Slot& each : slots_) {
    events.emplace_back(files_.dating.started_at + Millis{each.at_ms}, std::uint64_t{0}, InPlace{*this, each});
  }
  return events;
}

}  // namespace

std::vector<timing::Event> make_events(const SessionFiles& files) { return SessionTimeline(files).events(); }

}  // namespace stint::source::archive
