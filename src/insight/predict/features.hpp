// What lap-time models are told about a lap to come, or under way: numbers made from events before that moment, by the same
// code in training, replay and live. Constant work an event (a look at each car of the field a crossing).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "insight/field/field.hpp"
#include "insight/predict/passing.hpp"
#include "insight/predict/sector_pace.hpp"
#include "insight/predict/track_order.hpp"
#include "insight/predict/traffic_effect.hpp"

namespace stint::insight {

enum class Feature : std::size_t {
#define STINT_FEATURE(name, unit, reason) name,
#include "insight/predict/feature_list.def"
#undef STINT_FEATURE
  count
};
inline constexpr std::size_t kFeatureCount = static_cast<std::size_t>(Feature::count);

struct FeatureText {
  std::string_view name, unit, reason;
};
[[nodiscard]] std::span<const FeatureText> feature_texts();  // in the order of Feature

// NaN = unknown.
using FeatureRow = std::array<float, kFeatureCount>;

class LapFeatures {
 public:
  // REQUIRES: called for every step of the field, right after Field::apply().
  void observe(const Field& field, const Step& step);

  // For the lap that `car` (place in Field::cars()) is on, as known now: at the line when it has just begun, or from its latest
  // sector's end. nullopt while the car has no base: nothing to measure against.
  [[nodiscard]] std::optional<FeatureRow> row(const Field& field, std::size_t car);

  [[nodiscard]] const TrackOrder& track_order() const { return road_; }

 private:
  // The cars that a lap was to meet: soft counts, a car at the end of the lap counts in part.
  struct Load {
    double catches = 0, caught_by = 0;
  };
  struct CarMemory {
    Load foreseen;                                          // for the lap under way, at the line
    Load before;                                            // for the lap before that
    RecentValues<double, 5> catches, caught_by;             // of the green laps that base is made of
    std::array<double, 3> catch_thirds{}, caught_thirds{};  // of `foreseen`
    std::int32_t green_in_row = 0;
    PassesMade latest, this_lap, last_lap;                            // in the latest sector; so far; on the lap before
    std::array<bool, kMaxSectors> met{};                              // whether a car of another class, by sector of this lap
    std::array<RecentValues<std::int32_t, 5>, kMaxSectors> free_air;  // ms, green laps' sectors without such a meeting
    std::optional<std::size_t> rival;                                 // the next car ahead of its class, at its latest point
    double rival_gap = 0, rival_gap_before = 0;                       // how far ahead, and at the point before
    bool rival_same = false;                                          // as at the point before
  };

  void end_lap(const Field& field, std::size_t place);
  void note_crossing(const Field& field, std::size_t place, std::size_t sector);
  void fill_pace(FeatureRow& row, const Field& field, const FieldCar& car, double pace) const;
  void fill_class(FeatureRow& row, const Field& field, std::size_t place, double pace) const;
  void fill_stint(FeatureRow& row, const Field& field, const FieldCar& car) const;
  void fill_traffic(FeatureRow& row, const Field& field, std::size_t place, double pace);
  void fill_conditions(FeatureRow& row, const Field& field, std::size_t place) const;
  void fill_lap_under_way(FeatureRow& row, const FieldCar& car, std::size_t place, double pace) const;
  void fill_rest(FeatureRow& row, const Field& field, std::size_t place, double pace) const;
  void fill_meetings(FeatureRow& row, std::size_t place) const;
  void fill_pit(FeatureRow& row, const Field& field, const FieldCar& car, double pace) const;

  TrackOrder road_;
  SectorPace sector_pace_;
  Passing passing_;
  std::vector<CarMemory> memory_;
  std::vector<TrafficEffect> effects_;  // of each class
};

}  // namespace stint::insight
