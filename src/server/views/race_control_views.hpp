// What race control's messages mean, as JSON: beside each message's text, and as the state of the track that follows from them.
#pragma once

#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// {kind, state, time_ms, over_limit_kph, laps, with_warning, after_race}, or null.
void write_penalty(timing::JsonWriter& json, const std::optional<race::Penalty>& penalty);

// "15:04:20", or null.
[[nodiscard]] std::optional<std::string> local_time_text(const std::optional<timing::Millis>& time_of_day);

// PIT_LANE, ZONE, LOCAL_FLAG and NEUTRALISATION of docs/push.md.
void write_pit_lane(timing::JsonWriter& json, const timing::Session& session, const std::optional<race::PitLane>& pit_lane);
void write_zones(timing::JsonWriter& json, const timing::Session& session, const std::vector<race::SlowZone>& zones);
void write_local_flags(timing::JsonWriter& json, const timing::Session& session, const std::vector<race::LocalFlag>& flags);
void write_neutralisation(timing::JsonWriter& json, const timing::Session& session,
                          const std::optional<race::Neutralisation>& neutralisation);

// The members that a message has for its meaning, written one by one: `write(name, value)` for what is a value or a list,
// `penalty(name)` for the penalty.
template <class Field, class List, class Object>
void each_meaning_field(const race::RaceControlMeaning& meaning, Field field, List list, Object object) {
  const auto known = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
  };
  const bool is_pit = meaning.kind == race::MessageKind::pit_lane;
  field("kind", race::name_of(meaning.kind));
  field("phase", race::name_of(meaning.phase));
  field("flag", meaning.flag == timing::FlagKind::none ? std::nullopt : std::optional(timing::flag_name(meaning.flag)));
  list("about", meaning.cars);
  list("other_cars", meaning.other_cars);
  field("class", known(meaning.class_name));
  field("reason", known(meaning.reason));
  field("place", known(meaning.place));
  field("time_of_day", local_time_text(meaning.time_of_day));
  list("zones", meaning.zones);
  field("pit_part", is_pit ? std::optional(race::name_of(meaning.pit_part)) : std::nullopt);
  field("pit_open", is_pit ? std::optional(meaning.pit_open) : std::nullopt);
  field("correction", meaning.correction);
  object("penalty", [&](timing::JsonWriter& json) { write_penalty(json, meaning.penalty); });
}

}  // namespace stint::server
