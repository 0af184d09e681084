// What if: changes to the race ahead that a strategist asks about.
//
// Text form, one assumption a word, for the command and for the API (docs/strategy.md, "What if"):
//   fcy=MINUTES  vsc=MINUTES  sc=MINUTES   the caution comes now and lasts that long
//   rain=MINUTES[:MINUTES]                 rain begins then [and lasts that long, otherwise 40 minutes]
//   save=CAR:PERCENT                       the car burns that much less, at the pace that saving costs
//   fill=CAR:LAPS                          its next stop fills only so many laps
//   penalty=CAR:SECONDS                    added to its next stop; 0 is a drive-through
//   driver=CAR:NAME                        who takes over at its next stop
//   stop=CAR:LAP                           its next stop is at the end of that lap
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "timing/error.hpp"

namespace stint::insight {

// A lap with a tenth less fuel takes this much of that tenth longer: lifting and coasting costs little at first (assumed;
// docs/strategy.md, "What it does not know").
inline constexpr double kSavingCost = 0.1;

struct CautionNow {
  Pace pace = Pace::behind;
  double length_ms = 0;
  bool closes_entry = true;  // a virtual safety car leaves the pit entry open
};

struct RainToCome {
  double in_ms = 0;
  double length_ms = 0;
};

// Of one car; what is not assumed is nullopt.
struct CarAssumption {
  CarNumber car;
  std::optional<double> saving;     // share of the fuel, 0 .. 0.3
  std::optional<double> fill_laps;  // at the next stop
  std::optional<double> penalty_ms;
  bool drive_through = false;
  std::optional<std::string> driver;
  std::optional<std::int32_t> stop_lap;  // in-lap
};

struct Assumptions {
  std::optional<CautionNow> caution;
  std::optional<RainToCome> rain;
  std::vector<CarAssumption> cars;

  [[nodiscard]] bool empty() const { return !caution && !rain && cars.empty(); }
  [[nodiscard]] const CarAssumption* find(const CarNumber& car) const;
};

// Adds what `text` says to `to`. Error: bad_argument, with the forms that there are.
[[nodiscard]] Result<void> assume(std::string_view text, Assumptions& to);

}  // namespace stint::insight
