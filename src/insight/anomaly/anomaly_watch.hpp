// Watches a race for what is wrong with cars and parts of the track, as it happens.
//
// Causal: what it says at an instant depends on the events up to it alone. Events come in the order of their arrival; their
// instants are the only clock, so that a car which is overdue is noticed by the crossings of the others. Constant work an
// event, amortised; a suspicion looks once at every car. One writer. docs/anomalies.md explains what each kind rests on.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "insight/anomaly/anomaly.hpp"
#include "insight/anomaly/anomaly_book.hpp"
#include "insight/anomaly/car_watch.hpp"
#include "insight/anomaly/caution.hpp"
#include "insight/anomaly/class_pace.hpp"
#include "insight/anomaly/drive_time_limits.hpp"
#include "insight/anomaly/due_queue.hpp"
#include "insight/anomaly/lap_reading.hpp"
#include "insight/anomaly/stint_shape.hpp"
#include "insight/anomaly/unflagged_caution.hpp"
#include "insight/anomaly/unlike_laps.hpp"
#include "insight/field/field.hpp"
#include "insight/rules/rule_library.hpp"

namespace stint::insight {

class AnomalyWatch {
 public:
  // `rules`: of drive time; nullptr: none is known, and it is not watched. `keep_readings`: for calibration, see readings().
  explicit AnomalyWatch(std::shared_ptr<const RuleLibrary> rules = nullptr, bool keep_readings = false)
      : rules_(std::move(rules)), keep_readings_(keep_readings) {}

  void apply(const timing::Event& event);
  // Nothing else happened up to `now`. apply() does the same with the instant of its event.
  void advance(Instant now);

  // To be called before a copy is taken: the copy then shares the histories.
  void freeze() { field_.freeze(); }

  // All that have been raised, in order of first_seen; cleared ones too.
  [[nodiscard]] std::span<const Anomaly> anomalies() const { return book_.all(); }
  [[nodiscard]] std::span<const AnomalyRevision> revisions() const { return book_.revisions(); }
  // Every green lap that took at least 2 % longer than it should have, in order of time.
  [[nodiscard]] std::span<const LapReading> readings() const { return readings_; }

 private:
  // anomaly_watch.cpp: events
  void on_sector(const Step& step);
  void on_lap(const Step& step);
  void on_pit_in(const Step& step);
  void on_pit_out(const Step& step);
  void on_status(const timing::CarStatus& status);
  void on_message(const timing::RaceControl& message);
  void note_contact(std::size_t place, bool looked_into);
  void on_local_flag(const timing::Flag& flag);
  void on_track_flag();
  void arrive(std::size_t place, std::int32_t sector);
  void leave(std::size_t place, std::int32_t next_sector);
  void refresh(std::size_t place);
  // By the flags; where none are told, by what the field does.
  [[nodiscard]] bool flags_told() const { return !field_.flags().empty(); }
  [[nodiscard]] bool racing() const { return flags_told() ? is_racing_flag(field_.flag()) : !unflagged_.is_on(); }
  [[nodiscard]] bool raced(Instant from) const {
    return flags_told() ? raced_since(field_, from) : unflagged_.raced_since(from);
  }
  [[nodiscard]] bool yellow_since(std::int32_t sector, Instant since) const;

  // overdue.cpp: cars that don't come
  void look_for(std::size_t place);
  [[nodiscard]] double noise_of(std::size_t class_index) const;
  [[nodiscard]] double lateness_of_others(std::size_t place) const;
  [[nodiscard]] std::int32_t passed_by(std::size_t place) const;
  [[nodiscard]] double pit_entry_allowance(std::size_t place) const;
  void raise_overdue(std::size_t place, double late_ms, double sure);

  // lap_verdict.cpp: laps that are over
  void judge_sector(std::size_t place, std::int32_t sector, double ratio, double lost_ms);
  void judge_lap(std::size_t place, const LapRecord& lap);
  void give_verdict(std::size_t place);
  void judge_first_lap(std::size_t place, const CarWatch::Doubt& doubt);
  void settle(std::size_t place, const LapRecord& lap, double probability);
  [[nodiscard]] LapReading read_lap(std::size_t place, const LapRecord& lap) const;

  // episodes.cpp: what is wrong with a car, as one anomaly
  Episode& open_episode(std::size_t place, std::int32_t sector);
  void raise_episode(std::size_t place, double probability);
  void revise_episode(std::size_t place, double probability);
  void clear_episode(std::size_t place);
  void close_episode(std::size_t place);
  void describe(std::size_t place, Anomaly& anomaly) const;
  void find_contact(std::size_t place);

  // drift_verdict.cpp: cars that have become slower
  void judge_drift(std::size_t place, const LapRecord& lap);
  void tell_drift(std::size_t place, const LapRecord& lap);
  void name_the_part(std::size_t place);

  // stops.cpp
  void watch_lane(std::size_t place);
  void look_into_lane(std::size_t place);
  void tell_stop(std::size_t place, double there_ms, std::optional<double> usual_ms);
  void add_lane_words(std::size_t place, Anomaly& anomaly, std::string words);
  [[nodiscard]] bool all_wait_in_lane() const;
  [[nodiscard]] std::int32_t trouble_that_brought_it_in(std::size_t place);
  void judge_stop(std::size_t place);
  void close_stop(std::size_t place, double lane_ms, std::optional<double> usual_ms);
  [[nodiscard]] std::optional<double> longest_usual_stop(std::size_t place) const;
  [[nodiscard]] std::optional<double> usual_lane_ms(std::size_t class_index, double q) const;

  // drive_time.cpp
  void take_rules(const timing::Session& session);
  [[nodiscard]] const DriveTimeLimits& limits_of(std::size_t class_index);
  void judge_drive_time(std::size_t place, const LapRecord& lap);
  void tell_drive_time(std::size_t place, Millis driven, Millis allowed, const DriveTimeLimits& limits);

  // timing_and_zones.cpp
  void judge_timing(std::size_t place, std::int32_t sector, std::optional<double> ratio, double time_ms);
  void note_sights(std::size_t place, const LapRecord& lap);
  void raise_fault(std::size_t place, std::int32_t sector, std::string_view what);
  void watch_zone(std::int32_t sector);
  [[nodiscard]] bool slow_elsewhere(std::int32_t sector);

  Field field_;
  ClassPace pace_;
  ClassPace stint_pace_;  // against what each car could do at its last stop; part 1 is the top speed, usual / now
  UnflaggedCaution unflagged_;
  StintShape stint_shape_;  // what a class loses over a stint
  DueQueue due_;
  AnomalyBook book_;
  std::vector<CarWatch> cars_;  // beside Field::cars()
  std::shared_ptr<const RuleLibrary> rules_;
  RuleQuery ruled_;  // what book_of_rules_ is for
  RuleBook book_of_rules_;
  std::vector<std::optional<DriveTimeLimits>> limits_;  // by class; nullopt: not asked for yet
  bool keep_readings_;
  std::vector<LapReading> readings_;

  struct BestSectors {
    std::array<std::optional<double>, kMaxSectors> best_ms;
    std::array<std::int32_t, kMaxSectors> timed{};
  };
  std::vector<BestSectors> class_best_;
  std::vector<RecentValues<double, 31>> class_noise_;  // excesses of green laps, by class
  UnlikeLaps unlike_;
  bool over_ = false;              // the chequered flag is out
  bool lane_entry_seen_ = false;   // the source tells when a car enters the lane, not only that it crossed the line in it
  bool messages_told_ = false;     // the source brings race control's messages
  bool local_flags_told_ = false;  // the source tells the flags of sectors
  struct Yellow {
    bool shown = false;
    Instant since{}, until{};
  };
  std::array<Yellow, kMaxSectors + 1> yellows_{};
  struct Zone {
    std::int32_t anomaly = 0;
    Instant looked_at{};
  };
  std::array<Zone, kMaxSectors + 1> zones_{};
  Instant slow_everywhere_{};  // when that was last found
  // How often each sector's end is seen, and how often not: some loops miss every tenth car.
  struct Sight {
    std::int32_t seen = 0, missed = 0;
    [[nodiscard]] bool blind() const { return missed >= 3 && missed * 600 > seen; }
  };
  std::array<Sight, kMaxSectors + 1> sights_{};
  RecentValues<std::int64_t, 63> lane_times_;  // ms, of all classes, under racing flags
  struct Miss {
    std::size_t car = 0;
    std::int32_t sector = 0;
    Instant at{};
  };
  std::array<Miss, 8> misses_{};  // the latest crossings that were not seen
  std::size_t misses_seen_ = 0;
  std::array<std::int32_t, kMaxSectors + 1> loop_faults_{};  // anomaly of a loop that misses many cars
  Instant now_{};
};

}  // namespace stint::insight
