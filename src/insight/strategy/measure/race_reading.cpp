#include "insight/strategy/measure/race_reading.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stint::insight {
namespace {

using race::CarSnapshot;
using race::LapRecord;

// A lap of this many times the usual one is neutralised as a whole; up to the first it is not at all.
constexpr double kSlowFrom = 1.08, kSlowWhole = 1.45;
constexpr double kCleanLimit = 1.07;  // docs/definitions.md, "clean lap"
// Passages without service lie within this of the shortest one; they are under this share of the median of all stops.
constexpr double kTransitRange_ms = 2'000, kTransitShare = 0.6;
constexpr std::size_t kLeastStopsForTransit = 5;
// A stop is a repair from twice the class's median and a minute more.
constexpr double kRepairTimes = 2, kRepairMore_ms = 60'000;

bool is_caution(Pace pace) { return pace != Pace::green; }

double ms(timing::Millis time) { return static_cast<double>(time.count()); }

std::vector<CautionReading> read_cautions(const race::Snapshot& race) {
  std::vector<CautionReading> cautions;
  for (const race::FlagPeriod& period : race.flags) {
    const Pace pace = pace_of(period.kind, race.session.series);
    const bool open = !cautions.empty() && !cautions.back().until;
    if (is_caution(pace) && open) {
      cautions.back().pace = std::max(cautions.back().pace, pace);
    } else if (is_caution(pace)) {
      cautions.push_back({pace, period.from, std::nullopt, {}});
    } else if (open) {
      cautions.back().until = period.from;
    }
  }
  return cautions;
}

// The clean lap around each lap: the median of its stint, else of the stint before, else the car's own median.
class UsualLaps {
 public:
  explicit UsualLaps(const CarSnapshot& car) : stints_(car.stints) {
    std::vector<double> medians;
    for (const race::Stint& stint : car.stints) {
      if (stint.median_clean) medians.push_back(ms(*stint.median_clean));
    }
    if (!medians.empty()) overall_ = sample_median(medians);
  }
  double at(std::int32_t lap) {
    while (next_ < stints_.size() && stints_[next_].first_lap <= lap) {
      if (stints_[next_].median_clean) latest_ = ms(*stints_[next_].median_clean);
      ++next_;
    }
    return latest_ > 0 ? latest_ : overall_;
  }
  [[nodiscard]] double latest() const { return latest_ > 0 ? latest_ : overall_; }

 private:
  const race::SharedHistory<race::Stint, 8>& stints_;
  std::size_t next_ = 0;
  double latest_ = 0, overall_ = 0;
};

double slowness(const LapRecord& lap, double usual, const std::string& series) {
  const bool at_pit = lap.in_lap || lap.out_lap || lap.number == 1;
  const double flagged =
      (is_caution(pace_of(lap.flag_at_start, series)) ? 0.5 : 0.0) + (is_caution(pace_of(lap.flag_at_end, series)) ? 0.5 : 0.0);
  if (at_pit || !lap.time || usual <= 0) return flagged;
  return std::clamp((ms(*lap.time) / usual - kSlowFrom) / (kSlowWhole - kSlowFrom), 0.0, 1.0);
}

std::int32_t driver_index(CarReading& car, const LapRecord& lap) {
  if (!lap.driver) return -1;
  const auto found = std::ranges::find(car.drivers, lap.driver, &DriverReading::id);
  if (found != car.drivers.end()) return static_cast<std::int32_t>(found - car.drivers.begin());
  car.drivers.push_back({lap.driver, ""});
  for (const race::DriverTime& time : car.car->drive_times) {
    if (time.id == *lap.driver) car.drivers.back().name = time.name;
  }
  return static_cast<std::int32_t>(car.drivers.size()) - 1;
}

void read_laps(CarReading& car, const std::string& series) {
  UsualLaps usual(*car.car);
  car.laps.reserve(car.car->laps_done.size());
  double slow_sum = 0;
  for (const LapRecord& lap : car.car->laps_done) {
    RacedLap read;
    read.number = lap.number;
    read.ended_at = lap.ended_at;
    read.time_ms = lap.time ? ms(*lap.time) : 0;
    read.usual_ms = usual.at(lap.number);
    read.slow = slowness(lap, read.usual_ms, series);
    slow_sum += read.slow;
    read.slow_sum = slow_sum;
    read.pace_at_end = pace_of(lap.flag_at_end, series);
    read.in_lap = lap.in_lap;
    read.out_lap = lap.out_lap;
    read.clean = lap.is_green() && read.time_ms > 0 && read.usual_ms > 0 && read.time_ms <= kCleanLimit * read.usual_ms;
    read.driver = driver_index(car, lap);
    car.laps.push_back(read);
  }
  car.usual_ms = usual.latest();
}

void read_stops(CarReading& car, const std::string& series) {
  for (const race::PitStop& stop : car.car->pit_stops) {
    StopReading read;
    read.in_lap = stop.in_lap;
    read.out_lap = stop.out_lap;
    read.in_at = stop.in_at;
    read.pace = pace_of(stop.flag, series);
    if (stop.lane) read.lane_ms = ms(*stop.lane);
    if (stop.cost) read.cost_ms = ms(*stop.cost);
    read.red_flag = stop.red_flag;
    car.stops.push_back(read);
  }
}

std::size_t class_index(RaceReading& reading, const std::string& name) {
  const auto found = std::ranges::find(reading.classes, name, &ClassReading::name);
  return static_cast<std::size_t>(found - reading.classes.begin());
}

void measure_classes(RaceReading& reading) {
  for (std::size_t c = 0; c < reading.classes.size(); ++c) {
    std::vector<double> laps, lanes;
    for (const CarReading& car : reading.cars) {
      if (car.class_index != c) continue;
      if (car.usual_ms > 0) laps.push_back(car.usual_ms);
      for (const StopReading& stop : car.stops) {
        if (stop.lane_ms && !stop.red_flag) lanes.push_back(*stop.lane_ms);
      }
    }
    if (!laps.empty()) reading.classes[c].lap_ms = sample_median(std::move(laps));
    if (!lanes.empty()) reading.classes[c].lane_median_ms = sample_median(std::move(lanes));
  }
}

// The class's median laps from one stop to the next; 0 of none.
double usual_stint(const RaceReading& reading, std::size_t class_index) {
  std::vector<double> stints;
  for (const CarReading& car : reading.cars) {
    if (car.class_index != class_index) continue;
    std::int32_t from = 0;
    for (const StopReading& stop : car.stops) stints.push_back(stop.in_lap - std::exchange(from, stop.in_lap));
  }
  return stints.empty() ? 0 : sample_median(std::move(stints));
}

// The speed limit makes all cars alike in the pit lane: passages without service differ by a second or two, and are far
// shorter than any stop. Of many stops the shortest but one, so that a wrong time spoils nothing. What is
// shorter than a stint before the flag may be a splash to reach it, and tells nothing.
std::optional<double> find_transit(const RaceReading& reading, std::optional<double> known, std::optional<Instant> limit) {
  std::vector<double> lanes;
  for (const CarReading& car : reading.cars) {
    const double stint_ms = usual_stint(reading, car.class_index) * reading.classes[car.class_index].lap_ms;
    for (const StopReading& stop : car.stops) {
      const bool splash = limit && static_cast<double>((*limit - stop.in_at).count()) < stint_ms;
      if (stop.lane_ms && !stop.red_flag && !splash) lanes.push_back(*stop.lane_ms);
    }
  }
  if (lanes.size() < kLeastStopsForTransit) return known;
  std::ranges::sort(lanes);
  const double shortest = lanes[lanes.size() > 20 ? 1 : 0];
  if (known && std::abs(shortest - *known) < 2 * kTransitRange_ms) return shortest;
  if (shortest < kTransitShare * lanes[lanes.size() / 2] && (!known || shortest < *known)) return shortest;
  return known;
}

void tell_services(RaceReading& reading) {
  // After so much of a usual stint a short passage is the splash that reaches the flag: nobody drives through on an empty tank.
  constexpr double kEmpty = 0.9;
  std::vector<double> stints;
  for (std::size_t c = 0; c < reading.classes.size(); ++c) stints.push_back(usual_stint(reading, c));
  for (CarReading& car : reading.cars) {
    const double median = reading.classes[car.class_index].lane_median_ms;
    std::int32_t from = 0;
    for (StopReading& stop : car.stops) {
      const std::int32_t laps = stop.in_lap - from;
      if (!stop.red_flag) from = stop.in_lap;
      if (!stop.lane_ms) continue;
      const bool empty = stints[car.class_index] > 0 && laps >= kEmpty * stints[car.class_index];
      if (!empty && reading.transit_ms && *stop.lane_ms <= *reading.transit_ms + kTransitRange_ms) {
        stop.service = Service::drive_through;
      } else if (median > 0 && *stop.lane_ms > kRepairTimes * median && *stop.lane_ms > median + kRepairMore_ms) {
        stop.service = Service::repair;
      }
    }
  }
}

// One car alone may have come for emergency service: the second stop tells that the class may come in.
void find_openings(RaceReading& reading) {
  for (CautionReading& caution : reading.cautions) {
    std::vector<std::vector<Instant>> stops(reading.classes.size());
    for (const CarReading& car : reading.cars) {
      for (const StopReading& stop : car.stops) {
        const bool within = stop.in_at > caution.from && (!caution.until || stop.in_at <= *caution.until);
        if (within && stop.refuels()) stops[car.class_index].push_back(stop.in_at);
      }
    }
    for (auto& of_class : stops) {
      std::ranges::sort(of_class);
      caution.open_since.push_back(of_class.size() >= 2 ? std::optional(of_class[1]) : std::nullopt);
    }
  }
}

}  // namespace

const CautionReading* caution_at(const RaceReading& race, Instant at) {
  for (auto caution = race.cautions.rbegin(); caution != race.cautions.rend(); ++caution) {
    if (caution->from < at) return !caution->until || at <= *caution->until ? &*caution : nullptr;
  }
  return nullptr;
}

double sample_median(std::vector<double> values) { return quantile_of(std::move(values), 0.5); }

double quantile_of(std::vector<double> values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(low);
  std::nth_element(values.begin(), at, values.end());
  if (low + 1 >= values.size()) return *at;
  const double above = *std::min_element(at + 1, values.end());
  return *at + (above - *at) * (place - static_cast<double>(low));
}

std::optional<Measure> robust_measure(std::vector<double> values, Basis basis) {
  if (values.empty()) return std::nullopt;
  constexpr double kNormal = 1.4826, kWidth = 3.5;
  const double median = sample_median(values);
  std::vector<double> off(values.size());
  std::ranges::transform(values, off.begin(), [&](double value) { return std::abs(value - median); });
  const double limit = kWidth * kNormal * std::max(sample_median(off), 0.01 * std::abs(median));
  std::erase_if(values, [&](double value) { return std::abs(value - median) > limit; });
  Measure measure;
  measure.count = static_cast<int>(values.size());
  measure.basis = basis;
  for (const double value : values) measure.mean += value / measure.count;
  double squares = 0;
  for (const double value : values) squares += (value - measure.mean) * (value - measure.mean);
  if (measure.count > 1) measure.spread = std::sqrt(squares / (measure.count - 1));
  measure.band = {quantile_of(values, 0.1), quantile_of(values, 0.5), quantile_of(values, 0.9)};
  return measure;
}

RaceReading read_race(const race::Snapshot& race, std::optional<double> known_transit_ms, std::optional<race::Millis> length) {
  RaceReading reading;
  reading.race = &race;
  reading.start = race.session.started_at;
  for (const std::string& name : race.classes) reading.classes.push_back({.name = name});
  for (const race::FlagPeriod& period : race.flags) reading.flags_known |= period.kind != FlagKind::none;
  reading.cautions = read_cautions(race);
  reading.cars.reserve(race.cars.size());
  for (std::size_t i = 0; i < race.cars.size(); ++i) {
    CarReading car;
    car.index = i;
    car.car = &race.cars[i];
    car.class_index = class_index(reading, race.cars[i].entry->class_name);
    read_laps(car, race.session.series);
    read_stops(car, race.session.series);
    reading.cars.push_back(std::move(car));
  }
  measure_classes(reading);
  reading.transit_ms =
      find_transit(reading, known_transit_ms, reading.start && length ? std::optional(*reading.start + *length) : std::nullopt);
  tell_services(reading);
  find_openings(reading);
  return reading;
}

}  // namespace stint::insight
