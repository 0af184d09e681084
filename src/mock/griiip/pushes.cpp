// What the hub pushes when something happens, on a rhythm, and when something is wrong.
#include <algorithm>
#include <chrono>

#include "mock/griiip/griiip_mock.hpp"

namespace stint::mock::griiip {
namespace {

using timing::event_as;
using timing::JsonWriter;
using timing::Millis;
using namespace std::chrono_literals;

constexpr Millis kPingEvery = 15s;
constexpr Millis kClockEvery = 60s;
constexpr Millis kEnergyEvery = 5s;
// Each car's official rank comes once in so long, the cars one after the other.
constexpr Millis kRankRound = 15s;
constexpr Millis kRankStep = 1s;

// A pid that no list has.
constexpr std::int64_t kStrangerPid = 499'999;

// How many items a repeated page of the log has.
constexpr std::size_t kLogAgain = 50;

void write_items(JsonWriter& json, const std::function<void()>& write) {
  json.begin_object().key("items").begin_array();
  write();
  json.end_array().end_object();
}

bool due(std::int64_t tick, Millis every, Millis step) { return tick % (every / step) == 0; }

}  // namespace

void GriiipMock::happened(const timing::Event& event) {
  const std::size_t logged = book_.log().size();
  book_.take(event, sid());
  if (!anybody_listens()) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  const timing::CarNumber* number = timing::car_of(event);
  const Participant* car = number == nullptr ? nullptr : book_.find(*number);
  const race::CarSnapshot* row = number == nullptr ? nullptr : race->find(*number);
  if (car != nullptr && row != nullptr) push_car_news(event, *car, *row);
  if (number == nullptr) push_track_news(event);
  if (book_.log().size() > logged) {
    push("RaceLog", [&](JsonWriter& json, const Scene& now) { write_log_item(json, now, book_.log().back()); }, false);
  }
}

void GriiipMock::push_car_news(const timing::Event& event, const Participant& car, const race::CarSnapshot& row) {
  if (const auto* sector = event_as<timing::Sector>(event)) push_crossing(*sector);
  if (const auto* change = event_as<timing::DriverChange>(event)) push_driver(*change);
  if (const auto* lap = event_as<timing::Lap>(event)) {
    const auto done = std::ranges::find(row.laps_done, lap->lap, &race::LapRecord::number);
    push("laps", [&](JsonWriter& json, const Scene& now) { write_lap(json, now, car, row, *done); });
  }
  if (event_as<timing::PitIn>(event) != nullptr) {
    push("pit-in", [&](JsonWriter& json, const Scene& now) { write_pit_in(json, now, book_.pit_ins().back()); });
  }
  if (event_as<timing::PitOut>(event) != nullptr) {
    push("pit-out", [&](JsonWriter& json, const Scene& now) { write_pit_out(json, now, book_.pit_outs().back()); });
  }
  if (event_as<timing::CarStatus>(event) != nullptr) {
    push("participants-running-status", [&](JsonWriter& json, const Scene& now) { write_status(json, now, car, row); }, false);
  }
}

void GriiipMock::push_track_news(const timing::Event& event) {
  if (event_as<timing::Flag>(event) != nullptr) {
    push("race-flags", [&](JsonWriter& json, const Scene& now) { write_flag(json, now, book_.flags().back()); });
  }
  if (event_as<timing::Weather>(event) != nullptr) push("Weather", write_weather, false);
  if (event_as<timing::Session>(event) != nullptr) push("session-info", write_session_info, false);
}

void GriiipMock::push_crossing(const timing::Sector& sector) {
  const Participant& car = *book_.find(sector.car);
  const auto write = [&](JsonWriter& json, const Scene& now) {
    const race::CarSnapshot& row = *now.race.find(sector.car);
    json.begin_object().key("sectors").begin_array();
    const auto& current = book_.current_sectors(sector.car);
    if (!current.empty()) write_sector(json, now, car, current.back(), true);
    json.end_array().key("ranks");
    write_items(json, [&] { write_rank(json, now, car, row, now.vanished == &car); });
    json.key("gaps");
    write_items(json, [&] { write_gap(json, now, car, row); });
    json.end_object();
  };
  push("sector-cross-updates", write);
  last_crossing_ = items_.back().view;
  last_crossing_full_ = items_.back().full_view;
}

void GriiipMock::push_driver(const timing::DriverChange& change) {
  const Participant& car = *book_.find(change.car);
  const auto write = [&](bool loud) {
    return
        [&, loud](JsonWriter& json, const Scene& now) { write_participant(json, now, car, *now.race.find(change.car), loud); };
  };
  push("participants", write(false), false);
  if (!suffers(Fault::driver_swap)) return;
  push("participants", write(true), false);
  push("participants", write(false), false);
}

void GriiipMock::ticked() {
  ++ticks_;
  push_rhythm();
  push_faults();
  deliver();
}

void GriiipMock::push_rhythm() {
  if (!anybody_listens()) return;
  if (due(ticks_, kPingEvery, kStep)) {
    for (const auto& [socket, client] : clients_) {
      if (client.greeted) send(socket, std::string(R"({"type":6})") + kFrameEnd);
    }
  }
  if (due(ticks_, kClockEvery, kStep)) push("session-clock", write_clock, false);
  if (due(ticks_, kEnergyEvery, kStep)) push("cars-energy-tanks", write_energy, false);
  if (rolled_over() || !due(ticks_, kRankStep, kStep)) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  const auto turn = static_cast<std::size_t>(ticks_ / (kRankStep / kStep));
  const auto round = static_cast<std::size_t>(kRankRound / kRankStep);
  for (std::size_t i = turn % round; i < race->cars.size(); i += round) {
    const race::CarSnapshot& row = race->cars[i];
    const Participant* car = book_.find(row.number());
    if (car == nullptr || !row.position) continue;
    push("official-rank", [&](JsonWriter& json, const Scene& now) { write_official_rank(json, now, *car, row); });
  }
}

void GriiipMock::push_faults() {
  if (!anybody_listens()) return;
  if (suffers(Fault::stall) && !last_crossing_.empty() && due(ticks_, 5s, kStep)) {
    items_.push_back({"sector-cross-updates", last_crossing_, last_crossing_full_, false});
  }
  if (suffers(Fault::flag_chatter) && script().latest_snapshot()->flag == timing::FlagKind::green) {
    // Ends with a green, as it began: an even number of changes from the episode's first tick on.
    const Episode& chatter = *faults().running(Fault::flag_chatter, feed_now());
    const bool last = feed_now() + kStep >= chatter.until;
    const bool yellow = !last && (feed_now() - chatter.from) / kStep % 2 == 0;
    book_.show_flag({feed_now(), yellow ? "Yellow" : "Green", 0, 0, 0}, sid());
    push("race-flags", [&](JsonWriter& json, const Scene& now) { write_flag(json, now, book_.flags().back()); });
  }
}

void GriiipMock::struck(const Episode& episode) {
  if (episode.fault == Fault::rollover) close_session();
  if (!anybody_listens()) return;
  const race::SnapshotPtr race = script().latest_snapshot();
  const Scene shown = scene(*race);
  if (episode.fault == Fault::stale) push_old_data(shown);
  if (episode.fault == Fault::cars) push_strangers(shown, episode);
  if (episode.fault == Fault::rc_replay) push_log_again(shown);
}

// The laps of every car once more, newest first, and the official ranks of a minute ago.
void GriiipMock::push_old_data(const Scene& shown) {
  constexpr std::size_t kLapsBack = 3;
  for (const race::CarSnapshot& row : shown.race.cars) {
    const Participant* car = book_.find(row.number());
    const std::size_t laps = row.laps_done.size();
    for (std::size_t back = 0; car != nullptr && back < std::min(kLapsBack, laps); ++back) {
      push("laps",
           [&](JsonWriter& json, const Scene& now) { write_lap(json, now, *car, row, row.laps_done[laps - 1 - back]); });
    }
    if (car == nullptr || !row.position || laps < 2) continue;
    race::CarSnapshot before = row;
    before.elapsed = row.laps_done[laps - 2].ended_at - shown.start;
    before.last_seen = row.laps_done[laps - 2].ended_at;
    before.position = row.laps_done[laps - 2].position;
    push("official-rank", [&](JsonWriter& json, const Scene& now) { write_official_rank(json, now, *car, before); });
  }
}

// Crossings and laps of a car that no list has.
void GriiipMock::push_strangers(const Scene& shown, const Episode& episode) {
  if (shown.race.cars.empty()) return;
  const race::CarSnapshot& row = shown.race.cars[episode.roll % shown.race.cars.size()];
  if (row.laps_done.empty()) return;
  const Participant stranger{kStrangerPid, row.number(), ""};
  push("laps", [&](JsonWriter& json, const Scene& now) { write_lap(json, now, stranger, row, row.laps_done.back()); });
  push("ranks",
       [&](JsonWriter& json, const Scene& now) { write_items(json, [&] { write_rank(json, now, stranger, row, false); }); });
}

void GriiipMock::push_log_again(const Scene& /*shown*/) {
  const auto& log = book_.log();
  for (std::size_t i = log.size(); i > log.size() - std::min(kLogAgain, log.size()); --i) {
    push("RaceLog", [&](JsonWriter& json, const Scene& now) { write_log_item(json, now, log[i - 1]); }, false);
  }
}

void GriiipMock::close_session() {
  const std::int64_t over = sid() - 1;
  push("session-closed", [over](JsonWriter& json, const Scene&) { json.begin_object().field("sid", over).end_object(); });
  deliver();
  // The group of a session that is over is empty.
  for (auto& [socket, client] : clients_) {
    client.batches = false;
    client.channels.clear();
  }
}

}  // namespace stint::mock::griiip
