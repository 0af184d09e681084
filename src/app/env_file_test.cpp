#include "app/env_file.hpp"

#include <gtest/gtest.h>

namespace stint::app {
namespace {

using Values = std::map<std::string, std::string>;

Values parsed(std::string_view text) {
  auto values = parse_env_file(".env", text);
  EXPECT_TRUE(values) << values.error().message;
  return values.value_or(Values{});
}

std::string refusal(std::string_view text) {
  const auto values = parse_env_file(".env", text);
  return values ? "accepted" : values.error().message;
}

TEST(EnvFile, ReadsPlainLinesCommentsAndBlanks) {
  EXPECT_EQ(parsed("# a comment\n\nA=1\r\n  B = two words  \nexport C=3\nD=\n"),
            (Values{{"A", "1"}, {"B", "two words"}, {"C", "3"}, {"D", ""}}));
}

TEST(EnvFile, ACommentAfterABareValueNeedsABlank) {
  EXPECT_EQ(parsed("A=x # note\nB=x#y\nC=# all comment\n"), (Values{{"A", "x"}, {"B", "x#y"}, {"C", ""}}));
}

TEST(EnvFile, QuotesKeepBlanksAndHashesAndDoubleOnesHaveEscapes) {
  EXPECT_EQ(parsed(R"(A=" a # b "
B='\n stays'
C="line\nnext \"q\" \\ \$" # note)"),
            (Values{{"A", " a # b "}, {"B", R"(\n stays)"}, {"C", "line\nnext \"q\" \\ $"}}));
}

TEST(EnvFile, TheLastOfTwoWinsAndNothingIsExpanded) { EXPECT_EQ(parsed("A=1\nA=$HOME/${X}"), (Values{{"A", "$HOME/${X}"}})); }

TEST(EnvFile, AByteOrderMarkIsIgnored) {
  EXPECT_EQ(parsed("\xEF\xBB\xBF"
                   "A=1"),
            (Values{{"A", "1"}}));
}

TEST(EnvFile, FaultsAreSaidWithTheirLine) {
  EXPECT_EQ(refusal("A=1\nnonsense\n"), ".env line 2: expected KEY=VALUE");
  EXPECT_EQ(refusal("1A=1"), ".env line 1: '1A' is no name of a variable");
  EXPECT_EQ(refusal("=1"), ".env line 1: '' is no name of a variable");
  EXPECT_EQ(refusal("\n\nA=\"open"), ".env line 3: the quoted value is not closed, or something follows it");
  EXPECT_EQ(refusal("A='a'b"), ".env line 1: the quoted value is not closed, or something follows it");
}

}  // namespace
}  // namespace stint::app
