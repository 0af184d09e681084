#include "app/alerts/alert_desk.hpp"

#include <filesystem>
#include <utility>

#include "app/session_json.hpp"
#include "app/text_file.hpp"

namespace stint::app {
namespace {

std::string class_in(const race::Snapshot& race, const timing::CarNumber& number) {
  const race::CarSnapshot* car = race.find(number);
  return car == nullptr ? std::string{} : car->entry->class_name;
}

std::vector<insight::Anomaly> changed_since(const insight::Insights& now, const insight::Insights* before) {
  std::vector<insight::Anomaly> changed;
  for (std::size_t i = 0; i < now.anomalies.size(); ++i) {
    const bool known = before != nullptr && i < before->anomalies.size() && before->anomalies[i] == now.anomalies[i];
    if (!known) changed.push_back(*now.anomalies[i]);
  }
  return changed;
}

}  // namespace

AlertDesk::AlertDesk(std::string path, OpenTransport open_transport)
    : path_(std::move(path)), open_transport_(std::move(open_transport)) {}

Result<std::shared_ptr<AlertDesk>> AlertDesk::open(std::string path, OpenTransport open_transport) {
  std::shared_ptr<AlertDesk> desk(new AlertDesk(std::move(path), std::move(open_transport)));
  if (!is_file(desk->path_)) return desk;
  const auto text = read_text_file(desk->path_);
  if (!text) return std::unexpected(text.error());
  auto settings = server::parse_alert_settings(*text, {});
  if (!settings) return fail(ErrorCode::bad_configuration, desk->path_ + ": " + settings.error().message);
  desk->settings_ = std::move(*settings);
  return desk;
}

server::AlertSettings AlertDesk::settings() const {
  const std::lock_guard lock(guard_);
  return settings_;
}

std::vector<server::WebhookReport> AlertDesk::reports() const {
  const std::lock_guard lock(guard_);
  return reports_;
}

Result<void> AlertDesk::replace(server::AlertSettings settings) {
  std::string text;
  timing::JsonWriter json(text);
  server::write_alert_settings(json, settings);
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
  if (auto written = write_text_file(path_, text + "\n", FileAccess::owner); !written) return written;
  const std::lock_guard lock(guard_);
  settings_ = std::move(settings);
  changed_ = true;
  return {};
}

Result<void> AlertDesk::test(const std::string& webhook) {
  const std::lock_guard lock(guard_);
  if (auto possible = server::can_be_tested(settings_, webhook); !possible) return possible;
  to_test_.push_back(webhook);
  return {};
}

void AlertDesk::watch(const std::shared_ptr<server::RaceChannel>& channel) {
  const std::lock_guard lock(guard_);
  to_watch_.emplace_back(channel);
}

void AlertDesk::step(timing::Instant now) {
  take_settings();
  for (Watched& watched : watched_) {
    if (const auto channel = watched.channel.lock()) look(watched, *channel, now);
  }
  std::erase_if(watched_, [](const Watched& watched) { return watched.channel.expired(); });
  if (!sender_) return;
  send_tests(now);
  sender_->step(now);
  auto reports = sender_->reports();
  const std::lock_guard lock(guard_);
  reports_ = std::move(reports);
}

void AlertDesk::take_settings() {
  std::vector<server::Webhook> webhooks;
  {
    const std::lock_guard lock(guard_);
    for (auto& channel : std::exchange(to_watch_, {})) watched_.push_back({std::move(channel), 0, nullptr, {}});
    if (!std::exchange(changed_, false)) return;
    rules_ = settings_.rules;
    webhooks = settings_.webhooks;
  }
  if (!sender_ && !webhooks.empty()) {
    constexpr std::uint64_t kSeed = 20'231;
    transport_ = open_transport_();
    sender_ = std::make_unique<WebhookSender>(*transport_, kSeed);
  }
  if (sender_) sender_->configure(webhooks);
}

void AlertDesk::send_tests(timing::Instant now) {
  std::vector<std::string> wanted;
  {
    const std::lock_guard lock(guard_);
    wanted = std::exchange(to_test_, {});
  }
  for (const std::string& webhook : wanted) sender_->add(test_news(webhook, now), now);
}

// What is there already when a session comes, or when a replay has been moved, is no news: it is noted and not told.
void AlertDesk::look(Watched& watched, server::RaceChannel& channel, timing::Instant now) {
  const auto publication = channel.current();
  if (!publication || !publication->insights || publication->insights->done < 1) return;
  const insight::InsightsPtr insights = publication->insights;
  if (insights == watched.seen) return;
  const bool goes_back = watched.seen && insights->anomalies.size() < watched.seen->anomalies.size();
  const bool is_anew = !watched.seen || publication->take != watched.take || goes_back;
  if (is_anew) {
    watched.book.begin_anew();
    watched.seen = nullptr;
  }
  const auto changed = changed_since(*insights, watched.seen.get());
  const auto alerts = watched.book.take(
      rules_, changed, [&](const timing::CarNumber& car) { return class_in(*publication->snapshot, car); }, insights->at);
  watched.seen = insights;
  watched.take = publication->take;
  if (is_anew) return;
  for (const insight::Alert& alert : alerts) tell(alert, channel, *publication, now);
}

void AlertDesk::tell(const insight::Alert& alert, server::RaceChannel& channel, const server::Publication& publication,
                     timing::Instant now) {
  if (alert.in_browser) channel.tell(std::make_shared<const insight::Alert>(alert));
  if (!sender_ || publication.replay || alert.webhooks.empty()) return;
  const timing::Session& session = publication.snapshot->session;
  sender_->add({channel.id(), session_title(channel.id(), session), session.started_at.value_or(alert.at), alert}, now);
}

server::AlertService service_of(const std::shared_ptr<AlertDesk>& desk) {
  return {[desk] { return desk->settings(); },
          [desk](server::AlertSettings settings) { return desk->replace(std::move(settings)); },
          [desk] { return desk->reports(); }, [desk](const std::string& webhook) { return desk->test(webhook); }};
}

}  // namespace stint::app
