// The session that is followed: its documents, and what of them has become events. Lives on through reconnects.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/adapter.hpp"
#include "source/live/alkamel/best_marks.hpp"
#include "source/live/alkamel/car_timing.hpp"
#include "source/live/alkamel/ddp.hpp"
#include "source/live/alkamel/document_bytes.hpp"
#include "source/live/alkamel/race_control_log.hpp"
#include "source/live/alkamel/session_directory.hpp"
#include "source/live/alkamel/session_status.hpp"
#include "source/live/alkamel/standings.hpp"
#include "source/live/current_driver.hpp"

namespace stint::live::alkamel {

class FollowedSession {
 public:
  // So long the standings wait for the history, so that laps are told in their order.
  static constexpr timing::Millis kHistoryPatience = std::chrono::seconds{5};

  explicit FollowedSession(SessionInfo info) : info_(std::move(info)) {}

  [[nodiscard]] const ObjectId& id() const { return info_.session; }
  void set_info(const SessionInfo& info, timing::Instant now, Reaction& reaction);
  // A connection has subscribed: documents come anew.
  void join(timing::Instant now);
  // A message of one of the session's documents. `frame`: the frame, if it held nothing else.
  void read(const DdpMessage& message, std::string_view frame, timing::Instant now, Reaction& reaction);
  // A frame of standings or pit visits in the shape of the one before; false if it is none.
  bool read_known_frame(std::string_view frame, timing::Instant now, Reaction& reaction);
  // The history has come, or will not.
  void history_answered(timing::Instant now, Reaction& reaction);
  void on_time(timing::Instant now, Reaction& reaction);
  // Laps have been missed: the history is to be asked for.
  [[nodiscard]] bool has_holes() const;

 private:
  struct Car {
    explicit Car(const timing::CarNumber& number) : timing(number) { entry.car = number; }
    CarTiming timing;
    CurrentDriver driver;
    timing::Entry entry;
    bool entry_told = false;
    std::optional<std::int32_t> class_position;
    std::size_t sectors_seen = 0;  // of the lap under way, at the latest gap
    std::optional<timing::OfficialStanding> official;
  };

  void tell_session(timing::Instant now, Reaction& reaction);
  void read_entries(simdjson::dom::element entries, timing::Instant now, Reaction& reaction);
  void read_track(simdjson::dom::element track, timing::Instant now, Reaction& reaction);
  void read_status(simdjson::dom::element status, timing::Instant now, Reaction& reaction);
  void read_pit_info(simdjson::dom::element visits, std::string_view frame);
  bool read_pit_frame(std::string_view frame);
  void take_visit(std::string_view car, const Scalar& entered, const Scalar& lane);
  void read_weather(simdjson::dom::element weather, timing::Instant now, Reaction& reaction);
  void read_history(simdjson::dom::element analysis, Reaction& reaction);
  void apply(const Standings::Changes& changes, timing::Instant now, Reaction& reaction);
  void apply_row(const StandingRecord& record, timing::Instant now, Reaction& reaction);
  void apply_all(timing::Instant now, Reaction& reaction);
  void count_classes();
  void tell_official(const StandingRecord& record, timing::Instant now, Reaction& reaction);
  [[nodiscard]] const StandingRecord* leader() const;
  void settle(Car& car, timing::Instant now, Reaction& reaction);
  void tell_entry(Car& car, timing::Instant at, Reaction& reaction);
  Car& car_of(const timing::CarNumber& number);

  SessionInfo info_;
  SessionStatus status_;
  std::string track_;
  std::optional<double> lap_length_m_;
  std::optional<timing::Session> told_session_;
  std::optional<timing::FlagKind> told_flag_;
  std::string unknown_flag_;  // code, told as a problem
  std::optional<timing::Weather> told_weather_;
  BestMarks bests_;
  RaceControlLog race_control_;
  Standings standings_;
  DocumentBytes pit_bytes_{"pitOuts"};
  std::vector<std::size_t> changed_visits_;
  std::map<timing::CarNumber, Car> cars_;
  std::optional<timing::Instant> waiting_since_;  // for the history
};

}  // namespace stint::live::alkamel
