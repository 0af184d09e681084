// One car of the `standings` document, as the feed has it.
//
// Its strings are `;`-separated and sometimes cut short, so every field may be missing.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/alkamel/document_bytes.hpp"
#include "timing/event.hpp"

namespace stint::live::alkamel {

// Field 2 of `data`.
enum class Classification : std::uint8_t { unknown, classified, not_classified, not_started, retired, disqualified };

// Field 8 of `data`.
enum class TrackStatus : std::uint8_t { unknown, track, box, out_lap, stopped };

// One group of six of a sector string: `index;ms;personal;session;class;stale;`.
struct SectorText {
  std::int32_t index = 0;
  timing::Millis time{};
  timing::BestMark best = timing::BestMark::none;
  bool operator==(const SectorText&) const = default;
};

// One pair of a loop string: `index;ms since the lap began;`.
struct LoopText {
  std::int32_t index = 0;
  timing::Millis since_lap_start{};
  bool operator==(const LoopText&) const = default;
};

// All but the lists of what the car has passed.
struct StandingValues {
  timing::CarNumber car;
  std::string class_name;
  std::optional<std::int32_t> position;
  Classification classification = Classification::unknown;
  TrackStatus status = TrackStatus::unknown;
  std::optional<std::int32_t> laps;
  std::optional<std::int32_t> current_lap;
  std::optional<timing::Instant> lap_start;  // the crossing that began the current lap
  std::optional<timing::Millis> last_lap, best_lap;
  bool last_lap_personal = false;
  bool checkered = false;
  bool running = false;
  bool operator==(const StandingValues&) const = default;
};

struct StandingRecord : StandingValues {
  std::vector<SectorText> sectors, last_sectors;  // of the lap under way, of the one before
  std::vector<LoopText> loops, last_loops;
  bool operator==(const StandingRecord&) const = default;
};

// `data` only; nullopt if it names no car.
[[nodiscard]] std::optional<StandingValues> read_data_text(std::string_view data);
// Stale values (the sixth field) and times that are not set (0) are left out.
void read_sector_text(std::string_view text, std::vector<SectorText>& sectors);
void read_loop_text(std::string_view text, std::vector<LoopText>& loops);

// A whole Standing. `key` is the position under which it stands in its document. nullopt if it names no car.
[[nodiscard]] std::optional<StandingRecord> read_standing(simdjson::dom::element standing, std::string_view key);

// The same out of its bytes. `space` is for texts with escapes.
[[nodiscard]] std::optional<StandingRecord> read_standing(const DocumentBytes& document, const DocumentBytes::Place& place,
                                                          std::string& space);

// What the members of a place that have changed make of its record.
enum class StandingChange : std::uint8_t { none, timing, row, unreadable };  // row: another car, class or position

// REQUIRES: !place.reshaped, and `record` is what the place was before. It is left as it was if the place names no car any
// more.
[[nodiscard]] StandingChange update_standing(const DocumentBytes& document, const DocumentBytes::Place& place,
                                             StandingRecord& record, std::string& space);

}  // namespace stint::live::alkamel
