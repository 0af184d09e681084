#include "source/simulate/entry_list.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace stint::source {
namespace {

std::vector<RaceCar> field_of(std::uint64_t seed, std::int32_t cars) {
  const SimulationData& data = simulation_data().value();
  return make_entry_list(seed, cars, data.circuits.front(), data.classes, data.names);
}

TEST(EntryList, DealsAllCarsByTheSharesOfTheClasses) {
  std::vector<CarClass> classes(3);
  classes[0].share = 0.5;
  classes[1].share = 0.3;
  classes[2].share = 0.2;
  EXPECT_EQ(deal_cars(10, classes), (std::vector<std::int32_t>{5, 3, 2}));
  EXPECT_EQ(deal_cars(11, classes), (std::vector<std::int32_t>{6, 3, 2}));
  for (std::int32_t cars = 2; cars <= 120; ++cars) {
    const auto dealt = deal_cars(cars, classes);
    ASSERT_EQ(std::accumulate(dealt.begin(), dealt.end(), 0), cars);
  }
}

TEST(EntryList, GivesNoNumberAndNoDriverTwice) {
  std::set<std::string> numbers, drivers;
  for (const RaceCar& car : field_of(9, 120)) {
    EXPECT_TRUE(numbers.insert(car.number().str()).second) << car.number().view();
    for (const timing::Driver& driver : car.entry.drivers) EXPECT_TRUE(drivers.insert(driver.name).second) << driver.name;
  }
  EXPECT_EQ(numbers.size(), 120U);
}

TEST(EntryList, FillsInEverythingThatAScreenShows) {
  for (const RaceCar& car : field_of(4, 30)) {
    EXPECT_FALSE(car.entry.team.empty());
    EXPECT_FALSE(car.entry.manufacturer.empty());
    EXPECT_TRUE(car.entry.vehicle.starts_with(car.entry.manufacturer));
    ASSERT_EQ(car.crew.size(), car.entry.drivers.size());
    ASSERT_GE(car.crew.size(), 2U);
    for (const timing::Driver& driver : car.entry.drivers) {
      EXPECT_EQ(driver.tla.size(), 3U) << driver.name;
      EXPECT_EQ(driver.country.size(), 3U) << driver.name;
      EXPECT_FALSE(driver.grade.empty());
    }
  }
}

TEST(EntryList, StartsTheFasterClassAhead) {
  double pace = 0;
  for (const RaceCar& car : field_of(2, 60)) {
    EXPECT_GE(car.kind->pace, pace);
    pace = car.kind->pace;
  }
}

TEST(EntryList, LetsSlowerGradesLoseMoreTime) {
  double gold = 0, bronze = 0;
  int golds = 0, bronzes = 0;
  for (const RaceCar& car : field_of(8, 120)) {
    for (std::size_t i = 0; i < car.crew.size(); ++i) {
      if (car.entry.drivers[i].grade == "gold") gold += car.crew[i].pace_loss, ++golds;
      if (car.entry.drivers[i].grade == "bronze") bronze += car.crew[i].pace_loss, ++bronzes;
    }
  }
  ASSERT_GT(golds, 10);
  ASSERT_GT(bronzes, 10);
  EXPECT_GT(bronze / bronzes, gold / golds + 0.012);
}

}  // namespace
}  // namespace stint::source
