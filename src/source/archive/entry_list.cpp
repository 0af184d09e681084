#include "source/archive/entry_list.hpp"

#include <algorithm>

namespace stint::source::archive {
namespace {

timing::Entry entry_of(const LapCar& car) {
  timing::Entry entry{.car = car.number,
                      .key = {},
                      .class_name = car.class_name,
                      .group = car.group,
                      .team = car.team,
                      .vehicle = {},
                      .manufacturer = car.manufacturer,
                      .drivers = {}};
  for (const LapDriver& driver : car.drivers) {
    entry.drivers.push_back({.id = driver.id, .name = driver.name, .tla = {}, .grade = {}, .country = {}});
  }
  return entry;
}

void fill(std::string& known, const std::string& from) {
  if (known.empty()) known = from;
}

// The laps file is the better source where both speak; the results add grades, countries, and drivers who did not drive.
void add_results(timing::Entry& entry, const ResultRow& result) {
  fill(entry.class_name, result.class_name);
  fill(entry.group, result.group);
  fill(entry.team, result.team);
  fill(entry.vehicle, result.vehicle);
  for (const timing::Driver& driver : result.drivers) {
    const auto known = std::ranges::find(entry.drivers, driver.id, &timing::Driver::id);
    if (known == entry.drivers.end()) {
      entry.drivers.push_back(driver);
      continue;
    }
    fill(known->name, driver.name);
    known->tla = driver.tla;
    known->grade = driver.grade;
    known->country = driver.country;
  }
}

}  // namespace

std::vector<timing::Entry> make_entries(const LapFile& laps, std::span<const ResultRow> results) {
  std::vector<timing::Entry> entries;
  for (const LapCar& car : laps.cars) {
    if (car.row_count > 0) entries.push_back(entry_of(car));
  }
  for (const ResultRow& result : results) {
    auto known = std::ranges::find(entries, result.number, &timing::Entry::car);
    if (known == entries.end()) {
      entries.emplace_back().car = result.number;
      known = entries.end() - 1;
    }
    add_results(*known, result);
  }
  std::ranges::sort(entries, {}, &timing::Entry::car);
  for (timing::Entry& entry : entries) std::ranges::sort(entry.drivers, {}, &timing::Driver::id);
  return entries;
}

}  // namespace stint::source::archive
