// A table for people: columns aligned with blanks, numbers to the right.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stint::app {

class TextTable {
 public:
  enum class Align : std::uint8_t { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Column> columns);

  // REQUIRES: one cell a column.
  void add_row(std::vector<std::string> cells);

  // Title line, then the rows. Width is counted in code points.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace stint::app
