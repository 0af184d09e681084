// The demonstration: simulated races one after the other, as if they were live.
//
// Every event is in the log before it is in the race, and in the race before it is published. After a crash the race goes on
// where the log ends: the simulator is deterministic, so it is run again up to there.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/serve/analyst_desk.hpp"
#include "app/serve/session_run.hpp"
#include "race/race.hpp"
#include "server/race_channel.hpp"
#include "source/simulate/simulator.hpp"
#include "store/event_log.hpp"

namespace stint::app {

struct DemoPlan {
  std::uint64_t first_seed = 1;
  timing::Millis length = std::chrono::hours{6};
  timing::Millis head_start = std::chrono::hours{3};  // of the first race, so that there is history at once
  std::int32_t cars = 40;
  double speed = 10;                   // times real time
  std::chrono::seconds interlude{20};  // real time between the end of a race and the start of the next
};

class DemoRun : public SessionRun {
 public:
  using WallClock = std::function<timing::Instant()>;

  // Goes on with the race of the log if there is one that this plan makes, otherwise begins one. The id of the channel is
  // "demo". Errors: those of the log, bad_argument (the plan).
  // `make_analyst`: empty for races without predictions and anomalies.
  [[nodiscard]] static Result<std::unique_ptr<DemoRun>> create(store::EventLog log, const DemoPlan& plan, WallClock wall_clock,
                                                               MakeAnalyst make_analyst = {});

  [[nodiscard]] const std::shared_ptr<server::RaceChannel>& channel() const { return channel_; }

  // The session of the log that is running. Any thread.
  [[nodiscard]] std::string session_id() const;

  [[nodiscard]] Result<void> step(std::chrono::nanoseconds passed) override;

 private:
  DemoRun(store::EventLog log, const DemoPlan& plan, WallClock wall_clock);
  [[nodiscard]] Result<void> begin(std::uint64_t seed, timing::Millis head_start);
  void resume(std::uint64_t seed, source::Simulator simulator, const std::vector<timing::Event>& logged);
  void take_over(std::uint64_t seed, source::Simulator simulator);
  // Logs and applies what is due by the playhead; returns how many events.
  [[nodiscard]] Result<std::size_t> catch_up();
  [[nodiscard]] Result<void> flush();
  // The log's tables of stints and stops, for people who know SQL, follow the race at this distance.
  [[nodiscard]] Result<void> write_tables_if_due(std::chrono::nanoseconds passed);
  void publish();

  store::EventLog log_;
  DemoPlan plan_;
  WallClock wall_clock_;
  std::shared_ptr<server::RaceChannel> channel_;

  mutable std::mutex id_guard_;
  std::string session_id_;

  std::unique_ptr<source::Simulator> simulator_;
  std::uint64_t seed_ = 0;
  std::optional<timing::Event> upcoming_;  // nullopt: the race is over
  std::vector<timing::Event> due_;         // not yet in the log
  race::Race race_;
  timing::Instant playhead_{};
  std::chrono::nanoseconds fraction_{};  // of a millisecond of race time, kept for the next step
  std::chrono::nanoseconds since_published_{};
  std::chrono::nanoseconds since_end_{};
  std::chrono::nanoseconds since_tables_{};
  std::uint32_t take_ = 0;
  bool published_ = false;
  MakeAnalyst make_analyst_;
  std::unique_ptr<AnalystDesk> desk_;  // of the race that runs; nullptr: none
  insight::InsightsPtr insights_;      // as published
};

}  // namespace stint::app
