// One session at the ring as the feed tells it: who takes part, the track's state, and each car's timeline.
//
// One socket carries one session after the other. A session that is under way when it is first seen is held back for some
// seconds, so that the lists of its earlier laps come before what they precede.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "source/live/adapter.hpp"
#include "source/live/wige/car_entry.hpp"
#include "source/live/wige/car_timeline.hpp"
#include "source/live/wige/classification_frame.hpp"
#include "source/live/wige/lap_list.hpp"
#include "source/live/wige/message_list.hpp"
#include "source/live/wige/slow_zones.hpp"
#include "source/live/wige/track_state.hpp"

namespace stint::live::wige {

class RingSession {
 public:
  explicit RingSession(std::string series) : series_(std::move(series)) {}

  void take_classification(const ClassificationReader& frame, Instant arrived, Reaction& reaction);
  void take_track_state(const TrackState& state, Instant arrived, Reaction& reaction);
  void take_laps(const CarLaps& laps, Instant arrived, Reaction& reaction);
  void take_messages(const simdjson::dom::object& frame, Instant arrived, Reaction& reaction);
  void take_zones(const simdjson::dom::element& document, Instant arrived, Reaction& reaction);
  void on_time(Instant now, Reaction& reaction);

  // The feed told its own time of day: what is between it and ours.
  void set_feed_clock(Instant feed, Instant arrived) { feed_ahead_ = feed - arrived; }

  [[nodiscard]] bool known() const { return !feed_session_.empty() || !id_.empty(); }
  // SESSION of the current classification.
  [[nodiscard]] const std::string& feed_session() const { return feed_session_; }
  // Laps were missed that a list of laps would give; asked once.
  [[nodiscard]] bool take_wish_for_laps() { return std::exchange(wants_laps_, false); }

 private:
  struct Car {
    explicit Car(timing::CarNumber number) : timeline(number) {}
    CarEntry entry;
    CarTimeline timeline;
    std::optional<timing::OfficialStanding> standing;
    std::optional<std::int32_t> position;
  };

  [[nodiscard]] Instant feed_time(Instant arrived) const { return arrived + feed_ahead_; }
  [[nodiscard]] FrameFacts facts_at(Instant at) const;
  [[nodiscard]] bool begins_another(const ClassificationHead& head) const;
  void begin(const ClassificationHead& head, Instant at);
  void take_row(const ClassificationRow& row, const FrameFacts& facts);
  void take_standing(Car& car, const ClassificationRow& row, Instant at);
  void show_flag(timing::FlagKind flag, Instant at);
  void flag_fell(Instant at);
  void apply_track_state(Instant now);
  void tell_clock(Instant now);
  void change_session(timing::Session changed, Instant at);
  void release(Reaction& reaction);
  void deliver(Reaction& reaction);

  std::string series_;
  std::string id_;
  std::string feed_session_;
  ClassificationHead head_;
  timing::Session session_;
  Instant session_told_at_{};
  std::map<timing::CarNumber, Car> cars_;
  MessageList messages_;
  SlowZones zones_;
  std::optional<TrackState> track_state_;
  bool state_is_of_next_ = false;  // track_state_ came after the chequered flag
  std::optional<timing::FlagKind> flag_;
  std::optional<Instant> flag_fell_at_;
  std::optional<Instant> latest_frame_;  // TOD of the newest classification
  Millis feed_ahead_{0};
  bool wants_laps_ = false;

  std::vector<timing::Event> told_;  // by the call in progress
  std::vector<timing::Event> held_;
  std::optional<Instant> held_since_;  // arrival
  std::optional<Instant> laps_arrived_at_;
  std::string waiting_messages_;  // a list that came before the first classification
};

}  // namespace stint::live::wige
