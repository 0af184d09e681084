// The stable names of the vocabulary's enumerations, used in NDJSON, JSON and SQL: "in_pit", "overall", "safety_car" ...
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "timing/event.hpp"
#include "timing/flag.hpp"

namespace stint::timing {

template <class E>
inline constexpr bool kIsNamed =
    std::disjunction_v<std::is_same<E, SessionKind>, std::is_same<E, SessionState>, std::is_same<E, Dating>,
                       std::is_same<E, BestMark>, std::is_same<E, CarState>, std::is_same<E, GapReference>,
                       std::is_same<E, FlagKind>, std::is_same<E, FlagScope>>;

template <class E>
concept NamedEnum = kIsNamed<E>;

template <NamedEnum E>
[[nodiscard]] std::string_view stable_name(E value);

template <NamedEnum E>
[[nodiscard]] std::optional<E> parse_name(std::string_view name);

}  // namespace stint::timing
