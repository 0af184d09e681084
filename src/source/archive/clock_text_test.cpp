#include "source/archive/clock_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stint::source::archive {
namespace {

std::optional<std::int32_t> ms(std::string_view text) {
  const auto time = parse_clock(text);
  return time ? std::optional(time->count()) : std::nullopt;
}

TEST(ClockText, ReadsEveryFormOfATime) {
  EXPECT_EQ(ms("57.783"), 57783);
  EXPECT_EQ(ms("1:26.214"), 86214);
  EXPECT_EQ(ms("0:08.646"), 8646);
  EXPECT_EQ(ms("51:47.191"), 3107191);
  EXPECT_EQ(ms("1:06:48.234"), 4008234);
  EXPECT_EQ(ms("24:03:01.512"), 86581512);
  EXPECT_EQ(ms("0"), 0);
  EXPECT_EQ(ms("24.3"), 24300);
  EXPECT_EQ(ms("24.36"), 24360);
}

TEST(ClockText, RefusesWhatIsNoTime) {
  for (const auto* text : {"", ":", "1:", "1:2.000", "1:60.000", "1:75:00.000", "-1.000", "1.", "1.2345", "1:2:3:4", "1,5",
                           "12:xx.1", " 1.000", "99999999999", "999:00:00.000", "."}) {
    EXPECT_EQ(ms(text), std::nullopt) << '"' << text << '"';
  }
}

// The quick way for the usual forms is right if it agrees with the general one wherever it answers.
RC_GTEST_PROP(ClockText, TheQuickWayAgreesWithTheGeneralOne, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789012345::.. x")));
  if (const auto usual = detail::parse_usual_clock(text)) RC_ASSERT(usual == detail::parse_any_clock(text));
}

RC_GTEST_PROP(ClockText, TheQuickWayReadsEveryTimeUpToFourDays, ()) {
  const auto ms = *rc::gen::inRange(0, 359'999'999);
  char text[32];
  if (ms >= 3'600'000) {
    std::snprintf(text, sizeof text, "%d:%02d:%02d.%03d", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
  } else {
    std::snprintf(text, sizeof text, "%d:%02d.%03d", ms / 60'000, ms / 1000 % 60, ms % 1000);
  }
  RC_ASSERT(detail::parse_usual_clock(text) == std::optional(FileMillis{ms}));
}

}  // namespace
}  // namespace stint::source::archive
