// docs/errors.md and the program must agree on every error code, its HTTP status and its meaning.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "project_files.hpp"
#include "timing/error.hpp"

namespace stint {
namespace {

struct Row {
  std::string status;
  std::string meaning;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
  }
  return cells;
}

// The table's rows by code; a code that stands twice is a failure.
std::map<std::string, Row> documented() {
  std::map<std::string, Row> rows;
  for (const std::string& line : project::lines_of(project::root() / "docs" / "errors.md")) {
    if (!line.starts_with("| `")) continue;
    const auto cells = cells_of(line);
    EXPECT_EQ(cells.size(), 5U) << line;
    if (cells.size() < 5) continue;
    const std::string code = cells[1].substr(1, cells[1].size() - 2);
    EXPECT_FALSE(cells[4].empty()) << code << " doesn't say what to do";
    EXPECT_TRUE(rows.emplace(code, Row{cells[2], cells[3]}).second) << code << " is documented twice";
  }
  return rows;
}

TEST(ErrorsDocument, HasEachCodeWithItsStatusAndMeaningAndNoOther) {
  auto rows = documented();
  const auto expect_row = [&](ErrorCode code) {
    const std::string text(code_text(code));
    const auto row = rows.find(text);
    ASSERT_NE(row, rows.end()) << text << " is not in docs/errors.md";
    EXPECT_EQ(row->second.status, std::to_string(http_status(code))) << text;
    EXPECT_EQ(row->second.meaning, code_meaning(code)) << text;
    rows.erase(row);
  };
#define STINT_ERROR(name, code, status, meaning) expect_row(ErrorCode::name);
#include "timing/error_codes.def"
#undef STINT_ERROR
  for (const auto& [code, row] : rows) ADD_FAILURE() << code << " is in docs/errors.md but is no code";
}

TEST(ErrorCodes, AreDistinct) {
  std::set<std::string_view> seen;
#define STINT_ERROR(name, code, status, meaning) EXPECT_TRUE(seen.insert(code).second) << code;
#include "timing/error_codes.def"
#undef STINT_ERROR
}

}  // namespace
}  // namespace stint
