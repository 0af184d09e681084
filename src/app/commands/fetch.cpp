// `stint fetch`: the files that a series publishes after a session, from its results archive into a folder.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/commands/commands.hpp"
#include "app/consent.hpp"
#include "app/output.hpp"
#include "app/text_table.hpp"
#include "net/download.hpp"
#include "net/url.hpp"
#include "source/archive_fetch/results_archive.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

// Between two requests to an archive; nothing sets it lower.
constexpr std::chrono::milliseconds kLeastInterval{2'000};

struct FetchOptions {
  std::string series;
  std::optional<int> year;
  std::string event;
  std::string session = "Race";
  std::string folder = "data/archive";
  std::string url;
  bool list = false;
  bool refresh = false;
  bool accept_terms = false;
};

// "wec_2024_spa_race_analysis.csv  1234 of 5678 kB", on one line of a terminal that rewrites itself.
class DownloadLine {
 public:
  explicit DownloadLine() : shown_(isatty(STDERR_FILENO) == 1) {}
  void begin(const std::string& name) { name_ = name; }
  void show(const net::DownloadProgress& progress) const {
    if (!shown_) return;
    const std::string of = progress.total ? " of " + std::to_string((*progress.total + 1'023) / 1'024) : "";
    std::fprintf(stderr, "\r\x1b[K%s  %llu%s kB", name_.c_str(),
                 static_cast<unsigned long long>((progress.bytes + 1'023) / 1'024), of.c_str());
  }
  void end(std::string_view outcome) const {
    std::fprintf(stderr, "%s%s: %s\n", shown_ ? "\r\x1b[K" : "", name_.c_str(), std::string(outcome).c_str());
  }

 private:
  bool shown_;
  std::string name_;
};

std::string_view outcome_text(net::DownloadOutcome outcome) {
  switch (outcome) {
    case net::DownloadOutcome::fetched:
      return "fetched";
    case net::DownloadOutcome::resumed:
      return "fetched the rest";
    case net::DownloadOutcome::unchanged:
      return "unchanged";
    case net::DownloadOutcome::kept:
      return "is here already";
  }
  return "";
}

std::string known_series() {
  std::string names;
  for (const source::ArchiveSite& site : source::archive_sites()) {
    if (names.find(site.series) == std::string::npos) names += (names.empty() ? "" : ", ") + std::string(site.series);
  }
  return names;
}

Result<void> ask_for_consent(const source::ArchiveSite& site, const std::string& base, bool accepted) {
  const auto url = net::parse_url(base);
  if (!url) return std::unexpected(url.error());
  if (net::is_loopback(url->authority())) return {};
  const std::string notice =
      "The results of the " + std::string(site.title) +
      " belong to the series and to its timing company, Al Kamel Systems or IMSA.\nThey come from " + base +
      ". Their terms of use are yours to know and to respect: Stint keeps what it\nfetches on this machine, for "
      "your own use, and asks for one file at a time.";
  return obtain_consent("archive " + std::string(site.series), notice, consent_on_terminal(accepted));
}

Result<void> print_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += std::string(source::without_number(name)) + "\n";
  return print(text);
}

// The sessions of an event, and what there is of each.
Result<void> print_sessions(source::ResultsArchive& archive, const std::vector<source::ArchivedSession>& sessions) {
  TextTable table({{"BEGINS"}, {"SESSION"}, {"FILES"}});
  for (const source::ArchivedSession& session : sessions) {
    std::string names;
    if (session.address.empty()) {  // where folders are listed, looking into each would cost requests
      const auto files = archive.files(session);
      if (!files) return std::unexpected(files.error());
      for (const source::ResultFile& file : *files) names += (names.empty() ? "" : ", ") + file.name;
    }
    const std::string& at = session.stamp;
    table.add_row(
        {at.substr(0, 4) + "-" + at.substr(4, 2) + "-" + at.substr(6, 2) + " " + at.substr(8, 2) + ":" + at.substr(10, 2),
         session.name, names.empty() ? "-" : names});
  }
  return print(table.text());
}

Result<void> fetch_files(net::Downloader& network, DownloadLine& line, const FetchOptions& options, const std::string& event,
                         const std::vector<source::ResultFile>& files) {
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) return fail(ErrorCode::output_unwritable, options.folder + " can't be made: " + error.message());
  std::string paths;
  for (const source::ResultFile& file : files) {
    const fs::path to = fs::path(options.folder) / source::local_name(options.series, *options.year, event, file);
    line.begin(to.filename().string());
    const auto outcome = network.file(file.address, to, options.refresh);
    if (!outcome) return std::unexpected(outcome.error());
    line.end(outcome_text(*outcome));
    paths += to.string() + "\n";
  }
  return print(paths);
}

Result<void> run_fetch(const FetchOptions& options, const Configuration& configuration) {
  const source::ArchiveSite* site = source::find_archive_site(options.series, options.year);
  if (site == nullptr) {
    return fail(ErrorCode::bad_argument, "There is no results archive of '" + options.series + "'" +
                                             (options.year ? " in " + std::to_string(*options.year) : "") +
                                             ". There are: " + known_series() + ".");
  }
  if (!options.list && (!options.year || options.event.empty())) {
    return fail(ErrorCode::bad_argument, "A year and an event are needed; --list shows which there are.");
  }
  std::string base = options.url.empty() ? std::string(site->address) : options.url;
  while (base.ends_with('/')) base.pop_back();
  if (auto agreed = ask_for_consent(*site, base, options.accept_terms); !agreed) return agreed;

  net::TransportOptions manners;
  manners.user_agent = configuration.text(SettingKey::user_agent);
  manners.least_interval = kLeastInterval;
  DownloadLine line;
  net::Downloader network(manners, {}, [&](const net::DownloadProgress& progress) { line.show(progress); });
  source::ResultsArchive archive(*site, base, [&](const std::string& address) { return network.page(address); });

  const auto seasons = archive.seasons();
  if (!seasons) return std::unexpected(seasons.error());
  if (!options.year) return print_names(*seasons);
  const auto season = source::choose_season(*seasons, *options.year);
  if (!season) return std::unexpected(season.error());
  const auto events = archive.events(*season);
  if (!events) return std::unexpected(events.error());
  if (options.event.empty()) return print_names(*events);
  const auto event = source::choose_event(*events, options.event);
  if (!event) return std::unexpected(event.error());
  const auto sessions = archive.sessions(*season, *event);
  if (!sessions) return std::unexpected(sessions.error());
  if (options.list) return print_sessions(archive, *sessions);
  const auto session = source::choose_session(*sessions, options.session);
  if (!session) return std::unexpected(session.error());
  const auto files = archive.files(*session);
  if (!files) return std::unexpected(files.error());
  if (files->empty())
    return fail(ErrorCode::bad_argument, "the archive has no timing files of " + *event + ", " + session->name);
  return fetch_files(network, line, options, *event, *files);
}

}  // namespace

void add_fetch(CommandLine& line) {
  add_command<FetchOptions>(
      line, "fetch", "Fetch a session's files from the series' results archive", {SettingKey::user_agent},
      [](CLI::App& command, FetchOptions& options) {
        command.add_option("SERIES", options.series, "wec, elms, alms, lemanscup or imsa")->required();
        command.add_option("YEAR", options.year, "Of the season");
        command.add_option("EVENT", options.event, "Words of its name: \"Le Mans\"");
        command.add_option("--session", options.session, "Which session of the event")->capture_default_str();
        command.add_option("--out", options.folder, "Where the files go; `stint import` reads them there")
            ->capture_default_str();
        command.add_flag("--list", options.list,
                         "Show the seasons, the year's events or the event's sessions, and fetch nothing");
        command.add_flag("--refresh", options.refresh, "Ask again for files that are here, in case they have changed");
        command.add_option("--url", options.url, "Another archive of the same form");
        command.add_flag("--accept-terms", options.accept_terms, "I know whose data these are, and respect their terms");
      },
      run_fetch);
}

}  // namespace stint::app
