#include "timing/event.hpp"

#include <array>

namespace stint::timing {
namespace {

// In the order of EventBody's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kKindNames = {
    "session",      "clock",   "entry",    "flag",          "sector",     "loop",
    "lap",          "pit_in",  "pit_out",  "driver_change", "car_status", "official_standing",
    "race_control", "weather", "position", "telemetry",     "feed_health"};

template <class T>
concept AboutACar = requires(const T& fact) { fact.car; };

}  // namespace

std::string_view kind_name(const Event& event) { return kKindNames.at(event.body.index()); }

std::span<const std::string_view> kind_names() { return kKindNames; }

const CarNumber* car_of(const Event& event) {
  return std::visit(
      []<class Body>(const Body& body) -> const CarNumber* {
        if constexpr (AboutACar<Body>) {
          return &body.car;
        } else if constexpr (requires { (*body).car; }) {
          return &(*body).car;
        } else {
          return nullptr;
        }
      },
      event.body);
}

}  // namespace stint::timing
