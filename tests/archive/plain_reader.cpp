#include "plain_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace stint::source {
namespace {

namespace fs = std::filesystem;

std::string trimmed(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '"'; });
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> fields_of(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream parts(line);
  for (std::string part; std::getline(parts, part, separator);) fields.push_back(trimmed(part));
  return fields;
}

}  // namespace

std::string PlainRow::get(std::string_view name) const {
  const auto at = static_cast<std::size_t>(std::ranges::find(*names_, name) - names_->begin());
  return at < std::min(names_->size(), fields_.size()) ? fields_[at] : "";
}

int PlainRow::lap() const {
  const std::string number = get("LAP_NUMBER");
  return std::stoi(number.empty() ? get("LAPNUMBER") : number);
}

std::string PlainRow::lap_time() const {
  const std::string time = get("LAP_TIME");
  return time.empty() ? get("LAPTIME") : time;
}

std::vector<PlainRow> plain_rows(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string header;
  std::getline(file, header);
  if (header.starts_with("\xEF\xBB\xBF")) header.erase(0, 3);
  const char separator = header.find(';') == std::string::npos ? ',' : ';';
  const auto names = std::make_shared<const std::vector<std::string>>(fields_of(header, separator));
  std::vector<PlainRow> rows;
  for (std::string line; std::getline(file, line);) rows.emplace_back(names, fields_of(line, separator));
  return rows;
}

std::int64_t plain_ms(const std::string& text) {
  std::int64_t seconds = 0;
  std::istringstream groups(text);
  std::string last;
  for (std::string group; std::getline(groups, group, ':'); last = group) seconds = seconds * 60 + std::stoll(group);
  const auto dot = last.find('.');
  const std::string decimals = dot == std::string::npos ? "0" : last.substr(dot + 1);
  return seconds * 1000 + std::stoll((decimals + "000").substr(0, 3));
}

fs::path data_folder() {
  if (const char* data = std::getenv("STINT_DATA")) return data;
  const char* root = std::getenv("STINT_ROOT");
  return fs::path(root == nullptr ? "." : root) / ".." / "shared" / "data";
}

std::vector<fs::path> lap_files(std::string_view folder) {
  std::vector<fs::path> found;
  const fs::path races = data_folder() / "races" / folder;
  if (!fs::exists(races)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(races)) {
    const std::string name = entry.path().filename().string();
    const bool laps =
        name.ends_with("-laps.csv") || name.ends_with("_timecards.csv") || name.find("_analysis") != std::string::npos;
    if (entry.is_regular_file() && laps) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace stint::source
