#include "source/archive_fetch/result_file.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <tuple>

#include "net/url.hpp"
#include "timing/plain_text.hpp"

namespace stint::source {
namespace {

using timing::lower_case;

struct KnownFile {
  std::string_view prefix, extension;  // in small letters
  ResultContent content;
  std::int32_t preference;
};

constexpr std::array<KnownFile, 7> kKnownFiles = {{
    {"23_analysisendurancewithsections", ".csv", ResultContent::laps, 2},
    {"23_analysis_", ".csv", ResultContent::laps, 1},
    {"23_time cards", ".csv", ResultContent::laps, 0},
    {"03_classification", ".csv", ResultContent::results, 0},
    {"03_results", ".csv", ResultContent::results, 0},
    {"26_weather", ".csv", ResultContent::weather, 0},
    {"25_flagsanalysiswithrcmessages", ".json", ResultContent::flags, 0},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters and digits in small letters; everything else a blank.
std::string plain(std::string_view text) {
  std::string out = lower_case(text);
  std::ranges::replace_if(out, [](unsigned char c) { return std::isalnum(c) == 0 && c < 0x80; }, ' ');
  return out;
}

std::vector<std::string> folders_of(std::string_view address) {
  std::vector<std::string> parts;
  const std::string_view path = address.substr(0, address.find_first_of("?#"));
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t slash = std::min(path.find('/', begin), path.size());
    if (slash > begin) parts.push_back(net::percent_decoded(path.substr(begin, slash - begin)));
    begin = slash + 1;
  }
  return parts;
}

// "hour 6", "Hour_24": the number behind the word.
std::int32_t hour_in(std::string_view text) {
  const std::size_t word = text.rfind("hour");
  if (word == std::string_view::npos) return 0;
  std::size_t at = word + 4;
  while (at < text.size() && !is_digit(text[at])) ++at;
  std::int32_t hour = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), hour);
  return hour;
}

// The name of the session may say "hour" as well ("6 Hours of .."), so only the hour's folder and the file are looked at.
Finality finality_of(const std::string& words) {
  if (words.find("amended") != std::string::npos) return {4, 0};
  if (words.find("provisional") != std::string::npos) return {1, 0};
  if (words.find("final") != std::string::npos) return {3, 0};
  const std::int32_t hour = hour_in(words);
  return hour > 0 ? Finality{0, hour} : Finality{2, 0};
}

}  // namespace

std::string_view local_ending(ResultContent content) {
  switch (content) {
    case ResultContent::laps:
      return "analysis.csv";
    case ResultContent::results:
      return "results.csv";
    case ResultContent::weather:
      return "weather.csv";
    case ResultContent::flags:
      return "flags.json";
  }
  return "";
}

std::string_view without_number(std::string_view folder) {
  std::size_t digits = 0;
  while (digits < folder.size() && is_digit(folder[digits])) ++digits;
  return digits > 0 && digits < folder.size() && folder[digits] == '_' ? folder.substr(digits + 1) : folder;
}

bool has_words(std::string_view text, std::string_view wanted) {
  const std::string in = plain(text);
  const std::string all = plain(wanted);
  std::size_t begin = 0;
  while (begin < all.size()) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    if (end > begin && in.find(all.substr(begin, end - begin)) == std::string::npos) return false;
    begin = end + 1;
  }
  return true;
}

std::optional<ResultFile> read_result_address(const std::string& address) {
  const std::vector<std::string> parts = folders_of(address);
  const auto results = std::ranges::find(parts, "Results");
  const auto below = static_cast<std::size_t>(parts.end() - results);
  if (below != 6 && below != 7) return std::nullopt;
  ResultFile file;
  file.address = address;
  file.season = results[1];
  file.event = results[2];
  file.series = results[3];
  const std::string& session = results[4];
  const std::size_t line = session.find('_');
  file.stamp = session.substr(0, line);
  if (line == std::string::npos || file.stamp.size() != 12 || !std::ranges::all_of(file.stamp, is_digit)) return std::nullopt;
  file.session = session.substr(line + 1);
  file.name = parts.back();
  const std::string lower = lower_case(file.name);
  for (const KnownFile& known : kKnownFiles) {
    if (!lower.starts_with(known.prefix) || !lower.ends_with(known.extension)) continue;
    file.content = known.content;
    file.preference = known.preference;
    break;
  }
  file.finality = finality_of(below == 7 ? lower_case(results[5]) + " " + lower : lower);
  return file;
}

std::vector<ResultFile> best_files(const std::vector<ResultFile>& files) {
  std::map<ResultContent, const ResultFile*> best;
  for (const ResultFile& file : files) {
    if (!file.content) continue;
    const ResultFile*& kept = best[*file.content];
    const auto worth = [](const ResultFile& one) { return std::tie(one.preference, one.finality); };
    if (kept == nullptr || worth(*kept) <= worth(file)) kept = &file;
  }
  std::vector<ResultFile> chosen;
  for (const auto& [content, file] : best) chosen.push_back(*file);
  return chosen;
}

}  // namespace stint::source
