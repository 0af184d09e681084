#include "timing/event.hpp"

#include <array>

namespace stint::timing {
namespace {

constexpr std::array<std::string_view, 12> kFlagNames = {"none", "green", "yellow", "double_yellow", "slow_zone", "fcy",
                                                         "vsc", "safety_car", "code60", "red", "white", "chequered"};
constexpr std::array<std::string_view, 3> kScopeNames = {"track", "sector", "post"};

// In the order of EventBody's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kKindNames = {
    "session", "clock", "entry", "flag", "sector", "loop", "lap", "pit_in", "pit_out", "driver_change", "car_status",
    "official_standing", "race_control", "weather", "position", "telemetry", "feed_health"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template <class T>
concept AboutACar = requires(const T& fact) { fact.car; };

}  // namespace

std::string_view flag_name(FlagKind kind) { return kFlagNames.at(static_cast<std::size_t>(kind)); }
std::optional<FlagKind> parse_flag(std::string_view name) { return find_name<FlagKind>(kFlagNames, name); }
std::string_view scope_name(FlagScope scope) { return kScopeNames.at(static_cast<std::size_t>(scope)); }
std::optional<FlagScope> parse_scope(std::string_view name) { return find_name<FlagScope>(kScopeNames, name); }

std::string_view kind_name(const Event& event) { return kKindNames.at(event.body.index()); }

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
