#include "insight/field/field.hpp"

#include <algorithm>
#include <chrono>

namespace stint::insight {
namespace {

using timing::count_ms;

constexpr std::int32_t kMostLaps = 100'000;
constexpr Millis kLongestTime = std::chrono::hours{48};

bool is_lap_number(std::int32_t lap) { return lap >= 1 && lap <= kMostLaps; }
bool is_time(Millis time) { return time > Millis{0} && time <= kLongestTime; }
race::ShortMillis shorten(Millis time) { return std::chrono::duration_cast<race::ShortMillis>(time); }

}  // namespace

bool is_racing_flag(FlagKind flag) { return flag == FlagKind::green || flag == FlagKind::chequered || flag == FlagKind::none; }

bool shows_pace(const LapRecord& lap, std::optional<double> level) {
  constexpr double kSlowestAtPace = 1.10;
  if (!lap.is_green()) return false;
  if (lap.flag_at_start != FlagKind::none || lap.flag_at_end != FlagKind::none || !level || !lap.time) return true;
  return static_cast<double>(count_ms(*lap.time)) <= kSlowestAtPace * *level;
}

const timing::Driver* FieldCar::driver_entry() const {
  if (!entry || !driver) return nullptr;
  const auto found = std::ranges::find(entry->drivers, *driver, &timing::Driver::id);
  return found == entry->drivers.end() ? nullptr : &*found;
}

Step Field::apply(const timing::Event& event) {
  now_ = std::max(now_, event.at);
  if (!first_) first_ = event.at;
  return std::visit(
      [this]<class Body>(const Body& body) -> Step {
        if constexpr (requires {
                        { this->take(body) } -> std::same_as<Step>;
                      }) {
          return take(body);
        } else {
          if constexpr (requires { this->take(body); }) {
            take(body);
          } else if constexpr (requires { this->take(*body); }) {
            take(*body);
          }
          return {};
        }
      },
      event.body);
}

Millis Field::elapsed() const { return now_ - session_.started_at.value_or(first_.value_or(now_)); }

std::optional<double> Field::local_hour() const {
  if (session_.dating == timing::Dating::exact && !session_.utc_offset_min) return std::nullopt;
  const Instant local = now_ + std::chrono::minutes{session_.dating == timing::Dating::exact ? *session_.utc_offset_min : 0};
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  return std::chrono::duration<double, std::ratio<3600>>(of_day).count();
}

const FieldCar* Field::find(const CarNumber& number) const {
  const auto place = index_.find(number);
  return place ? &cars_[*place] : nullptr;
}

std::optional<Instant> Field::green_since() const {
  if (flags_.size() < 2 || !is_racing_flag(flags_.back().kind)) return std::nullopt;
  for (std::size_t i = flags_.size(); i > 1; --i) {
    if (!is_racing_flag(flags_[i - 2].kind)) return flags_[i - 1].from;
  }
  return std::nullopt;
}

void Field::freeze() {
  for (FieldCar& car : cars_) car.laps.freeze();
  weather_.freeze();
}

std::size_t Field::place_of(const CarNumber& number) {
  if (const auto place = index_.find(number)) return *place;
  const std::size_t place = cars_.size();
  index_.add(number, place);
  cars_.emplace_back().number = number;
  cars_.back().class_index = class_named("");
  return place;
}

std::size_t Field::class_named(std::string_view name) {
  const auto found = std::ranges::find(classes_, name, &FieldClass::name);
  if (found != classes_.end()) return static_cast<std::size_t>(found - classes_.begin());
  classes_.emplace_back().name = name;
  return classes_.size() - 1;
}

void Field::take(const timing::Entry& entry) {
  if (entry.car.empty()) return;
  FieldCar& car = cars_[place_of(entry.car)];
  car.entry = std::make_shared<const timing::Entry>(entry);
  car.class_index = class_named(entry.class_name);
}

void Field::take(const timing::DriverChange& change) {
  if (change.car.empty()) return;
  FieldCar& car = cars_[place_of(change.car)];
  if (car.driver == change.to) return;
  const bool first = !car.driver;
  car.driver = change.to;
  if (!first) begin_stint(car, std::max(change.lap.value_or(0), car.laps_completed() + 1));
}

void Field::take(const timing::CarStatus& status) {
  if (!status.car.empty()) cars_[place_of(status.car)].state = status.state;
}

Step Field::take(const timing::Flag& flag) {
  if (flag.scope != timing::FlagScope::track || flag.kind == this->flag()) return {};
  if (!flags_.empty()) flags_.back().until = now_;
  flags_.push_back({flag.kind, now_, std::nullopt, false});
  return {.kind = Step::Kind::flag};
}

Step Field::take(const timing::Sector& sector) {
  if (sector.car.empty() || !is_time(sector.time) || sector.index < 1 || sector.index > static_cast<std::int32_t>(kMaxSectors))
    return {};
  const std::size_t place = place_of(sector.car);
  FieldCar& car = cars_[place];
  if (sector.lap != car.laps_completed() + 1) return {};
  sector_count_ = std::max(sector_count_, sector.index);
  const auto index = static_cast<std::size_t>(sector.index - 1);
  car.now.sectors[index] = shorten(sector.time);
  car.now.ended_at[index] = now_;
  car.now.last_sector = std::max(car.now.last_sector, sector.index);
  car.last = Crossing{sector.lap, sector.index, now_};
  car.last_seen = now_;
  return {Step::Kind::sector, place, sector.lap, sector.index};
}

Step Field::take(const timing::Loop& loop) {
  if (loop.car.empty() || loop.index < 1 || !is_time(loop.since_lap_start)) return {};
  const std::size_t place = place_of(loop.car);
  FieldCar& car = cars_[place];
  if (loop.lap != car.laps_completed() + 1 || loop.index <= car.now.last_loop) return {};
  car.now.last_loop = loop.index;
  car.now.loop_time = loop.since_lap_start;
  car.last_seen = now_;
  return {Step::Kind::loop, place, loop.lap, loop.index};
}

Step Field::take(const timing::PitIn& pit_in) {
  if (pit_in.car.empty() || !is_lap_number(pit_in.lap)) return {};
  const std::size_t place = place_of(pit_in.car);
  FieldCar& car = cars_[place];
  const bool told_already = car.in_lane;
  if (pit_in.lap == car.laps_completed() + 1) {
    car.now.in_lap = true;
  } else if (pit_in.lap == car.laps_completed()) {
    car.laps.edit(car.laps.size() - 1).in_lap = true;
    car.now.out_lap = true;
  } else {
    return {};
  }
  car.in_lane = true;
  car.last_seen = now_;
  if (told_already) return {};
  car.lane_entered = now_;
  ++car.stops;
  return {Step::Kind::pit_in, place, pit_in.lap, 0};
}

Step Field::take(const timing::PitOut& pit_out) {
  if (pit_out.car.empty() || !is_lap_number(pit_out.lap)) return {};
  const std::size_t place = place_of(pit_out.car);
  FieldCar& car = cars_[place];
  if (pit_out.lap <= car.laps_completed()) return {};
  car.in_lane = false;
  car.now.out_lap = true;
  car.lane_left = now_;
  car.last_seen = now_;
  car.last_lane_time = pit_out.lane ? pit_out.lane : car.lane_entered ? std::optional(now_ - *car.lane_entered) : std::nullopt;
  if (car.last_lane_time && is_racing_flag(flag())) classes_[car.class_index].lane_times.add(count_ms(*car.last_lane_time));
  return {Step::Kind::pit_out, place, pit_out.lap, 0};
}

Step Field::take(const timing::Lap& lap) {
  if (lap.car.empty() || !is_lap_number(lap.lap)) return {};
  const std::size_t place = place_of(lap.car);
  FieldCar& car = cars_[place];
  if (lap.lap <= car.laps_completed()) return {};
  const bool next_in_line = lap.lap == car.laps_completed() + 1;
  if (!next_in_line) car.now = {};

  LapRecord record;
  record.number = lap.lap;
  record.ended_at = now_;
  if (lap.time && is_time(*lap.time)) record.time = lap.time;
  record.sectors = car.now.sectors;
  for (std::size_t i = 0; i < kMaxSectors; ++i) {
    if (car.now.ended_at[i]) record.sector_before_end[i] = shorten(now_ - *car.now.ended_at[i]);
  }
  if (lap.driver && car.driver && *lap.driver != *car.driver) begin_stint(car, lap.lap);
  if (lap.driver) car.driver = lap.driver;
  record.driver = car.driver;
  record.top_speed_kph = lap.top_speed_kph;
  record.flag_at_start = car.laps.empty() || !next_in_line ? FlagKind::none : car.laps.back().flag_at_end;
  record.flag_at_end = lap.flag.value_or(flag());
  record.in_lap = lap.in_lap || car.now.in_lap;
  record.out_lap = lap.out_lap || car.now.out_lap;
  record.valid = lap.valid;
  if (record.out_lap && car.stint_first_lap < record.number) begin_stint(car, record.number);
  record.laps_since_stop = record.number - car.stint_first_lap + 1;
  note_pace(place, record);
  note_pit_laps(car, record);
  car.laps.push_back(record);
  // Where the lane ends before the line, the stop is over by now.
  const bool left_again = car.now.in_lap && !car.in_lane;
  if (!record.in_lap) car.in_lane = false;
  car.now = {};
  car.now.out_lap = record.in_lap && !left_again;
  car.last = Crossing{record.number, 0, now_};
  car.last_seen = now_;
  if (lap.flag == FlagKind::chequered) car.finished = true;
  return {Step::Kind::lap, place, lap.lap, 0};
}

void Field::begin_stint(FieldCar& car, std::int32_t first_lap) {
  car.stint_first_lap = first_lap;
  car.stint_began = car.last_line();
  car.stint_green_times.clear();
  car.stint_green_laps = 0;
}

// The lap against the car's level before it, then the lap as part of the level.
void Field::note_pace(std::size_t place, const LapRecord& lap) {
  FieldCar& car = cars_[place];
  if (!lap.time || lap.in_lap || lap.out_lap || lap.number == 1) return;
  FieldClass& group = classes_[car.class_index];
  const auto time = static_cast<double>(count_ms(*lap.time));
  const auto level = car.level();
  const bool green = shows_pace(lap, level);
  if (level) {
    const PaceReading reading{lap.ended_at, place, time / *level, green};
    group.pace.add(reading);
    pace_.add(reading);
  }
  car.flying_times.add(count_ms(*lap.time));
  if (!group.best_lap || *lap.time < *group.best_lap) group.best_lap = lap.time;
  if (!green) return;
  if (const auto base = car.base()) {
    const PaceReading reading{lap.ended_at, place, time / *base, true};
    group.green_pace.add(reading);
    green_pace_.add(reading);
  }
  car.green_times.add(count_ms(*lap.time));
  car.stint_green_times.add(count_ms(*lap.time));
  ++car.green_laps;
  ++car.stint_green_laps;
  if (!car.best_green || *lap.time < *car.best_green) car.best_green = lap.time;
  for (std::size_t i = 0; i < kMaxSectors; ++i) {
    if (lap.sectors[i]) car.green_sectors[i].add(lap.sectors[i]->count());
  }
}

// What a stop costs on either side of it, of green laps that only the stop slowed.
void Field::note_pit_laps(FieldCar& car, const LapRecord& lap) {
  FieldClass& group = classes_[car.class_index];
  if (lap.in_lap && lap.number > car.stint_first_lap) group.stint_lengths.add(lap.number - car.stint_first_lap + 1);
  const auto base = car.green_times.median();
  const bool racing = is_racing_flag(lap.flag_at_start) && is_racing_flag(lap.flag_at_end);
  if (!base || !lap.time || !racing || lap.in_lap == lap.out_lap) return;
  const auto time = static_cast<double>(count_ms(*lap.time));
  if (lap.in_lap) {
    group.in_ratios.add(time / *base);
  } else if (car.last_lane_time && time > static_cast<double>(count_ms(*car.last_lane_time))) {
    group.out_ratios.add((time - static_cast<double>(count_ms(*car.last_lane_time))) / *base);
  }
}

}  // namespace stint::insight
