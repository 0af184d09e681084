#include "insight/rules/toml_faults.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

TEST(TomlFaultsTest, TextsAndCommentsMayHaveAnyLetter) {
  EXPECT_FALSE(find_toml_fault("# Nürburgring\na = \"Spa-Frœncorchamps\"\nb = 'é'\n"));
  EXPECT_FALSE(find_toml_fault("a = \"\"\"é\n\"é\"\n\"\"\"\"\nb = '''é\n'é'''"));
  EXPECT_FALSE(find_toml_fault("a = \"\\\"é\" # é"));
  EXPECT_FALSE(find_toml_fault("\xEF\xBB\xBF[a]"));
}

TEST(TomlFaultsTest, ElsewhereTheyAreFoundWithTheirPlace) {
  const auto place = find_toml_fault("a = 1\nb = é\n");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->line, 2U);
  EXPECT_EQ(place->column, 5U);
  EXPECT_TRUE(find_toml_fault("é = 1"));
  EXPECT_TRUE(find_toml_fault("a = \"open\né = 1")) << "a text that isn't closed ends with its line";
  EXPECT_TRUE(find_toml_fault("a = 1 \xC2\xA1"));
}

TEST(TomlFaultsTest, TablesHaveANameAsTheirHead) {
  EXPECT_FALSE(find_toml_fault("[pit_speed]\n  [[ race_class ]] # both\na = [1, 2]\nb = [\n  \"x\",\n]\n"));
  for (const char* head : {"[", "[]", "[[]]", "[a", "[[a]", "[\x01]", "[a.b]", "[\"a\"]"}) {
    const auto found = find_toml_fault("x = 1\n" + std::string(head) + "\n");
    ASSERT_TRUE(found) << head;
    EXPECT_EQ(found->line, 2U) << head;
    EXPECT_EQ(found->column, 1U) << head;
  }
}

}  // namespace
}  // namespace stint::insight
