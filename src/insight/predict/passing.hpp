// Who really passed whom between two timing points: what traffic has cost already, beside what it was foreseen to cost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "insight/predict/track_order.hpp"

namespace stint::insight {

// Between two timing points of a car.
struct PassesMade {
  std::int32_t passed = 0;     // cars of other classes that it passed
  std::int32_t passed_by = 0;  // cars of other classes that passed it
  std::int32_t places = 0;     // cars of its own class that it passed, less those that passed it (on the road, laps aside)

  PassesMade& operator+=(const PassesMade& more) {
    passed += more.passed;
    passed_by += more.passed_by;
    places += more.places;
    return *this;
  }
  [[nodiscard]] bool alone() const { return passed + passed_by == 0; }
};

// Constant work a car of the field and crossing.
class Passing {
 public:
  // The car (place in Field::cars()) is at a timing point with these cars on the road around it (TrackOrder::around()): what
  // happened since its latest one. Cars that were in the pit lane at either point are left out.
  PassesMade cross(std::size_t car, std::span<const RoadCar> around);

 private:
  // Of each car at its latest point: how far ahead the others were, -0.5 to 0.5 of its lap; NaN = not on the road.
  std::vector<std::vector<float>> ahead_;
  std::vector<float> ahead_now_;
};

}  // namespace stint::insight
