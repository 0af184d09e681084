// The alarms of real races, held against their labels: figures that must not be lost again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "insight/anomaly/scorecard.hpp"
#include "source/archive/archive.hpp"

namespace stint {
namespace {

TEST(RealAlarms, AreMostlyRightAndSeldomFalse) {
  const char* data = std::getenv("STINT_DATA");
  const std::filesystem::path races = std::filesystem::path(data == nullptr ? "" : data) / "races" / "imsa";
  if (data == nullptr || !std::filesystem::exists(races)) GTEST_SKIP() << "the real races (STINT_DATA) aren't here";
  insight::AlarmScore all;
  for (const char* name :
       {"imsa_2024_road-america", "imsa_2024_weathertech-raceway-laguna-seca", "imsa_2024_watkins-glen-international",
        "imsa_2024_long-beach-street-circuit", "imsa_2024_road-atlanta"}) {
    const auto session = source::read_archive(races / (std::string(name) + "_race-laps.csv"));
    ASSERT_TRUE(session.has_value()) << name;
    all += insight::score_alarms(session->events);
  }
  EXPECT_GT(all.at_lap_end.f1(), 0.62);
  EXPECT_GT(all.confirmed.precision(), 0.7);
  EXPECT_GT(all.confirmed.recall(), 0.65);
  EXPECT_LT(static_cast<double>(all.confirmed.false_alarms), all.hours);
  EXPECT_GE(all.retirements.recall(), 0.8);
  // A drop of pace foretells little, so it is told seldom, and is no alarm.
  const auto of = [&](insight::AnomalyKind kind) { return all.kinds[static_cast<std::size_t>(kind)]; };
  const insight::KindCount parts = of(insight::AnomalyKind::mechanical), drops = of(insight::AnomalyKind::performance_drop);
  EXPECT_LT(static_cast<double>(parts.information + drops.information), 0.8 * all.hours);
  EXPECT_EQ(parts.alarms + drops.alarms, 0U);
  std::size_t in_quiet = 0;
  for (const insight::KindCount& kind : all.kinds) in_quiet += kind.in_quiet;
  ASSERT_GT(all.quiet_hours, 1);
  EXPECT_LT(static_cast<double>(in_quiet), 2 * all.quiet_hours);
}

}  // namespace
}  // namespace stint
