#include "source/live/griiip/iso_time.hpp"

#include <gtest/gtest.h>

namespace stint::live::griiip {
namespace {

using timing::instant_from_ms;

TEST(IsoTime, Pitfall19_AnyNumberOfDigitsAndAnyZoneAreRead) {
  const auto whole = parse_iso_time("2026-06-13T17:27:14Z");
  EXPECT_EQ(whole, instant_from_ms(1'781'371'634'000));
  EXPECT_EQ(parse_iso_time("2026-06-13T17:27:14+00:00"), whole);
  EXPECT_EQ(parse_iso_time("2026-06-13T19:27:14+02:00"), whole);
  EXPECT_EQ(parse_iso_time("2026-06-13T17:27:14"), whole);
  EXPECT_EQ(parse_iso_time("2026-06-13T17:27:14.7309842+00:00"), instant_from_ms(1'781'371'634'730));
  EXPECT_EQ(parse_iso_time("2026-06-13T17:27:14.01Z"), instant_from_ms(1'781'371'634'010));
}

TEST(IsoTime, WhatIsNoTimeIsNone) {
  for (const char* text : {"", "0001-01-01T00:00:00+00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-06-13",
                           "2026-06-13T25:00:00Z", "2026-06-13T17:27:14.Z", "2026-06-13T17:27:14Zx", "yesterday"}) {
    EXPECT_EQ(parse_iso_time(text), std::nullopt) << text;
  }
}

TEST(IsoTime, IsWrittenAsTheServiceWantsIt) { EXPECT_EQ(iso_time(instant_from_ms(1'781'371'634'730)), "2026-06-13T17:27:14Z"); }

}  // namespace
}  // namespace stint::live::griiip
