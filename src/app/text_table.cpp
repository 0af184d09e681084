#include "app/text_table.hpp"

#include <algorithm>
#include <utility>

namespace stint::app {
namespace {

constexpr std::string_view kBetweenColumns = "  ";

std::size_t code_points(std::string_view text) {
  constexpr unsigned char kContinuationMask = 0xC0;
  constexpr unsigned char kContinuation = 0x80;
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & kContinuationMask) != kContinuation;
  }));
}

}  // namespace

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void TextTable::add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(code_points(column.title));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], code_points(row[i]));
  }

  std::string out;
  const auto write = [&](std::size_t column, std::string_view cell) {
    const std::string padding(widths[column] - code_points(cell), ' ');
    const bool to_the_right = columns_[column].align == Align::right;
    if (column > 0) out += kBetweenColumns;
    if (to_the_right) out += padding;
    out += cell;
    if (!to_the_right && column + 1 < columns_.size()) out += padding;
  };
  for (std::size_t i = 0; i < columns_.size(); ++i) write(i, columns_[i].title);
  out += '\n';
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) write(i, row[i]);
    out += '\n';
  }
  return out;
}

}  // namespace stint::app
