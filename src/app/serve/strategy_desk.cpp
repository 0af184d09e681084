#include "app/serve/strategy_desk.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <utility>

#include "app/text_file.hpp"
#include "insight/strategy/futures/situation.hpp"
#include "insight/strategy/measure/measure.hpp"
#include "server/limits.hpp"

namespace stint::app {
namespace {

using std::chrono::milliseconds;

// Whether a session has something new is looked at this often.
constexpr milliseconds kLook{100};
// Between the beginnings of two rounds: a race that is played fast is not worked out more often.
constexpr milliseconds kLeastBetween{1000};
constexpr int kNice = 10;

// A what-if is to take so long on one core, of the second that it has: the machine has other things to do.
constexpr double kAnswerSeconds = 0.5;
constexpr std::int32_t kFewestRuns = 100;
constexpr std::int32_t kMostRuns = 2000;
// Before any refresh has shown how fast this machine is.
constexpr std::int32_t kUsualRuns = 250;

// The rest of the program comes first.
void lower_priority() { static_cast<void>(setpriority(PRIO_PROCESS, 0, kNice)); }

// Processor time of this thread so far.
std::chrono::nanoseconds thread_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

std::string race_id_of(const timing::Session& session) {
  return session.source_session_id + '\n' + session.series + '\n' + session.event + '\n' + session.name;
}

insight::RuleText own_text(const std::string& text) { return {"your rules", text, true}; }

std::string plain_name(const std::string& id) {
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    name += plain ? c : '_';
  }
  return name;
}

}  // namespace

Strategists strategists(std::shared_ptr<const insight::Priors> priors) {
  return {[priors](const race::Snapshot& race, const insight::RuleBook* rules, const insight::AdviceSettings& settings) {
            return insight::advise(race, rules, *priors, settings);
          },
          [priors](const race::Snapshot& race, const insight::RuleBook* rules, const insight::PlaySettings& settings,
                   const insight::Assumptions& assumptions) {
            const insight::Measured measured = insight::measure(race, rules, *priors);
            return insight::compare(insight::situation(race, rules, measured), settings, assumptions);
          }};
}

StrategyDesk::StrategyDesk(Strategists strategists, insight::RuleLibrary library, std::filesystem::path own_rules)
    : strategists_(std::move(strategists)),
      library_(std::move(library)),
      own_rules_(std::move(own_rules)),
      refresher_([this](const std::stop_token& stopping) { refresh_all(stopping); }),
      answerer_([this](const std::stop_token& stopping) { answer_all(stopping); }) {}

StrategyDesk::~StrategyDesk() { stop(); }

void StrategyDesk::stop() {
  refresher_.request_stop();
  answerer_.request_stop();
  if (refresher_.joinable()) refresher_.join();
  if (answerer_.joinable()) answerer_.join();
  std::deque<Waiting> forgotten;
  const std::lock_guard lock(guard_);
  forgotten.swap(waiting_);
}

void StrategyDesk::watch(const std::shared_ptr<server::RaceChannel>& channel) {
  const std::lock_guard lock(guard_);
  to_watch_.emplace_back(channel);
}

std::uint64_t StrategyDesk::refreshes() const {
  const std::lock_guard lock(guard_);
  return refreshes_;
}

void StrategyDesk::refresh_all(const std::stop_token& stopping) {
  lower_priority();
  while (!stopping.stop_requested()) {
    {
      const std::lock_guard lock(guard_);
      for (auto& channel : std::exchange(to_watch_, {})) {
        watched_.emplace_back();
        watched_.back().channel = std::move(channel);
      }
    }
    const std::uint64_t before = refreshes();
    const auto began = thread_time();
    for (Watched& watched : watched_) refresh_if_due(watched, stopping);
    std::erase_if(watched_, [](const Watched& watched) { return watched.channel.expired(); });
    const auto busy = std::chrono::duration_cast<milliseconds>(thread_time() - began);
    const milliseconds rest = refreshes() == before ? kLook : std::max(busy, kLeastBetween - busy);
    std::unique_lock lock(guard_);
    wake_refresh_.wait_for(lock, stopping, rest, [this] { return is_urgent_; });
    is_urgent_ = false;
  }
}

StrategyDesk::Occasion StrategyDesk::occasion_of(const race::Snapshot& race) {
  Occasion occasion;
  occasion.flag = race.flag;
  for (const race::CarSnapshot& car : race.cars) {
    occasion.stops += car.pit_stops.size();
    occasion.in_pits += car.state == timing::CarState::in_pit ? 1 : 0;
  }
  return occasion;
}

void StrategyDesk::refresh_if_due(Watched& watched, const std::stop_token& stopping) {
  const auto channel = watched.channel.lock();
  const auto publication = channel ? channel->current() : nullptr;
  if (!publication || stopping.stop_requested()) return;
  const race::Snapshot& race = *publication->snapshot;
  const std::string race_id = race_id_of(race.session);
  const bool is_moved = watched.take != publication->take;
  const bool is_another = watched.is_new || watched.race_id != race_id;
  const std::string own_rules = own_rules_of(channel->id());
  const std::string rule_key = race_id + '\n' + own_rules;
  const bool has_other_rules = watched.rule_key != rule_key;
  if (!is_moved && !is_another && !has_other_rules && watched.seen == publication->snapshot) return;
  const Occasion occasion = occasion_of(race);
  const bool is_due = race.at < watched.advised_at || race.at >= watched.advised_at + kEvery;
  watched.seen = publication->snapshot;
  if (!is_moved && !is_another && !has_other_rules && !is_due && occasion == watched.occasion) return;

  if (is_another) watched.calls = {};
  if (is_moved || race.at < watched.advised_at) watched.calls.forget_after(race.at);
  watched.is_new = false;
  watched.take = publication->take;
  watched.race_id = race_id;
  watched.occasion = occasion;
  watched.advised_at = race.at;
  if (has_other_rules) take_rules(watched, race.session, rule_key, own_rules);
  refresh(watched, *channel, race, own_rules, stopping);
}

void StrategyDesk::refresh(Watched& watched, server::RaceChannel& channel, const race::Snapshot& race,
                           const std::string& own_rules, const std::stop_token& stopping) {
  insight::AdviceSettings settings;
  settings.play.runs = kFutures;
  settings.play.seed = kSeed;
  settings.play.threads = 1;
  settings.play.stop = stopping;
  const auto began = thread_time();
  auto report = std::make_shared<insight::StrategyReport>();
  auto strategy = std::make_shared<const insight::Strategy>(strategists_.advise(race, watched.rules.get(), settings));
  if (stopping.stop_requested()) return;
  const std::chrono::duration<double> took = thread_time() - began;
  watched.calls.note(race, *strategy);
  watched.calls.freeze();
  report->strategy = std::move(strategy);
  report->calls = watched.calls;
  report->scorecard = insight::score_calls(race, watched.calls);
  report->rules = watched.rules;
  report->rule_override = own_rules;
  report->refreshes = ++watched.refreshes;
  report->refresh_seconds = took.count();
  channel.tell(std::move(report), watched.take);
  const std::lock_guard lock(guard_);
  ++refreshes_;
  if (took.count() > 0) futures_a_second_ = kFutures / took.count();
}

void StrategyDesk::take_rules(Watched& watched, const timing::Session& session, const std::string& rule_key,
                              const std::string& own_rules) {
  watched.rule_key = rule_key;
  const auto with_own = own_rules.empty() ? Result<insight::RuleLibrary>(library_) : library_.with(own_text(own_rules));
  watched.rules = std::make_shared<const insight::RuleBook>(insight::rule_book_for(session, with_own ? *with_own : library_));
}

std::filesystem::path StrategyDesk::own_rules_file(const std::string& session) const {
  return own_rules_ / (plain_name(session) + ".toml");
}

// What was kept by an earlier run of the program is read when the session is first looked at.
std::string StrategyDesk::own_rules_of(const std::string& session) {
  const std::lock_guard lock(guard_);
  const auto known = own_texts_.find(session);
  if (known != own_texts_.end()) return known->second;
  std::string text;
  if (!own_rules_.empty() && is_file(own_rules_file(session).string())) {
    text = read_text_file(own_rules_file(session).string()).value_or("");
  }
  return own_texts_.emplace(session, std::move(text)).first->second;
}

Result<void> StrategyDesk::override_rules(const std::string& session, const std::string& text) {
  if (!text.empty()) {
    const auto with = library_.with(own_text(text));
    if (!with) return std::unexpected(with.error());
  }
  if (!own_rules_.empty()) {
    std::error_code ignored;
    std::filesystem::create_directories(own_rules_, ignored);
    if (text.empty()) {
      std::filesystem::remove(own_rules_file(session), ignored);
    } else if (auto written = write_text_file(own_rules_file(session).string(), text); !written) {
      return written;
    }
  }
  {
    const std::lock_guard lock(guard_);
    own_texts_[session] = text;
    is_urgent_ = true;
  }
  wake_refresh_.notify_all();
  return {};
}

Result<void> StrategyDesk::ask(server::WhatIfQuestion question, server::StrategyService::Answered answered) {
  {
    const std::lock_guard lock(guard_);
    if (waiting_.size() >= server::limit::kWaitingWhatIfs) {
      return fail(ErrorCode::overloaded, "Too many what-ifs are waiting for their turn: ask again in a few seconds.");
    }
    waiting_.push_back({std::move(question), std::move(answered)});
  }
  wake_answer_.notify_one();
  return {};
}

void StrategyDesk::answer_all(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    Waiting next;
    {
      std::unique_lock lock(guard_);
      if (!wake_answer_.wait(lock, stopping, [this] { return !waiting_.empty(); })) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    auto answered = answer(next.question, stopping);
    if (!stopping.stop_requested()) next.answered(std::move(answered));
  }
}

Result<server::WhatIfAnswer> StrategyDesk::answer(const server::WhatIfQuestion& question, const std::stop_token& stopping) {
  const auto began = std::chrono::steady_clock::now();
  double speed = 0;
  {
    const std::lock_guard lock(guard_);
    speed = futures_a_second_;
  }
  // Two worlds, each with as many.
  const auto affordable = static_cast<std::int32_t>(std::lround(std::min(speed * kAnswerSeconds / 2, double{kMostRuns})));
  insight::PlaySettings settings;
  settings.runs = question.what_if.runs.value_or(speed > 0 ? std::max(kFewestRuns, affordable) : kUsualRuns);
  settings.seed = question.what_if.seed.value_or(kSeed);
  settings.stop = stopping;
  auto comparison = strategists_.compare(*question.race, question.rules.get(), settings, question.what_if.assumptions);
  if (!comparison) return std::unexpected(comparison.error());
  server::WhatIfAnswer answer;
  answer.comparison = std::move(*comparison);
  answer.seed = settings.seed;
  answer.took = std::chrono::duration_cast<timing::Millis>(std::chrono::steady_clock::now() - began);
  return answer;
}

server::StrategyService service_of(const std::shared_ptr<StrategyDesk>& desk) {
  return {[desk](server::WhatIfQuestion question, server::StrategyService::Answered answered) {
            return desk->ask(std::move(question), std::move(answered));
          },
          [desk](const std::string& session, const std::string& text) { return desk->override_rules(session, text); }};
}

}  // namespace stint::app
