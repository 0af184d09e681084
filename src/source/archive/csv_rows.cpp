#include "source/archive/csv_rows.hpp"

#include <algorithm>

#include "source/archive/delimiter_finder.hpp"

namespace stint::source::archive {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}  // namespace

std::string_view fault_text(RowFault fault) {
  switch (fault) {
    case RowFault::too_long:
      return "the line is longer than 64 KiB";
    case RowFault::too_many_fields:
      return "the row has more than 256 fields";
    case RowFault::open_quote:
      return "a quoted field does not end on its line";
    case RowFault::none:
      break;
  }
  return "";
}

CsvRows::CsvRows(std::string_view text, char separator) : text_(text), separator_(separator) {
  if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
}

std::string_view CsvRows::without_padding(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool CsvRows::next() {
  while (at_ < text_.size()) {
    ++line_;
    count_ = 0;
    fault_ = RowFault::none;
    split_line();
    const bool blank = fault_ == RowFault::none && count_ == 1 && field(0).empty();
    if (!blank) return true;
  }
  return false;
}

void CsvRows::end_field(std::size_t at) {
  if (count_ == kMaxFields) {
    fault_ = RowFault::too_many_fields;
    return;
  }
  ends_[count_++] = static_cast<std::uint32_t>(at);
}

// Looks at a block of bytes at a time for what ends a field; a quote hands the line over to split_quoted().
void CsvRows::split_line() {
  const DelimiterFinder finder(separator_);
  base_ = text_.data() + at_;
  const std::size_t left = text_.size() - at_;
  for (std::size_t offset = 0; offset < left; offset += DelimiterFinder::kBlock) {
    if (offset > kMaxLineBytes) return skip_long_line();
    auto found = finder.find(base_ + offset, left - offset);
    for (; found != 0; found &= found - 1) {
      const std::size_t at = offset + DelimiterFinder::position(found);
      if (base_[at] == separator_) {
        end_field(at);
      } else if (base_[at] == '\n') {
        end_field(at > 0 && base_[at - 1] == '\r' ? at - 1 : at);
        at_ += at + 1;
        return;
      } else {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        const std::string_view line = text_.substr(at_, end - at_);
        at_ = std::min(end + 1, text_.size());
        return split_quoted(line);
      }
    }
  }
  end_field(left > 0 && base_[left - 1] == '\r' ? left - 1 : left);
  at_ = text_.size();
}

void CsvRows::skip_long_line() {
  fault_ = RowFault::too_long;
  const std::size_t end = text_.find('\n', at_);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
}

void CsvRows::split_quoted(std::string_view line) {
  count_ = 0;
  fault_ = RowFault::none;
  if (line.size() > kMaxLineBytes) {
    fault_ = RowFault::too_long;
    return;
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  unquoted_.clear();
  bool quoted = false;
  bool field_begins = true;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c != '"') {
        unquoted_ += c;
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        unquoted_ += line[++i];
      } else {
        quoted = false;
      }
      continue;
    }
    if (c == separator_) {
      end_field(unquoted_.size());
      unquoted_ += '\n';  // keeps fields one byte apart, as in the text
      field_begins = true;
      continue;
    }
    if (c == '"' && field_begins) {
      quoted = true;
    } else {
      unquoted_ += c;
    }
    field_begins = field_begins && c == ' ';
  }
  end_field(unquoted_.size());
  base_ = unquoted_.data();
  if (quoted) fault_ = RowFault::open_quote;
}

char find_separator(std::string_view text) {
  const std::string_view header = text.substr(0, std::min(text.find('\n'), kMaxLineBytes));
  return std::ranges::count(header, ';') >= std::ranges::count(header, ',') ? ';' : ',';
}

}  // namespace stint::source::archive
