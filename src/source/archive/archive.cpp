#include "source/archive/archive.hpp"

#include <array>
#include <charconv>

#include "source/archive/archive_folder.hpp"
#include "source/archive/complaint_log.hpp"
#include "source/archive/lap_file.hpp"
#include "source/archive/results_file.hpp"
#include "source/archive/session_dating.hpp"
#include "source/archive/session_events.hpp"
#include "source/archive/session_title.hpp"
#include "source/archive/weather_file.hpp"

namespace stint::source {
namespace {

// This much of a file is enough to tell two sessions apart: it holds cars, drivers and times of the first laps.
constexpr std::size_t kFingerprintBytes = 16 * 1024;

// FNV-1a over the beginning of the text, in eight hexadecimal digits.
std::string fingerprint(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text.substr(0, kFingerprintBytes)) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 16777619U;
  }
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  return std::string(digits.size() - length, '0') + std::string(digits.data(), length);
}

// "23_Analysis_Race.CSV" is the name of every race: the content makes the id one session's own.
archive::SessionTitle title_of(const ArchiveFile& laps) {
  archive::SessionTitle title = archive::title_from_file_name(laps.name);
  if (!title.distinct) title.id += (title.id.empty() ? "" : "-") + fingerprint(laps.text);
  return title;
}

std::vector<archive::ResultRow> results_of(const ArchiveFile& file, archive::ComplaintLog& complaints) {
  if (file.name.empty()) return {};
  auto results = archive::parse_results(file.text, complaints);
  if (results) return std::move(*results);
  complaints.add(0, 0, "the file is left out: " + results.error().message);
  return {};
}

std::vector<archive::WeatherRow> weather_of(const ArchiveFile& file, archive::ComplaintLog& complaints) {
  if (file.name.empty()) return {};
  auto weather = archive::parse_weather(file.text, complaints);
  if (weather) return std::move(*weather);
  complaints.add(0, 0, "the file is left out: " + weather.error().message);
  return {};
}

}  // namespace

Result<ArchiveSession> read_archive(const ArchiveFiles& files) {
  archive::ComplaintLog lap_complaints(files.laps.name);
  auto laps = archive::parse_laps(files.laps.text, lap_complaints);
  if (!laps) return fail(laps.error().code, files.laps.name + ": " + laps.error().message);

  archive::ComplaintLog result_complaints(files.results.name);
  const auto results = results_of(files.results, result_complaints);
  archive::ComplaintLog weather_complaints(files.weather.name);
  auto weather = weather_of(files.weather, weather_complaints);

  auto dating = archive::date_nominally(laps->started_time_of_day);
  if (!weather.empty() && laps->started_time_of_day) {
    if (const auto dated = archive::date_by_weather(*laps->started_time_of_day, weather)) dating = *dated;
  }
  if (!weather.empty() && dating.dating == timing::Dating::nominal) {
    weather_complaints.add(0, 0,
                           "the file is left out: no offset from UTC brings its first reading to the start of the session");
    weather.clear();
  }

  ArchiveSession session;
  const archive::SessionTitle title = title_of(files.laps);
  session.id = title.id;
  session.file = files.laps.name;
  session.events = archive::make_events({title, dating, *laps, results, weather});
  for (auto* log : {&lap_complaints, &result_complaints, &weather_complaints}) std::move(*log).move_into(session);
  return session;
}

Result<ArchiveSession> read_archive(const std::filesystem::path& path) {
  const auto files = archive::read_folder(path);
  if (!files) return std::unexpected(files.error());
  return read_archive(*files);
}

}  // namespace stint::source
