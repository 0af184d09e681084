#include "timing/ndjson_log.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "timing/event_limits.hpp"

namespace stint::timing {
namespace {

constexpr std::string_view kPitIn = R"({"at":5,"kind":"pit_in","lap":1,"car":"7"})";

std::string sample() {
  std::string text = "\xEF\xBB\xBF";
  text.append(kPitIn).append("\r\n\n{\"at\":5}\n").append(kPitIn).append("\n").append(kPitIn.substr(0, 20));
  return text;
}

void expect_sample(const NdjsonLog& log) {
  EXPECT_EQ(log.events.size(), 2U);
  EXPECT_EQ(log.report.lines, 5U);
  EXPECT_EQ(log.report.events, 2U);
  ASSERT_EQ(log.report.bad_count, 2U);
  EXPECT_EQ(log.report.bad[0].line, 3U);
  EXPECT_EQ(log.report.bad[0].reason, "kind is missing");
  EXPECT_EQ(log.report.bad[1].line, 5U);  // torn
}

TEST(NdjsonLog, ABadLineCostsThatLineOnly) { expect_sample(read_ndjson_log(sample())); }

TEST(NdjsonLog, AStreamReadsAsItsText) {
  std::istringstream in(sample());
  const auto log = read_ndjson_log(in);
  ASSERT_TRUE(log.has_value());
  expect_sample(*log);
}

TEST(NdjsonLog, PassesOverAnOverlongLine) {
  const std::string text = std::string(3 * kMaxLineBytes, 'x') + "\n" + std::string(kPitIn) + "\n";
  std::istringstream in(text);
  const auto log = read_ndjson_log(in);
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(log->events.size(), 1U);
  ASSERT_EQ(log->report.bad_count, 1U);
  EXPECT_EQ(log->report.bad[0].reason, "the line is longer than 1048576 bytes");
}

TEST(NdjsonLog, ListsOnlySoManyBadLines) {
  std::string text;
  for (std::size_t i = 0; i < kMaxBadLinesListed + 7; ++i) text += "?\n";
  const auto log = read_ndjson_log(std::string_view(text));
  EXPECT_EQ(log.report.bad.size(), kMaxBadLinesListed);
  EXPECT_EQ(log.report.bad_count, kMaxBadLinesListed + 7);
}

TEST(NdjsonLog, StopsWhenTheReceiverHasEnough) {
  std::istringstream in(std::string(kPitIn) + "\n" + std::string(kPitIn) + "\n");
  std::size_t seen = 0;
  const auto report = read_ndjson_log(in, [&](Event&&) { return ++seen < 1; });
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(seen, 1U);
}

TEST(NdjsonLog, AFolderIsUnreadable) {
  std::ifstream in("/");
  const auto log = read_ndjson_log(in);
  ASSERT_FALSE(log.has_value());
  EXPECT_EQ(log.error().code, ErrorCode::file_unreadable);
}

}  // namespace
}  // namespace stint::timing
