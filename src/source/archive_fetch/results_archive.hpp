// The results archives of the series: from a series, a year and an event's name to the addresses of its files.
//
// Knows no network: pages are asked for one at a time through a function.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/archive_fetch/index_page.hpp"
#include "source/archive_fetch/result_file.hpp"
#include "timing/error.hpp"

namespace stint::source {

enum class ArchiveLayout : std::uint8_t {
  portal,  // one page an event; season and event are chosen by the query
  folders  // a web server's listings, folder below folder
};

struct ArchiveSite {
  std::string_view series;    // "wec": what the user asks for
  std::string_view title;     // "FIA World Endurance Championship"
  std::string_view address;   // scheme and host
  std::string_view category;  // words of the folder of its own races among the support series'
  ArchiveLayout layout = ArchiveLayout::portal;
  int first_year = 0;  // that is kept there
  int last_year = 9999;
};

[[nodiscard]] std::span<const ArchiveSite> archive_sites();
// nullptr: no such series, or not in that year. Without a year: where its newest results are.
[[nodiscard]] const ArchiveSite* find_archive_site(std::string_view series, std::optional<int> year);

// A session of an event, with the files that are known of it so far.
struct ArchivedSession {
  std::string series, stamp, name;  // "657_FIA WEC", "202606131600", "Race"
  std::string address;              // of its folder, where folders are listed
  std::vector<ResultFile> files;
};

class ResultsArchive {
 public:
  // The text of a page. Called once for each page.
  using GetPage = std::function<Result<std::string>(const std::string& address)>;

  // `base`: scheme and host, without a slash at the end.
  ResultsArchive(const ArchiveSite& site, std::string base, GetPage get_page);

  // Errors of all: those of getting a page; bad_argument (nothing, or too much, fits what was asked for: says what there is).
  [[nodiscard]] Result<std::vector<std::string>> seasons();
  [[nodiscard]] Result<std::vector<std::string>> events(const std::string& season);
  // Of the site's own category, in order of time.
  [[nodiscard]] Result<std::vector<ArchivedSession>> sessions(const std::string& season, const std::string& event);
  // The best file of each content. Where folders are listed, the hours' are looked into, the latest first.
  [[nodiscard]] Result<std::vector<ResultFile>> files(const ArchivedSession& session);

 private:
  Result<IndexPage> page(const std::string& address);
  Result<std::vector<std::string>> folders_below(const std::string& address);
  Result<std::vector<ArchivedSession>> sessions_of_portal(const std::string& season, const std::string& event);
  Result<std::vector<ArchivedSession>> sessions_of_folders(const std::string& season, const std::string& event);

  const ArchiveSite& site_;
  std::string base_;
  GetPage get_page_;
};

// The season that `year` is in: "15_2026"; "08_2018-2019" for both its years, if neither has one of its own.
[[nodiscard]] Result<std::string> choose_season(const std::vector<std::string>& seasons, int year);
// The one event with these words in its name.
[[nodiscard]] Result<std::string> choose_event(const std::vector<std::string>& events, std::string_view wanted);
// The session of this name; or else the one that begins with it, or has its words.
[[nodiscard]] Result<ArchivedSession> choose_session(const std::vector<ArchivedSession>& sessions, std::string_view wanted);

// What `stint import` reads series, year, event and session from: "wec_2026_lemans_race_analysis.csv".
[[nodiscard]] std::string local_name(std::string_view series, int year, std::string_view event, const ResultFile& file);

}  // namespace stint::source
