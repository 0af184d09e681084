#include "app/serve/monitor_service.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "app/consent.hpp"
#include "app/live_feed.hpp"
#include "app/serve/live_run.hpp"
#include "app/serve/monitor_run.hpp"
#include "app/serve/stored_sessions.hpp"
#include "app/wall_clock.hpp"
#include "source/live/page/page.hpp"

namespace stint::app {
namespace {

using Channels = std::map<std::string, std::shared_ptr<server::RaceChannel>>;  // by host
using Choices = std::map<std::string, FeedChoice>;                             // by source

// The host of each source, by a name for it: an adapter talks to one host, whatever series it is asked for, and a page to its
// own. The name of a host is also the name of what is shown of it.
class Hosts {
 public:
  void add(const std::string& source, const PreparedFeed& feed) {
    const bool described = feed.source->name == live::kPageSource.name;
    const std::string key = described ? feed.host : std::string(feed.source->name);
    const auto [host, is_new] = names_.try_emplace(key, described ? feed.name : key);
    by_source_[source] = host->second;
  }
  [[nodiscard]] std::string of(const std::string& source) const {
    const auto found = by_source_.find(source);
    return found == by_source_.end() ? source : found->second;
  }

 private:
  std::map<std::string, std::string> names_;      // by address
  std::map<std::string, std::string> by_source_;  // their names
};

// A live run whose publications go to the channel of its host, which outlives it.
class FollowedFeed : public FollowedSource {
 public:
  FollowedFeed(std::unique_ptr<LiveRun> run, std::shared_ptr<server::RaceChannel> shown)
      : run_(std::move(run)), shown_(std::move(shown)) {
    const auto before = shown_->current();
    const std::uint32_t first_take = before ? before->take + 1 : 0;
    run_->channel()->on_publish([from = run_->channel().get(), to = shown_, first_take] {
      server::Publication publication = *from->current();
      publication.take += first_take;
      to->publish(std::move(publication));
    });
  }

  // What was shown stays, but it is no feed's any more.
  ~FollowedFeed() override {
    run_->channel()->on_publish(nullptr);
    const auto last = shown_->current();
    if (!last) return;
    server::Publication left = *last;
    left.feeds.clear();
    shown_->publish(std::move(left));
  }

  Result<void> step(std::chrono::nanoseconds passed) override { return run_->step(passed); }

  [[nodiscard]] SourceFacts facts() const override {
    const auto shown = run_->channel()->current();
    if (!shown) return {};
    const timing::SessionState state = shown->snapshot->session.state;
    const bool runs = state == timing::SessionState::running || state == timing::SessionState::paused;
    const bool is_over = state == timing::SessionState::finished || state == timing::SessionState::closed;
    return {run_->session_id(), runs, is_over};
  }

 private:
  std::unique_ptr<LiveRun> run_;
  std::shared_ptr<server::RaceChannel> shown_;
};

// "wec=http://127.0.0.1:9000" or "wec".
FeedChoice choice_of(const std::string& text, const LiveServeOptions& options) {
  const std::size_t equals = text.find('=');
  FeedChoice choice;
  choice.name = text.substr(0, equals);
  if (equals != std::string::npos) choice.url = text.substr(equals + 1);
  if (choice.name == live::kPageSource.name) choice.page_file = options.page;
  return choice;
}

// Those that the user named; else those of the calendar that there are.
Choices choices_of(const LiveServeOptions& options, const calendar::Calendar& calendar) {
  Choices choices;
  for (const std::string& name : options.names) {
    FeedChoice choice = choice_of(name, options);
    choices[choice.name] = choice;
  }
  if (!options.names.empty()) return choices;
  for (const calendar::ScheduledEvent& event : calendar.events) {
    const bool described = event.live.starts_with("page:");
    const bool known = live::find_live_source(event.live) != nullptr && event.live != live::kPageSource.name;
    if (described || known) choices[event.live] = choice_of(event.live, options);
  }
  return choices;
}

}  // namespace

Result<void> add_monitor(Service& service, const LiveServeOptions& options, const Configuration& configuration,
                         const std::shared_ptr<CalendarWatch>& calendar) {
  const Choices choices = choices_of(options, *calendar->current());
  if (choices.empty()) return fail(ErrorCode::bad_argument, "The calendar names no live source that there is.");
  Channels channels;
  Hosts hosts;
  for (const auto& [name, choice] : choices) {
    const auto prepared = prepare_feed(choice, configuration);
    if (!prepared) return std::unexpected(prepared.error());
    if (auto agreed = obtain_consent(*prepared, consent_on_terminal(options.accept_terms)); !agreed) return agreed;
    hosts.add(name, *prepared);
    const std::string host = hosts.of(name);
    if (!channels.contains(host)) channels[host] = std::make_shared<server::RaceChannel>(host, nullptr);
  }
  const std::string& database = configuration.text(SettingKey::database_url);
  MonitorSetup setup;
  setup.calendar = [calendar] { return calendar->current(); };
  setup.host_of = [hosts](const std::string& source) { return hosts.of(source); };
  setup.is_allowed = [choices](const std::string& source) { return choices.contains(source); };
  setup.wall_clock = wall_clock;
  setup.database_url = database;
  setup.start = [choices, channels, options, configuration, database, bell = service.arrivals,
                 make_analyst = service.make_analyst](const StartSource& step) -> Result<std::unique_ptr<FollowedSource>> {
    auto feed = open_live_feed(choices.at(step.source), options, configuration, bell);
    if (!feed) return std::unexpected(feed.error());
    auto log = store::EventLog::open(database);
    if (!log) return std::unexpected(log.error());
    std::vector<LiveFeed> feeds;
    feeds.push_back(std::move(*feed));
    auto run = LiveRun::create(feed_label(step.source), std::move(*log), std::move(feeds), wall_clock, make_analyst);
    if (!run) return std::unexpected(run.error());
    return std::make_unique<FollowedFeed>(std::move(*run), channels.at(step.host));
  };
  auto run = MonitorRun::create(std::move(setup));
  if (!run) return std::unexpected(run.error());
  const MonitorRun* monitor = run->get();  // lives as long as the server: the runs end after it
  std::vector<ServedAlias> aliases;
  for (const auto& [host, channel] : channels) {
    aliases.push_back({host, [monitor, name = host] { return monitor->session_id(name); }});
    service.channels.push_back(channel);
  }
  service.options.schedule.monitor = [monitor] { return monitor->status(); };
  service.archive = stored_sessions(database, std::move(aliases));
  service.runs.push_back(std::move(*run));
  return {};
}

}  // namespace stint::app
