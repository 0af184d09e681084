#include "app/text_table.hpp"

#include <gtest/gtest.h>

namespace stint::app {
namespace {

TEST(TextTable, AlignsColumnsByCodePointsAndLeavesNoTrailingBlanks) {
  TextTable table({{"CAR"}, {"LAPS", TextTable::Align::right}, {"DRIVER"}});
  table.add_row({"007", "9", "É. Ö"});
  table.add_row({"É1", "10", "A"});
  EXPECT_EQ(table.text(),
            "CAR  LAPS  DRIVER\n"
            "007     9  É. Ö\n"
            "É1     10  A\n");
}

}  // namespace
}  // namespace stint::app
