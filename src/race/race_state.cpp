#include "race/race_state.hpp"

#include <algorithm>
#include <variant>

#include "race/gaps.hpp"
#include "race/pit_stops.hpp"
#include "race/stints.hpp"
#include "race/stop_cost.hpp"

namespace stint::race {
namespace {

// A car without an entry yet: the feed names it before it describes it.
std::shared_ptr<const timing::Entry> bare_entry(const CarNumber& number) {
  auto entry = std::make_shared<timing::Entry>();
  entry->car = number;
  return entry;
}

// What the source says of a car's state lasts until the car is seen again, but for these.
bool is_final(CarState state) { return state == CarState::disqualified || state == CarState::finished; }

// Laps, sectors and loops are numbered from 1; a car cannot do more than this many laps.
constexpr std::int32_t kMostLaps = 100'000;
constexpr std::int32_t kMostLoops = 99;

ShortMillis shorten(Millis time) { return std::chrono::duration_cast<ShortMillis>(time); }

// No lap of a race lasts longer; what a lying feed says beyond that would not fit.
constexpr Millis kLongestSector = std::chrono::hours{48};

bool is_sector(std::int32_t index) { return index >= 1 && index <= static_cast<std::int32_t>(kMaxSectors); }

}  // namespace

void RaceState::apply(const timing::Event& event) {
  latest_ = std::max(latest_, event.at);
  last_seq_ = std::max(last_seq_, event.seq);
  std::visit(
      [this]<class Body>(const Body& body) {
        if constexpr (requires { this->take(body); }) {
          take(body);
        } else {
          take(*body);
        }
      },
      event.body);
}

void RaceState::freeze() {
  for (CarProgress& car : cars_) car.freeze();
  flags_.freeze();
  messages_.freeze();
  weather_.freeze();
}

const CarProgress* RaceState::find(const CarNumber& car) const {
  const auto place = index_.find(car);
  return place ? &cars_[*place] : nullptr;
}

CarProgress& RaceState::car_of(const CarNumber& number) {
  if (const auto place = index_.find(number)) return cars_[*place];
  const std::size_t place = cars_.size();
  index_.add(number, place);
  CarProgress& car = cars_.emplace_back();
  car.entry = bare_entry(number);
  car.class_index = class_of("");
  order_.add(place);
  classes_[car.class_index].order.add(place);
  return car;
}

std::size_t RaceState::class_of(const std::string& name) {
  const auto found = std::ranges::find(classes_, name, &ClassGroup::name);
  if (found != classes_.end()) return static_cast<std::size_t>(found - classes_.begin());
  classes_.push_back({name, {}, {}});
  return classes_.size() - 1;
}

void RaceState::take(const timing::Session& session) { session_ = session; }

void RaceState::take(const timing::Clock& clock) {
  clock_ = clock;
  clock_at_ = latest_;
}

void RaceState::take(const timing::Entry& entry) {
  if (entry.car.empty()) return;
  CarProgress& car = car_of(entry.car);
  car.entry = std::make_shared<const timing::Entry>(entry);
  const std::size_t index = *index_.find(entry.car);
  move_to_class(index, class_of(entry.class_name));
  for (DriverTime& driver : car.drive_times) driver.name = car.driver_name(driver.id);
}

// A car's class is known with its entry, nearly always before its first lap.
void RaceState::move_to_class(std::size_t car, std::size_t class_index) {
  if (cars_[car].class_index == class_index) return;
  ClassGroup& left = classes_[cars_[car].class_index];
  left.order.remove(car);
  cars_[car].class_index = class_index;
  classes_[class_index].order.add(car);
  if (!cars_[car].laps.empty()) {
    classes_[class_index].order.restore(
        [&](std::size_t i) { return std::pair(-cars_[i].laps_completed(), cars_[i].last_line()); });
  }
}

void RaceState::take(const timing::DriverChange& change) {
  CarProgress& car = car_of(change.car);
  car.driver = change.to;
  const PitStop* open = car.stops.empty() ? nullptr : &car.stops.back();
  const bool of_this_stop = open != nullptr && (!open->out_lap || *open->out_lap > car.laps_completed());
  if (!of_this_stop) return;
  PitStop& stop = car.stops.edit(car.stops.size() - 1);
  stop.driver_out = change.to;
  stop.driver_out_name = car.driver_name(change.to);
}

void RaceState::take(const timing::Sector& sector) {
  if (!is_sector(sector.index) || sector.time < Millis{0} || sector.time > kLongestSector) return;
  CarProgress& car = car_of(sector.car);
  sector_count_ = std::max(sector_count_, sector.index);
  const auto place = static_cast<std::size_t>(sector.index - 1);
  if (sector.lap != car.laps_completed() + 1) return;
  car.last_seen = latest_;
  if (car.told_state && !is_final(*car.told_state)) car.told_state.reset();
  const ShortMillis time = shorten(sector.time);
  car.now.sectors[place] = time;
  car.now.sector_ended_at[place] = latest_;
  car.now.last_sector = std::max(car.now.last_sector, sector.index);
  car.now.loop_at.reset();
  car.latest_sectors[place] = time;
  car.latest_sector_laps[place] = sector.lap;
  if (sector.time <= Millis{0}) return;
  if (!car.best_sectors[place] || time < *car.best_sectors[place]) {
    car.best_sectors[place] = time;
    car.best_sector_laps[place] = sector.lap;
  }
  bests_.offer_sector(place, time, sector.car);
  classes_[car.class_index].bests.offer_sector(place, time, sector.car);
  compare_with_official(*index_.find(sector.car), true);
}

void RaceState::take(const timing::Loop& loop) {
  CarProgress& car = car_of(loop.car);
  if (loop.lap != car.laps_completed() + 1) return;
  car.last_seen = latest_;
  if (loop.index < 1 || loop.index > kMostLoops) return;
  const auto place = static_cast<std::size_t>(loop.index - 1);
  if (place >= loop_bests_.size()) loop_bests_.resize(place + 1);
  if (loop.since_lap_start > Millis{0} && (!loop_bests_[place] || loop.since_lap_start < *loop_bests_[place]))
    loop_bests_[place] = loop.since_lap_start;
  if (loop.index < car.now.last_loop) return;
  car.now.last_loop = loop.index;
  car.now.loop_at = latest_;
}

void RaceState::take(const timing::Lap& lap) {
  CarProgress& car = car_of(lap.car);
  // A lap that the car has passed already contradicts the order of its laps: the feed lies, the state does not.
  if (lap.lap <= car.laps_completed() || lap.lap > kMostLaps) return;
  complete_lap(*index_.find(lap.car), lap);
}

void RaceState::complete_lap(std::size_t index, const timing::Lap& lap) {
  CarProgress& car = cars_[index];
  const bool next_in_line = lap.lap == car.laps_completed() + 1;
  LapRecord record;
  record.number = lap.lap;
  record.ended_at = latest_;
  record.time = lap.time;
  if (next_in_line) {
    record.sectors = car.now.sectors;
    for (std::size_t i = 0; i < kMaxSectors; ++i) {
      if (car.now.sector_ended_at[i]) record.sector_before_end[i] = shorten(latest_ - *car.now.sector_ended_at[i]);
    }
  }
  record.driver = lap.driver ? lap.driver : car.driver;
  record.top_speed_kph = lap.top_speed_kph;
  record.flag_at_start = car.laps.empty() || !next_in_line ? FlagKind::none : car.laps.back().flag_at_end;
  record.flag_at_end = lap.flag.value_or(flags_.current());
  record.in_lap = lap.in_lap;
  record.out_lap = lap.out_lap;
  record.valid = lap.valid;
  record.laps_since_stop = lap.lap - last_stop_before(car, lap.lap);
  car.laps.push_back(record);

  car.now = {};
  car.last_seen = latest_;
  if (lap.driver) car.driver = lap.driver;
  if (lap.top_speed_kph) car.speed_kph = lap.top_speed_kph;
  if (car.told_state && !is_final(*car.told_state)) car.told_state.reset();
  if (lap.flag == FlagKind::chequered) car.took_flag = true;

  place(index, car.laps.edit(car.laps.size() - 1));
  offer_bests(car, record);
  after_lap(index);
  compare_with_official(index, true);
}

// Position and gap at the moment of crossing the line.
void RaceState::place(std::size_t index, LapRecord& record) {
  const auto laps_of = [this](std::size_t car) { return cars_[car].laps_completed(); };
  record.position = order_.cross_line(index, laps_of);
  record.class_position = classes_[cars_[index].class_index].order.cross_line(index, laps_of);
  const CarProgress& leader = cars_[order_.leader()];
  record.laps_behind = whole_laps_between(leader, cars_[index]);
  const LapRecord* same_line = leader.lap(record.number);
  record.gap_to_leader = same_line != nullptr && same_line->ended_at <= record.ended_at
                             ? std::optional(record.ended_at - same_line->ended_at)
                             : std::nullopt;
}

void RaceState::offer_bests(CarProgress& car, const LapRecord& record) {
  if (!record.time || *record.time <= Millis{0} || !record.valid) return;
  if (!car.best_lap || *record.time < *car.best_lap) {
    car.best_lap = record.time;
    car.best_lap_number = record.number;
  }
  bests_.offer_lap(*record.time, car.entry->car, record.number);
  classes_[car.class_index].bests.offer_lap(*record.time, car.entry->car, record.number);
}

// What a completed lap says about stints, stops and pace.
void RaceState::after_lap(std::size_t index) {
  CarProgress& car = cars_[index];
  const LapRecord& lap = car.laps.back();
  if (lap.is_green() && lap.time) car.pace.add(*lap.time);
  extend_stint(car);
  if (stop_after_lap(car, lap.number) != nullptr) end_stint(car, StintEnd::stop);
  if (car.took_flag) end_stint(car, StintEnd::finished);
  if (car.stops.empty() || car.stops.back().out_lap != lap.number) return;
  const std::size_t last = car.stops.size() - 1;
  watch_for_red_flag(index, last);
  const auto cost = stop_cost(cars_, index, car.stops[last], car.pace.median);
  PitStop& stop = car.stops.edit(last);
  stop.cost = cost;
  if (!stop.driver_out && lap.driver) {
    stop.driver_out = lap.driver;
    stop.driver_out_name = car.driver_name(lap.driver);
  }
}

void RaceState::take(const timing::PitIn& pit_in) {
  CarProgress& car = car_of(pit_in.car);
  if (pit_in.lap < 1 || pit_in.lap > kMostLaps) return;
  enter_pit_lane(car, pit_in.lap, latest_, flags_.current());
  car.last_seen = latest_;
  if (!car.took_flag && stop_after_lap(car, car.laps_completed()) != nullptr) end_stint(car, StintEnd::stop);
}

void RaceState::take(const timing::PitOut& pit_out) {
  CarProgress& car = car_of(pit_out.car);
  if (pit_out.lap < 1 || pit_out.lap > kMostLaps) return;
  const auto stop = leave_pit_lane(car, pit_out.lap, latest_, pit_out.lane, flags_.current());
  car.last_seen = latest_;
  if (!stop) return;
  if (!car.stops[*stop].driver_out && car.driver && car.stops[*stop].driver_in != car.driver) {
    PitStop& changed = car.stops.edit(*stop);
    changed.driver_out = car.driver;
    changed.driver_out_name = car.driver_name(car.driver);
  }
  // The lane time of a lap that is over already: IMSA's red-flag laps, and feeds that say it late.
  if (pit_out.lap <= car.laps_completed()) {
    rebuild_stints(car);
    watch_for_red_flag(*index_.find(pit_out.car), *stop);
  }
}

void RaceState::watch_for_red_flag(std::size_t index, std::size_t stop_place) {
  const PitStop& stop = cars_[index].stops[stop_place];
  const LapRecord* lap = stop.out_lap ? cars_[index].lap(*stop.out_lap) : nullptr;
  if (lap == nullptr || !lap->time || !stop.lane || stop.red_flag) return;
  if (!RedFlagWatch::is_standing(*lap->time, *stop.lane, lap->flag_at_end)) return;
  const StandingLap sign{index, lap->number, lap->ended_at - *lap->time, lap->ended_at};
  const auto red = red_flags_.add(sign, cars_running_since(sign.began - kShortestStandingLap));
  if (!red) return;
  flags_.deduce_red(red->from, red->until);
  for (const StandingLap& standing : red->cars) {
    CarProgress& car = cars_[standing.car];
    for (std::size_t i = car.stops.size(); i > 0; --i) {
      if (car.stops[i - 1].out_lap != standing.lap) continue;
      if (car.stops[i - 1].red_flag) break;
      PitStop& stood = car.stops.edit(i - 1);
      stood.red_flag = true;
      stood.cost.reset();
      rebuild_stints(car);
      break;
    }
  }
}

std::size_t RaceState::cars_running_since(Instant when) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(cars_, [&](const CarProgress& car) { return car.last_seen && *car.last_seen >= when; }));
}

void RaceState::take(const timing::CarStatus& status) {
  CarProgress& car = car_of(status.car);
  if (car.told_state && *car.told_state == CarState::disqualified) return;
  car.told_state = status.state;
  if (status.state == CarState::retired || status.state == CarState::disqualified) end_stint(car, StintEnd::retired);
}

void RaceState::take(const timing::Flag& flag) {
  if (flag.scope != timing::FlagScope::track) return;
  flags_.show(flag.kind, latest_);
  control_.show(flag.kind, latest_);
}

void RaceState::take(const timing::RaceControl& message) {
  RaceControlMeaning meaning = parse_race_control(message.text);
  control_.take(meaning, latest_, session_.utc_offset_min);
  messages_.push_back({message.id, latest_, message.text, message.cars, message.group, std::move(meaning)});
}

void RaceState::take(const timing::Weather& weather) { weather_.push_back({latest_, weather}); }

void RaceState::take(const timing::OfficialStanding& standing) {
  car_of(standing.car).official = std::make_shared<const OfficialRow>(OfficialRow{standing, latest_});
  compare_with_official(*index_.find(standing.car), false);
}

void RaceState::take(const timing::Position& position) {
  CarProgress& car = car_of(position.car);
  car.track_position = position;
  car.track_position_at = latest_;
}

void RaceState::take(const timing::Telemetry& telemetry) {
  CarProgress& car = car_of(telemetry.car);
  car.telemetry = std::make_shared<const timing::Telemetry>(telemetry);
  if (telemetry.speed_kph) car.speed_kph = telemetry.speed_kph;
}

void RaceState::take(const timing::FeedHealth& health) {
  const auto found = std::ranges::find(feeds_, health.source, &timing::FeedHealth::source);
  if (found == feeds_.end()) {
    feeds_.push_back(health);
  } else {
    *found = health;
  }
}

}  // namespace stint::race
