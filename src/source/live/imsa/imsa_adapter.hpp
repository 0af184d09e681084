// The adapter of IMSA's scoring page: three small files, polled, each a full snapshot.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "source/live/adapter.hpp"
#include "source/live/imsa/crossing_times.hpp"
#include "source/live/imsa/scored_car.hpp"
#include "source/live/imsa/scoring_files.hpp"

namespace stint::live::imsa {

class ImsaAdapter : public Adapter {
 public:
  static constexpr timing::Millis kUsualInterval = std::chrono::seconds{5};
  static constexpr timing::Millis kLeastInterval{1500};

  explicit ImsaAdapter(const AdapterOptions& options);

  void start(timing::Instant now, Reaction& reaction) override;
  void on_frame(const net::Frame& frame, Reaction& reaction) override;
  void on_time(timing::Instant now, Reaction& reaction) override;

 private:
  struct File {
    std::string_view name;      // of the stream
    std::string_view callback;  // as the page names it
    timing::Millis offset;      // into the interval, so that one follows the other
    timing::Instant due{};
    std::optional<timing::Instant> asked;  // an answer is on its way
    int failures = 0;                      // in a row
  };
  // What is known of the session that is shown.
  struct FollowedSession {
    FollowedSession();  // defined outside: its members' defaults are not known yet where std::optional asks for them
    std::string name, event;
    std::map<timing::CarNumber, ScoredCar> cars;
    CrossingTimes crossings;
    RaceResults shown;
    timing::Session session;
    std::optional<timing::Session> told;
    std::optional<timing::FlagKind> flag;
    std::optional<timing::Clock> clock;
    bool joined = false;
    std::optional<timing::Instant> finish_at;  // the leader took the flag
  };

  void ask(File& file, timing::Instant now, Reaction& reaction) const;
  void on_answer(File& file, const net::Frame& frame, Reaction& reaction);
  void on_results(std::string_view body, timing::Instant now, Reaction& reaction);
  void on_race_data(std::string_view body, timing::Instant now, Reaction& reaction);
  void on_session_info(std::string_view body, timing::Instant now, Reaction& reaction);
  [[nodiscard]] bool is_older(const RaceResults& results) const;
  [[nodiscard]] bool follows(const RaceResults& results, timing::Instant now);
  void take(const RaceResults& results, timing::Instant now, Reaction& reaction);
  void take_laps(const RaceResults& results, timing::Instant now, Reaction& reaction);
  void take_finish(const RaceResults& results, timing::Instant now, Reaction& reaction);
  void show_flag(std::optional<timing::FlagKind> flag, timing::Instant now, Reaction& reaction);
  void tell_session(timing::Instant now, Reaction& reaction);
  ScoredCar& car_of(const timing::CarNumber& number);

  std::string base_url_, series_;
  timing::Millis interval_;
  std::array<File, 3> files_;
  ScoringReader reader_;
  std::optional<FollowedSession> session_;
  std::string next_session_;                     // seen once; followed when it is seen again
  std::optional<timing::Instant> last_results_;  // when the table was read last, changed or not
  RaceData race_data_;
};

}  // namespace stint::live::imsa
