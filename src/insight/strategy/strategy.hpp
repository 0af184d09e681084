// What a strategist knows of a race at one instant: for every car what it owes, when it stops, where it comes out, how it ends.
//
// An immutable value, made from one race::Snapshot, a rule book and what earlier races taught (strategist.hpp). Times are
// milliseconds; laps count as in the timing (the lap under way is laps completed + 1); probabilities are 0..1. What cannot be
// said is std::nullopt, and then a reason says why.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::insight {

using race::CarNumber;
using race::DriverId;
using race::FlagKind;
using race::Instant;
using race::Millis;

// A distribution told by three of its quantiles. p10 <= p50 <= p90.
struct Quantiles {
  double p10 = 0, p50 = 0, p90 = 0;
};

// Where a number comes from, the best first.
enum class Basis : std::uint8_t { car, race_class, circuit, series_class, assumed };
[[nodiscard]] std::string_view basis_name(Basis basis);  // "car", "class", "circuit", "series", "assumed"

// A lane passage now: what follows if the car drives into the pits at the end of this lap, under the flag given.
struct PitNow {
  FlagKind flag = FlagKind::green;
  bool entry_open = true;                      // by the rules and race control's words; closed: emergency service only
  std::optional<std::string> closed_because;   // in words
  std::optional<Quantiles> lane_ms;            // pit entry line to exit line
  std::optional<Quantiles> loss_ms;            // against staying out, until the end of the out-lap
  std::optional<std::int32_t> class_position;  // after the out-lap, most likely
  std::optional<Quantiles> class_position_band;
  std::optional<CarNumber> ahead, behind;  // in class, after the out-lap
  std::optional<Quantiles> gap_ahead_ms, gap_behind_ms;
  std::vector<CarNumber> passed_by;  // cars of the class that get by
  std::int32_t traffic = 0;          // cars of any class within 5 s of the place where it rejoins
  double lap_fraction = 0;           // the ghost: where on the lap a car is now that will be beside it when it rejoins
};

// Cost of stopping at the end of one of the next laps, against the best of them.
struct StopOption {
  std::int32_t lap = 0;                 // in-lap
  std::optional<double> cost_ms;        // mean over the futures; 0 for the best
  std::optional<double> cost_error_ms;  // standard error of that mean
  std::string reason;                   // what makes it dear or cheap; empty if nothing stands out
};

// The laps on which the next stop can be made. first <= best <= last.
struct StopWindow {
  std::int32_t first = 0, best = 0, last = 0;
  std::vector<StopOption> options;
};

// A rival in class, and who gains by stopping first.
struct RivalStop {
  CarNumber rival;
  std::optional<double> undercut_ms;  // gained on the rival by stopping this lap, he a lap later; negative is lost
  std::optional<double> overcut_ms;   // gained by stopping a lap after him
};

struct DriverDuty {
  std::string name;
  std::string grade;  // empty: unknown
  bool at_the_wheel = false;
  Millis driven{};                                 // on the track
  std::optional<Millis> owed;                      // to the minimum that the rules ask; 0 = served
  std::optional<Millis> left;                      // to the maximum of the race
  std::optional<Millis> left_in_window;            // he may drive on (or from now) without a rest: "4 hours in any 6"
  std::optional<std::int32_t> latest_swap_in_lap;  // he must be in the car by then for the minimum to be possible
  bool infeasible = false;                         // the minimum can't be reached any more
  std::string certainty;                           // "H", "M", "L" of the rule it rests on; empty: no rule known
};

struct OwedPenalty {
  std::string text;  // as announced
  Instant issued{};
  // after_race: time added to the result. rescinded: taken back, suspended, or replaced by another.
  enum class State : std::uint8_t { owed, served, expired, rescinded, after_race } state = State::owed;
  std::string kind;                          // "drive_through", "stop_and_go", "added_to_stop", "time"
  std::optional<Millis> time;                // to stand, or to add
  std::string reason;                        // as announced; empty if it was not said
  std::optional<std::int32_t> serve_by_lap;  // by the rules: the last in-lap in time
  std::optional<std::int32_t> served_lap;    // in-lap of the stop at which it was served
  std::optional<Millis> cost;                // what it costs when served now, or cost when it was
};

struct Advice {
  std::optional<std::int32_t> stop_lap;  // recommended in-lap
  std::optional<bool> tyres;             // change them
  std::optional<double> fuel_laps;       // to fill, in laps of this car
  std::optional<std::string> driver;     // who should take over; nullopt: the one at the wheel stays, or unknown
  std::optional<Millis> stop_time;       // lane time expected
};

struct CarStrategy {
  CarNumber car;
  std::string class_name;
  std::optional<std::int32_t> class_position, position;  // on the track now
  std::optional<std::int32_t> net_class_position;        // with the pit cycle removed
  std::optional<Quantiles> net_class_position_band;
  std::optional<Millis> net_class_gap;  // to the net class leader
  bool running = true;                  // false: retired or finished; only the fields above are filled

  std::optional<double> fuel_laps_left;  // measured; laps after the one under way
  std::optional<Quantiles> fuel_laps_band;
  Basis fuel_basis = Basis::assumed;
  std::optional<double> tank_laps;  // green laps on a full tank
  std::optional<double> degradation_ms_per_lap;
  std::optional<Quantiles> next_stop_lap;  // in-lap
  std::optional<Quantiles> stops_left;
  std::optional<double> stops_left_probability;  // that it is exactly p50
  std::optional<double> mean_finish_class_position;
  std::optional<Quantiles> finish_class_position;
  std::vector<double> finish_odds;              // [i]: of finishing in class at i + 1; sums to 1 - out
  double out_odds = 0;                          // of retiring
  std::optional<Quantiles> finish_elapsed_ms;   // of its own last crossing of the line, race clock, unless it retires
  std::optional<double> win_odds, podium_odds;  // in class

  std::vector<PitNow> pit_now;  // green, full course yellow, safety car
  std::optional<StopWindow> window;
  std::vector<RivalStop> rivals;  // car ahead and behind in class
  std::vector<DriverDuty> drivers;
  std::vector<OwedPenalty> penalties;
  std::optional<bool> wave_by;  // eligible now; nullopt: not known or no caution
  Advice advice;
  std::vector<std::string> reasons;        // in plain words, the most important first
  std::vector<std::string> low_certainty;  // rules of certainty L that something above rests on
};

struct Measured;

struct Strategy {
  Instant at{};
  std::optional<Millis> race_elapsed;
  std::int32_t runs = 0;
  std::uint64_t seed = 0;
  std::optional<Quantiles> finish_elapsed_ms;  // when the leader takes the flag
  std::optional<Quantiles> leader_laps;
  std::string unknown_because;               // empty: forecasts are there
  std::vector<CarStrategy> cars;             // overall order
  std::shared_ptr<const Measured> measured;  // what all of it rests on (measure/measured.hpp); never null from advise()

  [[nodiscard]] const CarStrategy* find(const CarNumber& car) const;
};
using StrategyPtr = std::shared_ptr<const Strategy>;

}  // namespace stint::insight
