#include "source/live/wige/car_entry.hpp"

#include <algorithm>

#include "timing/event_limits.hpp"

namespace stint::live::wige {
namespace {

// The surname, cut to what an id holds, at the end of a character.
timing::DriverId id_of(std::string_view name) {
  std::size_t size = std::min(name.size(), timing::DriverId::kCapacity);
  while (size > 0 && size < name.size() && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U) --size;
  return timing::DriverId(name.substr(0, size));
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

void CarEntry::take(const ClassificationRow& row, std::int32_t lap, bool sure, Instant at, std::vector<timing::Event>& out) {
  timing::Entry now = entry_;
  now.car = row.car;
  now.key = row.car.str();
  // A short row says nothing new of the car.
  if (!row.class_name.empty()) now.class_name = row.class_name;
  if (!row.group.empty()) now.group = row.group;
  if (!row.team.empty()) now.team = row.team;
  if (!row.vehicle.empty()) now.vehicle = row.vehicle;
  const bool changed = !told_ || !(now == entry_);
  entry_ = std::move(now);
  const bool first_driver = entry_.drivers.empty() && !row.driver.empty();
  if (changed && !first_driver) out.push_back({at, 0, entry_});
  told_ = true;

  const auto known =
      std::ranges::find_if(entry_.drivers, [&](const auto& driver) { return same_name(driver.name, row.driver); });
  const bool drives = known != entry_.drivers.end() && known->id == driver_;
  if (row.driver.empty() || drives) {
    candidate_.clear();
    return;
  }
  const bool second_time = same_name(candidate_, row.driver);
  candidate_ = row.driver;
  if (second_time || sure || !driver_) change_driver(lap, at, out);
}

void CarEntry::take_unchanged(std::int32_t lap, Instant at, std::vector<timing::Event>& out) {
  if (!candidate_.empty()) change_driver(lap, at, out);
}

void CarEntry::change_driver(std::int32_t lap, Instant at, std::vector<timing::Event>& out) {
  const auto known =
      std::ranges::find_if(entry_.drivers, [&](const auto& driver) { return same_name(driver.name, candidate_); });
  timing::DriverId to;
  if (known != entry_.drivers.end()) {
    to = known->id;
  } else if (entry_.drivers.size() < timing::kMaxDrivers) {
    to = id_of(candidate_);
    entry_.drivers.push_back({.id = to, .name = candidate_});
    out.push_back({at, 0, entry_});
  }
  candidate_.clear();
  if (to.empty()) return;
  out.push_back({at, 0, timing::DriverChange{entry_.car, driver_, to, lap}});
  driver_ = to;
}

}  // namespace stint::live::wige
