// One car's visits to the pit lane, from the codes and cells of its row.
//
// The codes flicker, so an entry is believed when something else agrees: a word in the last sector, the approach before it, the
// count of stops, or a second frame.
#pragma once

#include <optional>
#include <vector>

#include "source/live/wige/classification_row.hpp"
#include "source/live/wige/timing_point.hpp"
#include "timing/event.hpp"

namespace stint::live::wige {

// What a frame says of the car, besides its row.
struct LaneSighting {
  LastPoint point;
  bool word_in_last_sector = false;  // PIT or IN, and not a left-over of the lap before
  std::int32_t laps = 0;             // completed
  bool sector_since_line = false;    // a sector of the lap in progress is known
  bool lap_just_done = false;        // the line was crossed since the frame before
  std::optional<Instant> line_at;    // when lap `laps` ended
  Instant now{};                     // the frame's time
  bool first = false;                // the first frame that shows the car
};

class PitLaneWatch {
 public:
  explicit PitLaneWatch(timing::CarNumber car) : car_(car) {}

  void see(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out);

  // A decision waits for the next frame, even if that says nothing new.
  [[nodiscard]] bool undecided() const { return sightings_ > 0; }
  [[nodiscard]] bool in_lane() const { return in_lane_; }
  // The latest in-lap and out-lap; 0 if there was none.
  [[nodiscard]] std::int32_t in_lap() const { return in_lap_; }
  [[nodiscard]] std::int32_t out_lap() const { return out_lap_; }

 private:
  struct Approach {
    Instant at;
    std::int32_t lap;
  };
  enum class Sign : std::uint8_t { unclear, on_track, approaching, in_lane, leaving };

  [[nodiscard]] Sign sign_of(const LaneSighting& sighting) const;
  [[nodiscard]] bool more_stops(const ClassificationRow& row) const;
  [[nodiscard]] static std::int32_t lap_of_entry(const LaneSighting& sighting);
  void see_in_lane(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out);
  void see_on_track(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out);
  void enter(const LaneSighting& sighting, std::vector<timing::Event>& out);
  void leave(const ClassificationRow& row, const LaneSighting& sighting, std::vector<timing::Event>& out);
  [[nodiscard]] bool one_stop_more(const ClassificationRow& row) const;
  void take_count(const ClassificationRow& row, Sign sign, const LaneSighting& sighting, std::vector<timing::Event>& out);
  void learn_lane_time(const ClassificationRow& row, std::vector<timing::Event>& out);

  timing::CarNumber car_;
  bool in_lane_ = false;
  int sightings_ = 0;  // frames that show the car in the lane and are not believed yet
  std::optional<Approach> approach_;
  std::int32_t in_lap_ = 0;
  std::int32_t out_lap_ = 0;
  std::int32_t laps_ = 0;          // completed at the latest sight
  std::optional<Instant> out_at_;  // of the last visit, while its time in the lane is not known
  std::optional<std::int32_t> stops_;
  Millis lane_sum_{0};  // of the visits before the latest
};

}  // namespace stint::live::wige
