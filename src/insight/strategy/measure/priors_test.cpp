#include "insight/strategy/measure/priors.hpp"

#include <gtest/gtest.h>

#include "insight/strategy/measure/made_up_stops.hpp"
#include "insight/strategy/measure/tally_race.hpp"

namespace stint::insight {
namespace {

RaceTally tallied(const std::string& id, const std::string& event) {
  MadeUpStops wanted;
  wanted.event = event;
  return tally_race(id, *made_up_race_at(wanted), nullptr, Priors{});
}

Priors three_races() {
  Priors priors;
  priors.add(tallied("a", "Made Up 2020"));
  priors.add(tallied("b", "Made Up 2021"));
  priors.add(tallied("c", "Other 2021"));
  return priors;
}

TEST(Priors, AreReadAsTheyWereWritten) {
  const std::string text = three_races().write();
  const auto read = Priors::read(text, "a file");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->write(), text);
  EXPECT_EQ(read->version(), three_races().version());
  ASSERT_EQ(read->races().size(), 3U);
  EXPECT_EQ(read->races()[1].season, 2021);
  EXPECT_EQ(read->races()[1].circuit, "nowhere");
  EXPECT_GT(read->races()[1].classes.at(0).of(ClassFact::lane_green).count, 0);
}

TEST(Priors, WithoutASeasonAreAsIfItHadNeverBeenLearnt) {
  Priors only;
  only.add(tallied("a", "Made Up 2020"));
  EXPECT_EQ(three_races().without("TEST", 2021).write(), only.write());
  EXPECT_EQ(three_races().without("OTHER", 2021).write(), three_races().write());
  EXPECT_EQ(three_races().without_race("b").without_race("c").write(), only.write());
}

TEST(Priors, RefuseWhatIsNotTheirs) {
  EXPECT_EQ(Priors::read("", "x").error().code, ErrorCode::not_a_model);
  EXPECT_EQ(Priors::read("STINTMDL\n", "x").error().code, ErrorCode::not_a_model);
  EXPECT_EQ(Priors::read("stint-strategy 2\nchecksum 0\n", "x").error().code, ErrorCode::model_too_new);
}

TEST(Priors, RefuseWhatWasChangedOrCut) {
  const std::string text = three_races().write();
  std::string changed = text;
  changed[text.find("lane_green") + 12] ^= 1;
  EXPECT_EQ(Priors::read(changed, "x").error().code, ErrorCode::model_damaged);
  EXPECT_EQ(Priors::read(text.substr(0, text.size() / 2), "x").error().code, ErrorCode::model_damaged);
  EXPECT_EQ(Priors::read(text + "race x\n", "x").error().code, ErrorCode::model_damaged);
}

TEST(Priors, TellTheYearAndTheCircuitOfASession) {
  timing::Session session;
  session.event = "24 Hours of Le Mans 2024";
  EXPECT_EQ(season_of(session), 2024);
  EXPECT_EQ(circuit_key(session), "le-mans");
  session.track = "Circuit de la Sarthe";
  EXPECT_EQ(circuit_key(session), "circuit-de-la-sarthe");
}

}  // namespace
}  // namespace stint::insight
