// Where strategy is worked out while the program serves: on threads of its own, from what the sessions publish, so that it
// never holds up timing.
//
// One thread of low priority goes round the watched sessions. It works a session out again when 5 s of its race have passed,
// when a stop begins or ends, when the flag changes, when the playhead was moved or when the rules were; and rests as long as
// it has worked, so that it takes half a core at most. A second thread answers what-ifs, in the order in which they were asked.
// What is worked out is told to the channel, which shows it at once; what is of a take that is over is dropped there.
// Thread rule: any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/serve/session_run.hpp"
#include "insight/rules/rule_book.hpp"
#include "insight/strategy/call_book.hpp"
#include "insight/strategy/strategist.hpp"
#include "server/race_channel.hpp"
#include "server/strategy_service.hpp"

namespace stint::app {

// How strategy is worked out. Called on the desk's threads; both are pure.
struct Strategists {
  std::function<insight::Strategy(const race::Snapshot&, const insight::RuleBook*, const insight::AdviceSettings&)> advise;
  std::function<Result<insight::Comparison>(const race::Snapshot&, const insight::RuleBook*, const insight::PlaySettings&,
                                            const insight::Assumptions&)>
      compare;
};
// The engine's own, with what earlier races taught.
[[nodiscard]] Strategists strategists(std::shared_ptr<const insight::Priors> priors);

class StrategyDesk {
 public:
  static constexpr timing::Millis kEvery{5000};       // of race time
  static constexpr std::int32_t kFutures = 400;       // of a refresh
  static constexpr std::uint64_t kSeed = 20'240'615;  // of every answer, unless asked for otherwise: none differs by luck alone

  // `own_rules`: the folder in which the users' rules of sessions are kept; empty: they are kept until the program ends.
  StrategyDesk(Strategists strategists, insight::RuleLibrary library, std::filesystem::path own_rules);
  ~StrategyDesk();
  StrategyDesk(const StrategyDesk&) = delete;
  StrategyDesk& operator=(const StrategyDesk&) = delete;

  // From now on, until it goes.
  void watch(const std::shared_ptr<server::RaceChannel>& channel);
  // Ends both threads; what waits is not answered any more.
  void stop();

  // As StrategyService says.
  [[nodiscard]] Result<void> ask(server::WhatIfQuestion question, server::StrategyService::Answered answered);
  [[nodiscard]] Result<void> override_rules(const std::string& session, const std::string& text);

  // How often a session was worked out: for tests.
  [[nodiscard]] std::uint64_t refreshes() const;

 private:
  // What makes it worth working out again before the 5 s are over.
  struct Occasion {
    timing::FlagKind flag = timing::FlagKind::none;
    std::size_t stops = 0, in_pits = 0;
    bool operator==(const Occasion&) const = default;
  };
  struct Watched {
    std::weak_ptr<server::RaceChannel> channel;
    bool is_new = true;
    std::uint32_t take = 0;
    std::string race_id;  // another one: the next race has begun
    race::SnapshotPtr seen;
    timing::Instant advised_at{};
    Occasion occasion;
    std::string rule_key;  // what `rules` were made for
    std::shared_ptr<const insight::RuleBook> rules;
    insight::StrategyCallBook calls;
    std::uint64_t refreshes = 0;
  };
  struct Waiting {
    server::WhatIfQuestion question;
    server::StrategyService::Answered answered;
  };

  void refresh_all(const std::stop_token& stopping);
  void refresh_if_due(Watched& watched, const std::stop_token& stopping);
  // With the rules that it has. Nothing is told if stopped before the end.
  void refresh(Watched& watched, server::RaceChannel& channel, const race::Snapshot& race, const std::string& own_rules,
               const std::stop_token& stopping);
  // The rules of the session with the user's own on top.
  void take_rules(Watched& watched, const timing::Session& session, const std::string& rule_key, const std::string& own_rules);
  [[nodiscard]] std::string own_rules_of(const std::string& session);
  void answer_all(const std::stop_token& stopping);
  [[nodiscard]] Result<server::WhatIfAnswer> answer(const server::WhatIfQuestion& question, const std::stop_token& stopping);
  [[nodiscard]] std::filesystem::path own_rules_file(const std::string& session) const;

  static Occasion occasion_of(const race::Snapshot& race);

  const Strategists strategists_;
  const insight::RuleLibrary library_;
  const std::filesystem::path own_rules_;
  std::vector<Watched> watched_;  // the refreshing thread's

  mutable std::mutex guard_;
  std::condition_variable_any wake_refresh_, wake_answer_;
  std::vector<std::weak_ptr<server::RaceChannel>> to_watch_;  // under guard_
  std::map<std::string, std::string> own_texts_;              // by session; under guard_
  std::deque<Waiting> waiting_;                               // under guard_
  bool is_urgent_ = false;                                    // no more rest; under guard_
  std::uint64_t refreshes_ = 0;                               // under guard_
  double futures_a_second_ = 0;                               // of the latest refresh; 0: unknown; under guard_
  std::jthread refresher_, answerer_;
};

// Ends the desk's threads before the server goes: they tell its channels and its connections.
class StrategyRun : public SessionRun {
 public:
  explicit StrategyRun(std::shared_ptr<StrategyDesk> desk) : desk_(std::move(desk)) {}
  ~StrategyRun() override { desk_->stop(); }
  [[nodiscard]] Result<void> step(std::chrono::nanoseconds) override { return {}; }

 private:
  std::shared_ptr<StrategyDesk> desk_;
};

// The desk as the routes see it.
[[nodiscard]] server::StrategyService service_of(const std::shared_ptr<StrategyDesk>& desk);

}  // namespace stint::app
