#include "timing/event_names.hpp"

#include <array>

namespace stint::timing {
namespace {

template <NamedEnum E>
constexpr int kNames = 0;  // each enumeration has its list below, in the order of its enumerators

template <>
constexpr std::array<std::string_view, 6> kNames<SessionKind> = {"unknown", "practice", "qualifying", "race", "test", "warmup"};
template <>
constexpr std::array<std::string_view, 5> kNames<SessionState> = {"scheduled", "running", "paused", "finished", "closed"};
template <>
constexpr std::array<std::string_view, 2> kNames<Dating> = {"exact", "nominal"};
template <>
constexpr std::array<std::string_view, 4> kNames<BestMark> = {"none", "personal", "in_class", "overall"};
template <>
constexpr std::array<std::string_view, 8> kNames<CarState> = {"not_started", "running", "in_pit",   "out_lap",
                                                              "stopped",     "retired", "finished", "disqualified"};
template <>
constexpr std::array<std::string_view, 4> kNames<GapReference> = {"leader", "class_leader", "car_ahead", "car_ahead_in_class"};
template <>
constexpr std::array<std::string_view, 12> kNames<FlagKind> = {
    "none", "green", "yellow", "double_yellow", "slow_zone", "fcy", "vsc", "safety_car", "code60", "red", "white", "chequered"};
template <>
constexpr std::array<std::string_view, 3> kNames<FlagScope> = {"track", "sector", "post"};

}  // namespace

template <NamedEnum E>
std::string_view stable_name(E value) {
  return kNames<E>.at(static_cast<std::size_t>(value));
}

template <NamedEnum E>
std::optional<E> parse_name(std::string_view name) {
  for (std::size_t i = 0; i < kNames<E>.size(); ++i) {
    if (kNames<E>[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

template std::string_view stable_name(SessionKind);
template std::string_view stable_name(SessionState);
template std::string_view stable_name(Dating);
template std::string_view stable_name(BestMark);
template std::string_view stable_name(CarState);
template std::string_view stable_name(GapReference);
template std::string_view stable_name(FlagKind);
template std::string_view stable_name(FlagScope);
template std::optional<SessionKind> parse_name(std::string_view);
template std::optional<SessionState> parse_name(std::string_view);
template std::optional<Dating> parse_name(std::string_view);
template std::optional<BestMark> parse_name(std::string_view);
template std::optional<CarState> parse_name(std::string_view);
template std::optional<GapReference> parse_name(std::string_view);
template std::optional<FlagKind> parse_name(std::string_view);
template std::optional<FlagScope> parse_name(std::string_view);

std::string_view flag_name(FlagKind kind) { return stable_name(kind); }
std::optional<FlagKind> parse_flag(std::string_view name) { return parse_name<FlagKind>(name); }
std::string_view scope_name(FlagScope scope) { return stable_name(scope); }
std::optional<FlagScope> parse_scope(std::string_view name) { return parse_name<FlagScope>(name); }

}  // namespace stint::timing
