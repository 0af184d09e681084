#include "net/url.hpp"

#include <gtest/gtest.h>

namespace stint::net {
namespace {

TEST(Url, IsTakenApart) {
  const auto url = parse_url("wss://timing.example:8443/live/socket?id=20&x=%20");
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->scheme, "wss");
  EXPECT_EQ(url->host, "timing.example");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->target, "/live/socket?id=20&x=%20");
  EXPECT_EQ(url->authority(), "timing.example:8443");
  EXPECT_TRUE(url->secure());
}

TEST(Url, HasThePortOfItsScheme) {
  EXPECT_EQ(parse_url("http://timing.example")->port, 80);
  EXPECT_EQ(parse_url("https://timing.example")->port, 443);
  EXPECT_EQ(parse_url("ws://timing.example")->port, 80);
  EXPECT_EQ(parse_url("wss://timing.example")->authority(), "timing.example");
  EXPECT_EQ(parse_url("http://[::1]:81/")->host, "::1");
  EXPECT_EQ(parse_url("http://[::1]:81/")->authority(), "[::1]:81");
  EXPECT_EQ(parse_url("http://timing.example")->target, "/");
}

TEST(Url, OthersAreRefused) {
  for (const char* text : {"", "timing.example", "ftp://timing.example/", "file:///etc/passwd", "http://", "http://a:99999/",
                           "https://name:word@timing.example/", "http://timing.example:port/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(Url, LinksAreResolvedOnTheirPage) {
  const std::string page = "http://results.example/a/index.html?season=1";
  EXPECT_EQ(resolve_link(page, "Results/LE MANS/x.CSV"), "http://results.example/a/Results/LE%20MANS/x.CSV");
  EXPECT_EQ(resolve_link(page, "/top/./x/../y#part"), "http://results.example/top/y");
  EXPECT_EQ(resolve_link(page, "?season=2"), "http://results.example/a/index.html?season=2");
  EXPECT_EQ(resolve_link(page, "https://other.example/z"), "https://other.example/z");
  EXPECT_EQ(resolve_link(page, "mailto:someone@results.example"), std::nullopt);
  EXPECT_EQ(resolve_link(page, "javascript:void(0)"), std::nullopt);
}

TEST(Url, PercentCodingRoundTrips) {
  EXPECT_EQ(percent_encoded("03_LE MANS/é"), "03_LE%20MANS%2F%C3%A9");
  EXPECT_EQ(percent_decoded("03_LE%20MANS%2f%C3%A9"), "03_LE MANS/é");
  EXPECT_EQ(percent_decoded("100%, %4, %zz+"), "100%, %4, %zz+");
}

TEST(Url, ThisMachineIsKnown) {
  for (const char* host : {"localhost", "localhost:8000", "127.0.0.1", "127.4.5.6:1", "::1", "[::1]:80"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"timing.example", "127.timing.example", "localhost.example", "128.0.0.1:80", ""}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace stint::net
