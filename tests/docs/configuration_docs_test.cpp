// docs/configuration.md has a row for each configuration key, with its flag and its default.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/configuration.hpp"
#include "project_files.hpp"

namespace stint {
namespace {

TEST(ConfigurationDocs, EveryKeyIsDocumentedWithFlagAndDefault) {
  const auto lines = project::lines_of(project::root() / "docs/configuration.md");
  for (const app::SettingRow& row : app::setting_rows()) {
    const auto cell = [](std::string_view text) { return "`" + std::string(text) + "`"; };
    EXPECT_THAT(lines,
                testing::Contains(testing::AllOf(testing::HasSubstr("| " + cell(row.environment)),
                                                 testing::HasSubstr(cell(row.flag)), testing::HasSubstr(cell(row.fallback)))))
        << "docs/configuration.md lacks a row with this key, its flag and its default: " << row.environment;
  }
}

}  // namespace
}  // namespace stint
