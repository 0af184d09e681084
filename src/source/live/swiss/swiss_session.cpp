#include "source/live/swiss/swiss_session.hpp"

#include <algorithm>

#include "source/live/number_text.hpp"
#include "source/live/text_hash.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::swiss {
namespace {

using timing::CarState;
using timing::FlagKind;
using timing::SessionState;

// Status of a result.
constexpr std::int64_t kFinished = 1;
constexpr std::int64_t kRunning = 2;
constexpr std::int64_t kStopped = 4;
constexpr std::int64_t kRetired = 16;
constexpr std::int64_t kNotStarted = 32;

timing::SessionKind kind_of(std::int64_t type) {
  switch (type) {
    case 0:
      return timing::SessionKind::race;
    case 1:
      return timing::SessionKind::practice;
    case 3:
    case 6:
      return timing::SessionKind::qualifying;
    default:
      return timing::SessionKind::unknown;
  }
}

SessionState state_of(std::int64_t state) {
  if (state == 1) return SessionState::running;
  return state == 2 ? SessionState::finished : SessionState::scheduled;
}

// 4 is a yellow flag where a series has no full-course yellow.
std::optional<FlagKind> flag_of(std::int64_t code, bool full_course_yellow) {
  switch (code) {
    case 1:
      return FlagKind::green;
    case 4:
      return full_course_yellow ? FlagKind::fcy : FlagKind::yellow;
    case 8:
      return FlagKind::red;
    case 32:
      return FlagKind::safety_car;
    case 64:
      return FlagKind::code60;
    case 0:
    case 268'435'456:
      return FlagKind::none;
    default:
      return std::nullopt;
  }
}

// "CAR 54 BLUE FLAG", "CARS 3, 7 AND 51": the numbers that follow the word.
std::vector<timing::CarNumber> cars_in(std::string_view text) {
  std::vector<timing::CarNumber> cars;
  for (auto at = text.find("CAR"); at != std::string_view::npos; at = text.find("CAR", at + 3)) {
    std::size_t i = at + 3;
    if (i < text.size() && text[i] == 'S') ++i;
    while (i < text.size()) {
      while (i < text.size() && (text[i] == ' ' || text[i] == ',' || text[i] == '&' || text[i] == '#')) ++i;
      if (text.substr(i, 4) == "AND ") i += 4;
      std::size_t end = i;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      const auto car = timing::CarNumber::parse(text.substr(i, end - i));
      if (!car) break;
      if (std::ranges::find(cars, *car) == cars.end() && cars.size() < timing::kMaxCarsNamed) cars.push_back(*car);
      i = end;
    }
  }
  return cars;
}

template <class Body>
void tell(Reaction& reaction, Instant at, Body body) {
  reaction.events.push_back({at, 0, std::move(body)});
}

}  // namespace

SwissSession::SwissSession(const Meeting& meeting, const Unit& unit, std::string series) : zone_(zone_of(meeting.country)) {
  full_course_yellow_ = unit.full_course_yellow;
  session_.source = "swiss";
  session_.source_session_id = unit.id;
  session_.series = std::move(series);
  session_.event = meeting.name;
  session_.name = unit.name;
  session_.track = meeting.track;
  session_.kind = kind_of(unit.type);
  session_.state = state_of(unit.state);
  session_.limit = unit.duration;
  if (unit.begins_at) {
    const auto begins = source::utc_of(*unit.begins_at, zone_);
    if (begins)
      session_.utc_offset_min =
          static_cast<std::int32_t>(std::chrono::floor<std::chrono::minutes>(*unit.begins_at - *begins).count());
  }
}

Instant SwissSession::utc(source::LocalTime local, Instant otherwise) const {
  return source::utc_of(local, zone_).value_or(otherwise);
}

void SwissSession::change_session(const timing::Session& changed, Instant at, Reaction& reaction) {
  if (begun_ && changed == session_) return;
  session_ = changed;
  if (!begun_) return;
  session_told_at_ = std::max(session_told_at_, at);
  tell(reaction, session_told_at_, session_);
}

void SwissSession::take_unit(const Unit& unit, Instant now, Reaction& reaction) {
  timing::Session changed = session_;
  changed.state = state_of(unit.state);
  change_session(changed, now, reaction);
}

void SwissSession::begin(Instant now, Reaction& reaction) {
  begun_ = true;
  session_told_at_ = now;
  tell(reaction, now, session_);
  for (const auto& [id, car] : cars_) tell(reaction, now, car.entry);
}

void SwissSession::take_competitors(const UnitCompetitors& competitors, Instant now, Reaction& reaction) {
  if (competitors.unit != unit()) return;
  sector_count_ = competitors.sector_count;
  for (const Competitor& competitor : competitors.competitors) {
    Car& car = cars_[competitor.id];
    if (begun_ && !(car.entry == competitor.entry)) tell(reaction, now, competitor.entry);
    car.entry = competitor.entry;
  }
  if (!begun_ && waiting_) {
    // The race's zero comes before all else, so that what happened before now has its place.
    if (waiting_->started_at) session_.started_at = utc(*waiting_->started_at, now);
    begin(session_.started_at ? std::min(*session_.started_at, now) : now, reaction);
  }
  if (waiting_) apply_timing(*std::exchange(waiting_, std::nullopt), now, reaction);
  if (!begun_) begin(now, reaction);
  for (const Competitor& competitor : competitors.competitors) {
    Car& car = cars_[competitor.id];
    take_lane(car, competitor.in_pit_lane, now, reaction);
    if (competitor.driver && car.driver != competitor.driver) {
      tell(reaction, now, timing::DriverChange{car.entry.car, car.driver, *competitor.driver, std::max(car.laps, 0) + 1});
      car.driver = competitor.driver;
    }
  }
  take_messages(competitors.messages, now, reaction);
}

void SwissSession::take_messages(const std::vector<Bulletin>& messages, Instant now, Reaction& reaction) {
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    const Instant at = utc(message->at, now);
    const std::string id = std::to_string(timing::count_ms(at) / 1000) + "-" + text_hash(message->text);
    if (!messages_.insert(id).second) continue;
    tell(reaction, at, timing::RaceControl{.id = id, .text = message->text, .cars = cars_in(message->text)});
  }
}

// The pit entry lies before the line: a car that is seen in the lane with no sector of its new lap has ended its in-lap there.
void SwissSession::take_lane(Car& car, bool in_lane, Instant now, Reaction& reaction) {
  const bool first = !car.in_lane;
  if (car.in_lane == in_lane) return;
  car.in_lane = in_lane;
  const std::int32_t laps = std::max(car.laps, 0);
  if (in_lane && (first || laps == 0)) {
    car.in_lap = laps;
    tell(reaction, now, timing::CarStatus{car.entry.car, CarState::in_pit});
  } else if (in_lane) {
    const auto current = car.sectors.find(laps + 1);
    const bool on_new_lap = current != car.sectors.end() && !current->second.empty();
    car.in_lap = on_new_lap ? laps + 1 : laps;
    const bool crossed_in_lane = !on_new_lap && car.line_at;
    tell(reaction, crossed_in_lane ? *car.line_at : now, timing::PitIn{car.entry.car, car.in_lap});
    if (crossed_in_lane && car.last_lap && !car.last_lap->in_lap) tell_lap(car, *car.line_at, reaction);
  } else if (!first) {
    car.out_lap = laps >= car.in_lap ? laps + 1 : car.in_lap;
    tell(reaction, now, timing::PitOut{car.entry.car, car.out_lap, std::nullopt});
  }
}

void SwissSession::take_timing(UnitTiming timing, Instant now, Reaction& reaction) {
  if (timing.unit != unit()) return;
  if (cars_.empty()) {
    waiting_ = std::move(timing);
    return;
  }
  apply_timing(timing, now, reaction);
}

void SwissSession::apply_timing(const UnitTiming& timing, Instant now, Reaction& reaction) {
  if (timing.started_at) {
    timing::Session changed = session_;
    changed.started_at = utc(*timing.started_at, now);
    change_session(changed, now, reaction);
  }
  take_clock(timing, now, reaction);
  if (timing.chequered && !flag_fell_at_) find_flag_instant(timing, now);
  take_flags(timing, now, reaction);
  for (const Result& result : timing.results) take_result(result, now, reaction);
}

// The winner's crossing, if this document has it already; the laps that it ended, and those after it, took the flag.
void SwissSession::find_flag_instant(const UnitTiming& timing, Instant now) {
  flag_fell_at_ = now;
  const auto winner = std::ranges::find(timing.results, std::optional<std::int32_t>(1), &Result::rank);
  if (winner == timing.results.end() || !winner->total_time || !session_.started_at) return;
  const bool over_time = session_.limit && *winner->total_time >= *session_.limit;
  if (over_time) flag_fell_at_ = std::min(now, *session_.started_at + *winner->total_time);
}

void SwissSession::take_clock(const UnitTiming& timing, Instant now, Reaction& reaction) {
  if (!timing.remaining) return;
  timing::Clock clock;
  clock.remaining = timing.remaining;
  clock.running = session_.state == SessionState::running && timing.remaining != remaining_;
  if (session_.started_at) clock.elapsed = std::max(Millis{0}, now - *session_.started_at);
  remaining_ = timing.remaining;
  tell(reaction, now, clock);
}

void SwissSession::take_flags(const UnitTiming& timing, Instant now, Reaction& reaction) {
  auto flag = timing.track_flag ? flag_of(*timing.track_flag, full_course_yellow_) : std::nullopt;
  if (timing.chequered) flag = FlagKind::chequered;
  if (flag && flag_ != flag) {
    flag_ = flag;
    tell(reaction, timing.chequered ? *flag_fell_at_ : now, timing::Flag{.kind = *flag});
  }
  for (std::size_t i = 0; i < std::max(timing.sector_flags.size(), sector_flags_.size()); ++i) {
    const std::int64_t code = i < timing.sector_flags.size() ? timing.sector_flags[i] : 0;
    const std::int64_t before = i < sector_flags_.size() ? sector_flags_[i] : 0;
    const auto kind = flag_of(code, false);
    if (code != before && kind)
      tell(reaction, now, timing::Flag{timing::FlagScope::sector, static_cast<std::int32_t>(i) + 1, *kind});
  }
  sector_flags_ = timing.sector_flags;
}

void SwissSession::take_result(const Result& result, Instant now, Reaction& reaction) {
  const auto found = cars_.find(result.competitor);
  if (found == cars_.end()) return;
  Car& car = found->second;
  // A document from before the last one: proxies keep several.
  if (result.laps && *result.laps < car.laps) return;
  take_laps(car, result, reaction);
  take_sectors(car, result, reaction);
  take_standing(car, result, now, reaction);
  take_status(car, result.status, now, reaction);
  if (!result.sectors_done || result.status != kRunning) return;
  const double fraction = *result.sectors_done / static_cast<double>(sector_count());
  if (fraction >= 0 && fraction <= 1) tell(reaction, now, timing::Position{car.entry.car, fraction, {}, {}});
}

void SwissSession::take_laps(Car& car, const Result& result, Reaction& reaction) {
  const std::int32_t laps = result.laps.value_or(0);
  if (laps <= std::max(car.laps, 0)) {
    car.laps = std::max(car.laps, 0);
    return;
  }
  if (!result.total_time || !session_.started_at) return;
  const Instant line_at = *session_.started_at + *result.total_time;
  const bool shown = result.last_lap.lap == laps && result.last_lap.time;
  timing::Lap lap;
  lap.car = car.entry.car;
  lap.lap = laps;
  if (shown) {
    lap.time = result.last_lap.time;
    lap.best = result.last_lap.best;
  } else if (car.laps == laps - 1 && car.line_at && line_at > *car.line_at) {
    lap.time = line_at - *car.line_at;
  } else if (laps == 1) {
    lap.time = result.total_time;
  }
  lap.driver = car.driver;
  const auto cells = car.sectors.find(laps);
  car.laps = laps;
  car.line_at = line_at;
  car.last_lap = lap;
  // The last sector is what the others leave of the lap.
  if (lap.time && cells != car.sectors.end() && cells->second.size() + 1 == sector_count() && !shown) {
    Millis rest = *lap.time;
    bool whole = true;
    for (const auto& time : cells->second) {
      whole = whole && time.has_value();
      rest -= time.value_or(Millis{0});
    }
    if (whole && rest > Millis{0}) {
      cells->second.emplace_back(rest);
      tell(reaction, line_at, timing::Sector{car.entry.car, laps, static_cast<std::int32_t>(sector_count()), rest});
    }
  }
  while (!car.sectors.empty() && car.sectors.begin()->first < laps) car.sectors.erase(car.sectors.begin());
  tell_lap(car, line_at, reaction);
  reaction.timing_seen = true;
}

void SwissSession::tell_lap(Car& car, Instant at, Reaction& reaction) {
  timing::Lap& lap = *car.last_lap;
  lap.in_lap = lap.in_lap || (car.in_lap == lap.lap && car.in_lap > 0);
  lap.out_lap = lap.out_lap || car.out_lap == lap.lap;
  if (flag_fell_at_ && at >= *flag_fell_at_ && !car.took_flag) {
    lap.flag = FlagKind::chequered;
    car.took_flag = true;
  }
  tell(reaction, at, lap);
}

void SwissSession::take_sectors(Car& car, const Result& result, Reaction& reaction) {
  const LapCells& lap = result.last_lap;
  if (!lap.lap || !car.line_at) return;
  // The lap in progress, or the one just ended.
  const bool current = *lap.lap == car.laps + 1;
  if (!current && *lap.lap != car.laps) return;
  auto& told = car.sectors[*lap.lap];
  const std::size_t count = std::min(lap.sectors.size(), sector_count());
  Instant at = *car.line_at;
  if (!current) {
    if (!car.last_lap || !car.last_lap->time) return;
    at -= *car.last_lap->time;
  }
  for (std::size_t i = 0; i < count && lap.sectors[i].time; ++i) {
    at += *lap.sectors[i].time;
    if (i < told.size()) continue;
    told.push_back(lap.sectors[i].time);
    const Instant crossed = !current && i + 1 == sector_count() ? *car.line_at : at;
    tell(reaction, crossed,
         timing::Sector{car.entry.car, *lap.lap, static_cast<std::int32_t>(i) + 1, *lap.sectors[i].time, lap.sectors[i].best});
    reaction.timing_seen = true;
  }
}

void SwissSession::take_standing(Car& car, const Result& result, Instant now, Reaction& reaction) {
  timing::OfficialStanding standing;
  standing.car = car.entry.car;
  standing.position = result.rank;
  standing.class_position = result.class_rank;
  standing.laps = result.laps;
  standing.gap = result.behind;
  standing.gap_laps = result.behind_laps;
  standing.total_time = result.total_time;
  if (car.standing == standing) return;
  car.standing = standing;
  tell(reaction, now, std::move(standing));
}

void SwissSession::take_status(Car& car, std::int64_t status, Instant now, Reaction& reaction) {
  if (car.status == status) return;
  const std::int64_t before = std::exchange(car.status, status);
  const auto say = [&](CarState state) { tell(reaction, now, timing::CarStatus{car.entry.car, state}); };
  if (status == kStopped) say(CarState::stopped);
  if (status == kRetired) say(CarState::retired);
  if (status == kNotStarted) say(CarState::not_started);
  if (status == kFinished) say(CarState::finished);
  if (status == kRunning && before != 0 && before != kNotStarted) say(CarState::running);
}

}  // namespace stint::live::swiss
