// docs/metrics.md has a row for each metric that /metrics shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "project_files.hpp"
#include "server/metric_names.hpp"
#include "server/metrics.hpp"

namespace stint {
namespace {

TEST(MetricsDocs, EveryMetricIsDocumented) {
  const std::string page = project::text_of(project::root() / "docs/metrics.md");
  for (const server::metric::Description& metric : server::metric::kAll) {
    EXPECT_THAT(page, testing::HasSubstr("| `" + std::string(metric.name) + "` |")) << "docs/metrics.md lacks this metric";
  }
}

TEST(MetricsDocs, WhatIsShownIsInTheListOfMetrics) {
  server::Metrics metrics;
  metrics.answered("/", 200, std::chrono::milliseconds{1}, 100);
  metrics.push_client_joined("websocket");
  metrics.push_message_made("a");
  metrics.set_snapshot_age("a", std::chrono::seconds{1});
  metrics.set_feed("a", {}, std::chrono::system_clock::now());
  metrics.set_strategy("a", 1, 0.2);
  const std::string text = metrics.text();
  std::size_t shown = 0;
  for (std::size_t at = text.find("# TYPE "); at != std::string::npos; at = text.find("# TYPE ", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string name = text.substr(begin, text.find(' ', begin) - begin);
    EXPECT_THAT(server::metric::kAll, testing::Contains(testing::Field(&server::metric::Description::name, name)));
    ++shown;
  }
  EXPECT_EQ(shown, server::metric::kAll.size());
}

}  // namespace
}  // namespace stint
