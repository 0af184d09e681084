#include "source/live/alkamel/sockjs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace stint::live::alkamel {
namespace {

using Kind = SockJsFrame::Kind;
using testing::ElementsAre;

TEST(SockJs, TellsItsFramesApart) {
  EXPECT_EQ(read_sockjs("o").kind, Kind::open);
  EXPECT_EQ(read_sockjs("h").kind, Kind::heartbeat);
  const SockJsFrame closed = read_sockjs(R"(c[3000,"Go away!"])");
  EXPECT_EQ(closed.kind, Kind::close);
  EXPECT_THAT(closed.reason, testing::HasSubstr("Go away!"));
}

TEST(SockJs, AFrameMayHoldSeveralMessages) {
  const SockJsFrame frame = read_sockjs(R"(a["{\"msg\":\"ping\"}","{\"msg\":\"ready\",\"subs\":[\"s1\"]}"])");
  EXPECT_EQ(frame.kind, Kind::messages);
  EXPECT_THAT(frame.messages, ElementsAre(R"({"msg":"ping"})", R"({"msg":"ready","subs":["s1"]})"));
}

TEST(SockJs, ResolvesEveryEscapeOfJson) {
  const SockJsFrame frame = read_sockjs("a[\"\\u00fc \\ud83c\\udfc1 \\\\ \\/ \\n \\\\\\\"\"]");
  EXPECT_THAT(frame.messages, ElementsAre("\u00fc \U0001F3C1 \\ / \n \\\""));
  EXPECT_THAT(read_sockjs(R"(a["\ud83c alone"])").messages, ElementsAre("\uFFFD alone"));
}

TEST(SockJs, RefusesWhatIsCutOrNoFrame) {
  for (const char* text :
       {"", "a", "a[", "a[\"", "a[\"x", "a[\"x\"", "a[\"\\", "a[\"\\u12\"]", "a[\"\\q\"]", "a[\"x\"] ", "x", "{}"})
    EXPECT_EQ(read_sockjs(text).kind, Kind::broken) << text;
}

TEST(SockJs, SendsAListWithOneString) { EXPECT_EQ(sockjs_text(R"({"msg":"ping"})"), R"(["{\"msg\":\"ping\"}"])"); }

TEST(SockJs, EachConnectionHasAnotherPath) {
  std::set<std::string> paths;
  for (std::uint64_t connection = 0; connection < 100; ++connection) {
    const std::string path = sockjs_path(7, connection);
    EXPECT_THAT(path, testing::MatchesRegex("/[0-9]{3}/[a-z0-9_]{8}"));
    EXPECT_EQ(path, sockjs_path(7, connection)) << "the same seed gives the same path";
    paths.insert(path);
  }
  EXPECT_EQ(paths.size(), 100U);
}

}  // namespace
}  // namespace stint::live::alkamel
