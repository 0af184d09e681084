// A recorded session being played, steered by the API. It pauses at its end; to play it from there begins it again.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/recording.hpp"
#include "app/serve/analyst_desk.hpp"
#include "app/serve/session_run.hpp"
#include "server/race_channel.hpp"
#include "source/replay/playback.hpp"

namespace stint::app {

// How a replay begins.
struct ReplayStart {
  std::optional<timing::Instant> from;  // nullopt: the beginning
  double speed = 1.0;                   // infinity: as fast as possible
  bool at_end = false;                  // shows the finished race, paused
};

class ReplayRun : public SessionRun {
 public:
  // `make_analyst`: empty for a replay without predictions and anomalies. Errors: bad_argument (the speed).
  [[nodiscard]] static Result<std::unique_ptr<ReplayRun>> create(Recording recording, const ReplayStart& start,
                                                                 const MakeAnalyst& make_analyst = {});

  [[nodiscard]] const std::shared_ptr<server::RaceChannel>& channel() const { return channel_; }

  [[nodiscard]] Result<void> step(std::chrono::nanoseconds passed) override;

 private:
  // Commands that wait for the next step. Written by the server's thread.
  // When it is full the newest command is refused: nobody steers that fast by hand.
  class Inbox {
   public:
    [[nodiscard]] Result<void> put(const server::ReplayCommand& command);
    [[nodiscard]] std::vector<server::ReplayCommand> take();

   private:
    std::mutex guard_;
    std::vector<server::ReplayCommand> waiting_;
  };

  ReplayRun(const std::string& id, std::vector<timing::Event> events);
  void obey(const server::ReplayCommand& command);
  void move_to(timing::Instant at);
  void publish();

  source::Playback playback_;
  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::shared_ptr<server::RaceChannel> channel_;
  std::uint32_t take_ = 0;
  bool published_ = false;
  std::chrono::nanoseconds since_published_{};
  insight::InsightsPtr insights_;      // as published
  std::unique_ptr<AnalystDesk> desk_;  // nullptr: none. Reads the playback's events, so it goes first
};

}  // namespace stint::app
