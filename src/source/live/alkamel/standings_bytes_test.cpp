#include "source/live/alkamel/standings_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/alkamel/sockjs.hpp"

namespace stint::live::alkamel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `rows`: the objects under the positions 1, 2, 3 ...
std::string frame_of(const std::vector<std::string>& rows, bool escaped) {
  std::string text =
      R"({"msg":"changed","collection":"standings","id":"1","fields":{"standings":{"displayDrivers":true,"standings":{)";
  for (std::size_t i = 0; i < rows.size(); ++i) text += (i == 0 ? "\"" : ",\"") + std::to_string(i + 1) + "\":" + rows[i];
  text += "}}}}";
  return escaped ? "a" + sockjs_text(text) : text;
}

class StandingsBytesOf : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static std::string frame(const std::vector<std::string>& rows) { return frame_of(rows, GetParam()); }
  StandingsBytes bytes_;
  std::vector<std::size_t> changed_;
};

TEST_P(StandingsBytesOf, OnlyTheRowsWhoseBytesDifferAreChanged) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;"})", R"({"data":"2;7;"})", R"({"data":"3;007;"})"})));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;7;","laps":4})", R"({"data":"3;007;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(1));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;7;","laps":4})", R"({"data":"3;007;"})"}), changed_));
  EXPECT_THAT(changed_, IsEmpty());
}

TEST_P(StandingsBytesOf, RowsComeAndGo) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;"})", R"({"data":"2;7;"})"})));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})"}), changed_));
  EXPECT_THAT(changed_, IsEmpty());
  EXPECT_EQ(bytes_.places().size(), 1U);
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;8;"})", R"({"data":"3;9;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(1, 2));
}

TEST_P(StandingsBytesOf, BracesAndQuotesInsideOfTextsBoundNothing) {
  const std::string odd = R"({"class":"a}\"b{\\","data":"1;31;"})";
  ASSERT_TRUE(bytes_.learn(frame({odd, R"({"data":"2;7;"})"})));
  EXPECT_EQ(bytes_.places().size(), 2U);
  ASSERT_TRUE(bytes_.compare(frame({R"({"class":"\\","data":"1;31;"})", R"({"data":"2;7;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(0));
}

TEST_P(StandingsBytesOf, AnotherShapeIsRefusedAndForgotten) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;"})"})));
  const std::string nested = frame({R"({"data":{"deep":1}})"});
  EXPECT_FALSE(bytes_.compare(nested, changed_));
  EXPECT_FALSE(bytes_.compare(frame({R"({"data":"1;31;"})"}), changed_)) << "nothing is known after a refusal";
  const std::string whole = frame({R"({"data":"1;31;"})", R"({"data":"2;7;"})"});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_TRUE(bytes_.learn(whole));
    EXPECT_FALSE(bytes_.compare(std::string_view(whole).substr(0, length), changed_)) << length;
  }
}

INSTANTIATE_TEST_SUITE_P(SockJsAndBare, StandingsBytesOf, testing::Bool());

}  // namespace
}  // namespace stint::live::alkamel
