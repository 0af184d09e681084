// Accounts of real races, of many intervals, cars and classes: every claim is so, and every event that it names is in the log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <random>

#include "claim_check.hpp"
#include "insight/anomaly/anomaly_watch.hpp"
#include "source/archive/archive.hpp"
#include "source/replay/playback.hpp"

namespace stint::testing {
namespace {

constexpr int kRandomIntervals = 3;            // twice: of any length, and short ones
constexpr std::int64_t kDay = 12 * 3'600'000;  // a race of a day, of which fewer are looked at
constexpr int kCarsAnInterval = 2;

// Of every shape: a day, six hours, a sprint, red flags that were never published, rain, many cautions.
const std::vector<std::string> kRaces{
    "wec_2024_lemans24h",  "wec_2024_fuji6h",      "wec_2019_spa6h",
    "wec_2025_saopaulo6h", "imsa_2019_daytona24",  "imsa_2022_watkins-glen-international_race-laps",
    "imsa_2023_sebring",   "imsa_2024_long-beach", "imsa_2021_mid-ohio"};

std::vector<std::filesystem::path> race_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : lap_files()) {
    const std::string name = file.filename().string();
    if (std::ranges::any_of(kRaces, [&](const std::string& race) { return name.starts_with(race); })) files.push_back(file);
  }
  return files;
}

class StoryTruth : public ::testing::TestWithParam<std::filesystem::path> {};

struct Interval {
  std::int64_t from = 0, to = 0;
};

std::vector<Interval> intervals_of(std::int64_t length, std::mt19937& random) {
  constexpr std::int64_t kMinute = 60'000;
  std::vector<Interval> intervals{{0, length + kMinute}, {0, 30 * kMinute}, {length - 45 * kMinute, length + kMinute}};
  std::uniform_int_distribution<std::int64_t> instants(0, length);
  for (int i = 0; i < (length > kDay ? 1 : kRandomIntervals); ++i) {
    const std::int64_t a = instants(random), b = instants(random);
    intervals.push_back({std::min(a, b), std::max(a, b) + 1});
    intervals.push_back({a, a + instants(random) / 12 + 1});
  }
  return intervals;
}

// Of the field, of each class, and of some cars.
std::vector<story::Wanted> accounts_of(const Interval& interval, timing::Instant start, const TimingRows& rows,
                                       std::mt19937& random) {
  story::Wanted wanted;
  wanted.from = start + timing::Millis{interval.from};
  wanted.to = start + timing::Millis{interval.to};
  std::vector<story::Wanted> all{wanted};
  for (const std::string& name : rows.classes()) {
    all.push_back(wanted);
    all.back().class_name = name;
  }
  const auto cars = rows.cars("");
  for (int i = 0; i < kCarsAnInterval; ++i) {
    all.push_back(wanted);
    all.back().car = timing::CarNumber(cars[random() % cars.size()]);
  }
  return all;
}

TEST_P(StoryTruth, EveryClaimIsSo) {
  auto session = source::read_archive(GetParam());
  ASSERT_TRUE(session) << session.error().message;
  const TimingRows rows(read_table(GetParam()));
  const LoggedFacts facts(session->events);
  source::Playback playback(session->events);
  const timing::Instant start = playback.snapshot()->session.started_at.value();
  std::mt19937 random(1923);
  std::map<std::string_view, int> told;
  for (const Interval& interval : intervals_of(rows.last_crossing(), random)) {
    playback.seek(start + timing::Millis{interval.to});
    const race::SnapshotPtr race = playback.snapshot();
    insight::AnomalyWatch watch;
    for (const timing::Event& event : session->events) {
      if (event.at <= start + timing::Millis{interval.to}) watch.apply(event);
    }
    std::vector<const insight::Anomaly*> anomalies;
    for (const insight::Anomaly& anomaly : watch.anomalies()) anomalies.push_back(&anomaly);
    for (const story::Wanted& wanted : accounts_of(interval, start, rows, random)) {
      const auto account = story::tell(*race, wanted, anomalies);
      ASSERT_TRUE(account) << account.error().message;
      ClaimCheck check(rows, session->events, *race, account->wanted);
      for (const story::Sentence& sentence : account->sentences) {
        ++told[story::kind_of(sentence.claim)];
        EXPECT_THAT(check.faults(sentence.claim), ::testing::IsEmpty())
            << sentence.text << "\n from " << interval.from << " to " << interval.to;
        EXPECT_FALSE(sentence.facts.empty()) << sentence.text;
        for (const story::Fact& fact : sentence.facts) {
          EXPECT_TRUE(facts.holds(fact)) << sentence.text << ": no " << fact.kind << " of #" << fact.car.str() << " lap "
                                         << fact.lap << " at " << (fact.at - start).count();
        }
        if (HasFailure()) return;
      }
    }
  }
  EXPECT_GT(told["trouble"], 0) << "the watch's word is told too";
  EXPECT_GT(told.size(), 6U) << "hardly anything was told";
}

std::string test_name(const ::testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoryTruth);
INSTANTIATE_TEST_SUITE_P(Races, StoryTruth, ::testing::ValuesIn(race_files()), test_name);

TEST(StoryTruthData, IsPresent) {
  if (lap_files().empty()) GTEST_SKIP() << "no race files: set STINT_DATA to a folder that holds races/";
  EXPECT_GE(race_files().size(), kRaces.size());
}

}  // namespace
}  // namespace stint::testing
