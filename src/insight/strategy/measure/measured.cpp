#include "insight/strategy/measure/measured.hpp"

#include <algorithm>

namespace stint::insight {

Pace pace_of(FlagKind flag, const std::string& series) {
  switch (flag) {
    case FlagKind::safety_car:
      return Pace::behind;
    case FlagKind::fcy:
      return series == "IMSA" ? Pace::behind : Pace::slow;
    case FlagKind::vsc:
    case FlagKind::code60:
      return Pace::slow;
    default:
      return Pace::green;
  }
}

std::string_view service_name(Service service) {
  switch (service) {
    case Service::drive_through:
      return "drive_through";
    case Service::short_stop:
      return "short_stop";
    case Service::full:
      return "full";
    case Service::repair:
      return "repair";
  }
  return "";
}

const CarMeasure* Measured::find(const CarNumber& car) const {
  const auto found = std::ranges::find(cars, car, &CarMeasure::car);
  return found == cars.end() ? nullptr : &*found;
}

const ClassMeasure* Measured::class_of(const CarNumber& car) const {
  const CarMeasure* found = find(car);
  return found == nullptr ? nullptr : &classes[found->class_index];
}

}  // namespace stint::insight
