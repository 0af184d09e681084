#include "source/archive/csv_header.hpp"

#include <algorithm>

namespace stint::source::archive {
namespace {

constexpr std::size_t kNamesShown = 4;
constexpr std::size_t kNameBytesShown = 24;

// Names come from any file, so what is shown of them is short and printable.
std::string shown(std::string_view name) {
  std::string text(name.substr(0, kNameBytesShown));
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return text;
}

}  // namespace

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

CsvHeader::CsvHeader(const CsvRows& rows) {
  names_.reserve(rows.fields());
  for (std::size_t i = 0; i < rows.fields(); ++i) names_.push_back(upper_case(rows.field(i)));
}

std::size_t CsvHeader::find(std::string_view name) const {
  const auto found = std::ranges::find(names_, upper_case(name));
  return found == names_.end() ? kNoColumn : static_cast<std::size_t>(found - names_.begin());
}

FileKind kind_of(const CsvHeader& header) {
  const bool lap_number = header.has("LAP_NUMBER") || header.has("LAPNUMBER");
  if (header.has("NUMBER") && lap_number && header.has("ELAPSED")) return FileKind::laps;
  if (header.has("NUMBER") && (header.has("POSITION") || header.has("POS"))) return FileKind::results;
  if (header.has("TIME_UTC_SECONDS")) return FileKind::weather;
  if (header.has("NUMBER") && header.has("BESTLAP_1")) return FileKind::best_laps;
  return FileKind::unknown;
}

std::string describe(const CsvHeader& header) {
  switch (kind_of(header)) {
    case FileKind::laps:
      return "this is a lap-analysis file";
    case FileKind::results:
      return "this is a results file";
    case FileKind::weather:
      return "this is a weather file";
    case FileKind::best_laps:
      return "this is a list of best laps";
    case FileKind::unknown:
      break;
  }
  std::string text = "its first line is: ";
  for (std::size_t i = 0; i < std::min(kNamesShown, header.names().size()); ++i)
    text += (i == 0 ? "" : ", ") + shown(header.names()[i]);
  if (header.names().size() > kNamesShown) text += ", ...";
  return text;
}

}  // namespace stint::source::archive
