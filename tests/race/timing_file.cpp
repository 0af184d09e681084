#include "race/timing_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace stint::testing {
namespace {

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \t\r"));
  text.erase(text.find_last_not_of(" \t\r") + 1);
  return text;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

std::filesystem::path data_folder() {
  if (const char* told = std::getenv("STINT_DATA")) return told;
  const char* root = std::getenv("STINT_ROOT");
  return std::filesystem::path(root == nullptr ? "." : root) / "../shared/data";
}

}  // namespace

std::vector<Row> read_table(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const char separator = line.find(';') != std::string::npos ? ';' : ',';
  std::vector<std::string> names = split(line, separator);
  std::ranges::transform(names, names.begin(), trimmed);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = split(line, separator);
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), fields.size()); ++i) row[names[i]] = trimmed(fields[i]);
    if (row.contains("LAPNUMBER")) row["LAP_NUMBER"] = row["LAPNUMBER"];
    if (row.contains("LAPTIME")) row["LAP_TIME"] = row["LAPTIME"];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<std::int64_t> to_ms(const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  std::size_t from = 0;
  for (std::size_t colon = text.find(':'); colon != std::string::npos; colon = text.find(':', from)) {
    total = (total + std::stoll(text.substr(from, colon - from))) * 60;
    from = colon + 1;
  }
  std::string rest = text.substr(from);
  const std::size_t dot = rest.find('.');
  std::string fraction = dot == std::string::npos ? "" : rest.substr(dot + 1);
  fraction.resize(3, '0');
  return (total + std::stoll(rest.substr(0, dot))) * 1000 + std::stoll(fraction);
}

std::vector<std::filesystem::path> lap_files() {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"races/wec", "races/imsa"}) {
    std::error_code absent;
    for (const auto& file : std::filesystem::directory_iterator(data_folder() / folder, absent)) {
      const std::string name = file.path().filename().string();
      if (name.ends_with("-laps.csv") || name.ends_with("_analysis.csv") || name.ends_with("_timecards.csv")) {
        files.push_back(file.path());
      }
    }
  }
  std::ranges::sort(files);
  return files;
}

std::filesystem::path results_of(const std::filesystem::path& laps) {
  std::string name = laps.filename().string();
  const std::size_t place = name.rfind("-laps.csv");
  if (place == std::string::npos) return {};
  const auto results = laps.parent_path() / name.replace(place, std::string::npos, "-results.csv");
  return std::filesystem::exists(results) ? results : std::filesystem::path{};
}

}  // namespace stint::testing
