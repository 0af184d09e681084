// What happens between two states of a timing screen: laps when Laps rises, stops when State changes, and so on.
//
// The screen's times are exact although its states are seconds apart: if a car's laps are known from the first, the sum of
// their times since the start is when it crossed the line. Where a lap was missed, the crossing is that of the state that
// showed it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "source/timing71/timing_state.hpp"

namespace stint::source::timing71 {

class StateEvents {
 public:
  explicit StateEvents(std::string source) : source_(std::move(source)) {}

  // The manifest that the next states are told by. Another uuid is another session.
  void take_manifest(const Manifest& manifest);
  // States in order of time; `at` is when this one was shown.
  void take_state(const TimingState& state, Instant at, std::vector<timing::Event>& out);
  // Nothing comes after the last state.
  void finish(Instant at, std::vector<timing::Event>& out);

 private:
  struct Car {
    timing::Entry entry;
    bool told = false;
    std::string driver;
    std::optional<timing::DriverId> driver_id;
    std::string state;
    std::int32_t laps = -1;
    std::optional<Instant> line_at;
    bool exact = false;         // line_at is the sum of all lap times since the start
    bool last_awaited = false;  // Laps has risen and Last has not changed
    std::optional<Millis> last_shown;
    timing::Lap lap;
    std::map<std::int32_t, std::vector<std::optional<Millis>>> sectors;
    std::vector<SectorCell> cells;
    std::int32_t in_lap = 0, out_lap = 0;
    bool in_lane = false, took_flag = false;
    std::optional<timing::OfficialStanding> standing;
    std::optional<double> energy_pct;
  };

  void begin(const TimingState& state, Instant at, std::vector<timing::Event>& out);
  void take_flag(const TimingState& state, Instant at, std::vector<timing::Event>& out);
  void take_clock(const TimingState& state, Instant at, std::vector<timing::Event>& out);
  void take_messages(const TimingState& state, std::vector<timing::Event>& out);
  void take_car(const CarRow& row, std::int32_t position, Instant at, std::vector<timing::Event>& out);
  void take_entry(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out);
  void take_driver(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out);
  void take_lap(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out);
  void correct_last(Car& car, const CarRow& row, std::vector<timing::Event>& out);
  void tell_lap(Car& car, std::vector<timing::Event>& out);
  void take_sectors(Car& car, const CarRow& row, bool lap_done, Instant at, std::vector<timing::Event>& out);
  void take_car_state(Car& car, const CarRow& row, Instant at, std::vector<timing::Event>& out);
  void take_standing(Car& car, const CarRow& row, std::int32_t position, Instant at, std::vector<timing::Event>& out);
  void tell_session(Instant at, std::vector<timing::Event>& out);

  std::string source_;
  Manifest manifest_;
  bool begun_ = false;
  timing::Session session_;
  Instant session_told_at_{};
  std::map<timing::CarNumber, Car> cars_;
  std::optional<timing::FlagKind> flag_;
  std::optional<Instant> flag_fell_at_;
  std::optional<timing::Clock> clock_;
  Instant clock_at_{};
  std::optional<timing::Weather> weather_;
  std::set<std::string> messages_;
};

}  // namespace stint::source::timing71
