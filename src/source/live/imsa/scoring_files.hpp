// The three files of IMSA's scoring page as values: RaceResults (the table), RaceData (flag), SessionInfo (clock).
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/imsa/scoring_text.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::live::imsa {

// One car of the table. Safety cars and transponders without a car are left out.
struct ResultsRow {
  timing::CarNumber car;
  std::string entry_id;
  std::string class_name, driver, vehicle, team;
  std::optional<std::int32_t> position, class_position;
  std::optional<std::int32_t> laps;
  std::optional<timing::Millis> last_lap;
  GapText gap, interval, class_gap, class_interval;  // to the leader, the car ahead, and the same in class
  std::optional<bool> in_pit;
  std::optional<std::int32_t> stops;
  bool out = false;
  bool operator==(const ResultsRow&) const = default;
};

struct RaceResults {
  std::string session, event, track;
  std::optional<double> track_length_m;
  std::optional<timing::Millis> time_of_day;  // at the track, when the file was written
  std::vector<ResultsRow> rows;               // in overall order
  bool operator==(const RaceResults&) const = default;
};

struct RaceData {
  std::optional<timing::FlagKind> flag;  // nullopt: idle, or a code that is not known
  std::string flag_code;
  std::optional<timing::Millis> time_to_go;
  std::optional<std::int32_t> laps_to_go;
  bool complete = false;  // "Session Complete"
};

struct SessionInfo {
  std::string session;
  std::optional<timing::FlagKind> flag;
  std::optional<timing::Millis> elapsed, remaining;
};

// Each takes a whole answer, JSON or JSONP. Error: bad_row with what is wrong (a cut body, no such file).
class ScoringReader {
 public:
  [[nodiscard]] Result<RaceResults> race_results(std::string_view body);
  [[nodiscard]] Result<RaceData> race_data(std::string_view body);
  [[nodiscard]] Result<SessionInfo> session_info(std::string_view body);

 private:
  [[nodiscard]] Result<simdjson::dom::element> parse(std::string_view body);
  simdjson::dom::parser parser_;
};

}  // namespace stint::live::imsa
