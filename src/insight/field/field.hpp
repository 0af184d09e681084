// The field as prediction and anomaly see it: events in, what every car, class and flag have done so far.
//
// A fold like race::RaceState and agreeing with it where both speak, but kept small, so that it can be looked at after every
// event: constant work an event. Events come in the order in which they arrive in the log; one that contradicts what is known
// (a lap already completed) is left out. Pure: no clock, no file; the latest event's instant is the only time there is.
// One writer. Copyable; call freeze() first, then a copy shares the histories.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/field/field_car.hpp"
#include "insight/field/pace_readings.hpp"
#include "race/car_index.hpp"
#include "race/snapshot.hpp"
#include "timing/event.hpp"

namespace stint::insight {

struct FieldClass {
  std::string name;
  PaceReadings pace;                               // latest laps of its cars, against their own levels
  PaceReadings green_pace;                         // latest green laps of its cars, against their own base
  RecentValues<std::int64_t, 31> lane_times;       // ms, of stops
  RecentValues<std::int32_t, 15> stint_lengths;    // laps, of stints that ended in the pit lane
  std::optional<Millis> best_lap;                  // of all its cars so far
  RecentValues<double, 15> in_ratios, out_ratios;  // in-laps, and out-laps less lane time, against the car's base
};

// What an event completed, for those who act on it. Valid until the next apply().
struct Step {
  enum class Kind : std::uint8_t { other, sector, loop, lap, pit_in, pit_out, flag };
  Kind kind = Kind::other;
  std::size_t car = 0;      // place in cars(); only for sector, loop, lap, pit_in, pit_out
  std::int32_t lap = 0;     // of the event
  std::int32_t sector = 0;  // of the event; index of the loop for a loop
};

class Field {
 public:
  // Answers what the event completed; Kind::other for events that change nothing that is kept here, or contradict it.
  Step apply(const timing::Event& event);

  [[nodiscard]] Instant now() const { return now_; }  // the latest instant of all events applied
  [[nodiscard]] const timing::Session& session() const { return session_; }
  [[nodiscard]] Millis elapsed() const;  // since session().started_at, or since the first event
  // Local time of day at the track, hours 0..24; nullopt if the offset to UTC is not known.
  [[nodiscard]] std::optional<double> local_hour() const;

  [[nodiscard]] std::span<const FieldCar> cars() const { return cars_; }
  [[nodiscard]] const FieldCar* find(const CarNumber& number) const;
  [[nodiscard]] std::span<const FieldClass> classes() const { return classes_; }
  [[nodiscard]] const FieldClass& class_of(const FieldCar& car) const { return classes_[car.class_index]; }
  [[nodiscard]] const PaceReadings& pace() const { return pace_; }              // of all classes, against levels
  [[nodiscard]] const PaceReadings& green_pace() const { return green_pace_; }  // of all classes, against base
  [[nodiscard]] std::int32_t sector_count() const { return sector_count_; }     // the most seen on a lap

  [[nodiscard]] FlagKind flag() const { return flags_.empty() ? FlagKind::none : flags_.back().kind; }  // track-wide
  [[nodiscard]] std::span<const race::FlagPeriod> flags() const { return flags_; }  // in order; the last one is open
  // Since when the track is green again; nullopt under another flag, or if it has been green from the start.
  [[nodiscard]] std::optional<Instant> green_since() const;
  [[nodiscard]] const race::SharedHistory<race::WeatherReading>& weather() const { return weather_; }

  void freeze();

 private:
  std::size_t place_of(const CarNumber& number);
  std::size_t class_named(std::string_view name);
  Step take(const timing::Sector& sector);
  Step take(const timing::Loop& loop);
  Step take(const timing::Lap& lap);
  Step take(const timing::PitIn& pit_in);
  Step take(const timing::PitOut& pit_out);
  Step take(const timing::Flag& flag);
  void take(const timing::Session& session) { session_ = session; }
  void take(const timing::Entry& entry);
  void take(const timing::DriverChange& change);
  void take(const timing::CarStatus& status);
  void take(const timing::Weather& weather) { weather_.push_back({now_, weather}); }
  void begin_stint(FieldCar& car, std::int32_t first_lap);
  void note_pace(std::size_t place, const LapRecord& lap);
  void note_pit_laps(FieldCar& car, const LapRecord& lap);

  Instant now_{};
  std::optional<Instant> first_;
  timing::Session session_;
  race::CarIndex index_;
  std::vector<FieldCar> cars_;
  std::vector<FieldClass> classes_;
  PaceReadings pace_, green_pace_;
  std::int32_t sector_count_ = 0;
  std::vector<race::FlagPeriod> flags_;
  race::SharedHistory<race::WeatherReading> weather_;
};

// Green or chequered or unknown: racing speed at this flag.
[[nodiscard]] bool is_racing_flag(FlagKind flag);

// Whether the lap tells of its driver's pace: a green lap. Where the timing has no flags (WEC before 2022), a lap of more than
// 110 % of the car's level before it (FieldCar::level(), ms) is taken for a neutralised one, as five such laps would else
// become the base of the laps that follow the caution.
[[nodiscard]] bool shows_pace(const LapRecord& lap, std::optional<double> level);

}  // namespace stint::insight
