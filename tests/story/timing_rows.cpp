#include "timing_rows.hpp"

#include <algorithm>
#include <set>

namespace stint::testing {
namespace {

std::string field(const Row& row, const char* name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string{} : found->second;
}

bool is_calm(const std::string& flag) { return flag.empty() || flag == "GF" || flag == "FF"; }

}  // namespace

bool TimedLap::is_green() const { return number > 1 && is_calm(flag_at_start) && is_calm(flag_at_end); }

TimingRows::TimingRows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const auto elapsed = to_ms(field(row, "ELAPSED"));
    const auto time = to_ms(field(row, "LAP_TIME"));
    if (!elapsed) continue;
    Car& car = cars_[row.at("NUMBER")];
    car.class_name = field(row, "CLASS");
    TimedLap lap{std::stoi(row.at("LAP_NUMBER")), *elapsed, time.value_or(0)};
    lap.flag_at_end = field(row, "FLAG_AT_FL");
    lap.in_pit = field(row, "CROSSING_FINISH_LINE_IN_PIT") == "B";
    lap.lane_ms = to_ms(field(row, "PIT_TIME"));
    lap.driver = field(row, "DRIVER_NAME");
    car.laps.push_back(lap);
  }
  for (auto& [number, car] : cars_) {
    std::ranges::sort(car.laps, {}, &TimedLap::number);
    for (std::size_t i = 1; i < car.laps.size(); ++i) car.laps[i].flag_at_start = car.laps[i - 1].flag_at_end;
  }
}

std::vector<std::string> TimingRows::cars(const std::string& class_name) const {
  std::vector<std::string> found;
  for (const auto& [number, car] : cars_) {
    if (class_name.empty() || car.class_name == class_name) found.push_back(number);
  }
  return found;
}

std::vector<std::string> TimingRows::classes() const {
  std::set<std::string> names;
  for (const auto& [number, car] : cars_) names.insert(car.class_name);
  return {names.begin(), names.end()};
}

std::int64_t TimingRows::last_crossing() const {
  std::int64_t last = 0;
  for (const auto& [number, car] : cars_) {
    for (const TimedLap& lap : car.laps) last = std::max(last, lap.ended_ms);
  }
  return last;
}

std::vector<std::string> TimingRows::order(std::int64_t at_ms, const std::string& class_name) const {
  struct Place {
    int laps = 0;
    std::int64_t ended_ms = 0;
    std::string car;
  };
  std::vector<Place> places;
  for (const std::string& number : cars(class_name)) {
    Place place{0, 0, number};
    for (const TimedLap& lap : laps(number)) {
      if (lap.ended_ms > at_ms) break;
      place.laps = lap.number;
      place.ended_ms = lap.ended_ms;
    }
    if (place.laps > 0) places.push_back(place);
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    if (a.laps != b.laps) return a.laps > b.laps;
    return a.ended_ms != b.ended_ms ? a.ended_ms < b.ended_ms : a.car < b.car;
  });
  std::vector<std::string> order;
  for (const Place& place : places) order.push_back(place.car);
  return order;
}

int TimingRows::laps_by(const std::string& car, std::int64_t at_ms) const {
  int done = 0;
  for (const TimedLap& lap : laps(car)) {
    if (lap.ended_ms <= at_ms) done = std::max(done, lap.number);
  }
  return done;
}

const TimedLap* TimingRows::lap(const std::string& car, int number) const {
  for (const TimedLap& lap : laps(car)) {
    if (lap.number == number) return &lap;
  }
  return nullptr;
}

// A PIT_TIME stands on the out-lap; with a red flag also on a lap that both stands and ends in the lane.
bool TimingRows::is_pit_lap(const std::string& car, int number) const {
  const TimedLap* this_one = lap(car, number);
  const TimedLap* before = lap(car, number - 1);
  return (this_one != nullptr && (this_one->in_pit || (this_one->lane_ms && number > 1))) ||
         (before != nullptr && before->in_pit);
}

std::optional<std::int64_t> TimingRows::usual(const std::string& car, int number) const {
  std::vector<std::int64_t> times;
  for (const TimedLap& lap : laps(car)) {
    if (lap.number < number && lap.is_green() && !is_pit_lap(car, lap.number)) times.push_back(lap.time_ms);
  }
  if (times.size() < 3) return std::nullopt;
  if (times.size() > 5) times.erase(times.begin(), times.end() - 5);
  std::ranges::sort(times);
  const std::size_t middle = times.size() / 2;
  return times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
}

}  // namespace stint::testing
