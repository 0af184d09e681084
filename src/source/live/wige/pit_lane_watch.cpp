#include "source/live/wige/pit_lane_watch.hpp"

#include <algorithm>

namespace stint::live::wige {
namespace {

// How many frames must show a car in the lane when nothing else says so.
constexpr int kSightingsNeeded = 2;

// No visit that counts as a stop of the running race lasts longer; the sum has then been corrected by hand.
constexpr Millis kLongestVisit = std::chrono::hours{24};

}  // namespace

PitLaneWatch::Sign PitLaneWatch::sign_of(const LaneSighting& sighting) const {
  switch (sighting.point.kind) {
    case PointKind::intermediate:
      return Sign::on_track;
    case PointKind::in_lane:
      return Sign::in_lane;
    case PointKind::leaving:
      return Sign::leaving;
    case PointKind::approaching:
      return Sign::approaching;
    case PointKind::not_started:
      return Sign::unclear;
    case PointKind::line:
    case PointKind::unknown:
    case PointKind::running:
      break;
  }
  if (sighting.word_in_last_sector) return Sign::in_lane;
  if (sighting.point.kind == PointKind::running || sighting.sector_since_line) return Sign::on_track;
  return Sign::unclear;
}

bool PitLaneWatch::more_stops(const ClassificationRow& row) const {
  return row.pit_stops && stops_ && *row.pit_stops > *stops_;
}

// The pit entry lies before the line, and the line is crossed in the lane. So a car that shows up there without a sector of its
// new lap has ended its in-lap already.
std::int32_t PitLaneWatch::lap_of_entry(const LaneSighting& sighting) {
  return sighting.sector_since_line || sighting.laps == 0 ? sighting.laps + 1 : sighting.laps;
}

void PitLaneWatch::see(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out) {
  const Sign sign = sign_of(sighting);
  if (sighting.first) {
    in_lane_ = sign == Sign::in_lane;
    in_lap_ = in_lane_ ? sighting.laps : 0;
    if (in_lane_) out.push_back({sighting.now, 0, timing::CarStatus{car_, timing::CarState::in_pit}});
    stops_ = row.pit_stops;
    lane_sum_ = row.pit_time.value_or(Millis{0});
    laps_ = sighting.laps;
    return;
  }
  if (sign == Sign::approaching && !in_lane_ && !approach_) {
    const std::int32_t lap = sighting.lap_just_done ? lap_of_entry(sighting) : sighting.laps + 1;
    approach_ = Approach{row.point_at.value_or(sighting.now), lap};
  }
  if (one_stop_more(row)) take_count(row, sign, sighting, out);
  if (sign == Sign::in_lane) see_in_lane(row, sighting, out);
  if (sign == Sign::on_track || sign == Sign::leaving) see_on_track(row, sighting, out);
  learn_lane_time(row, out);
  if (row.pit_stops && !in_lane_ && !approach_) stops_ = row.pit_stops;  // else it may be this visit's
  laps_ = sighting.laps;
}

void PitLaneWatch::see_in_lane(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out) {
  if (in_lane_) return;
  ++sightings_;
  const bool believed = sighting.word_in_last_sector || approach_ || more_stops(row) || sightings_ >= kSightingsNeeded;
  if (believed) enter(sighting, out);
}

void PitLaneWatch::see_on_track(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out) {
  // A visit that began and ended between two frames leaves its trace in the count alone.
  const bool passed_through = !in_lane_ && approach_ && more_stops(row);
  if (passed_through) enter(sighting, out);
  if (in_lane_) leave(row, sighting, out);
  sightings_ = 0;
  approach_.reset();
}

void PitLaneWatch::enter(const LaneSighting& sighting, std::vector<timing::Event>& out) {
  in_lane_ = true;
  sightings_ = 0;
  out_at_.reset();
  const bool waits_for_its_first_lap = sighting.laps == 0 && !sighting.sector_since_line && !approach_;
  if (waits_for_its_first_lap) {
    in_lap_ = 0;
    out.push_back({sighting.now, 0, timing::CarStatus{car_, timing::CarState::in_pit}});
    return;
  }
  in_lap_ = approach_ ? approach_->lap : lap_of_entry(sighting);
  Instant at = approach_ ? approach_->at : sighting.now;
  if (!approach_ && in_lap_ == sighting.laps && sighting.line_at) at = *sighting.line_at;
  approach_.reset();
  out.push_back({at, 0, timing::PitIn{car_, in_lap_}});
}

void PitLaneWatch::leave(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out) {
  in_lane_ = false;
  out_lap_ = sighting.laps >= in_lap_ ? sighting.laps + 1 : in_lap_;
  const bool timed = sighting.point.kind == PointKind::leaving && row.point_at;
  // A car that is at an intermediate already left before it crossed that.
  const Instant crossed = row.point_at.value_or(sighting.now);
  out_at_ = timed ? *row.point_at : std::min(sighting.now, crossed);
  out.push_back({*out_at_, 0, timing::PitOut{car_, out_lap_, std::nullopt}});
}

bool PitLaneWatch::one_stop_more(const ClassificationRow& row) const {
  const bool nothing_open = !in_lane_ && !approach_ && !out_at_;
  return nothing_open && row.pit_stops && stops_ && *row.pit_stops == *stops_ + 1;
}

// A visit of which no entry was seen, as during an outage, is in the count. The line is crossed in the lane, so with at most
// one crossing since the car was seen last it is known which lap the visit ends; with more it isn't.
void PitLaneWatch::take_count(const ClassificationRow& row, Sign sign, const LaneSighting& sighting,
                              std::vector<timing::Event>& out) {
  const std::int32_t crossings = sighting.laps - laps_;
  if (sign == Sign::unclear && crossings <= 1) return enter(sighting, out);  // it is still there
  const bool over = sign == Sign::on_track || sign == Sign::leaving;
  const bool timed = row.pit_time && *row.pit_time > lane_sum_ && *row.pit_time - lane_sum_ <= kLongestVisit;
  if (!over || !timed || crossings != 1 || !sighting.line_at) return;
  in_lap_ = sighting.laps;
  out_lap_ = in_lap_ + 1;
  out_at_ = std::max(*sighting.line_at, std::min(sighting.now, row.point_at.value_or(sighting.now)));
  out.push_back({*sighting.line_at, 0, timing::PitIn{car_, in_lap_}});
  out.push_back({*out_at_, 0, timing::PitOut{car_, out_lap_, std::nullopt}});
}

// PITSUM grows when a visit is over, in the frame of the exit or a later one.
void PitLaneWatch::learn_lane_time(const ClassificationRow& row, std::vector<timing::Event>& out) {
  if (in_lane_ || !row.pit_time || *row.pit_time <= lane_sum_) return;
  const Millis lane = *row.pit_time - lane_sum_;
  lane_sum_ = *row.pit_time;
  if (!out_at_ || lane > kLongestVisit || in_lap_ == 0) return;
  out.push_back({*out_at_, 0, timing::PitOut{car_, out_lap_, lane}});
  out_at_.reset();
}

}  // namespace stint::live::wige
