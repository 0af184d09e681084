#include "insight/alerts/alert_book.hpp"

#include <gtest/gtest.h>

#include "insight/alerts/alert_json.hpp"

namespace stint::insight {
namespace {

using timing::CarNumber;

Anomaly stopped(std::int32_t id, const char* car, double severity, double probability) {
  Anomaly anomaly;
  anomaly.id = id;
  anomaly.car = CarNumber(car);
  anomaly.kind = AnomalyKind::stopped;
  anomaly.severity = severity;
  anomaly.probability = probability;
  anomaly.first_seen = timing::instant_from_ms(1000);
  anomaly.text = "Car " + std::string(car) + " has stopped.";
  return anomaly;
}

std::string class_of(const CarNumber& car) { return car.view() == "7" ? "LMH" : "GT3"; }

class Alerts : public testing::Test {
 protected:
  std::vector<Alert> take(const Anomaly& anomaly) {
    return book_.take(rules_, {&anomaly, 1}, class_of, timing::instant_from_ms(2000));
  }
  AlertRule& rule() { return rules_.rules.front(); }

  AlertRules rules_{{CarNumber("8")}, {AlertRule{.id = "r1", .name = "stopped"}}};
  AlertBook book_;
};

TEST_F(Alerts, AreGivenOnceForAnAnomaly) {
  const auto alerts = take(stopped(1, "7", 0.6, 0.9));
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].stage, AlertStage::raised);
  EXPECT_EQ(alerts[0].class_name, "LMH");
  EXPECT_EQ(alerts[0].number, 1U);
  EXPECT_TRUE(take(stopped(1, "7", 0.7, 0.95)).empty()) << "a little worse is no news";
  EXPECT_EQ(take(stopped(2, "8", 0.6, 0.9)).at(0).number, 2U);
}

TEST_F(Alerts, WaitUntilTheProbabilityIsReached) {
  EXPECT_TRUE(take(stopped(1, "7", 0.6, 0.3)).empty());
  EXPECT_EQ(take(stopped(1, "7", 0.6, 0.5)).size(), 1U);
}

TEST_F(Alerts, TellWhatGetsWorseWhatIsConfirmedAndWhatWasNothing) {
  ASSERT_EQ(take(stopped(1, "7", 0.4, 0.9)).size(), 1U);
  Anomaly now = stopped(1, "7", 0.65, 0.9);
  EXPECT_EQ(take(now).at(0).stage, AlertStage::worse);
  now.confirmed = timing::instant_from_ms(1500);
  EXPECT_EQ(take(now).at(0).stage, AlertStage::confirmed);
  EXPECT_TRUE(take(now).empty());
  now.cleared = timing::instant_from_ms(1900);
  now.probability = 0;
  EXPECT_EQ(take(now).at(0).stage, AlertStage::cleared);
  EXPECT_TRUE(take(now).empty());
}

TEST_F(Alerts, NobodyIsToldThatSomethingIsOverThatTheyWereNotToldOf) {
  Anomaly anomaly = stopped(1, "7", 0.4, 0.2);
  EXPECT_TRUE(take(anomaly).empty());
  anomaly.cleared = timing::instant_from_ms(1900);
  EXPECT_TRUE(take(anomaly).empty());
}

TEST_F(Alerts, PassEveryPartOfARule) {
  rule().cars = {CarNumber("7")};
  EXPECT_TRUE(take(stopped(1, "8", 1, 1)).empty());
  rule().cars = {};
  rule().classes = {"LMH"};
  EXPECT_TRUE(take(stopped(2, "8", 1, 1)).empty());
  rule().classes = {};
  rule().kinds = {AnomalyKind::spin};
  EXPECT_TRUE(take(stopped(3, "8", 1, 1)).empty());
  rule().kinds = {};
  rule().least_severity = 0.9;
  EXPECT_TRUE(take(stopped(4, "8", 0.8, 1)).empty());
  rule().confirmed_only = true;
  EXPECT_TRUE(take(stopped(5, "8", 1, 1)).empty());
  rule().enabled = false;
  rule().confirmed_only = false;
  EXPECT_TRUE(take(stopped(6, "8", 1, 1)).empty());
  rule().enabled = true;
  EXPECT_EQ(take(stopped(7, "8", 1, 1)).size(), 1U);
}

TEST_F(Alerts, OfFavouritesAreOfTheUsersFavourites) {
  rule().favourites_only = true;
  EXPECT_TRUE(take(stopped(1, "7", 1, 1)).empty());
  EXPECT_EQ(take(stopped(2, "8", 1, 1)).size(), 1U);
}

TEST_F(Alerts, OfTheTrackPassNoRuleThatAsksForCars) {
  Anomaly zone = stopped(1, "7", 1, 1);
  zone.car.reset();
  EXPECT_EQ(take(zone).size(), 1U);
  zone.id = 2;
  rule().classes = {"LMH"};
  EXPECT_TRUE(take(zone).empty());
}

TEST_F(Alerts, OfAnotherRaceAreNewButTheirNumbersGoOn) {
  ASSERT_EQ(take(stopped(1, "7", 1, 1)).size(), 1U);
  book_.begin_anew();
  EXPECT_EQ(take(stopped(1, "7", 1, 1)).at(0).number, 2U);
}

TEST_F(Alerts, OfTwoRulesTellNobodyTheSameTwice) {
  rules_.rules.push_back({.id = "r2", .webhooks = {"w"}});
  rules_.rules.push_back({.id = "r3", .in_browser = false, .webhooks = {"w", "x"}});
  const auto alerts = take(stopped(1, "7", 1, 1));
  ASSERT_EQ(alerts.size(), 3U);
  EXPECT_TRUE(alerts[0].in_browser && !alerts[1].in_browser);
  EXPECT_EQ(alerts[1].webhooks, (std::vector<std::string>{"w"}));
  EXPECT_EQ(alerts[2].webhooks, (std::vector<std::string>{"x"}));
}

TEST_F(Alerts, AreSaidInOneSentence) {
  Anomaly anomaly = stopped(1, "7", 0.4, 0.9);
  EXPECT_EQ(alert_text(take(anomaly).at(0)), "Car 7 has stopped. (LMH)");
  anomaly.cleared = timing::instant_from_ms(1900);
  EXPECT_EQ(alert_text(take(anomaly).at(0)), "All clear: Car 7 has stopped. (LMH)");
}

}  // namespace
}  // namespace stint::insight
