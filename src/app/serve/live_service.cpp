#include "app/serve/live_service.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/consent.hpp"
#include "app/live_feed.hpp"
#include "app/serve/live_run.hpp"
#include "app/serve/stored_sessions.hpp"
#include "app/wall_clock.hpp"
#include "source/live/page/page.hpp"

namespace stint::app {
namespace {

std::string at_or_empty(const std::vector<std::string>& values, std::size_t index) {
  return index < values.size() ? values[index] : std::string{};
}

Result<std::unique_ptr<LiveRun>> run_of(const Service& service, std::size_t index, const LiveServeOptions& options,
                                        const Configuration& configuration) {
  const std::string& name = options.names[index];
  const bool takes_page = name == "page";
  const FeedChoice choice{name, at_or_empty(options.urls, index), at_or_empty(options.series, index),
                          takes_page ? options.page : ""};
  std::vector<LiveFeed> feeds;
  auto first = open_live_feed(choice, options, configuration, service.arrivals);
  if (!first) return std::unexpected(first.error());
  feeds.push_back(std::move(*first));
  if (index == 0 && !options.second.empty()) {
    auto second = open_live_feed({options.second, options.second_url, "", ""}, options, configuration, service.arrivals);
    if (!second) return std::unexpected(second.error());
    feeds.push_back(std::move(*second));
  }
  auto log = store::EventLog::open(configuration.text(SettingKey::database_url));
  if (!log) return std::unexpected(log.error());
  return LiveRun::create(feed_label(name), std::move(*log), std::move(feeds), wall_clock, service.make_analyst);
}

Result<void> check(const LiveServeOptions& options) {
  if (options.urls.size() > options.names.size() || options.series.size() > options.names.size()) {
    return fail(ErrorCode::bad_argument, "There are more --url or --series than --live.");
  }
  for (std::size_t i = 0; i < options.names.size(); ++i) {
    if (std::count(options.names.begin(), options.names.end(), options.names[i]) > 1) {
      return fail(ErrorCode::bad_argument, "--live " + options.names[i] + " is given twice");
    }
  }
  const std::size_t feeds = options.names.size() + (options.second.empty() ? 0 : 1);
  if (feeds > 1 && !options.record.empty() && !options.record.ends_with('/') &&
      !std::filesystem::is_directory(options.record)) {
    return fail(ErrorCode::bad_argument, "--record must name a folder if there are several feeds: each has its own file.");
  }
  return {};
}

}  // namespace

Result<LiveFeed> open_live_feed(const FeedChoice& choice, const LiveServeOptions& options, const Configuration& configuration,
                                const std::shared_ptr<ArrivalBell>& arrivals) {
  const auto prepared = prepare_feed(choice, configuration);
  if (!prepared) return std::unexpected(prepared.error());
  if (auto agreed = obtain_consent(*prepared, consent_on_terminal(options.accept_terms)); !agreed) {
    return std::unexpected(agreed.error());
  }
  const timing::Instant now = wall_clock();
  const std::filesystem::path recording =
      options.no_record ? std::filesystem::path{} : recording_path(*prepared, options.record, now);
  auto supervisor = open_feed(*prepared, now, recording, [bell = arrivals] { bell->ring(); });
  if (!supervisor) return std::unexpected(supervisor.error());
  if (const auto& writer = (*supervisor)->recording()) {
    spdlog::info("{}: {} {}", prepared->name, writer->resumed() ? "the recording goes on in" : "recorded in",
                 writer->path().string());
  }
  const bool is_page = prepared->source->name == live::kPageSource.name && !prepared->options.series.empty();
  return LiveFeed{prepared->source, std::move(*supervisor), is_page ? prepared->options.series + "-" : ""};
}

Result<void> add_live(Service& service, const LiveServeOptions& options, const Configuration& configuration) {
  if (auto fine = check(options); !fine) return fine;
  std::vector<ServedAlias> aliases;
  for (std::size_t i = 0; i < options.names.size(); ++i) {
    auto run = run_of(service, i, options, configuration);
    if (!run) return std::unexpected(run.error());
    const LiveRun* live = run->get();  // lives as long as the server: the runs end after it
    aliases.push_back({live->channel()->id(), [live] { return live->session_id(); }});
    service.channels.push_back(live->channel());
    service.runs.push_back(std::move(*run));
  }
  service.archive = stored_sessions(configuration.text(SettingKey::database_url), std::move(aliases));
  return {};
}

}  // namespace stint::app
