// docs/rules.md has a row for every rule that there can be, with what its value is, what it may be limited by, and its meaning.
#include <gtest/gtest.h>

#include "insight/rules/rule.hpp"
#include "insight/rules/rule_file.hpp"
#include "project_files.hpp"

namespace stint {
namespace {

using insight::RuleKeyRow;
using insight::RuleKind;

std::string value_cell(const RuleKeyRow& row) {
  switch (row.kind) {
    case RuleKind::number:
      return std::string(row.unit);
    case RuleKind::truth:
      return "`true`, `false`";
    case RuleKind::words:
      return "list of texts";
    case RuleKind::name:
      return "text";
    case RuleKind::choice:
      break;
  }
  std::string cell = "`";
  for (const char c : row.choices) c == ' ' ? cell.append("`, `") : cell.append(1, c);
  return cell + "`";
}

std::string limits_cell(const RuleKeyRow& row) {
  std::string cell;
  for (const char letter : row.scope) {
    if (!cell.empty()) cell += ", ";
    cell += letter == 'c'   ? "`classes`"
            : letter == 'g' ? "`grades`"
            : letter == 'f' ? "`flags`"
            : letter == 'r' ? "`race_minutes`"
            : letter == 'm' ? "`match`"
                            : "`also`, `group`";
  }
  return cell.empty() ? "-" : cell;
}

std::string section(const std::string& page) {
  const std::size_t begin = page.find("## Every rule");
  EXPECT_NE(begin, std::string::npos);
  return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

TEST(RulesDocsTest, EveryRuleIsDocumentedAndNoOther) {
  const std::string rows = section(project::text_of(project::root() / "docs/rules.md"));
  for (const RuleKeyRow& row : insight::kRuleKeys) {
    const std::string text = "| `" + std::string(row.name) + "` | " + value_cell(row) + " | " + limits_cell(row) + " | " +
                             std::string(row.meaning) + " |\n";
    EXPECT_NE(rows.find(text), std::string::npos) << "docs/rules.md lacks: " << text;
  }
  std::size_t count = 0;
  for (std::size_t at = rows.find("\n| `"); at != std::string::npos; at = rows.find("\n| `", at + 1)) ++count;
  EXPECT_EQ(count, insight::kRuleKeys.size());
}

TEST(RulesDocsTest, TheExampleIsARuleFile) {
  const std::string page = project::text_of(project::root() / "docs/rules.md");
  const std::size_t begin = page.find("```toml\n");
  ASSERT_NE(begin, std::string::npos);
  const std::string example = page.substr(begin + 8, page.find("```", begin + 8) - begin - 8);
  const auto read = insight::parse_rules("the example", example);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rules.size(), 2U);
}

TEST(RulesDocsTest, EveryShippedFileIsARuleFile) {
  std::size_t files = 0;
  for (const auto& file : project::files_in("rules")) {
    if (file.extension() != ".toml") continue;
    ++files;
    const auto read = insight::parse_rules(project::name_of(file), project::text_of(file));
    EXPECT_TRUE(read) << read.error().message;
  }
  EXPECT_GE(files, 10U);
}

}  // namespace
}  // namespace stint
