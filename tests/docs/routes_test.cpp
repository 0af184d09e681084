// docs/api.md names every route.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "project_files.hpp"
#include "server/routes.hpp"

namespace stint {
namespace {

TEST(ApiDocs, EveryRouteIsDocumented) {
  const std::string page = project::text_of(project::root() / "docs/api.md");
  for (const server::Route& route : server::routes()) {
    const std::string method = route.method == server::Method::post  ? "POST "
                               : route.method == server::Method::put ? "PUT "
                                                                     : "GET ";
    EXPECT_THAT(page, testing::HasSubstr("`" + method + std::string(route.pattern) + "`")) << "docs/api.md lacks this route";
  }
}

}  // namespace
}  // namespace stint
