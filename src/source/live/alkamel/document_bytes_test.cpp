#include "source/live/alkamel/document_bytes.hpp"

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

class DocumentBytesOf : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static std::string frame(const std::vector<std::string>& rows) { return frame_of(rows, GetParam()); }
  DocumentBytes bytes_{"standings"};
  std::vector<std::size_t> changed_;
};

TEST_P(DocumentBytesOf, OnlyTheRowsWhoseBytesDifferAreChanged) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;"})", R"({"data":"2;7;"})", R"({"data":"3;007;"})"})));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;7;","laps":4})", R"({"data":"3;007;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(1));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;7;","laps":4})", R"({"data":"3;007;"})"}), changed_));
  EXPECT_THAT(changed_, IsEmpty());
}

TEST_P(DocumentBytesOf, OfARowThatDiffersOnlyTheMembersThatDifferAreChanged) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;","laps":4,"isRunning":true})"})));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;","laps":41,"isRunning":true})"}), changed_));
  const auto& place = bytes_.places().at(0);
  ASSERT_EQ(place.members.size(), 3U);
  EXPECT_FALSE(place.reshaped);
  EXPECT_FALSE(place.members[0].changed);
  EXPECT_TRUE(place.members[1].changed);
  EXPECT_FALSE(place.members[2].changed);
  std::string space;
  EXPECT_EQ(bytes_.key(place), "1");
  EXPECT_EQ(bytes_.name(place, place.members[1]), "laps");
  EXPECT_EQ(bytes_.value(place, place.members[1], space).whole(), 41);
  EXPECT_EQ(bytes_.value(place, place.members[2], space).truth(), true);
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;","isRunning":true})"}), changed_));
  EXPECT_TRUE(bytes_.places().at(0).reshaped);
}

TEST_P(DocumentBytesOf, ValuesAreReadAsAParserReadsThem) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"class":"a\"\u00e9\\","laps":4.0,"best":"79000","none":null})"})));
  const auto& place = bytes_.places().at(0);
  std::string space;
  const auto value = [&](std::size_t i) { return bytes_.value(place, place.members.at(i), space); };
  EXPECT_EQ(value(0).text(), "a\"\u00e9\\");
  EXPECT_EQ(value(1).whole(), 4);
  EXPECT_EQ(value(2).whole(), 79'000);
  EXPECT_EQ(value(3).whole(), std::nullopt);
  EXPECT_EQ(value(3).text(), "");
}

TEST_P(DocumentBytesOf, RowsComeAndGo) {
  ASSERT_TRUE(bytes_.learn(frame({R"({"data":"1;31;"})", R"({"data":"2;7;"})"})));
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})"}), changed_));
  EXPECT_THAT(changed_, IsEmpty());
  EXPECT_EQ(bytes_.places().size(), 1U);
  ASSERT_TRUE(bytes_.compare(frame({R"({"data":"1;31;"})", R"({"data":"2;8;"})", R"({"data":"3;9;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(1, 2));
}

TEST_P(DocumentBytesOf, BracesAndQuotesInsideOfTextsBoundNothing) {
  const std::string odd = R"({"class":"a}\"b{\\","data":"1;31;"})";
  ASSERT_TRUE(bytes_.learn(frame({odd, R"({"data":"2;7;"})"})));
  EXPECT_EQ(bytes_.places().size(), 2U);
  ASSERT_TRUE(bytes_.compare(frame({R"({"class":"\\","data":"1;31;"})", R"({"data":"2;7;"})"}), changed_));
  EXPECT_THAT(changed_, ElementsAre(0));
}

TEST_P(DocumentBytesOf, AnotherShapeIsRefusedAndForgotten) {
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

INSTANTIATE_TEST_SUITE_P(SockJsAndBare, DocumentBytesOf, testing::Bool());

}  // namespace
}  // namespace stint::live::alkamel
