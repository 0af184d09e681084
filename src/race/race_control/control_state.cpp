#include "race/race_control/control_state.hpp"

#include <algorithm>
#include <string_view>

namespace stint::race {
namespace {

bool neutralises(FlagKind flag) {
  return flag == FlagKind::fcy || flag == FlagKind::vsc || flag == FlagKind::safety_car || flag == FlagKind::red ||
         flag == FlagKind::code60;
}

// The instant closest to `said` at which the clock at the track shows `time_of_day`.
Instant instant_of(Millis time_of_day, Instant said, std::optional<std::int32_t> utc_offset_min) {
  const Millis turn = utc_offset_min ? Millis{std::chrono::hours{24}} : Millis{std::chrono::hours{1}};
  const Millis local = said.time_since_epoch() + std::chrono::minutes{utc_offset_min.value_or(0)};
  Millis ahead = (time_of_day - local) % turn;
  if (ahead > turn / 2) ahead -= turn;
  if (ahead < -turn / 2) ahead += turn;
  return said + ahead;
}

// "MP 6, 11, 20" is three places, "TURN 3-4" one: what is removed later may be one of them alone.
std::vector<std::string> places_in(std::string_view list) {
  const std::size_t space = list.find(' ');
  const std::string name(space == std::string_view::npos ? std::string_view{} : list.substr(0, space + 1));
  std::vector<std::string> places;
  std::string_view rest = list.substr(name.size());
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view place = rest.substr(0, comma);
    while (place.starts_with(' ')) place.remove_prefix(1);
    if (!place.empty()) places.push_back(name + std::string(place));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return places;
}

}  // namespace

void ControlState::take(const RaceControlMeaning& meaning, Instant at, std::optional<std::int32_t> utc_offset_min) {
  begin_what_is_due(at);
  const bool dated = meaning.phase == MessagePhase::prepare && meaning.time_of_day;
  const auto begins_at = dated ? std::optional(instant_of(*meaning.time_of_day, at, utc_offset_min)) : std::nullopt;
  switch (meaning.kind) {
    case MessageKind::pit_lane:
      return take_pit_lane(meaning, at);
    case MessageKind::slow_zone:
      return take_zones(meaning, at, begins_at);
    case MessageKind::local_flag:
      return take_local_flag(meaning, at);
    case MessageKind::safety_car:
    case MessageKind::virtual_safety_car:
    case MessageKind::full_course_yellow:
      return take_neutralisation(meaning, at, begins_at);
    case MessageKind::flag:
      if (meaning.phase == MessagePhase::begin) show(meaning.flag, at);
      return;
    default:
      return;
  }
}

void ControlState::begin_what_is_due(Instant now) {
  const auto begin = [&](auto& announced) {
    if (announced.phase != MessagePhase::prepare || !announced.begins_at || now < *announced.begins_at) return;
    announced.phase = MessagePhase::begin;
    announced.since = std::max(*announced.begins_at, announced.since);
    announced.time_of_day.reset();
    announced.begins_at.reset();
  };
  if (neutralisation) begin(*neutralisation);
  for (SlowZone& zone : zones) begin(zone);
}

void ControlState::show(FlagKind flag, Instant at) {
  begin_what_is_due(at);
  if (flag == FlagKind::green) return go_green(at);
  if (flag == FlagKind::chequered) neutralisation.reset();
  if (!neutralises(flag)) return;
  // The same one goes on, with what words have said of it.
  if (neutralisation && neutralisation->kind == flag && neutralisation->phase != MessagePhase::prepare) return;
  const bool is_short = neutralisation && neutralisation->kind == flag && neutralisation->short_procedure;
  neutralisation = Neutralisation{flag, MessagePhase::begin, std::nullopt, at, is_short, std::nullopt};
}

// Under green nothing is neutralised and the pit lane is open, though nobody says so. What is announced is still to come.
void ControlState::go_green(Instant at) {
  const bool announced = neutralisation && neutralisation->phase == MessagePhase::prepare;
  if (!announced) neutralisation.reset();
  if (!pit_lane || announced) return;
  const bool closed = pit_lane->entry_open == false || pit_lane->exit_open == false || !pit_lane->open_for.empty();
  if (!closed) return;
  if (pit_lane->entry_open) pit_lane->entry_open = true;
  if (pit_lane->exit_open) pit_lane->exit_open = true;
  pit_lane->open_for.clear();
  pit_lane->since = at;
}

void ControlState::take_pit_lane(const RaceControlMeaning& meaning, Instant at) {
  if (meaning.phase != MessagePhase::begin) return;
  if (!pit_lane) pit_lane.emplace();
  const bool was_for_some = pit_lane->entry_open == true && !pit_lane->open_for.empty();
  if (meaning.pit_part != PitPart::exit) pit_lane->entry_open = meaning.pit_open;
  if (meaning.pit_part != PitPart::entry) pit_lane->exit_open = meaning.pit_open;
  // Class after class is let in; then all.
  if (!was_for_some || meaning.class_name.empty()) pit_lane->open_for.clear();
  if (meaning.pit_open && !meaning.class_name.empty()) pit_lane->open_for.push_back(meaning.class_name);
  pit_lane->since = at;
}

void ControlState::take_zones(const RaceControlMeaning& meaning, Instant at, std::optional<Instant> begins_at) {
  for (const std::int32_t number : meaning.zones) {
    const auto known = std::ranges::lower_bound(zones, number, {}, &SlowZone::zone);
    const bool is_known = known != zones.end() && known->zone == number;
    if (meaning.phase == MessagePhase::end || meaning.phase == MessagePhase::cancelled) {
      if (is_known) zones.erase(known);
      continue;
    }
    SlowZone zone = is_known ? *known : SlowZone{};
    zone.zone = number;
    zone.phase = meaning.phase;
    zone.time_of_day = meaning.time_of_day;
    zone.begins_at = begins_at;
    zone.since = at;
    // One post a zone, in the same order, or all of them.
    const auto place = static_cast<std::size_t>(std::ranges::find(meaning.zones, number) - meaning.zones.begin());
    if (meaning.posts.size() == meaning.zones.size()) {
      zone.posts = {meaning.posts[place]};
    } else if (!meaning.posts.empty()) {
      zone.posts = meaning.posts;
    }
    if (!meaning.board_posts.empty()) zone.board_posts = meaning.board_posts;
    if (is_known) {
      *known = std::move(zone);
    } else {
      zones.insert(known, std::move(zone));
    }
  }
}

void ControlState::take_local_flag(const RaceControlMeaning& meaning, Instant at) {
  for (const std::string& place : places_in(meaning.place)) {
    std::erase_if(local_flags, [&](const LocalFlag& flag) {
      const bool is_same_kind = meaning.phase == MessagePhase::begin || flag.kind == meaning.flag;
      return meaning.flag != FlagKind::none && flag.place == place && is_same_kind;
    });
    // A slippery surface is no flag that slows.
    if (meaning.phase == MessagePhase::begin && meaning.flag != FlagKind::none)
      local_flags.push_back({meaning.flag, place, at});
  }
}

void ControlState::take_neutralisation(const RaceControlMeaning& meaning, Instant at, std::optional<Instant> begins_at) {
  switch (meaning.phase) {
    case MessagePhase::prepare:
    case MessagePhase::begin: {
      const bool goes_on = neutralisation && neutralisation->kind == meaning.flag && neutralisation->phase == meaning.phase;
      if (goes_on) return;
      // Said in words, or by its time having come, it goes on as what it was announced.
      const bool is_short = meaning.short_procedure ||
                            (neutralisation && neutralisation->kind == meaning.flag && neutralisation->short_procedure);
      neutralisation = Neutralisation{meaning.flag, meaning.phase, meaning.time_of_day, at, is_short, begins_at};
      return;
    }
    case MessagePhase::will_end:
      if (!neutralisation || neutralisation->kind != meaning.flag) {
        neutralisation = Neutralisation{meaning.flag, meaning.phase, meaning.time_of_day, at, false, std::nullopt};
        return;
      }
      neutralisation->phase = MessagePhase::will_end;
      neutralisation->time_of_day = meaning.time_of_day;
      neutralisation->begins_at.reset();
      neutralisation->since = at;
      return;
    case MessagePhase::end:
    case MessagePhase::cancelled:
      if (neutralisation && neutralisation->kind == meaning.flag) neutralisation.reset();
      return;
    default:
      return;
  }
}

}  // namespace stint::race
