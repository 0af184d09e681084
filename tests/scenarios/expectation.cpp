// What came out, as words, beside what was expected.
#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "scenarios/scenario.hpp"

namespace stint::testing {
namespace {

using race::CarSnapshot;
using race::Snapshot;
using timing::Millis;

using Row = std::map<std::string, std::string>;

std::string maybe_time(const std::optional<Millis>& time) { return time ? show_time(*time) : "-"; }
std::string maybe_number(const std::optional<std::int32_t>& number) { return number ? std::to_string(*number) : "-"; }
std::string maybe_id(const std::optional<timing::DriverId>& id) { return id ? id->str() : "-"; }

std::string show_state(timing::CarState state) {
  constexpr const char* kNames[] = {"not_started", "running", "in_pit",   "out_lap",
                                    "stopped",     "retired", "finished", "disqualified"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string show_mark(const std::optional<race::MarkedTime>& time) {
  constexpr const char* kNames[] = {"none", "personal", "in_class", "overall"};
  return time ? kNames[static_cast<std::size_t>(time->mark)] : "-";
}

std::string show_end(race::StintEnd end) {
  constexpr const char* kNames[] = {"running", "stop", "driver_change", "finished", "retired"};
  return kNames[static_cast<std::size_t>(end)];
}

std::string maybe_marked(const std::optional<race::MarkedTime>& time) { return time ? show_time(time->time) : "-"; }

Row show_car(const CarSnapshot& car) {
  return {{"pos", maybe_number(car.position)},
          {"pic", maybe_number(car.class_position)},
          {"car", car.number().str()},
          {"class", car.entry->class_name},
          {"laps", std::to_string(car.laps)},
          {"elapsed", maybe_time(car.elapsed)},
          {"gap", maybe_time(car.gap.time)},
          {"gap_laps", std::to_string(car.gap.laps)},
          {"gap_at", std::to_string(car.gap.point.lap) + "/" + std::to_string(car.gap.point.sector)},
          {"gap_age", maybe_time(car.gap.age)},
          {"int", maybe_time(car.interval.time)},
          {"int_laps", std::to_string(car.interval.laps)},
          {"cgap", maybe_time(car.class_gap.time)},
          {"cgap_laps", std::to_string(car.class_gap.laps)},
          {"cint", maybe_time(car.class_interval.time)},
          {"last", maybe_marked(car.last_lap)},
          {"last_mark", show_mark(car.last_lap)},
          {"best", maybe_marked(car.best_lap)},
          {"best_mark", show_mark(car.best_lap)},
          {"ideal", maybe_time(car.ideal_lap)},
          {"state", show_state(car.state)},
          {"driver", maybe_id(car.driver)},
          {"stops", std::to_string(car.stops)},
          {"since_stop", maybe_number(car.laps_since_stop)}};
}

Row show_stop(const race::PitStop& stop, timing::Instant start) {
  return {{"in_lap", std::to_string(stop.in_lap)},
          {"out_lap", maybe_number(stop.out_lap)},
          {"in_at", show_time(stop.in_at - start)},
          {"lane", maybe_time(stop.lane)},
          {"flag", std::string(timing::flag_name(stop.flag))},
          {"driver_in", maybe_id(stop.driver_in)},
          {"driver_out", maybe_id(stop.driver_out)},
          {"cost", maybe_time(stop.cost)},
          {"red", stop.red_flag ? "yes" : "no"}};
}

Row show_stint(const race::Stint& stint) {
  return {{"number", std::to_string(stint.number)},   {"driver", maybe_id(stint.driver)},
          {"first", std::to_string(stint.first_lap)}, {"last", std::to_string(stint.last_lap)},
          {"laps", std::to_string(stint.laps())},     {"clean", maybe_time(stint.median_clean)},
          {"drive", show_time(stint.drive_time)},     {"ended", show_end(stint.ended_by)}};
}

Row show_flag(const race::FlagPeriod& period, timing::Instant start) {
  return {{"kind", std::string(timing::flag_name(period.kind))},
          {"from", show_time(period.from - start)},
          {"until", period.until ? show_time(*period.until - start) : "-"},
          {"deduced", period.deduced ? "yes" : "no"}};
}

// "a,b"; "-" if there are none.
template <class Items, class Show>
std::string list_of(const Items& items, const Show& show) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "" : ",") + std::string(show(item));
  return list.empty() ? "-" : list;
}

Row show_message(const race::Message& message, timing::Instant start) {
  const race::RaceControlMeaning& meaning = message.meaning;
  const auto& penalty = meaning.penalty;
  return {{"at", show_time(message.at - start)},
          {"kind", std::string(race::name_of(meaning.kind))},
          {"phase", std::string(race::name_of(meaning.phase))},
          {"flag", std::string(timing::flag_name(meaning.flag))},
          {"cars", list_of(meaning.cars, [](const timing::CarNumber& car) { return car.view(); })},
          {"class", meaning.class_name.empty() ? "-" : meaning.class_name},
          {"penalty", penalty ? std::string(race::name_of(penalty->kind)) : "-"},
          {"penalty_state", penalty ? std::string(race::name_of(penalty->state)) : "-"},
          {"penalty_time", penalty ? maybe_time(penalty->time) : "-"}};
}

std::string open_or_closed(std::optional<bool> open) { return !open ? "-" : *open ? "open" : "closed"; }

Row show_control(const race::ControlState& control, timing::Instant start) {
  const auto& lane = control.pit_lane;
  const auto& neutral = control.neutralisation;
  const auto zone = [](const race::SlowZone& one) {
    return std::to_string(one.zone) + ":" + std::string(race::name_of(one.phase));
  };
  return {{"pit_entry", open_or_closed(lane ? lane->entry_open : std::nullopt)},
          {"pit_exit", open_or_closed(lane ? lane->exit_open : std::nullopt)},
          {"open_for", lane ? list_of(lane->open_for, [](const std::string& name) { return name; }) : "-"},
          {"neutral", neutral ? std::string(timing::flag_name(neutral->kind)) : "-"},
          {"phase", neutral ? std::string(race::name_of(neutral->phase)) : "-"},
          {"since", neutral ? show_time(neutral->since - start) : "-"},
          {"zones", list_of(control.zones, zone)},
          {"yellows", std::to_string(control.local_flags.size())}};
}

std::vector<Row> rows_of(const Snapshot& shown, const Expectation& expected) {
  const timing::Instant start = shown.session.started_at.value_or(timing::Instant{});
  std::vector<Row> rows;
  if (expected.what == "standings") {
    for (const CarSnapshot& car : shown.cars) rows.push_back(show_car(car));
    return rows;
  }
  if (expected.what == "flags") {
    for (const race::FlagPeriod& period : shown.flags) rows.push_back(show_flag(period, start));
    return rows;
  }
  if (expected.what == "messages") {
    for (const race::Message& message : shown.messages) rows.push_back(show_message(message, start));
    return rows;
  }
  if (expected.what == "control") return {show_control(shown.control, start)};
  if (!expected.about.named.contains("car")) {
    throw std::invalid_argument("expect standings, flags, messages, control, or stops and stints with car=, not '" +
                                expected.what + "'");
  }
  const CarSnapshot* car = shown.find(timing::CarNumber(expected.about.named.at("car")));
  if (car == nullptr) throw std::invalid_argument("no such car in the race");
  if (expected.what == "stops") {
    for (const race::PitStop& stop : car->pit_stops) rows.push_back(show_stop(stop, start));
  } else if (expected.what == "stints") {
    for (const race::Stint& stint : car->stints) rows.push_back(show_stint(stint));
  } else {
    throw std::invalid_argument("of a car expect stops or stints, not '" + expected.what + "'");
  }
  return rows;
}

// Times are compared as times ("12.5" is "0:12.500"), all else as text.
bool same_value(const std::string& wanted, const std::string& got) {
  if (wanted == got) return true;
  const bool is_time = got.find(':') != std::string::npos && wanted.find_first_not_of("0123456789:.") == std::string::npos;
  return is_time && parse_time(wanted) == parse_time(got);
}

}  // namespace

std::string check(const Scenario& scenario, const Expectation& expected) {
  race::Race race;
  timing::Instant until = timing::Instant::max();
  timing::Instant start{};
  for (const timing::Event& event : scenario.events) {
    if (const auto* session = timing::event_as<timing::Session>(event)) start = session->started_at.value_or(start);
  }
  const auto at = expected.about.named.find("at");
  if (at != expected.about.named.end()) until = start + parse_time(at->second);
  for (const timing::Event& event : scenario.events) {
    if (event.at <= until) race.insert(event);
  }
  const race::SnapshotPtr shown = at == expected.about.named.end() ? race.snapshot() : race.snapshot(until);
  const std::vector<Row> got = rows_of(*shown, expected);

  std::ostringstream differences;
  if (got.size() != expected.rows.size()) {
    differences << "line " << expected.line << ": expected " << expected.rows.size() << " rows, got " << got.size() << '\n';
  }
  for (std::size_t i = 0; i < std::min(got.size(), expected.rows.size()); ++i) {
    for (const auto& [key, wanted] : expected.rows[i].named) {
      const auto found = got[i].find(key);
      if (found == got[i].end()) throw std::invalid_argument("no column '" + key + "' in " + expected.what);
      if (same_value(wanted, found->second)) continue;
      differences << "line " << expected.line + 1 + i << ": " << key << " should be " << wanted << ", is " << found->second
                  << '\n';
    }
  }
  return differences.str();
}

}  // namespace stint::testing
