// docs/predictions.md lists every feature that lap-time models are told, with its unit and reason, as the program has them.
#include <gtest/gtest.h>

#include "insight/predict/features.hpp"
#include "project_files.hpp"

namespace stint {
namespace {

TEST(PredictionsDocsTest, EveryFeatureIsDocumentedWithItsUnitAndReasonInOrder) {
  const std::string page = project::text_of(project::root() / "docs/predictions.md");
  std::size_t from = page.find("## What a model is told");
  ASSERT_NE(from, std::string::npos);
  for (const insight::FeatureText& feature : insight::feature_texts()) {
    const std::string row =
        "| `" + std::string(feature.name) + "` | " + std::string(feature.unit) + " | " + std::string(feature.reason) + " |\n";
    const std::size_t at = page.find(row, from);
    ASSERT_NE(at, std::string::npos) << "docs/predictions.md lacks, or has elsewhere in the list: " << row;
    from = at;
  }
}

TEST(PredictionsDocsTest, NoFeatureIsDocumentedThatTheProgramDoesNotHave) {
  const std::string page = project::text_of(project::root() / "docs/predictions.md");
  const std::size_t begin = page.find("## What a model is told");
  ASSERT_NE(begin, std::string::npos);
  const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
  std::size_t rows = 0;
  for (std::size_t at = section.find("\n| `"); at != std::string::npos; at = section.find("\n| `", at + 1)) ++rows;
  EXPECT_EQ(rows, insight::kFeatureCount);
}

}  // namespace
}  // namespace stint
