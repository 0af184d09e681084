// The race as one moment of the service shows it, and the writers of each list and object that its addresses and its bootstrap
// are made of.
#pragma once

#include <cstddef>
#include <string>

#include "mock/griiip/item.hpp"
#include "mock/griiip/race_book.hpp"
#include "race/snapshot.hpp"

namespace stint::mock::griiip {

// How many laps and sectors a car's lists go back.
struct Depth {
  std::size_t laps = 5;
  std::size_t sectors = 5;
};

struct Scene {
  const race::Snapshot& race;
  const RaceBook& book;
  ItemStyle style;
  timing::Instant start{}, now{};
  bool next_session = false;  // shows the session after the race: the same cars, nothing driven
  bool closed = false;
  const Participant* vanished = nullptr;  // missing from every list
};

// One car's items.
void write_lap(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row,
               const race::LapRecord& lap);
void write_sector(timing::JsonWriter& json, const Scene& scene, const Participant& car, const SectorItem& sector, bool valid);
void write_rank(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row,
                bool deleted);
void write_gap(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row);
void write_official_rank(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row);
void write_participant(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row,
                       bool loud_name = false);
void write_status(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row);
void write_tires(timing::JsonWriter& json, const Scene& scene, const Participant& car, const race::CarSnapshot& row);

// Items of the track and the log.
void write_flag(timing::JsonWriter& json, const Scene& scene, const FlagItem& flag);
void write_pit_in(timing::JsonWriter& json, const Scene& scene, const PitInItem& stop);
void write_pit_out(timing::JsonWriter& json, const Scene& scene, const PitOutItem& stop);
void write_log_item(timing::JsonWriter& json, const Scene& scene, const LogItem& item);
void write_weather(timing::JsonWriter& json, const Scene& scene);
void write_clock(timing::JsonWriter& json, const Scene& scene);
void write_length_limit(timing::JsonWriter& json, const Scene& scene);
void write_session_info(timing::JsonWriter& json, const Scene& scene);
void write_energy(timing::JsonWriter& json, const Scene& scene);

// Lists over all cars.
void write_ranks(timing::JsonWriter& json, const Scene& scene);
void write_gaps(timing::JsonWriter& json, const Scene& scene);
void write_participants(timing::JsonWriter& json, const Scene& scene);
void write_statuses(timing::JsonWriter& json, const Scene& scene);
void write_laps(timing::JsonWriter& json, const Scene& scene, std::size_t per_car);
void write_best_laps(timing::JsonWriter& json, const Scene& scene);
void write_sectors(timing::JsonWriter& json, const Scene& scene, std::size_t per_car);
void write_current_sectors(timing::JsonWriter& json, const Scene& scene);
void write_flags(timing::JsonWriter& json, const Scene& scene);
void write_pit_ins(timing::JsonWriter& json, const Scene& scene);
void write_pit_outs(timing::JsonWriter& json, const Scene& scene);
// Entries of the log on a page, as the service gives them.
inline constexpr std::size_t kLogPage = 200;
// Newest first, at most `count`, older than `before` (epoch ms; 0: all).
void write_log_page(timing::JsonWriter& json, const Scene& scene, std::size_t count, std::int64_t before);
void write_messages(timing::JsonWriter& json, const Scene& scene);
void write_top_speeds(timing::JsonWriter& json, const Scene& scene);
void write_all_tires(timing::JsonWriter& json, const Scene& scene);
void write_results(timing::JsonWriter& json, const Scene& scene);
// /meta/sessions/{sid}/participants: the same people under other names.
void write_entry_list(timing::JsonWriter& json, const Scene& scene);

// Everything at once.
void write_bootstrap(timing::JsonWriter& json, const Scene& scene, const Depth& depth);

}  // namespace stint::mock::griiip
