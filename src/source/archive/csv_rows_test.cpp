#include "source/archive/csv_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stint::source::archive {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> fields_of(const CsvRows& rows) {
  std::vector<std::string> fields;
  for (std::size_t i = 0; i < rows.fields(); ++i) fields.emplace_back(rows.field(i));
  return fields;
}

std::vector<std::vector<std::string>> all_rows(std::string_view text, char separator = ';') {
  std::vector<std::vector<std::string>> found;
  CsvRows rows(text, separator);
  while (rows.next()) found.push_back(fields_of(rows));
  return found;
}

TEST(CsvRows, ReadsLinesOfEitherEndingAndTheLastWithoutOne) {
  EXPECT_THAT(all_rows("a;b;\r\nc;d;\nlonger than eight bytes;e"),
              ElementsAre(ElementsAre("a", "b", ""), ElementsAre("c", "d", ""), ElementsAre("longer than eight bytes", "e")));
}

TEST(CsvRows, DropsTheByteOrderMarkAndSpacesAroundFields) {
  EXPECT_THAT(all_rows("\xEF\xBB\xBFNUMBER; LAP ;\n"), ElementsAre(ElementsAre("NUMBER", "LAP", "")));
}

TEST(CsvRows, ReadsQuotedFieldsWithSeparatorsAndQuotes) {
  EXPECT_THAT(all_rows("1,\"Harbour, North\",\"the \"\"Fox\"\"\",x\r\n2,plain,5\" pipe,y\n", ','),
              ElementsAre(ElementsAre("1", "Harbour, North", "the \"Fox\"", "x"), ElementsAre("2", "plain", "5\" pipe", "y")));
}

TEST(CsvRows, PassesOverBlankLinesButCountsThem) {
  CsvRows rows("a;b\n\n\r\nc;d\n", ';');
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 1U);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.line(), 4U);
  EXPECT_EQ(rows.field(0), "c");
  EXPECT_FALSE(rows.next());
}

TEST(CsvRows, GivesNothingForFieldsThatAreNotThere) {
  CsvRows rows("a;b\n", ';');
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.field(7), "");
}

TEST(CsvRows, AFaultCostsItsRowOnly) {
  const std::string text =
      "a;\"open\nb;c\n" + std::string(kMaxLineBytes + 100, 'x') + "\n" + std::string(kMaxFields + 5, ';') + "\nd;e\n";
  CsvRows rows(text, ';');
  std::vector<RowFault> faults;
  std::vector<std::string> first;
  while (rows.next()) {
    faults.push_back(rows.fault());
    if (rows.fault() == RowFault::none) first.emplace_back(rows.field(0));
  }
  EXPECT_THAT(faults,
              ElementsAre(RowFault::open_quote, RowFault::none, RowFault::too_long, RowFault::too_many_fields, RowFault::none));
  EXPECT_THAT(first, ElementsAre("b", "d"));
}

TEST(CsvRows, ManyLengthsOfLineAreSplitAlike) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string field(length, 'x');
    const std::string line = "1;" + field + ";2\n";
    EXPECT_THAT(all_rows(line + line), ElementsAre(ElementsAre("1", field, "2"), ElementsAre("1", field, "2")));
  }
}

TEST(FindSeparator, TakesTheMoreFrequent) {
  EXPECT_EQ(find_separator("NUMBER; LAP;\n1,2,3,4,5,6\n"), ';');
  EXPECT_EQ(find_separator("NUMBER, LAP,\n"), ',');
}

}  // namespace
}  // namespace stint::source::archive
