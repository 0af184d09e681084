#include "insight/predict/sector_pace.hpp"

#include <gtest/gtest.h>

#include "insight/predict/made_up_race.hpp"

namespace stint::insight {
namespace {

// The made-up race, in which sector 2 takes everyone but car 1 a tenth longer from `slow_from` on.
struct Watched {
  Field field;
  SectorPace pace;
};
Watched watch(std::int64_t slow_from, std::int64_t until) {
  Watched watched;
  for (timing::Event event : made_up_race()) {
    if (timing::count_ms(event.at) > until) break;
    if (auto* sector = std::get_if<timing::Sector>(&event.body);
        sector != nullptr && sector->index == 2 && sector->car.str() != "1" && timing::count_ms(event.at) > slow_from) {
      sector->time = sector->time * 11 / 10;
    }
    const Step step = watched.field.apply(event);
    watched.pace.observe(watched.field, step);
  }
  return watched;
}

TEST(SectorPaceTest, ASlowSectorShowsThereAndNowhereElse) {
  const Watched watched = watch(1'200'000, 1'300'000);
  const FieldCar& car = *watched.field.find(timing::CarNumber("1"));
  const Instant since = watched.field.now() - std::chrono::milliseconds{90'000};
  EXPECT_NEAR(*watched.pace.of_class(car.class_index, 1, since, 0), 1.1, 0.02);
  EXPECT_NEAR(*watched.pace.of_field(1, since, 0), 1.1, 0.02);
  EXPECT_NEAR(*watched.pace.of_class(car.class_index, 0, since, 0), 1.0, 0.02);
}

TEST(SectorPaceTest, FewerThanThreeReadingsSayNothing) {
  const Watched watched = watch(1'200'000, 1'300'000);
  EXPECT_FALSE(watched.pace.of_class(0, 1, watched.field.now(), 0));
  EXPECT_FALSE(watched.pace.of_class(99, 1, {}, 0));
  EXPECT_FALSE(watched.pace.of_field(8, {}, 0));
}

TEST(SectorPaceTest, OutLapsAreNoReadings) {
  Field field;
  SectorPace pace;
  int out_laps = 0;
  for (const timing::Event& event : made_up_race()) {
    const Step step = field.apply(event);
    pace.observe(field, step);
    if (step.kind != Step::Kind::sector || !field.cars()[step.car].now.out_lap) continue;
    EXPECT_FALSE(pace.latest(step.car));
    ++out_laps;
  }
  EXPECT_GT(out_laps, 5);
}

}  // namespace
}  // namespace stint::insight
