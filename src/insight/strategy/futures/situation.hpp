// Where a race stands, as flat numbers: what the futures start from.
//
// Made from a snapshot, the rules and what was measured; nothing in it is looked up again while futures are played. Times are
// milliseconds as double; progress is in laps (completed laps + the part of the one under way). A value: any thread may read
// it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

class RuleBook;

// Drivers of a car past these are not told apart.
inline constexpr std::size_t kMostDrivers = 6;

struct Spread {
  double mean = 0, spread = 0;  // spread: standard deviation
};

struct SituationClass {
  std::string name;
  double lap_ms = 0;
  double settled_share = 1;  // of lap_ms: what it comes back to within kSettlingMs
  std::array<double, kPaces> slow_down{1, 1, 1};
  std::array<Spread, kPaces> pit_loss_ms;  // of a full service, by the pace of the field meanwhile
  double fuel_ms_per_lap = 0;              // of that loss, for each lap of fuel that is filled
  double usual_fill_laps = 0;              // the fill that the loss is for
  double drive_through_ms = 0;             // loss under green
  double repair_share = 0;                 // of the stops
  Spread repair_ms;                        // that such a stop takes longer than others
  double yellow_burn = 0.5;
  std::array<double, 5> stops_in_caution{};  // share that stops, by fifth of the tank that is used
  std::array<double, kPaces> closed_ms{};    // from a caution's beginning until this class may enter
  Spread stop_at_share{0.97, 0.03};          // of the tank
};

struct SituationDriver {
  std::string name;
  double pace_ms = 0;   // of a lap, against the car's own
  double error_ms = 0;  // standard deviation of that
  double owed_ms = 0;   // to the minimum that the rules ask
  double left_ms = 0;   // to the maximum; a long time if there is none
};

struct SituationCar {
  CarNumber number;
  std::uint64_t key = 0;  // of its random draws: the same in every world
  std::size_t class_index = 0;
  bool running = true;  // false: out of the race or home already; `progress` is final
  double progress = 0;
  double lane_left_ms = 0;  // still to be lost in the pit lane; > 0: it is in there
  // It stands far beyond a stop: that it is out of the race, and when it comes back otherwise, on average.
  double gone_chance = 0, back_in_ms = 0;
  double lap_ms = 0;        // clean green lap with the driver at the wheel, fuel and tyres of mid-stint
  double lap_error_ms = 0;  // standard deviation of that mean, for the rest of the race
  double lap_spread_ms = 0;
  double degradation_ms = 0;  // a lap
  Spread tank_laps;           // green laps
  bool stretches = true;      // the last stint goes further than the others; false: the crew has told what the tank gives
  double fuel_used_laps = 0;  // since it was filled
  double filled_laps = 0;     // what it had then; the tank, unless it was a short fill
  // When it stops next, as measured: chance[i] of the end of lap first_stop_lap + i, in Situation::stop_chances. What is
  // missing to 1 is the chance that it stops no more. None: by its tank.
  std::int32_t first_stop_lap = 0;
  std::size_t first_chance = 0, chances = 0;
  double retirement_per_ms = 0;
  double trouble_per_ms = 0;  // stops that nobody planned: punctures, contacts, penalties; how often, and what one costs
  double trouble_ms = 0;
  double owed_drive_throughs = 0;
  double owed_stop_ms = 0;                                // added to the next stop
  std::size_t first_driver = 0, drivers = 0, driver = 0;  // in Situation::drivers; `driver` counts from first_driver
  double turn_stints = 0;                                 // stints in a row of the driver at the wheel, this one included
  double usual_turn_stints = 2;                           // of this car
};

struct SituationCaution {
  Pace pace = Pace::behind;
  double per_ms = 0;  // hazard while green
  CautionLength length;
};

struct Situation {
  Instant at{};
  double now_ms = 0;                     // race clock
  std::optional<double> limit_ms;        // when the leader's last lap begins; nullopt: nothing can be played
  std::string unknown_because;           // why there is no limit, in words
  Pace pace = Pace::green;               // now
  double pace_since_ms = 0;              // race clock
  std::optional<CautionRest> pace_left;  // of the caution that is out
  bool pits_closed_now = false;
  std::vector<SituationClass> classes;  // order of Measured::classes
  std::vector<SituationCar> cars;       // order of Snapshot::cars
  std::vector<SituationDriver> drivers;
  std::vector<double> stop_chances;
  std::vector<SituationCaution> cautions;
  std::array<double, 3> caution_by_part{1, 1, 1};  // first hour, middle, last hour
  Spread last_tank_share{1, 0};                    // what the last stint goes on a tank, over the other stints
  bool wave_by = false;                            // cars with their class leader behind them are let round
  double wet_slow_down = 1.12;

  [[nodiscard]] std::optional<std::size_t> find(const CarNumber& car) const;
  [[nodiscard]] bool playable() const { return limit_ms.has_value() && !cars.empty(); }
};

// `rules`: nullptr if there are none for the series.
[[nodiscard]] Situation situation(const race::Snapshot& race, const RuleBook* rules, const Measured& measured);

}  // namespace stint::insight
