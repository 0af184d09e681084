// The rows of a delimited text file, one after another, without copying them.
//
// Fields may be quoted as in RFC 4180 ("" is one quote), but a quoted field ends on its own line: timing files have no others.
// LF and CRLF both end a line; blank lines are passed over; a byte-order mark at the start is no part of the first field.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stint::source::archive {

// Limits that no timing file comes near (the widest known row has 92 fields and 1.2 KB): what is beyond is no row.
inline constexpr std::size_t kMaxFields = 256;
inline constexpr std::size_t kMaxLineBytes = 64 * 1024;

// What is wrong with a row as a whole; its fields are then not to be read.
enum class RowFault : std::uint8_t { none, too_long, too_many_fields, open_quote };

[[nodiscard]] std::string_view fault_text(RowFault fault);

class CsvRows {
 public:
  // `text` outlives this.
  CsvRows(std::string_view text, char separator);

  // Goes to the next row; false at the end of the text.
  [[nodiscard]] bool next();

  [[nodiscard]] RowFault fault() const { return fault_; }
  [[nodiscard]] std::size_t line() const { return line_; }  // 1-based, of the current row
  [[nodiscard]] std::size_t fields() const { return count_; }

  // Field `index` (0-based) without surrounding spaces; empty if the row has fewer. Valid until next().
  [[nodiscard]] std::string_view field(std::size_t index) const {
    if (index >= count_) return {};
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1] + 1U;
    const std::string_view text(base_ + begin, ends_[index] - begin);
    const bool padded = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    return padded ? without_padding(text) : text;
  }

 private:
  [[nodiscard]] static std::string_view without_padding(std::string_view text);
  void split_line();
  void split_quoted(std::string_view line);
  void end_field(std::size_t at);
  void skip_long_line();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;  // where the next line begins
  std::size_t line_ = 0;
  RowFault fault_ = RowFault::none;
  const char* base_ = nullptr;  // of the current row: in the text, or in `unquoted_`
  std::size_t count_ = 0;
  std::array<std::uint32_t, kMaxFields> ends_{};  // where each field ends, from base_
  std::string unquoted_;                          // the current row without its quotes, if it had any
};

// The separator of a file, from its first line: the one of ';' and ',' that occurs more often.
[[nodiscard]] char find_separator(std::string_view text);

}  // namespace stint::source::archive
