#include "source/archive_fetch/results_archive.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "net/url.hpp"

namespace stint::source {
namespace {

constexpr std::array<ArchiveSite, 6> kSites = {{
    {"wec", "FIA World Endurance Championship", "https://fiawec.alkamelsystems.com", "FIA WEC"},
    {"elms", "European Le Mans Series", "https://elms.alkamelsystems.com", "European Le Mans Series"},
    {"alms", "Asian Le Mans Series", "https://alms.alkamelsystems.com", "Asian Le Mans Series"},
    {"lemanscup", "Le Mans Cup", "https://lemanscup.alkamelsystems.com", "Le Mans Cup"},
    {"imsa", "IMSA WeatherTech SportsCar Championship", "https://imsa.results.alkamelcloud.com", "IMSA WeatherTech",
     ArchiveLayout::folders, 2024},
    {"imsa", "IMSA WeatherTech SportsCar Championship", "http://imsa.alkamelsystems.com", "IMSA WeatherTech",
     ArchiveLayout::portal, 2016, 2023},
}};

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      out += static_cast<char>(std::tolower(byte));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

std::vector<std::string> names_of(const std::vector<ArchivedSession>& sessions) {
  std::vector<std::string> names;
  for (const ArchivedSession& session : sessions) names.push_back(session.name);
  return names;
}

// A test weekend before a season has the series' name too.
bool is_category(const ArchiveSite& site, std::string_view folder) {
  return has_words(without_number(folder), site.category) && !has_words(folder, "prologue");
}

std::string last_folder(std::string address) {
  while (address.ends_with('/')) address.pop_back();
  return net::percent_decoded(std::string_view(address).substr(address.rfind('/') + 1));
}

void sort_by_time(std::vector<ArchivedSession>& sessions) { std::ranges::stable_sort(sessions, {}, &ArchivedSession::stamp); }

}  // namespace

std::span<const ArchiveSite> archive_sites() { return kSites; }

const ArchiveSite* find_archive_site(std::string_view series, std::optional<int> year) {
  const auto found = std::ranges::find_if(kSites, [&](const ArchiveSite& site) {
    return site.series == series && (!year || (*year >= site.first_year && *year <= site.last_year));
  });
  return found == kSites.end() ? nullptr : &*found;
}

ResultsArchive::ResultsArchive(const ArchiveSite& site, std::string base, GetPage get_page)
    : site_(site), base_(std::move(base)), get_page_(std::move(get_page)) {}

Result<IndexPage> ResultsArchive::page(const std::string& address) {
  auto text = get_page_(address);
  if (!text) return std::unexpected(text.error());
  return read_index_page(*text, address);
}

// Of a listing: what it leads to below itself.
Result<std::vector<std::string>> ResultsArchive::folders_below(const std::string& address) {
  auto listing = page(address);
  if (!listing) return std::unexpected(listing.error());
  std::vector<std::string> below;
  for (const std::string& link : listing->links) {
    const bool is_below = link.starts_with(address) && link.size() > address.size() && link.find('?') == std::string::npos;
    if (is_below && link.find('/', address.size()) == link.size() - 1) below.push_back(link);
  }
  return below;
}

Result<std::vector<std::string>> ResultsArchive::seasons() {
  if (site_.layout == ArchiveLayout::portal) {
    auto index = page(base_ + "/");
    if (!index) return std::unexpected(index.error());
    return index->seasons;
  }
  auto folders = folders_below(base_ + "/Results/");
  if (folders) std::ranges::transform(*folders, folders->begin(), last_folder);
  return folders;
}

Result<std::vector<std::string>> ResultsArchive::events(const std::string& season) {
  if (site_.layout == ArchiveLayout::portal) {
    auto index = page(base_ + "/?season=" + net::percent_encoded(season));
    if (!index) return std::unexpected(index.error());
    return index->events;
  }
  auto folders = folders_below(base_ + "/Results/" + net::percent_encoded(season) + "/");
  if (folders) std::ranges::transform(*folders, folders->begin(), last_folder);
  return folders;
}

Result<std::vector<ArchivedSession>> ResultsArchive::sessions(const std::string& season, const std::string& event) {
  auto found = site_.layout == ArchiveLayout::portal ? sessions_of_portal(season, event) : sessions_of_folders(season, event);
  if (found) sort_by_time(*found);
  return found;
}

// The portal's cache may answer with another event's page, so its links have to be of the event that was asked for. Another
// spelling of the query is another page to the cache.
Result<std::vector<ArchivedSession>> ResultsArchive::sessions_of_portal(const std::string& season, const std::string& event) {
  const std::string of_season = "season=" + net::percent_encoded(season);
  const std::string of_event = "evvent=" + net::percent_encoded(event);
  std::vector<ArchivedSession> sessions;
  std::set<std::string> others;
  for (const std::string& query : {of_season + "&" + of_event, of_event + "&" + of_season, of_season + "&" + of_event + "&"}) {
    auto index = page(base_ + "/?" + query);
    if (!index) return std::unexpected(index.error());
    for (const std::string& link : index->links) {
      const auto file = read_result_address(link);
      if (!file) continue;
      if (file->season != season || file->event != event) {
        others.insert(file->season + "/" + file->event);
        continue;
      }
      if (!is_category(site_, file->series)) continue;
      auto known = std::ranges::find_if(sessions, [&](const ArchivedSession& one) {
        return one.series == file->series && one.stamp == file->stamp && one.name == file->session;
      });
      if (known == sessions.end()) known = sessions.insert(known, {file->series, file->stamp, file->session, {}, {}});
      known->files.push_back(*file);
    }
    if (!sessions.empty()) return sessions;
    if (others.empty()) break;  // an empty page, and no other event's
  }
  if (others.empty()) return fail(ErrorCode::bad_argument, "the archive has no results of " + season + ", " + event);
  return fail(ErrorCode::bad_argument, "the archive answers with the page of another event (" + *others.begin() +
                                           ") each time it is asked for " + season + ", " + event + "; try again later");
}

Result<std::vector<ArchivedSession>> ResultsArchive::sessions_of_folders(const std::string& season, const std::string& event) {
  const std::string at = base_ + "/Results/" + net::percent_encoded(season) + "/" + net::percent_encoded(event) + "/";
  auto categories = folders_below(at);
  if (!categories) return std::unexpected(categories.error());
  std::vector<ArchivedSession> sessions;
  for (const std::string& category : *categories) {
    if (!is_category(site_, last_folder(category))) continue;
    auto folders = folders_below(category);
    if (!folders) return std::unexpected(folders.error());
    for (const std::string& folder : *folders) {
      // The folder's own name is understood like that of a file in it.
      const auto as_file = read_result_address(folder + "x");
      if (as_file) sessions.push_back({as_file->series, as_file->stamp, as_file->session, folder, {}});
    }
  }
  if (sessions.empty()) return fail(ErrorCode::bad_argument, "the archive has no results of " + season + ", " + event);
  return sessions;
}

Result<std::vector<ResultFile>> ResultsArchive::files(const ArchivedSession& session) {
  std::vector<ResultFile> found = session.files;
  std::vector<std::string> to_visit;
  if (!session.address.empty()) to_visit.push_back(session.address);
  for (std::size_t i = 0; i < to_visit.size(); ++i) {
    const bool has_laps =
        std::ranges::any_of(found, [](const ResultFile& file) { return file.content == ResultContent::laps; });
    if (has_laps) break;
    auto listing = page(to_visit[i]);
    if (!listing) return std::unexpected(listing.error());
    std::vector<std::pair<Finality, std::string>> hours;
    for (const std::string& link : listing->links) {
      if (!link.starts_with(to_visit[i]) || link.size() == to_visit[i].size()) continue;
      if (auto file = read_result_address(link.ends_with('/') ? link + "x" : link)) {
        if (link.ends_with('/')) {
          hours.emplace_back(file->finality, link);
        } else {
          found.push_back(std::move(*file));
        }
      }
    }
    if (i > 0) continue;
    std::ranges::sort(hours, std::greater{});
    for (auto& [finality, link] : hours) to_visit.push_back(std::move(link));
  }
  return best_files(found);
}

Result<std::string> choose_season(const std::vector<std::string>& seasons, int year) {
  const std::string wanted = std::to_string(year);
  for (const std::string& season : seasons) {
    if (without_number(season) == wanted) return season;
  }
  for (const std::string& season : seasons) {
    if (has_words(without_number(season), wanted)) return season;
  }
  return fail(ErrorCode::bad_argument, "there is no season " + wanted + " in the archive; there is " + listed(seasons));
}

Result<std::string> choose_event(const std::vector<std::string>& events, std::string_view wanted) {
  std::vector<std::string> fitting;
  for (const std::string& event : events) {
    if (slug(without_number(event)) == slug(wanted)) return event;
    if (has_words(without_number(event), wanted)) fitting.push_back(event);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) {
    return fail(ErrorCode::bad_argument,
                "there is no event \"" + std::string(wanted) + "\" in the archive; there is " + listed(events));
  }
  return fail(ErrorCode::bad_argument, "several events fit \"" + std::string(wanted) + "\": " + listed(fitting));
}

Result<ArchivedSession> choose_session(const std::vector<ArchivedSession>& sessions, std::string_view wanted) {
  const auto by = [&](const auto& fits) {
    std::vector<ArchivedSession> fitting;
    std::ranges::copy_if(sessions, std::back_inserter(fitting), fits);
    return fitting;
  };
  const std::string name = slug(wanted);
  for (const auto& fitting : {by([&](const auto& one) { return slug(one.name) == name; }),
                              by([&](const auto& one) { return slug(one.name).starts_with(name); }),
                              by([&](const auto& one) { return has_words(one.name, wanted); })}) {
    if (fitting.size() == 1) return fitting.front();
    if (fitting.size() > 1) {
      return fail(ErrorCode::bad_argument,
                  "several sessions fit \"" + std::string(wanted) + "\": " + listed(names_of(fitting)));
    }
  }
  return fail(ErrorCode::bad_argument,
              "there is no session \"" + std::string(wanted) + "\" in the archive; there is " + listed(names_of(sessions)));
}

std::string local_name(std::string_view series, int year, std::string_view event, const ResultFile& file) {
  std::string place = slug(without_number(event));
  // Two places that timing files write in one word.
  if (place == "le-mans" || place == "sao-paulo") std::erase(place, '-');
  return std::string(series) + "_" + std::to_string(year) + "_" + place + "_" + slug(file.session) + "_" +
         std::string(file.content ? local_ending(*file.content) : std::string_view(file.name));
}

}  // namespace stint::source
