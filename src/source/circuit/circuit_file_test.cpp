#include "source/circuit/circuit_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::source {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kCourse = R"({"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"role":"pit_entry","name":"Pit Entry","marker":0.97},"geometry":{"type":"Point","coordinates":[10,60]}},
  {"type":"Feature","properties":{"role":"outline"},
   "geometry":{"type":"LineString","coordinates":[[10,60],[10.018,60],[10.018,60.009],[10,60.009],[10,60]]}},
  {"type":"Feature","properties":{"role":"corner","name":"Chapel","marker":0.25},"geometry":{"type":"Point","coordinates":[10,60]}},
  {"type":"Feature","properties":{"role":"corner","name":"Off the lap","marker":2},"geometry":{"type":"Point","coordinates":[10,60]}}]})";

TEST(CircuitFile, HoldsTheCourseAndItsMarks) {
  const auto circuit = read_circuit("vale-do-sul_gp_centreline", kCourse);
  ASSERT_TRUE(circuit) << circuit.error().message;
  EXPECT_EQ(circuit->name, "vale do sul");
  EXPECT_EQ(circuit->layout, "gp");
  EXPECT_EQ(circuit->line.size(), 5U);
  EXPECT_NEAR(circuit->length_m, 4000, 10);
  ASSERT_EQ(circuit->marks.size(), 2U);
  EXPECT_EQ(circuit->marks[0].kind, "pit_entry");
  EXPECT_EQ(circuit->marks[1].name, "Chapel");
}

TEST(CircuitFile, MaySayItsNamesSectorsAndZonesItself) {
  std::string text(kCourse);
  text.insert(1, R"("name":"Vale do Sul","aliases":["The Vale"],"attribution":"© Somebody","sectors":[
    {"name":"S1","start":0,"end":0.4},{"name":"S2","start":0.4,"end":1},{"name":"bad","start":0.4,"end":7}],
    "slow_zones":[{"id":"sz1","start":0.9,"end":0.1}],)");
  const auto circuit = read_circuit("vale", text);
  ASSERT_TRUE(circuit);
  EXPECT_THAT(circuit->names, ElementsAre("vale", "Vale do Sul", "The Vale"));
  EXPECT_EQ(circuit->sectors.size(), 2U);
  ASSERT_EQ(circuit->slow_zones.size(), 1U);
  EXPECT_EQ(circuit->slow_zones[0].name, "sz1");
  EXPECT_EQ(circuit->attribution, "© Somebody");
}

TEST(CircuitFile, IsRefusedWithWhatIsWrong) {
  const auto refusal = [](std::string_view text) {
    const auto circuit = read_circuit("vale", text);
    return circuit ? std::string("read") : circuit.error().message;
  };
  EXPECT_THAT(refusal("{"), HasSubstr("no JSON"));
  EXPECT_THAT(refusal("[]"), HasSubstr("no feature with a LineString"));
  EXPECT_THAT(refusal(R"({"features":[{"geometry":{"type":"LineString","coordinates":[[10,60],"x"]}}]})"),
              HasSubstr("no course"));
  EXPECT_THAT(refusal(R"({"features":[{"geometry":{"type":"LineString","coordinates":[[10,60],[10,61]]}}]})"),
              HasSubstr("no course"));
}

TEST(TrackIndex, AddsNamesLengthSectorsAndZonesToItsCircuits) {
  auto circuit = read_circuit("vale_gp_centreline", kCourse);
  ASSERT_TRUE(circuit);
  std::vector<race::Circuit> circuits = {*circuit};
  add_track_index(
      "not json\n"
      R"({"slug":"vale","name":"Circuito do Vale","aka":["Vale"],"layouts":[{"id":"club","length_m":2000},{"id":"gp",)"
      R"("length_m":4010,"range_layers":[{"kind":"timing_sectors","items":[{"label":"S1","start":0,"end":0.3},)"
      R"({"label":"S2","start":0.3,"end":1}]},{"kind":"slow_zones","items":[{"label":"SZ1","start":0,"end":0.5}]}]}]})"
      "\n",
      circuits);
  EXPECT_EQ(circuits[0].name, "Circuito do Vale");
  EXPECT_EQ(circuits[0].length_m, 4010);
  EXPECT_EQ(circuits[0].sectors.size(), 2U);
  EXPECT_EQ(circuits[0].slow_zones.size(), 1U);
  EXPECT_THAT(circuits[0].names, ElementsAre("vale", "Circuito do Vale", "vale", "Vale"));
}

TEST(Attribution, IsTheParagraphWithTheCopyrightSignWithoutMarkup) {
  EXPECT_EQ(attribution_of("# Sources\n\nFrom all over.\n\n> © Some *Mappers*, licensed under the\n> [Open Licence "
                           "(OL)](https://x.y/z).\n\nMore."),
            "© Some Mappers, licensed under the Open Licence (OL).");
  EXPECT_EQ(attribution_of("nothing"), "");
}

}  // namespace
}  // namespace stint::source
