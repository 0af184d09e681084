// Which decoder reads which channel, and the bootstrap, which has them all at once.
#include <algorithm>
#include <array>
#include <string>

#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {

using simdjson::dom::element;

struct SessionFeed::Channel {
  using Reader = void (SessionFeed::*)(const Item&, Intake&);
  std::string_view name;
  Reader reader = nullptr;  // nullptr: carries nothing for us
  // With content it shows that the connection carries timing. Sector crossings go on in the zombie state, so they don't.
  bool proof_of_life = false;
};

const SessionFeed::Channel* SessionFeed::find_channel(std::string_view name) {
  static constexpr std::array kChannels = {
      Channel{"ranks", &SessionFeed::read_rank, true},
      Channel{"gaps", &SessionFeed::read_gap, true},
      Channel{"official-rank", &SessionFeed::read_official_rank, true},
      Channel{"laps", &SessionFeed::read_lap, true},
      Channel{"sector-cross-updates", &SessionFeed::read_crossings},
      Channel{"sectors", &SessionFeed::read_sector},
      Channel{"session-info", &SessionFeed::read_info},
      Channel{"session-clock", &SessionFeed::read_clock},
      Channel{"session-length-limit", &SessionFeed::read_limit},
      Channel{"race-flags", &SessionFeed::read_flag},
      Channel{"chequered-flags", &SessionFeed::read_chequered},
      Channel{"participants", &SessionFeed::read_participant},
      Channel{"participants-running-status", &SessionFeed::read_running_status},
      Channel{"pit-in", &SessionFeed::read_pit_in},
      Channel{"pit-out", &SessionFeed::read_pit_out},
      Channel{"car-locations", &SessionFeed::read_location},
      Channel{"tires", &SessionFeed::read_tyres},
      Channel{"Weather", &SessionFeed::read_weather},
      Channel{"cars-energy-tanks", &SessionFeed::read_energy},
      Channel{"cars-geo-locations", &SessionFeed::read_geo_location},
      Channel{"RaceLog", &SessionFeed::read_log_item},
      Channel{"race-log", &SessionFeed::read_log_item},
      // The stationary phase of a stop (shape unseen), and the publisher's own reading of the race.
      Channel{"pit-standing-start"},
      Channel{"pit-standing-finish"},
      Channel{"predicted-ranks"},
      Channel{"predicted-lap-times"},
      Channel{"striking-distances"},
      Channel{"gap-trends"},
      Channel{"battles"},
      Channel{"running-battles"},
      Channel{"best-laps"},
      Channel{"grids"},
      Channel{"commentator-phrase"},
      Channel{"sessionc-connection-status"},
      Channel{"session-connection-status"},
      Channel{"current-top-speeds"},
      Channel{"speed-traps"},
  };
  const auto found = std::ranges::find(kChannels, name, &Channel::name);
  return found == kChannels.end() ? nullptr : &*found;
}

// A view is one item, a list of items, or an object with the list as its `items`.
void SessionFeed::read_channel(std::string_view channel, element view, Intake& intake) {
  if (channel == "session-closed") {
    intake.session_closed = true;
    return;
  }
  const Channel* known = find_channel(channel);
  if (known == nullptr) {
    const bool telemetry = channel.starts_with("car-telemetry-");
    if (!telemetry && unknown_words_.emplace("channel " + std::string(channel)).second) {
      intake.complain("unknown channel \"" + std::string(channel) + "\"");
    }
    return;
  }
  if (known->reader == nullptr) return;
  std::size_t read = 0;
  const auto use = [&](const Item& item) {
    ++read;
    (this->*known->reader)(item, intake);
  };
  simdjson::dom::array list;
  if (view.get_array().get(list) == simdjson::SUCCESS) {
    each_item(list, use);
  } else if (const auto whole = Item::from(view)) {
    if (const auto items = whole->list("items")) {
      each_item(items, use);
    } else {
      use(*whole);
    }
  } else {
    intake.complain("channel \"" + std::string(channel) + "\": neither an object nor a list");
  }
  if (known->proof_of_life && read > 0) intake.proof_of_life = true;
  // A lap may be the one that the flag was waiting for.
  if (known->reader == &SessionFeed::read_lap && flags_.chequered_at()) {
    for (auto& [pid, car] : cars_) mark_chequered(car, intake);
  }
}

void SessionFeed::read_crossings(const Item& view, Intake& intake) {
  const std::size_t before = intake.events->size();
  each_item(view.list("sectors"), [&](const Item& item) { read_sector(item, intake); });
  if (const auto ranks = view.object("ranks")) {
    each_item(ranks->list("items"), [&](const Item& item) { read_rank(item, intake); });
  }
  if (const auto gaps = view.object("gaps")) {
    each_item(gaps->list("items"), [&](const Item& item) { read_gap(item, intake); });
  }
  if (intake.events->size() > before) intake.nested_timing = true;
}

void SessionFeed::read_bootstrap(const Item& bootstrap, Intake& intake) {
  const auto one = [&](std::string_view name, auto reader) {
    if (const auto item = bootstrap.object(name)) (this->*reader)(*item, intake);
  };
  const auto each = [&](std::string_view name, auto reader) {
    each_item(bootstrap.list(name), [&](const Item& item) { (this->*reader)(item, intake); });
  };
  if (const auto track = bootstrap.object("trackDetails")) read_track(*track);
  one("sessionInfo", &SessionFeed::read_info);
  one("sessionLengthLimit", &SessionFeed::read_limit);
  // The clock before anything that is dated by it.
  std::vector<timing::Event> clock_events;
  Intake clock = intake;
  clock.events = &clock_events;
  if (const auto item = bootstrap.object("sessionClock")) read_clock(*item, clock);
  for (const Item& flag : oldest_first(bootstrap.list("raceFlags"))) read_flag(flag, intake);
  tell_session(intake);
  intake.events->insert(intake.events->end(), clock_events.begin(), clock_events.end());

  each("participants", &SessionFeed::read_participant);
  each("pitIns", &SessionFeed::read_pit_in);
  if (const auto log = bootstrap.object("raceLogFirstPage")) read_race_log(log->list("items"), intake);
  each("sectors", &SessionFeed::read_sector);
  read_laps(bootstrap.list("laps"), intake);
  if (const auto current = bootstrap.object("currentLapSectors")) {
    for (const auto& [pid, car] : cars_) {
      each_item(current->list(std::to_string(pid)), [&](const Item& item) { read_sector(item, intake); });
    }
  }
  each("chequeredFlags", &SessionFeed::read_chequered);
  each("ranks", &SessionFeed::read_rank);
  each("gaps", &SessionFeed::read_gap);
  each("runningStatuses", &SessionFeed::read_running_status);
  each("carLocations", &SessionFeed::read_location);
  each("tires", &SessionFeed::read_tyres);
  if (const auto energy = bootstrap.object("carsEnergyTanks")) {
    each_item(energy->list("items"), [&](const Item& item) { read_energy(item, intake); });
  }
  one("weather", &SessionFeed::read_weather);
}

}  // namespace stint::live::griiip
