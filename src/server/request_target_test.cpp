#include "server/request_target.hpp"

#include <gtest/gtest.h>

#include "server/limits.hpp"

namespace stint::server {
namespace {

TEST(RequestTarget, IsTakenApartAndDecoded) {
  const auto target = parse_target("/api/lap_times/0%307?limit=5&car_class=LMGT3+Am&empty&limit=6");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "lap_times", "007"}));
  EXPECT_EQ(*target->find("car_class"), "LMGT3 Am");
  EXPECT_EQ(*target->find("empty"), "");
  EXPECT_EQ(target->find("absent"), nullptr);
  EXPECT_EQ(target->integer("limit", 1, 10).value(), 5) << "the first value counts";
}

TEST(RequestTarget, ATrailingSlashMakesNoDifference) {
  EXPECT_EQ(parse_target("/dashboard/")->segments, parse_target("/dashboard")->segments);
  EXPECT_TRUE(parse_target("/")->segments.empty());
}

TEST(RequestTarget, RefusesWhatIsNoPath) {
  for (const std::string_view bad : {"", "api", "http://localhost/", "*", "/%", "/%2", "/%zz", "/a%00b", "/a/../b",
                                     "/a/%2E%2e/b", "/./a", "/?a=%0a", "/1/2/3/4/5/6/7/8/9"}) {
    const auto target = parse_target(bad);
    ASSERT_FALSE(target) << bad;
    EXPECT_EQ(target.error().code, ErrorCode::malformed_request) << bad;
  }
}

TEST(RequestTarget, HoldsItsLimits) {
  EXPECT_EQ(parse_target("/" + std::string(limit::kTargetBytes, 'a')).error().code, ErrorCode::target_too_long);
  EXPECT_EQ(parse_target("/?a=" + std::string(limit::kQueryValueBytes + 1, 'a')).error().code, ErrorCode::bad_argument);
  std::string many = "/?a=1";
  for (std::size_t i = 0; i < limit::kQueryPairs; ++i) many += "&b=2";
  EXPECT_EQ(parse_target(many).error().code, ErrorCode::bad_argument);
}

TEST(RequestTarget, AnIntegerIsWholeAndInRange) {
  for (const std::string_view bad : {"0", "11", "-1", "1.5", "1x", "", "99999999999999999999"}) {
    EXPECT_FALSE(parse_target("/?limit=" + std::string(bad))->integer("limit", 1, 10)) << bad;
  }
  EXPECT_EQ(parse_target("/")->integer("limit", 1, 10).value(), std::nullopt);
}

TEST(RequestTarget, APatternTakesOneSegmentInItsBraces) {
  const auto match = [](std::string_view pattern, std::string_view path) {
    return match_pattern(pattern, parse_target(path)->segments).has_value();
  };
  EXPECT_TRUE(match("/", "/"));
  EXPECT_TRUE(match("/api/stints/{car}", "/api/stints/7"));
  EXPECT_FALSE(match("/api/stints/{car}", "/api/stints"));
  EXPECT_FALSE(match("/api/stints/{car}", "/api/stints/7/8"));
  EXPECT_FALSE(match("/api/stints/{car}", "/api/stints//"));
  EXPECT_EQ(*match_pattern("/api/stints/{car}", {"api", "stints", "007"}), "007");
}

}  // namespace
}  // namespace stint::server
