#include "timing/plain_text.hpp"

#include <gtest/gtest.h>

namespace stint::timing {
namespace {

TEST(PlainText, IsTrimmedAtItsEndsOnly) {
  EXPECT_EQ(trimmed(" \t Le  Mans\r\n"), "Le  Mans");
  EXPECT_EQ(trimmed("Le Mans"), "Le Mans");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(PlainText, IsLowerCaseInItsPlainLettersAlone) {
  EXPECT_EQ(lower_case("LMGT3 Pro-Am"), "lmgt3 pro-am");
  EXPECT_EQ(lower_case("N\u00dcRBURGRING [Z]"), "n\u00dcrburgring [z]") << "what is not a plain letter stays";
}

}  // namespace
}  // namespace stint::timing
