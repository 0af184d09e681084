// What earlier races have shown, as tallies by race: sums that add up, so that a season can be left out exactly.
//
// Text form, a line a fact; priors_text.cpp has the grammar. Learnt by `stint train strategy`, shipped in models/.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/measure/stop_habits.hpp"
#include "timing/error.hpp"

namespace stint::insight {

// count, sum and sum of squares of one quantity.
struct Tally {
  double count = 0, sum = 0, squares = 0;
  void add(double value);
  Tally& operator+=(const Tally& other);
  [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0; }
  [[nodiscard]] double spread() const;  // standard deviation; 0 of fewer than two
  // nullopt of none. The band is that of a normal distribution.
  [[nodiscard]] std::optional<Measure> measure(Basis basis) const;
};

// What is tallied of a class. Times are milliseconds.
enum class ClassFact : std::uint8_t {
#define STINT_CLASS_FACT(name, meaning) name,
#include "insight/strategy/measure/class_facts.def"
#undef STINT_CLASS_FACT
};
inline constexpr std::size_t kClassFacts = 0
#define STINT_CLASS_FACT(name, meaning) +1
#include "insight/strategy/measure/class_facts.def"
#undef STINT_CLASS_FACT
    ;
[[nodiscard]] std::string_view class_fact_name(ClassFact fact);

// pit_loss_green + pace and so on.
[[nodiscard]] ClassFact pit_loss_fact(Pace pace);
[[nodiscard]] ClassFact lane_fact(Pace pace);
[[nodiscard]] ClassFact slow_down_fact(Pace pace);  // REQUIRES: not green
[[nodiscard]] ClassFact service_fact(Service service);

// Of one class in one race.
struct ClassTally {
  std::string key;    // class_key() of its name
  double lap_ms = 0;  // usual clean lap
  double car_hours = 0, retirements = 0;
  std::array<Tally, kClassFacts> facts;
  [[nodiscard]] const Tally& of(ClassFact fact) const { return facts[static_cast<std::size_t>(fact)]; }
  [[nodiscard]] Tally& of(ClassFact fact) { return facts[static_cast<std::size_t>(fact)]; }
};

// Parts of a race, in which cautions are not equally likely: the first hour, the middle, the last hour.
inline constexpr std::size_t kRaceParts = 3;
[[nodiscard]] std::size_t race_part(double elapsed_h, std::optional<double> length_h);

struct CautionTally {
  std::array<double, kRaceParts> begun{};
  Tally length_ms;
};

struct RaceTally {
  std::string id;       // of the session: "imsa-2022-lime-rock-park-race"
  std::string series;   // "IMSA"
  std::string circuit;  // circuit_key()
  int season = 0;       // the year
  double length_h = 0;  // as run
  std::array<double, kRaceParts> green_hours{};
  std::array<CautionTally, kPaces> cautions;  // [0] stays empty
  StopHabits habits;
  std::vector<ClassTally> classes;
};

// Words of the track, or of the event without its year: "road-atlanta". Empty: neither is known.
[[nodiscard]] std::string circuit_key(const timing::Session& session);
// From the event's name, else from the date of the start; 0: unknown.
[[nodiscard]] int season_of(const timing::Session& session);

class Priors {
 public:
  // Errors: not_a_model, model_damaged, model_too_new. `name` is what messages call the text, such as the file's path.
  [[nodiscard]] static Result<Priors> read(std::string_view text, std::string_view name);
  [[nodiscard]] std::string write() const;

  void add(RaceTally race);  // takes the place of an earlier one of the same id
  // All but the races of that series and season.
  [[nodiscard]] Priors without(std::string_view series, int season) const;
  [[nodiscard]] Priors without_race(std::string_view id) const;

  [[nodiscard]] std::span<const RaceTally> races() const { return races_; }
  [[nodiscard]] std::string version() const;  // "strategy-1a2b3c4d": of the content

 private:
  std::vector<RaceTally> races_;  // by id
};

}  // namespace stint::insight
