// The fold: events in, the state of the race out.
//
// REQUIRES: events come in canonical order (instant, then kind, then as logged) and none twice; Race (race.hpp) sees to that.
// Pure: reads no clock; `at` of an event is the only time there is. Copyable: freeze() first, then a copy shares all history.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "race/best_times.hpp"
#include "race/car_index.hpp"
#include "race/car_progress.hpp"
#include "race/flag_history.hpp"
#include "race/official_check.hpp"
#include "race/red_flag.hpp"
#include "race/running_order.hpp"
#include "race/snapshot.hpp"
#include "timing/event.hpp"

namespace stint::race {

class RaceState {
 public:
  void apply(const timing::Event& event);

  // The race as it stands, with clocks and ages at `at`. REQUIRES: freeze() before, so that the histories can be shared.
  [[nodiscard]] Snapshot show(Instant at) const;

  void freeze();

  [[nodiscard]] Instant latest() const { return latest_; }
  [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }
  // nullptr if the car has not been heard of.
  [[nodiscard]] const CarProgress* find(const CarNumber& car) const;

 private:
  // One small function for each kind of event, found by overload.
  void take(const timing::Session& session);
  void take(const timing::Clock& clock);
  void take(const timing::Entry& entry);
  void take(const timing::DriverChange& change);
  void take(const timing::Sector& sector);
  void take(const timing::Loop& loop);
  void take(const timing::Lap& lap);
  void take(const timing::PitIn& pit_in);
  void take(const timing::PitOut& pit_out);
  void take(const timing::CarStatus& status);
  void take(const timing::Flag& flag);
  void take(const timing::RaceControl& message);
  void take(const timing::Weather& weather);
  void take(const timing::OfficialStanding& standing);
  void take(const timing::Position& position);
  void take(const timing::Telemetry& telemetry);
  void take(const timing::FeedHealth& health);

  CarProgress& car_of(const CarNumber& number);
  std::size_t class_of(const std::string& name);
  void move_to_class(std::size_t car, std::size_t class_index);

  void complete_lap(std::size_t index, const timing::Lap& lap);
  void place(std::size_t index, LapRecord& record);
  void offer_bests(CarProgress& car, const LapRecord& record);
  void after_lap(std::size_t index);
  void watch_for_red_flag(std::size_t index, std::size_t stop);
  [[nodiscard]] std::size_t cars_running_since(Instant when) const;

  // The feed's opinion and ours: official_view.cpp.
  [[nodiscard]] bool official_is_alive() const;
  [[nodiscard]] std::optional<std::size_t> gap_reference(std::size_t index, timing::GapReference reference) const;
  [[nodiscard]] OwnStanding own_standing(std::size_t index, timing::GapReference reference, Instant at) const;
  void compare_with_official(std::size_t index, bool at_timing_point);
  void show_differences(Snapshot& shown, const std::vector<std::size_t>& order, Instant at) const;

  // show() in parts: race_view.cpp.
  [[nodiscard]] std::vector<std::size_t> shown_order() const;
  [[nodiscard]] CarSnapshot row_of(std::size_t index, Instant at) const;
  void measure_gaps(Snapshot& shown, const std::vector<std::size_t>& order, Instant at) const;
  [[nodiscard]] CarState state_of(const CarProgress& car, Instant at) const;
  [[nodiscard]] Bests bests_of(const GroupBests& group, std::string class_name) const;
  void show_clock(Snapshot& shown, Instant at) const;

  Instant latest_{};
  std::uint64_t last_seq_ = 0;
  timing::Session session_;
  std::optional<timing::Clock> clock_;
  Instant clock_at_{};

  CarIndex index_;
  std::vector<CarProgress> cars_;
  RunningOrder order_;

  struct ClassGroup {
    std::string name;
    RunningOrder order;
    GroupBests bests;
  };
  std::vector<ClassGroup> classes_;
  GroupBests bests_;
  std::vector<std::optional<Millis>> loop_bests_;
  std::int32_t sector_count_ = 0;

  FlagHistory flags_;
  ControlState control_;
  RedFlagWatch red_flags_;
  SharedHistory<Message> messages_;
  SharedHistory<WeatherReading> weather_;
  std::vector<timing::FeedHealth> feeds_;
};

}  // namespace stint::race
