#include "race/circuit.hpp"

#include <gtest/gtest.h>

namespace stint::race {
namespace {

Circuit known(std::string id, std::vector<std::string> names, std::string layout = "", double length_m = 5000) {
  Circuit circuit;
  circuit.id = std::move(id);
  circuit.names = std::move(names);
  circuit.layout = std::move(layout);
  circuit.length_m = length_m;
  return circuit;
}

const std::vector<Circuit>& folder() {
  static const std::vector<Circuit> kFolder = {
      known("valdoro", {"Circuit de Valdoro", "Valdoro"}),
      known("le-bourg", {"Circuit du Grand Bourg", "Le Bourg"}),
      known("porto", {"Autódromo José Porto"}),
      known("kettle_wec", {"Kettle Ridge Raceway"}, "wec", 6000),
      known("kettle_imsa", {"Kettle Ridge Raceway"}, "imsa", 5200),
      known("road-atherton", {"Road Atherton"}),
      known("road-america", {"Road Amarillo"}),
  };
  return kFolder;
}

std::string found(std::string track, std::string event = "", std::string series = "", std::optional<double> lap_m = {}) {
  timing::Session session;
  session.track = std::move(track);
  session.event = std::move(event);
  session.series = std::move(series);
  session.lap_length_m = lap_m;
  const Circuit* circuit = circuit_of(folder(), session);
  return circuit == nullptr ? "" : circuit->id;
}

TEST(PlainWords, TakesOffAccentsCaseAndSigns) {
  EXPECT_EQ(plain_words("Autódromo  José-Carlos Paçe!"), "autodromo jose carlos pace");
  EXPECT_EQ(plain_words("Nürburgring Nordschleife (24h)"), "nurburgring nordschleife 24h");
  EXPECT_EQ(plain_words("Ślōž ÿ"), "sloz y");
  EXPECT_EQ(plain_words("\xF0\x9F\x8F\x81 \xC3"), "");
}

TEST(CircuitOfASession, IsFoundByAnyOfItsNamesHoweverWritten) {
  EXPECT_EQ(found("VALDORO"), "valdoro");
  EXPECT_EQ(found("Circuit International de Valdoro"), "valdoro");
  EXPECT_EQ(found("le bourg"), "le-bourg");
  EXPECT_EQ(found("Autodromo Jose Porto"), "porto");
}

TEST(CircuitOfASession, IsFoundByTheEventWhereTheTrackIsNotSaid) {
  EXPECT_EQ(found("", "6 Hours of Valdoro"), "valdoro");
  EXPECT_EQ(found("", "24 Heures du Bourg"), "le-bourg");
}

TEST(CircuitOfASession, IsNotGuessedFromEmptyWords) {
  EXPECT_EQ(found("Circuit de la Grand Race"), "");
  EXPECT_EQ(found("Road Somewhere"), "");
  EXPECT_EQ(found("", ""), "");
}

TEST(CircuitOfASession, HasTheLayoutOfTheLapOrOfTheSeries) {
  EXPECT_EQ(found("Kettle Ridge Raceway"), "kettle_wec");
  EXPECT_EQ(found("Kettle Ridge Raceway", "", "IMSA WeatherTech"), "kettle_imsa");
  EXPECT_EQ(found("Kettle Ridge", "", "WEC", 5250.0), "kettle_imsa");
}

// A square of about a kilometre a side, at 60 degrees north: a degree of longitude is half as long as one of latitude there.
const std::vector<LongitudeLatitude> kSquare = {{10, 60}, {10.018, 60}, {10.018, 60.009}, {10, 60.009}};

TEST(CourseLine, IsMeasuredInMetresAndClosed) {
  const auto line = measure_line(kSquare);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->length_m, 4000, 10);
  ASSERT_EQ(line->points.size(), 5U);
  EXPECT_EQ(line->points.front().fraction, 0);
  EXPECT_EQ(line->points.back().fraction, 1);
  EXPECT_NEAR(line->points[2].fraction, 0.5, 0.001);
  EXPECT_NEAR(line->points[1].x - line->points[0].x, 1000, 5);
  EXPECT_NEAR(line->points[2].y - line->points[1].y, 1000, 5);
}

TEST(CourseLine, IsRefusedIfItIsNone) {
  EXPECT_FALSE(measure_line(std::vector<LongitudeLatitude>{{10, 60}, {10.1, 60}}));
  EXPECT_FALSE(measure_line(std::vector<LongitudeLatitude>{{10, 60}, {10, 60}, {10, 60}, {10, 60}}));
  EXPECT_FALSE(measure_line(std::vector<LongitudeLatitude>{{10, 60}, {200, 60}, {10, 61}}));
  EXPECT_FALSE(measure_line(std::vector<LongitudeLatitude>{{10, 60}, {15, 60}, {10, 65}}));
  EXPECT_FALSE(measure_line(std::vector<LongitudeLatitude>{{0, 0}, {0.0001, 0}, {0, 0.0001}}));
}

}  // namespace
}  // namespace stint::race
