#include "timing/json_writer.hpp"

#include <gtest/gtest.h>

namespace stint::timing {
namespace {

TEST(JsonWriter, NestsAndSeparates) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("a", 1).key("b").begin_array().value("x").value(true).value(std::optional<Millis>{}).end_array();
  json.field("c", Millis{12}).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null],"c":12})");
}

TEST(JsonWriter, EscapesTextAndReplacesWhatIsNotUtf8) {
  std::string out;
  JsonWriter(out).value("DEL\xC3\x89TRAZ \"q\"\n\x01 \xFF!");
  EXPECT_EQ(out, "\"DEL\xC3\x89TRAZ \\\"q\\\"\\n\\u0001 \xEF\xBF\xBD!\"");
}

TEST(JsonWriter, WritesWhatIsNoNumberAsNull) {
  std::string out;
  JsonWriter(out).begin_array().value(0.1).value(1.0 / 0.0).end_array();
  EXPECT_EQ(out, "[0.1,null]");
}

TEST(SecondsText, KeepsThreeDecimals) {
  EXPECT_EQ(seconds_text(Millis{12345}), "12.345");
  EXPECT_EQ(seconds_text(Millis{-5}), "-0.005");
}

}  // namespace
}  // namespace stint::timing
