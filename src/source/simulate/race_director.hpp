// Race control: flags, the safety car's calls, investigations and penalties, and the messages about them.
//
// It answers to what marshals report and to its own plan; the engine drives the cars accordingly. Every procedure is a list of
// steps with their instants, so act() is called at due() and whatever it publishes happens then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "source/simulate/bulletin.hpp"
#include "source/simulate/truth_log.hpp"

namespace stint::source {

enum class TrackPhase : std::uint8_t { green, fcy, safety_car, red };

// A penalty for the car with this index.
struct Penalty {
  std::size_t car = 0;
  bool drive_through = false;
  double seconds = 0;  // added to the next stop
};

// What marshals report.
struct MarshalReport {
  MishapKind kind = MishapKind::slow;
  std::int32_t incident = 0;  // id of the truth
  std::int32_t sector = 0;    // 0-based
  bool terminal = false;
  RaceTime hold_ms = 0;
  std::size_t car = 0;
  std::vector<timing::CarNumber> cars;
};

class RaceDirector {
 public:
  RaceDirector(const Circuit& circuit, RaceTime length, RandomStream random, Bulletin& bulletin, TruthLog& truth);

  void start(RaceTime now);
  [[nodiscard]] RaceTime due() const;
  void act(RaceTime now);

  void report(RaceTime now, const MarshalReport& report);
  // What it draws from now on.
  void draw_from(RandomStream random) { random_ = random; }
  void speeding_in_pit_lane(RaceTime now, std::size_t car, const timing::CarNumber& number);
  void weather(RaceTime now, bool raining, double wetness);
  void chequered(RaceTime now);

  // The safety car begins its last lap, and leaves the track.
  void safety_car_in_this_lap(RaceTime now);
  void safety_car_gone(RaceTime now);

  [[nodiscard]] TrackPhase phase() const { return phase_; }
  [[nodiscard]] timing::FlagKind flag() const { return flag_; }
  [[nodiscard]] std::int32_t caution_number() const { return cautions_; }
  [[nodiscard]] std::int32_t safety_car_laps() const { return safety_car_laps_; }
  [[nodiscard]] bool yellow(std::int32_t sector) const { return yellow_until_[static_cast<std::size_t>(sector)] > 0; }
  // Whether a slow zone lies in the sector.
  [[nodiscard]] bool slow(std::int32_t sector) const { return slow_sector_ == sector; }
  [[nodiscard]] std::vector<Penalty> take_penalties() { return std::exchange(penalties_, {}); }

 private:
  enum class StepKind : std::uint8_t { message, track, sector_clear, zone_on, zone_off, penalty };
  struct Step {
    RaceTime at = 0;
    StepKind kind = StepKind::message;
    TrackPhase phase = TrackPhase::green;  // of `track`
    std::int32_t number = 0;               // sector, or zone
    std::int32_t cause = 0;                // incident of the truth
    Penalty penalty{};
    std::string text{};
    std::vector<timing::CarNumber> cars{};
  };

  [[nodiscard]] RaceTime seconds(double least, double most);
  void plan(Step step) { steps_.push_back(std::move(step)); }
  void perform(RaceTime now, const Step& step);
  void show(RaceTime now, TrackPhase phase, std::int32_t cause);
  void show_yellow(RaceTime now, std::int32_t sector, RaceTime until);
  void plan_fcy(RaceTime now, std::int32_t cause);
  void plan_safety_car(RaceTime now, std::int32_t cause);
  void plan_red(RaceTime now, std::int32_t cause);
  void plan_slow_zone(RaceTime now, std::int32_t sector);
  void investigate(RaceTime now, const MarshalReport& report);
  void extend_caution(RaceTime by);
  [[nodiscard]] bool may_stop_race(RaceTime now) const;

  const Circuit& circuit_;
  RaceTime length_;
  RandomStream random_;
  Bulletin& bulletin_;
  TruthLog& truth_;
  std::vector<Step> steps_;             // a few, in no order
  std::vector<RaceTime> yellow_until_;  // by sector; 0: no yellow
  std::vector<Penalty> penalties_;
  TrackPhase phase_ = TrackPhase::green;
  timing::FlagKind flag_ = timing::FlagKind::none;
  bool caution_planned_ = false;  // from the decision until the track is green again
  bool over_ = false;
  bool wet_declared_ = false, raining_ = false;
  std::int32_t cautions_ = 0, safety_car_laps_ = 0;
  std::int32_t slow_sector_ = -1, slow_zone_ = 0, slow_incident_ = 0;
};

[[nodiscard]] std::string_view phase_name(TrackPhase phase);

}  // namespace stint::source
