// Cars, crews, and who is at the wheel.
//
// displayName is the team and threeLettersName the first driver's; the driver of the moment is the one of `drivers` whose
// externalDriverID equals currentDriverId. A change comes as a participant with another currentDriverId, as a DriverSwap of the
// race log, or as both.
#include <algorithm>
#include <array>

#include "source/live/griiip/country_codes.hpp"
#include "source/live/griiip/session_feed.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::griiip {
namespace {

using timing::DriverId;
using timing::Instant;
using timing::Millis;

// The two tellings of one change are stamped at most so far apart.
constexpr Millis kSameSwap = std::chrono::minutes{3};

struct Grade {
  std::string_view category;
  std::string_view name;
};
constexpr std::array kGrades = {Grade{"P", "platinum"}, Grade{"G", "gold"}, Grade{"S", "silver"}, Grade{"B", "bronze"}};

std::string grade_of(std::string_view category) {
  const auto found = std::ranges::find(kGrades, category, &Grade::category);
  return found == kGrades.end() ? "" : std::string(found->name);
}

std::vector<timing::Driver> drivers_of(const Item& participant) {
  std::vector<timing::Driver> drivers;
  each_item(participant.list("drivers"), [&](const Item& item) {
    const auto id = DriverId::parse(item.text("externalDriverID"));
    if (!id || drivers.size() == timing::kMaxDrivers) return;
    timing::Driver driver;
    driver.id = *id;
    driver.name = item.text("displayName");
    driver.tla = item.text("threeLettersName");
    driver.grade = grade_of(item.text("categoryId"));
    driver.country = alpha3_of(item.text("countryCodeTwo"));
    drivers.push_back(std::move(driver));
  });
  // As the entry list has them: the order in the feed is whose turn it was.
  std::ranges::sort(drivers, [](const auto& a, const auto& b) {
    return std::pair(a.id.view().size(), a.id) < std::pair(b.id.view().size(), b.id);
  });
  return drivers;
}

// What the view doesn't say stays as it was: a push may be a part of the row.
timing::Entry merged_entry(timing::Entry entry, const Item& participant) {
  const auto keep = [](std::string& field, std::string_view said) {
    if (!said.empty()) field = said;
  };
  keep(entry.class_name, participant.text("classId"));
  keep(entry.team, participant.text("displayName"));
  keep(entry.team, participant.text("teamName"));
  keep(entry.vehicle, participant.text("manufacturer"));
  if (auto drivers = drivers_of(participant); !drivers.empty()) entry.drivers = std::move(drivers);
  return entry;
}

}  // namespace

void SessionFeed::read_participant(const Item& participant, Intake& intake) {
  const auto pid = participant.number("pid") ? participant.number("pid") : participant.number("id");
  if (!pid || *pid < 0) return;
  const auto known = cars_.find(*pid);
  const auto number = timing::CarNumber::parse(participant.text("carNumber"));
  if (known == cars_.end() && !number) {
    intake.unknown_car = true;
    return;
  }
  CarRecord& car = cars_[*pid];
  const timing::Entry before = car.entry;
  if (number) {
    car.number = *number;
    owners_[*number] = *pid;
  }
  car.entry = merged_entry(car.entry, participant);
  car.entry.car = car.number;
  car.entry.key = std::to_string(*pid);
  if (known == cars_.end() || !(before == car.entry)) {
    const Instant at =
        known == cars_.end() && session_.started_at ? std::min(intake.arrived_at, *session_.started_at) : intake.arrived_at;
    say(intake, at, car.entry);
  }
  if (const auto driver = DriverId::parse(participant.text("currentDriverId"))) {
    // The row's time moves with any car's change: it is no older than the change, that is all.
    change_driver(car, *driver, time_of(participant, intake), intake);
  }
}

// The newer word counts: a row that was sent before the change does not take it back.
void SessionFeed::change_driver(CarRecord& car, const DriverId& driver, Instant at, Intake& intake) {
  if (car.driver == driver || (car.driver && at < car.driver_since)) return;
  const bool first = !car.driver.has_value();
  timing::DriverChange change{.car = car.number, .from = car.driver, .to = driver, .lap = std::nullopt};
  if (!first) car.swaps.push_back({car.driver, driver, at});
  car.driver = driver;
  car.driver_since = at;
  // At first it is who drives now; since when is for the history to say.
  say(intake, first ? std::max(at, intake.arrived_at) : at, change);
}

void SessionFeed::read_swap(CarRecord& car, const Item& item, Instant at, Intake& intake) {
  const auto to = DriverId::parse(item.text("newDriverId"));
  const auto from = DriverId::parse(item.text("previousDriverId"));
  if (!to) return;
  const bool told = std::ranges::any_of(
      car.swaps, [&](const DriverSwap& swap) { return swap.to == *to && std::chrono::abs(swap.at - at) <= kSameSwap; });
  if (told) return;
  car.swaps.push_back({from, *to, at});
  say(intake, at, timing::DriverChange{.car = car.number, .from = from, .to = *to, .lap = std::nullopt});
  if (!car.driver || at >= car.driver_since) {
    car.driver = *to;
    car.driver_since = at;
  }
}

void SessionFeed::finish_history(Intake& intake) {
  for (auto& [pid, car] : cars_) {
    if (!session_.started_at || *session_.started_at > intake.arrived_at) return;
    const auto first = std::ranges::min_element(car.swaps, {}, &DriverSwap::at);
    const auto starter = first == car.swaps.end() ? car.driver : first->from;
    if (!starter || (first != car.swaps.end() && first->at <= *session_.started_at)) continue;
    say(intake, *session_.started_at, timing::DriverChange{.car = car.number, .from = {}, .to = *starter, .lap = std::nullopt});
  }
}

}  // namespace stint::live::griiip
