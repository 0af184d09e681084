#include "app/serve/live_run.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace stint::app {
namespace {

using timing::event_as;

// A session of the log that ended longer ago is history: it isn't shown when the program starts.
constexpr std::chrono::hours kRecent{24};

// After a session's end its clocks stand once nothing has come for so long: cars are still on their way to the line.
constexpr std::chrono::minutes kQuiet{5};

// The log's tables of stints and stops, for people who know SQL, follow the race at this distance.
constexpr std::chrono::seconds kTablesInterval{60};

// While no session runs, the age of the feed is published this often.
constexpr std::chrono::seconds kIdleInterval{1};

// Sessions of which the race is kept: a feed may go back to the one before after a placeholder.
constexpr std::size_t kKeptSessions = 3;

server::FeedCircuit circuit_of(net::CircuitBreaker::State state) {
  switch (state) {
    case net::CircuitBreaker::State::closed:
      return server::FeedCircuit::closed;
    case net::CircuitBreaker::State::open:
      return server::FeedCircuit::open;
    case net::CircuitBreaker::State::half_open:
      return server::FeedCircuit::half_open;
  }
  return server::FeedCircuit::closed;
}

}  // namespace

LiveRun::LiveRun(const std::string& channel_id, store::EventLog log, std::vector<LiveFeed> feeds, WallClock wall_clock)
    : log_(std::move(log)),
      feeds_(std::move(feeds)),
      wall_clock_(std::move(wall_clock)),
      channel_(std::make_shared<server::RaceChannel>(channel_id, nullptr)) {}

Result<std::unique_ptr<LiveRun>> LiveRun::create(const std::string& channel_id, store::EventLog log,
                                                 std::vector<LiveFeed> feeds, WallClock wall_clock, MakeAnalyst make_analyst) {
  std::unique_ptr<LiveRun> run(new LiveRun(channel_id, std::move(log), std::move(feeds), std::move(wall_clock)));
  run->make_analyst_ = std::move(make_analyst);
  run->now_ = run->wall_clock_();
  if (auto shown = run->show_latest_of_log(); !shown) return std::unexpected(shown.error());
  return run;
}

std::string LiveRun::session_id() const {
  const std::lock_guard lock(id_guard_);
  return session_id_;
}

Result<void> LiveRun::show_latest_of_log() {
  const auto rows = log_.sessions();
  if (!rows) return std::unexpected(rows.error());
  const store::SessionRow* latest = nullptr;
  for (const store::SessionRow& row : *rows) {
    const bool of_a_feed = std::ranges::any_of(feeds_, [&](const LiveFeed& feed) {
      return row.session.source == feed.source->name && row.session.source_session_id.starts_with(feed.sessions_begin_with);
    });
    if (!of_a_feed || row.id != live_session_id(row.session) || !row.last_at || now_ - *row.last_at > kRecent) continue;
    if (latest == nullptr || *row.last_at > *latest->last_at) latest = &row;
  }
  if (latest == nullptr) return {};
  two_feeds_.go_on_with(latest->session);
  return turn_to(latest->session);
}

Result<void> LiveRun::turn_to(const timing::Session& session) {
  const std::string id = live_session_id(session);
  if (current_ != nullptr && current_->id() == id) return {};
  const auto known = std::ranges::find(sessions_, id, [](const auto& kept) { return kept->id(); });
  if (known != sessions_.end()) {
    std::rotate(known, known + 1, sessions_.end());
  } else {
    auto opened = LiveSession::open(log_, id, make_analyst_);
    if (!opened) return std::unexpected(opened.error());
    spdlog::info("session {}: {} {} {}", id, session.event, session.name,
                 opened->race().last_seq() > 0 ? "goes on where the log ends" : "begins");
    sessions_.push_back(std::make_unique<LiveSession>(std::move(*opened)));
  }
  current_ = sessions_.back().get();
  if (shown_ == nullptr || current_->has_data()) show(current_);
  forget_old_sessions();
  return {};
}

void LiveRun::show(LiveSession* session) {
  if (shown_ == session) return;
  shown_ = session;
  shown_->race().number_versions_above(version_);
  shown_at_ = {};
  differences_ = {};
  ++take_;
  published_ = false;
  const std::lock_guard lock(id_guard_);
  session_id_ = session->id();
}

void LiveRun::forget_old_sessions() {
  for (auto place = sessions_.begin(); place != sessions_.end() && sessions_.size() > kKeptSessions;) {
    if (place->get() == current_ || place->get() == shown_) {
      ++place;
      continue;
    }
    log_.release((*place)->id());
    place = sessions_.erase(place);
  }
}

Result<std::size_t> LiveRun::take(std::vector<timing::Event> events) {
  std::size_t news = 0;
  std::vector<timing::Event> of_session;
  const auto hand_over = [&]() -> Result<void> {
    if (current_ == nullptr || of_session.empty()) return {};  // a feed's health before its first session is in the reports
    const auto taken = current_->take(log_, std::exchange(of_session, {}), now_);
    if (!taken) return std::unexpected(taken.error());
    news += *taken;
    if (current_->has_data()) show(current_);
    return {};
  };
  for (timing::Event& event : events) {
    if (const auto* session = event_as<timing::Session>(event)) {
      if (auto done = hand_over(); !done) return std::unexpected(done.error());
      of_session.clear();
      if (auto turned = turn_to(*session); !turned) return std::unexpected(turned.error());
    }
    of_session.push_back(std::move(event));
  }
  if (auto done = hand_over(); !done) return std::unexpected(done.error());
  return news;
}

Result<void> LiveRun::write_tables_if_due(std::chrono::nanoseconds passed) {
  since_tables_ += passed;
  const bool due = since_tables_ >= kTablesInterval || (shown_ != nullptr && shown_->is_over());
  if (!tables_are_old_ || !due || shown_ == nullptr) return {};
  since_tables_ = {};
  tables_are_old_ = false;
  return log_.write_tables(shown_->id(), *shown_->race().snapshot(shown_at_));
}

timing::Instant LiveRun::shown_instant() {
  const bool stands = shown_ != nullptr && shown_->is_over() && now_ - last_news_at_ > kQuiet;
  if (!stands || shown_at_ == timing::Instant{}) {
    shown_at_ = shown_ != nullptr && shown_->is_over() && last_news_at_ == timing::Instant{} ? shown_->race().latest() : now_;
  }
  return shown_at_;
}

std::vector<server::FeedReport> LiveRun::reports() const {
  std::vector<server::FeedReport> reports;
  for (const LiveFeed& feed : feeds_) {
    const live::FeedStatus& status = feed.supervisor->status();
    server::FeedReport& report = reports.emplace_back();
    report.source = status.source;
    report.title = feed.source->title;
    report.owner = feed.source->owner;
    if (feeds_.size() > 1) {
      const bool is_first = reports.size() == 1;
      report.role = is_first ? server::FeedRole::leader : server::FeedRole::second;
      report.leads = is_first != two_feeds_.second_leads();
      report.differences = two_feeds_.differences();
    }
    report.connected = status.connected;
    report.stale = status.stale;
    report.recording = status.recording;
    report.last_frame_at = status.last_frame_at;
    report.last_timing_at = status.last_timing_at;
    report.frames = status.frames;
    report.bytes = status.bytes;
    report.bad_frames = status.bad_frames;
    report.reconnects = status.reconnects;
    report.circuit = circuit_of(status.circuit);
    report.next_attempt_at = status.next_attempt_at;
    report.session = status.session;
    report.why = status.why;
    report.last_problem = status.last_problem;
  }
  return reports;
}

void LiveRun::publish() {
  server::Publication publication;
  publication.snapshot = shown_ == nullptr ? nothing_.snapshot(now_) : shown_->race().snapshot(shown_instant());
  publication.take = take_;
  publication.insights = insights_;
  publication.feeds = reports();
  version_ = publication.snapshot->version;
  for (const std::string& line : differences_.changes(*publication.snapshot, now_)) spdlog::info("{}", line);
  channel_->publish(std::move(publication));
  published_ = true;
  since_published_ = {};
}

std::vector<timing::Event> LiveRun::listen() {
  std::vector<std::vector<timing::Event>> told(feeds_.size());
  for (std::size_t i = 0; i < feeds_.size(); ++i) {
    feeds_[i].supervisor->step(now_, told[i]);
    for (const std::string& note : feeds_[i].supervisor->take_notes()) spdlog::info("{}", note);
  }
  if (feeds_.size() == 1) return std::move(told.front());
  std::vector<timing::Event> events;
  const bool second_led = two_feeds_.second_leads();
  two_feeds_.take(std::move(told[0]), std::move(told[1]), feeds_[0].supervisor->status(), feeds_[1].supervisor->status(), now_,
                  events);
  if (two_feeds_.second_leads() != second_led) spdlog::info("{} leads now", feeds_[second_led ? 0 : 1].source->name);
  return events;
}

Result<void> LiveRun::step(std::chrono::nanoseconds passed) {
  now_ = wall_clock_();
  since_published_ += passed;
  const auto news = take(listen());
  if (!news) return std::unexpected(news.error());
  if (*news > 0) last_news_at_ = now_;
  tables_are_old_ = tables_are_old_ || *news > 0;
  const std::chrono::nanoseconds interval =
      shown_ != nullptr && shown_->runs() ? std::chrono::nanoseconds(kClockInterval) : kIdleInterval;
  const bool is_due = since_published_ >= interval;
  AnalystDesk* desk = shown_ == nullptr ? nullptr : shown_->desk();
  if (desk != nullptr && is_due && shown_->runs()) desk->hear({}, now_);
  const insight::InsightsPtr before = std::exchange(insights_, desk == nullptr ? nullptr : desk->latest());
  if (!published_ || *news > 0 || is_due || before != insights_) publish();
  return write_tables_if_due(passed);
}

}  // namespace stint::app
