#include "app/circuit_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace stint::app {
namespace {

TEST(CircuitFolder, ThatIsNotThereIsAnError) {
  const auto read = read_circuit_folder("/there/is/no/such/folder");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::file_unreadable);
}

// Real course lines, if this machine has them: the names that feeds and archives use lead to them.
TEST(CircuitFolder, OfRealCoursesIsFoundByTheNamesOfRealSessions) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA is not set";
  const auto circuits = read_circuit_folder(std::string(data) + "/circuits");
  if (!circuits) GTEST_SKIP() << circuits.error().message;
  const auto found = [&](std::string track, std::string event, std::string series) {
    timing::Session session;
    session.track = std::move(track);
    session.event = std::move(event);
    session.series = std::move(series);
    const race::Circuit* circuit = race::circuit_of(*circuits, session);
    return circuit == nullptr ? std::string() : circuit->id.substr(0, circuit->id.find("_centreline"));
  };
  EXPECT_EQ(found("Circuit de la Sarthe", "", "WEC"), "circuit-de-la-sarthe_24h");
  EXPECT_EQ(found("LE MANS", "", "WEC"), "circuit-de-la-sarthe_24h");
  EXPECT_EQ(found("", "24 Hours of Le Mans", "WEC"), "circuit-de-la-sarthe_24h");
  EXPECT_EQ(found("Spa-Francorchamps", "", "WEC"), "spa-francorchamps_gp");
  EXPECT_EQ(found("Autodromo Internazionale Enzo e Dino Ferrari", "", "WEC"), "imola_gp");
  EXPECT_EQ(found("Daytona International Speedway", "", "IMSA"), "daytona_gp");
  EXPECT_EQ(found("Sebring International Raceway", "", "IMSA"), "sebring_imsa");
  EXPECT_EQ(found("Watkins Glen International", "", "IMSA"), "watkins-glen_gp");
  EXPECT_EQ(found("Autódromo José Carlos Pace", "", "WEC"), "interlagos_gp");
  EXPECT_EQ(found("Circuit of The Americas", "", "WEC"), "circuit-of-the-americas_gp");
  EXPECT_EQ(found("Road America", "", "IMSA"), "road-america_gp");
  EXPECT_EQ(found("Detroit Street Circuit", "", "IMSA"), "");
  for (const race::Circuit& circuit : *circuits) {
    EXPECT_FALSE(circuit.attribution.empty()) << circuit.id;
    EXPECT_EQ(circuit.sectors.size(), 3U) << circuit.id;
  }
}

}  // namespace
}  // namespace stint::app
