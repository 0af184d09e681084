// A publication as docs/push.md words it, ready to be sent whole or compared with the one before it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "server/push/field_texts.hpp"
#include "server/race_channel.hpp"

namespace stint::server {

// Invariant: `cars` is in overall order.
struct PushedRace {
  FieldTexts race;
  std::vector<std::pair<timing::CarNumber, FieldTexts>> cars;
  std::string flags;    // JSON array
  std::string weather;  // JSON object, or null
  std::string feeds;    // JSON array
  std::string replay;   // JSON object, or null
};

[[nodiscard]] PushedRace pushed_race(const Publication& publication);

// Messages from the one with index `begin` on, as a JSON array.
[[nodiscard]] std::string pushed_messages(const race::Snapshot& race, std::size_t begin);

// REPLAY of docs/push.md; `begins_ms` and so on are on the race clock of `session`.
void write_replay(timing::JsonWriter& json, const timing::Session& session, const ReplayStatus& replay);

}  // namespace stint::server
