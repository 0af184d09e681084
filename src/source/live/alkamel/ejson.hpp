// Meteor's extended JSON, and the tolerant reading of members: an absent, null or mistyped one is an absent value.
//
// {"$type":"oid","$value":"6a1b..."} is an ObjectId, {"$date":1785160800000} an instant, {"$type":T,"$value":V} any other
// wrapped value.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/live/alkamel/ddp.hpp"
#include "source/live/alkamel/scalar.hpp"
#include "timing/instant.hpp"
#include "timing/json_writer.hpp"

namespace stint::live::alkamel {

using MaybeElement = std::optional<simdjson::dom::element>;

// A member of an object, unwrapped; nullopt if absent, null or if `of` is no object.
[[nodiscard]] MaybeElement member(const MaybeElement& of, std::string_view name);

// What is inside $date or $type and $value; anything else is itself.
[[nodiscard]] simdjson::dom::element unwrapped(simdjson::dom::element element);

// The text of a string or number; empty if it is neither.
[[nodiscard]] std::string text_of(const MaybeElement& element);
// The same, cut to what an event can carry.
[[nodiscard]] std::string name_of(const MaybeElement& element);
// A whole number, also out of a string or a number with decimals.
[[nodiscard]] std::optional<std::int64_t> whole_of(const MaybeElement& element);
[[nodiscard]] std::optional<double> number_of(const MaybeElement& element);
[[nodiscard]] std::optional<bool> truth_of(const MaybeElement& element);

// A plausible instant (2000 to 2100) out of epoch milliseconds; a lap or sector time of more than 0 and at most two days.
[[nodiscard]] std::optional<timing::Instant> instant_of(std::optional<std::int64_t> epoch_ms);
[[nodiscard]] std::optional<timing::Millis> time_of(std::optional<std::int64_t> ms);

void write_object_id(timing::JsonWriter& json, const ObjectId& id);

}  // namespace stint::live::alkamel
