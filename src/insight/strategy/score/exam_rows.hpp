// What one question of the examination gave, and figures over many of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace stint::insight {

// The next stop of a car that stopped within 10 laps of being asked. Errors in laps: called less true.
struct NextStopRow {
  std::int32_t laps_before = 0;    // from the lap completed to the in-lap: 1..10
  bool caution_came = false;       // one began between the question and the stop
  std::optional<double> error;     // of p50; nullopt: not said
  bool in_band = false;            // p10 <= true <= p90
  std::optional<double> baseline;  // last stop + median stint of the car so far
};

// Stops of a car that finished, still to make at half distance. Called less true.
struct StopsLeftRow {
  std::optional<double> error;
  std::optional<double> baseline;  // time left over the car's mean stint so far, rounded
};

// After a green stop, asked at the last sector's beginning on the in-lap (at the lap's beginning if that isn't timed); the
// truth is the end of the out-lap.
struct RejoinRow {
  bool routine = false;                                        // neither drive-through nor repair
  bool rival_stopped = false, baseline_rival_stopped = false;  // the car that was named, meanwhile
  // Gap to the car that was named as the one ahead in class: called less true, ms. nullopt: none was named, or it retired.
  std::optional<double> gap_error_ms, baseline_gap_error_ms;
  std::optional<bool> gap_in_band;
  std::optional<bool> position_right, baseline_position_right;
  std::optional<bool> position_in_band;
};

// A chance that was told, and whether it came.
struct OddsRow {
  double told = 0;
  bool came = false;
};

// Finishing position in class of a car that ran when asked.
struct FinishRow {
  std::int32_t percent = 0;           // of the race's time when asked
  std::int32_t truth = 0, order = 0;  // positions: at the end; when asked (the baseline)
  std::optional<double> mean, p50;
  std::optional<bool> in_band;
  double brier = 0, order_brier = 0;  // sum over the positions; 0..2
  std::vector<OddsRow> odds;          // of every position
};

// A lap from 3 before the in-lap to 3 after the out-lap: how far each standing was from the one without the pit cycle, and
// from the order on the road at the instant at which the last of the class had stopped and done a lap more. Places, absolute.
struct NetRow {
  double net_error = 0, track_error = 0;
  double net_error_at_end = 0, track_error_at_end = 0;
  bool calm = false;  // nothing was neutralised from the question until the last of the class had stopped
};

struct ExamRows {
  std::vector<NextStopRow> next_stops;
  std::vector<StopsLeftRow> stops_left;
  std::vector<RejoinRow> rejoins;
  std::vector<FinishRow> finishes;
  std::vector<NetRow> nets;
  ExamRows& operator+=(const ExamRows& more);
};

// Figures of a set of errors. Only made of at least one.
struct ErrorFigures {
  std::size_t count = 0;
  double mean_abs = 0, median_abs = 0, bias = 0;
  double exact = 0;  // share with |error| < 0.5
};
[[nodiscard]] std::optional<ErrorFigures> error_figures(std::vector<double> errors);

struct Calibration {
  struct Bin {
    double told = 0, came = 0;  // means
    std::size_t count = 0;
  };
  std::vector<Bin> bins;   // ten of equal width, those with odds
  double mean_gap = 0;     // |told - came| over the bins, weighted by their counts
  double largest_gap = 0;  // among bins with at least 100 odds
};
[[nodiscard]] Calibration calibration(std::span<const FinishRow> rows);

}  // namespace stint::insight
