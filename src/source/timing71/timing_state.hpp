// The state of a timing screen as Timing71 writes it, read by the titles of its columns.
//
// Times are seconds; a cell is a value or [value, flag]. What is missing or of another kind is unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "source/timing71/json_tree.hpp"
#include "timing/event.hpp"

namespace stint::source::timing71 {

using timing::Instant;
using timing::Millis;

struct Manifest {
  std::string uuid;
  std::string name;         // the series
  std::string description;  // "EVENT - SESSION"
  std::vector<std::string> columns;
  std::vector<std::string> track_data;
  std::optional<Instant> started_at;  // of the recording
};
// nullopt: no columns, or a version that is not 1.
[[nodiscard]] std::optional<Manifest> read_manifest(const JsonTree& manifest);

struct SectorCell {
  std::optional<Millis> time;
  bool old = false;  // of the lap before
  timing::BestMark best = timing::BestMark::none;
  bool operator==(const SectorCell&) const = default;
};

struct CarRow {
  timing::CarNumber car;
  std::string state;  // RUN, PIT, OUT, STOP, RET, FIN, N/S, N/C, DSQ, FUEL
  std::string class_name, team, vehicle, driver;
  std::optional<std::int32_t> class_position, laps, pits;
  std::optional<Millis> gap, last, best;
  std::optional<std::int32_t> gap_laps;
  timing::BestMark last_best = timing::BestMark::none;
  std::vector<SectorCell> sectors;
  std::optional<double> energy_pct;
};

struct StateMessage {
  Instant at{};
  std::string category;
  std::string text;
  std::string style;
  std::string car;
};

struct TimingState {
  std::vector<CarRow> cars;  // in running order
  std::string flag;
  std::optional<Millis> elapsed, remaining;
  std::optional<std::int32_t> laps_remaining;
  bool paused = false;
  timing::Weather weather;
  std::vector<StateMessage> messages;  // newest first
  std::optional<Instant> updated_at;
};
[[nodiscard]] TimingState read_state(const JsonTree& state, const Manifest& manifest);

// "green", "code_60" ...; nullopt: not one of the flags of the format.
[[nodiscard]] std::optional<timing::FlagKind> flag_of(std::string_view flag);
[[nodiscard]] std::string_view flag_text(timing::FlagKind flag);

}  // namespace stint::source::timing71
