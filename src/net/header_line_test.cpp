#include "net/header_line.hpp"

#include <gtest/gtest.h>

namespace stint::net {
namespace {

TEST(HeaderLine, GivesTheValueWithoutTheBlanksAroundIt) {
  EXPECT_EQ(header_value("ETag: \"v 1\" \r\n", "ETag"), "\"v 1\"");
  EXPECT_EQ(header_value("etag:x", "ETag"), "x");
}

TEST(HeaderLine, IsNoneIfItIsAnotherHeaderOrHasNoValue) {
  EXPECT_EQ(header_value("ETags: x", "ETag"), std::nullopt);
  EXPECT_EQ(header_value("HTTP/1.1 200 OK\r\n", "ETag"), std::nullopt);
  EXPECT_EQ(header_value("ETag: \r\n", "ETag"), std::nullopt);
}

}  // namespace
}  // namespace stint::net
