#include "source/live/alkamel/followed_session.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "source/live/alkamel/ejson.hpp"
#include "source/live/alkamel/lap_history.hpp"
#include "source/live/alkamel/lt2_gap.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;
using timing::Instant;

namespace {

std::string driver_name(const MaybeElement& entry) {
  const std::string first = name_of(member(entry, "firstname"));
  const std::string last = name_of(member(entry, "lastname"));
  if (!first.empty() && !last.empty()) return first + " " + last;
  std::string name = name_of(member(entry, "name"));
  return name.empty() ? first + last : name;
}

void sort_by_instant(std::vector<timing::Event>& events, std::size_t from) {
  std::stable_sort(events.begin() + static_cast<std::ptrdiff_t>(from), events.end(),
                   [](const timing::Event& a, const timing::Event& b) { return a.at < b.at; });
}

}  // namespace

FollowedSession::Car& FollowedSession::car_of(const timing::CarNumber& number) {
  return cars_.try_emplace(number, number).first->second;
}

void FollowedSession::join(Instant now) {
  standings_.forget();
  pit_bytes_.forget();
  waiting_since_ = now;
}

void FollowedSession::set_info(const SessionInfo& info, Instant now, Reaction& reaction) {
  info_ = info;
  tell_session(now, reaction);
}

void FollowedSession::tell_session(Instant now, Reaction& reaction) {
  timing::Session session{.source = "alkamel",
                          .source_session_id = info_.session,
                          .series = info_.series,
                          .event = info_.event,
                          .name = info_.name,
                          .track = track_,
                          .kind = session_kind(info_),
                          .state = status_.state(info_.closed),
                          .limit = status_.limit(),
                          .limit_laps = status_.limit_laps(),
                          .started_at = status_.started_at(),
                          .utc_offset_min = info_.utc_offset_min,
                          .lap_length_m = lap_length_m_};
  if (told_session_ == session) return;
  told_session_ = session;
  reaction.events.push_back({.at = now, .body = timing::Indirect(std::move(session))});
}

void FollowedSession::read(const DdpMessage& message, std::string_view frame, Instant now, Reaction& reaction) {
  if (message.kind == DdpKind::removed) {
    if (message.collection == "standings") standings_.forget_bytes();
    return;  // what it said stays, until another document says more
  }
  const auto field = [&](std::string_view name) { return member(message.fields, name); };
  if (message.collection == "standings") {
    if (const auto standings = field("standings")) {
      const Standings::Changes& changes = standings_.read_document(*standings, frame);
      if (!waiting_since_) apply(changes, now, reaction);
    }
  } else if (message.collection == "session_entry") {
    if (const auto entries = field("entry")) read_entries(*entries, now, reaction);
  } else if (message.collection == "session_status") {
    if (const auto status = field("status")) read_status(*status, now, reaction);
  } else if (message.collection == "track_info") {
    if (const auto track = field("track")) read_track(*track, now, reaction);
  } else if (message.collection == "session_pit_info") {
    if (const auto visits = field("pitOuts")) read_pit_info(*visits, frame);
  } else if (message.collection == "race_control") {
    if (const auto messages = field("raceControlMessages")) race_control_.read(*messages, now, reaction.events);
  } else if (message.collection == "weather") {
    if (const auto weather = field("weather")) read_weather(*weather, now, reaction);
  } else if (message.collection == "best_results") {
    if (const auto bests = field("bestResults")) bests_.read_session(*bests);
  } else if (message.collection == "sessionBestResultsByClass") {
    if (const auto bests = field("bestResultsByClass")) bests_.read_classes(*bests);
  } else if (message.collection == "session_results") {
    if (const auto analysis = field("analysis")) read_history(*analysis, reaction);
  }
}

void FollowedSession::read_entries(dom::element entries, Instant now, Reaction& reaction) {
  dom::object object;
  if (entries.get(object) != simdjson::SUCCESS) return;
  for (const dom::key_value_pair pair : object) {
    const auto number = timing::CarNumber::parse(pair.key);
    if (!number) continue;
    const MaybeElement entry = pair.value;
    Car& car = car_of(*number);
    timing::Entry named = car.entry;
    named.class_name = name_of(member(entry, "class"));
    named.team = name_of(member(entry, "team"));
    named.vehicle = name_of(member(entry, "vehicle"));
    car.driver.see(driver_name(entry), name_of(member(entry, "driver")), car.timing.laps() + 1, now);
    const bool changed = named != car.entry || !car.entry_told;
    car.entry = std::move(named);
    if (changed) tell_entry(car, now, reaction);
    settle(car, now, reaction);
  }
}

void FollowedSession::tell_entry(Car& car, Instant at, Reaction& reaction) {
  car.entry.drivers = car.driver.drivers();
  car.entry_told = true;
  reaction.events.push_back({.at = at, .body = timing::Indirect(car.entry)});
}

// What has lasted long enough to be a fact.
void FollowedSession::settle(Car& car, Instant now, Reaction& reaction) {
  if (auto settled = car.driver.settle(now)) {
    if (car.entry.drivers != car.driver.drivers()) tell_entry(car, settled->at, reaction);
    settled->change.car = car.entry.car;
    reaction.events.push_back({.at = settled->at, .body = settled->change});
  }
  car.timing.settle(now, reaction.events);
}

void FollowedSession::read_track(dom::element track, Instant now, Reaction& reaction) {
  track_ = name_of(member(MaybeElement(track), "name"));
  const auto km = number_of(member(MaybeElement(track), "length"));
  lap_length_m_ = km && *km > 0 && *km < 1000 ? std::optional(*km * 1000) : std::nullopt;
  tell_session(now, reaction);
}

void FollowedSession::read_status(dom::element status, Instant now, Reaction& reaction) {
  status_.read(status);
  tell_session(now, reaction);
  if (const auto clock = status_.clock(now)) reaction.events.push_back({.at = now, .body = *clock});
  const auto flag = status_.flag();
  if (flag && flag != told_flag_) {
    told_flag_ = flag;
    reaction.events.push_back({.at = now, .body = timing::Flag{.kind = *flag}});
  }
  if (!flag && !status_.flag_code().empty() && status_.flag_code() != unknown_flag_) {
    unknown_flag_ = status_.flag_code();
    reaction.problems.push_back({"session_status", "the flag code \"" + unknown_flag_ + "\" is not known"});
  }
}

void FollowedSession::read_pit_info(dom::element visits, std::string_view frame) {
  dom::object object;
  if (visits.get(object) != simdjson::SUCCESS) return;
  for (const dom::key_value_pair pair : object) {
    const auto value = [&](std::string_view name) {
      const MaybeElement found = member(MaybeElement(pair.value), name);
      return found ? Scalar(*found) : Scalar();
    };
    take_visit(pair.key, value("lastPitHour"), value("lastPitTime"));
  }
  if (frame.empty() || !pit_bytes_.learn(frame) || pit_bytes_.places().size() != object.size()) pit_bytes_.forget();
}

bool FollowedSession::read_pit_frame(std::string_view frame) {
  if (!pit_bytes_.compare(frame, changed_visits_)) return false;
  for (const std::size_t changed : changed_visits_) {
    const DocumentBytes::Place& place = pit_bytes_.places()[changed];
    Scalar entered, lane;
    std::string spaces[2];
    for (const DocumentBytes::Member& member : place.members) {
      const std::string_view name = pit_bytes_.name(place, member);
      if (name == "lastPitHour") entered = pit_bytes_.value(place, member, spaces[0]);
      if (name == "lastPitTime") lane = pit_bytes_.value(place, member, spaces[1]);
    }
    take_visit(pit_bytes_.key(place), entered, lane);
  }
  return true;
}

void FollowedSession::take_visit(std::string_view car, const Scalar& entered, const Scalar& lane) {
  const auto number = timing::CarNumber::parse(car);
  const auto entered_at = instant_of(entered.whole());
  const auto lane_time = time_of(lane.whole());
  if (number && entered_at && lane_time) car_of(*number).timing.lane_told(*entered_at, *lane_time);
}

void FollowedSession::read_weather(dom::element weather, Instant now, Reaction& reaction) {
  const auto measure = [&](std::string_view name) { return number_of(member(MaybeElement(weather), name)); };
  const timing::Weather read{.air_c = measure("ambientTemperature"),
                             .track_c = measure("trackTemperature"),
                             .humidity_pct = measure("humidity"),
                             .wind_kph = measure("windSpeed")};
  if (read == told_weather_ || read == timing::Weather{}) return;
  told_weather_ = read;
  reaction.events.push_back({.at = now, .body = timing::Indirect(read)});
}

void FollowedSession::read_history(dom::element analysis, Reaction& reaction) {
  const std::size_t first = reaction.events.size();
  for (const auto& [number, laps] : read_lap_history(analysis)) car_of(number).timing.fill(laps, reaction.events);
  sort_by_instant(reaction.events, first);
}

void FollowedSession::history_answered(Instant now, Reaction& reaction) {
  for (auto& [number, car] : cars_) car.timing.forget_hole();
  if (!std::exchange(waiting_since_, std::nullopt)) return;
  apply_all(now, reaction);
}

bool FollowedSession::read_known_frame(std::string_view frame, Instant now, Reaction& reaction) {
  const Standings::Changes* changes = standings_.read_frame(frame);
  if (changes == nullptr) return read_pit_frame(frame);
  if (!waiting_since_) apply(*changes, now, reaction);
  return true;
}

void FollowedSession::apply_all(Instant now, Reaction& reaction) {
  Standings::Changes all{.order = true};
  for (std::size_t row = 0; row < standings_.rows().size(); ++row) all.rows.push_back(row);
  apply(all, now, reaction);
}

void FollowedSession::apply(const Standings::Changes& changes, Instant now, Reaction& reaction) {
  const auto& rows = standings_.rows();
  const std::size_t first = reaction.events.size();
  for (const std::size_t row : changes.rows) {
    if (!rows[row]) continue;
    // Of a car that stands in two rows the newer one counts.
    const StandingRecord* record = changes.order ? standings_.find(rows[row]->car) : &*rows[row];
    if (record == &*rows[row]) apply_row(*record, now, reaction);
  }
  sort_by_instant(reaction.events, first);
  if (changes.unreadable > 0)
    reaction.problems.push_back({"standings", std::to_string(changes.unreadable) + " rows name no car"});
  if (changes.order) {
    count_classes();
    for (const auto& row : rows) {
      if (row && standings_.find(row->car) == &*row) tell_official(*row, now, reaction);
    }
  } else {
    for (const std::size_t row : changes.rows) {
      if (rows[row]) tell_official(*rows[row], now, reaction);
    }
  }
}

void FollowedSession::apply_row(const StandingRecord& record, Instant now, Reaction& reaction) {
  Car& car = car_of(record.car);
  if (!car.entry_told && !record.class_name.empty()) {
    car.entry.class_name = record.class_name;
    tell_entry(car, now, reaction);
  }
  if (car.timing.is_older(record, now)) return;
  const CarTiming::Sight sight{now, car.driver.id(), status_.finished()};
  if (car.timing.update(record, bests_, sight, reaction.events)) reaction.timing_seen = true;
}

void FollowedSession::count_classes() {
  std::vector<const StandingRecord*> order;
  for (const auto& row : standings_.rows()) {
    if (row && row->position && standings_.find(row->car) == &*row) order.push_back(&*row);
  }
  std::ranges::stable_sort(order, {}, [](const StandingRecord* record) { return *record->position; });
  std::unordered_map<std::string_view, std::int32_t> counted;
  for (const StandingRecord* record : order) {
    Car& car = car_of(record->car);
    car.class_position = record->class_name.empty() ? std::nullopt : std::optional(++counted[record->class_name]);
  }
}

const StandingRecord* FollowedSession::leader() const {
  const auto& rows = standings_.rows();
  return rows.empty() || !rows.front() || rows.front()->position != 1 ? nullptr : &*rows.front();
}

// Told when position or laps change, and with each sector for the gap; loops in between would be ten times as many.
void FollowedSession::tell_official(const StandingRecord& record, Instant now, Reaction& reaction) {
  Car& car = car_of(record.car);
  timing::OfficialStanding official{
      .car = record.car, .position = record.position, .class_position = car.class_position, .laps = record.laps};
  const bool at_point = !car.official || car.official->laps != record.laps || car.sectors_seen != record.sectors.size();
  car.sectors_seen = record.sectors.size();
  if (!at_point) {
    official.gap = car.official->gap;
    official.gap_laps = car.official->gap_laps;
  } else if (const StandingRecord* first = leader(); first != nullptr && first->car != record.car) {
    if (session_kind(info_) != timing::SessionKind::race) {
      if (first->best_lap && record.best_lap) official.gap = *record.best_lap - *first->best_lap;
    } else if (const auto gap = loop_gap(*first, record)) {
      official.gap = gap->time;
      official.gap_laps = gap->laps;
    }
  }
  if (car.official == official) return;
  car.official = official;
  reaction.events.push_back({.at = now, .body = timing::Indirect(std::move(official))});
}

void FollowedSession::on_time(Instant now, Reaction& reaction) {
  if (waiting_since_ && now - *waiting_since_ >= kHistoryPatience) history_answered(now, reaction);
  const std::size_t first = reaction.events.size();
  for (auto& [number, car] : cars_) settle(car, now, reaction);
  sort_by_instant(reaction.events, first);
  race_control_.settle(now, reaction.events);
}

bool FollowedSession::has_holes() const {
  return std::ranges::any_of(cars_, [](const auto& entry) { return entry.second.timing.has_hole(); });
}

}  // namespace stint::live::alkamel
