#include "claim_check.hpp"

#include <algorithm>
#include <set>

namespace stint::testing {
namespace {

using timing::FlagKind;

bool is_caution(FlagKind flag) {
  return flag == FlagKind::fcy || flag == FlagKind::safety_car || flag == FlagKind::vsc || flag == FlagKind::code60 ||
         flag == FlagKind::red;
}

std::vector<std::string> as_text(const std::vector<timing::CarNumber>& cars) {
  std::vector<std::string> numbers;
  for (const auto& car : cars) numbers.push_back(car.str());
  return numbers;
}

}  // namespace

LoggedFacts::LoggedFacts(const std::vector<timing::Event>& events) {
  for (const timing::Event& event : events) {
    const timing::CarNumber* car = timing::car_of(event);
    int lap = 0;
    if (const auto* done = timing::event_as<timing::Lap>(event)) lap = done->lap;
    if (const auto* in = timing::event_as<timing::PitIn>(event)) lap = in->lap;
    if (const auto* out = timing::event_as<timing::PitOut>(event)) lap = out->lap;
    facts_.emplace(timing::kind_name(event), timing::count_ms(event.at), car == nullptr ? "" : car->str(), lap);
  }
}

bool LoggedFacts::holds(const story::Fact& fact) const {
  return facts_.contains({std::string(fact.kind), timing::count_ms(fact.at), fact.car.str(), fact.lap});
}

ClaimCheck::ClaimCheck(const TimingRows& rows, const std::vector<timing::Event>& events, const race::Snapshot& race,
                       const story::Wanted& wanted)
    : rows_(rows), events_(events), race_(race), start_(*race.session.started_at) {
  from_ = ms(wanted.from);
  to_ = ms(wanted.to);
}

std::vector<std::string> ClaimCheck::faults(const story::Claim& claim) {
  faults_.clear();
  std::visit(*this, claim);
  return faults_;
}

void ClaimCheck::expect(bool is_so, const std::string& what) {
  if (!is_so) faults_.push_back(what);
}

std::int64_t ClaimCheck::ms(timing::Instant at) const { return (at - start_).count(); }

void ClaimCheck::check_gap(const std::string& ahead, const story::LineGap& gap) {
  const TimedLap* theirs = rows_.lap(ahead, gap.lap);
  const TimedLap* own = rows_.lap(gap.behind.str(), gap.lap);
  if (theirs == nullptr || own == nullptr) return expect(false, "a gap on a lap that is not in the file");
  expect(rows_.laps_by(gap.behind.str(), to_) == gap.lap, "the gap is not of the last lap of #" + gap.behind.str());
  expect(gap.time.count() == own->ended_ms - theirs->ended_ms, "gap of #" + gap.behind.str());
  expect(rows_.laps_by(ahead, to_) <= gap.lap + gap.laps + 2, "an old gap of #" + gap.behind.str());
  expect(gap.time.count() >= 0, "#" + gap.behind.str() + " was ahead there");
  expect(gap.laps == std::max(0, rows_.laps_by(ahead, own->ended_ms) - gap.lap), "gap in laps of #" + gap.behind.str());
}

void ClaimCheck::operator()(const story::Leader& claim) {
  const auto order = rows_.order(to_, claim.class_name);
  if (order.empty()) return expect(false, "nobody has completed a lap");
  expect(order[0] == claim.car.str(), "the leader is #" + order[0]);
  const TimedLap* last = rows_.lap(order[0], rows_.laps_by(order[0], to_));
  expect(last->number == claim.lap && last->ended_ms == ms(claim.at), "the leader's last lap");
  expect(claim.has_won == (last->flag_at_end == "FF"), "the chequered flag");
  const bool second_is_there = order.size() > 1 && rows_.laps_by(order[1], to_) + 2 >= claim.lap &&
                               rows_.lap(order[0], rows_.laps_by(order[1], to_)) != nullptr &&
                               is_ahead(order[0], order[1], rows_.lap(order[1], rows_.laps_by(order[1], to_))->ended_ms);
  expect(!second_is_there || claim.second, "there is a second car");
  if (!claim.second || order.size() < 2) return;
  expect(order[1] == claim.second->behind.str(), "second is #" + order[1]);
  check_gap(order[0], *claim.second);
}

void ClaimCheck::operator()(const story::CarPlace& claim) {
  const std::string car = claim.car.str();
  const auto overall = rows_.order(to_, "");
  const auto order = rows_.order(to_, rows_.class_of(car));
  const auto place = static_cast<std::size_t>(std::ranges::find(order, car) - order.begin());
  expect(std::cmp_equal(place + 1, claim.class_position), "place in class");
  expect(std::ranges::find(overall, car) - overall.begin() + 1 == claim.position, "place");
  expect(claim.leader.has_value() == (place > 0) && claim.ahead.has_value() == (place > 1), "cars ahead");
  if (claim.leader) expect(claim.leader->str() == order[0], "the leader");
  if (claim.to_leader) check_gap(order[0], *claim.to_leader);
  if (claim.ahead) expect(claim.ahead->str() == order[place - 1], "the car ahead");
  if (claim.to_ahead) check_gap(order[place - 1], *claim.to_ahead);
  if (claim.to_next_behind) {
    expect(claim.to_next_behind->behind.str() == order[place + 1], "the car behind");
    check_gap(car, *claim.to_next_behind);
  }
  const TimedLap* last = rows_.lap(car, claim.lap);
  expect(last != nullptr && rows_.laps_by(car, to_) == claim.lap && last->ended_ms == ms(claim.at), "the car's last lap");
  if (last != nullptr) expect(claim.has_finished == (last->flag_at_end == "FF"), "the chequered flag");
}

bool ClaimCheck::is_ahead(const std::string& a, const std::string& b, std::int64_t at) const {
  const auto place = [&](const std::string& car) {
    const int done = rows_.laps_by(car, at);
    return std::tuple(-done, done == 0 ? 0 : rows_.lap(car, done)->ended_ms, car);
  };
  return place(a) < place(b);
}

// Ahead from that crossing to the end, behind until then.
void ClaimCheck::check_pass(const story::Pass& pass, const std::string& class_name) {
  const std::string winner = pass.ahead.str(), loser = pass.behind.str();
  const std::string name = "pass of #" + winner + " on #" + loser + ": ";
  const std::int64_t at = ms(pass.at);
  const TimedLap* lap = rows_.lap(winner, pass.lap);
  expect(lap != nullptr && lap->ended_ms == at, name + "the lap");
  expect(at > from_ && at <= to_, name + "not in the interval");
  expect(!is_ahead(winner, loser, at - 1), name + "was ahead before");
  expect(is_ahead(winner, loser, at), name + "is not ahead after it");
  expect(class_name.empty() || (rows_.class_of(winner) == class_name && rows_.class_of(loser) == class_name), name + "class");
  for (const std::string& car : {winner, loser}) {
    for (const TimedLap& later : rows_.laps(car)) {
      if (later.ended_ms > at && later.ended_ms <= to_) expect(is_ahead(winner, loser, later.ended_ms), name + "lost again");
    }
  }
  check_cause(pass);
}

void ClaimCheck::check_cause(const story::Pass& pass) {
  const std::string winner = pass.ahead.str(), loser = pass.behind.str();
  const TimedLap* won = rows_.lap(winner, pass.lap);
  const TimedLap* lost = rows_.lap(loser, pass.lap);
  if (lost != nullptr && lost->ended_ms > to_) lost = nullptr;
  const bool winner_stopped = rows_.is_pit_lap(winner, pass.lap);
  // Of a lap that isn't over, only its beginning is known.
  const TimedLap* before = rows_.lap(loser, pass.lap - 1);
  const bool loser_stopped = lost != nullptr ? rows_.is_pit_lap(loser, pass.lap) : before != nullptr && before->in_pit;
  const auto calm = [](const TimedLap* lap) { return lap == nullptr || lap->is_green(); };
  const std::string name = "cause of the pass of #" + winner + " on #" + loser + " on lap " + std::to_string(pass.lap) + ": ";
  switch (pass.cause) {
    case story::Cause::on_track:
      return expect(!loser_stopped && calm(won) && calm(lost), name + "not on a green lap");
    case story::Cause::under_caution:
      return expect(!loser_stopped && !(calm(won) && calm(lost)), name + "no caution");
    case story::Cause::stop:
      return expect(loser_stopped && !winner_stopped, name + "not by a stop");
    case story::Cause::quicker_stop:
      return expect(loser_stopped && winner_stopped, name + "not both stopped");
    case story::Cause::slow_lap:
      return expect(lost != nullptr && 10 * lost->time_ms > 11 * *rows_.usual(loser, pass.lap), name + "not slow");
    case story::Cause::gone:
      return expect(lost == nullptr && rows_.laps_by(loser, to_) < pass.lap, name + "completed the lap");
    case story::Cause::unknown:
      return expect(lost == nullptr, name + "completed the lap");
  }
}

void ClaimCheck::operator()(const story::LeadChange& claim) {
  const std::int64_t at = ms(claim.pass.at);
  expect(at > from_ && at <= to_, "not in the interval");
  expect(rows_.order(at, claim.class_name).at(0) == claim.pass.ahead.str(), "the new leader");
  expect(rows_.order(at - 1, claim.class_name).at(0) == claim.pass.behind.str(), "the old leader");
  check_cause(claim.pass);
}

void ClaimCheck::operator()(const story::LeadChanges& claim) {
  std::set<std::int64_t> crossings;
  for (const std::string& car : rows_.cars(claim.class_name)) {
    for (const TimedLap& lap : rows_.laps(car)) {
      if (lap.ended_ms > from_ && lap.ended_ms <= to_) crossings.insert(lap.ended_ms);
    }
  }
  const auto before = rows_.order(from_, claim.class_name);
  std::vector<std::string> leaders;
  if (!before.empty()) leaders.push_back(before[0]);
  std::string leader = before.empty() ? std::string{} : before[0];
  int changes = 0;
  std::int64_t last_change = 0;
  for (const std::int64_t at : crossings) {
    const std::string now = rows_.order(at, claim.class_name).at(0);
    if (now == leader) continue;
    if (!leader.empty()) {
      ++changes;
      last_change = at;
    }
    leader = now;
    if (std::ranges::find(leaders, now) == leaders.end()) leaders.push_back(now);
  }
  expect(changes == claim.count, "there were " + std::to_string(changes) + " changes of the lead");
  expect(leaders == as_text(claim.leaders), "who led");
  expect(leader == claim.last.ahead.str() && last_change == ms(claim.last.at), "the last change");
  check_cause(claim.last);
}

std::vector<std::pair<std::int64_t, FlagKind>> ClaimCheck::published_flags() const {
  std::vector<std::pair<std::int64_t, FlagKind>> flags;
  for (const timing::Event& event : events_) {
    const auto* flag = timing::event_as<timing::Flag>(event);
    if (flag == nullptr || flag->scope != timing::FlagScope::track || ms(event.at) > to_) continue;
    if (flags.empty() || flags.back().second != flag->kind) flags.emplace_back(ms(event.at), flag->kind);
  }
  return flags;
}

void ClaimCheck::operator()(const story::Caution& claim) {
  expect(is_caution(claim.flag), "no flag of a caution");
  expect(ms(claim.from) <= to_ && (!claim.until || ms(*claim.until) > from_), "not in the interval");
  if (claim.deduced) {
    // At its middle, most cars that are still running are on a lap that they spend in the lane.
    const std::int64_t middle = (ms(claim.from) + ms(claim.until.value_or(claim.from))) / 2;
    int standing = 0, running = 0;
    for (const std::string& car : rows_.cars("")) {
      for (const TimedLap& lap : rows_.laps(car)) {
        if (lap.ended_ms - lap.time_ms > middle || lap.ended_ms <= middle) continue;
        ++running;
        if (lap.time_ms >= 20 * 60'000 && (lap.lane_ms || lap.in_pit)) ++standing;
      }
    }
    return expect(2 * standing >= running && running > 0, "no standing field");
  }
  const auto flags = published_flags();
  FlagKind shown = FlagKind::none;
  for (const auto& [at, kind] : flags) {
    if (at <= ms(claim.from)) shown = kind;
    const bool is_inside = at > ms(claim.from) && (!claim.until || at < ms(*claim.until));
    expect(!is_inside, "another flag in between");
  }
  expect(shown == claim.flag, "another flag");
}

void ClaimCheck::operator()(const story::Cautions& claim) {
  const auto flags = published_flags();
  std::int64_t time = 0;
  int count = 0;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const std::int64_t begin = std::max(flags[i].first, from_);
    const std::int64_t end = std::min(i + 1 < flags.size() ? flags[i + 1].first : to_, to_);
    if (!is_caution(flags[i].second) || (end <= begin && flags[i].first != to_)) continue;
    time += end - begin;
    ++count;
  }
  // A red flag that was deduced cuts the published period in which it lies.
  const bool any_deduced = std::ranges::any_of(race_.flags, [](const race::FlagPeriod& period) { return period.deduced; });
  expect(any_deduced ? count <= claim.count : count == claim.count, "there were " + std::to_string(count));
  expect(any_deduced ? time <= claim.time.count() : time == claim.time.count(), "they took " + std::to_string(time) + " ms");
}

void ClaimCheck::operator()(const story::Stop& claim) {
  const std::string car = claim.car.str();
  const TimedLap* in = rows_.lap(car, claim.in_lap);
  if (in == nullptr) return expect(false, "the in-lap is not in the file");
  expect(ms(claim.in_at) > from_ && ms(claim.in_at) <= to_, "not in the interval");
  const auto all = stays(claim.car);
  const auto stay =
      std::ranges::find_if(all, [&](const Stay& one) { return one.in_lap == claim.in_lap && one.in_ms == ms(claim.in_at); });
  if (stay == all.end()) return expect(false, "no such stay");
  const TimedLap* out = rows_.lap(car, claim.in_lap + 1);
  if (!claim.out_at) return;
  expect(ms(*claim.out_at) <= to_, "went out after the interval");
  expect(!claim.lane || (*stay).lane_ms == claim.lane->count(), "time in the lane");
  if (out == nullptr) return;
  if (claim.driver_changed) {
    expect(in->driver == claim.driver_in && out->driver == claim.driver_out && in->driver != out->driver, "the drivers");
  }
  const TimedLap* last = (*stay).in_ms == in->ended_ms ? out : in;
  expect(!claim.cost || last->ended_ms <= to_, "a cost before the out-lap is over");
}

// A B is the entry of a stay, with its PIT_TIME on the next lap; a PIT_TIME without a B before it is a stay on that one lap,
// whose entry only the state knows. Standing for a red flag is none.
std::vector<ClaimCheck::Stay> ClaimCheck::stays(const timing::CarNumber& number) const {
  std::vector<Stay> found;
  const std::string car = number.str();
  for (const TimedLap& lap : rows_.laps(car)) {
    const TimedLap* before = rows_.lap(car, lap.number - 1);
    const TimedLap* after = rows_.lap(car, lap.number + 1);
    const auto& stops = race_.find(number)->pit_stops;
    const auto shown = [&](bool on_one_lap) {
      return std::ranges::find_if(stops, [&](const race::PitStop& stop) {
        return stop.in_lap == lap.number && (stop.out_lap == lap.number) == on_one_lap;
      });
    };
    const bool stood_here = lap.lane_ms && lap.number > 1 && (before == nullptr || !before->in_pit);
    const auto here = shown(true), from_here = shown(false);
    if (stood_here && here != stops.end() && !(*here).red_flag) found.push_back({lap.number, ms((*here).in_at), lap.lane_ms});
    if (lap.in_pit && from_here != stops.end() && !(*from_here).red_flag)
      found.push_back({lap.number, ms((*from_here).in_at), after == nullptr ? std::nullopt : after->lane_ms});
  }
  return found;
}

void ClaimCheck::operator()(const story::Stops& claim) {
  for (const story::StopCount& count : claim.cars) {
    const std::string car = count.car.str();
    int stops = 0;
    std::int64_t lane = 0;
    for (const Stay& stay : stays(count.car)) {
      if (stay.in_ms <= from_ || stay.in_ms > to_) continue;
      ++stops;
      lane += stay.lane_ms.value_or(0);
    }
    expect(stops == count.stops, "#" + car + " stopped " + std::to_string(stops) + " times");
    expect(!count.lane || lane == count.lane->count(), "#" + car + " was in the lane for " + std::to_string(lane) + " ms");
    expect(count.under_caution <= count.stops, "more stops under caution than stops");
  }
}

void ClaimCheck::operator()(const story::PlaceChange& claim) {
  const std::string car = claim.car.str();
  auto before = rows_.order(from_, claim.class_name);
  expect(before.empty() == claim.since_first_lap, "whether it counts from lap 1");
  if (before.empty()) {
    std::vector<std::pair<std::int64_t, std::string>> first;
    for (const std::string& other : rows_.cars(claim.class_name)) {
      const TimedLap* lap = rows_.lap(other, 1);
      if (lap != nullptr && lap->ended_ms <= to_) first.emplace_back(lap->ended_ms, other);
    }
    std::ranges::sort(first);
    for (const auto& [at, other] : first) before.push_back(other);
  }
  const auto now = rows_.order(to_, claim.class_name);
  const auto place = [&](const std::vector<std::string>& order, const std::string& who) {
    return static_cast<int>(std::ranges::find(order, who) - order.begin()) + 1;
  };
  expect(place(before, car) == claim.from, "the place at the beginning is " + std::to_string(place(before, car)));
  expect(place(now, car) == claim.to, "the place at the end is " + std::to_string(place(now, car)));
  std::set<std::string> passed, lost_to;
  for (const std::string& other : now) {
    const bool was_behind = place(before, other) > claim.from, is_behind = place(now, other) > claim.to;
    if (!was_behind && is_behind) passed.insert(other);
    if (was_behind && place(now, other) < claim.to) lost_to.insert(other);
  }
  std::set<std::string> told_passed, told_lost;
  for (const story::Pass& pass : claim.passed) {
    told_passed.insert(pass.behind.str());
    check_pass(pass, claim.class_name);
  }
  for (const story::Pass& pass : claim.lost_to) {
    told_lost.insert(pass.ahead.str());
    check_pass(pass, claim.class_name);
  }
  passed.erase(car);
  expect(passed == told_passed, "whom it passed");
  expect(lost_to == told_lost, "to whom it lost");
  expect(claim.from - claim.to == static_cast<int>(claim.passed.size()) - static_cast<int>(claim.lost_to.size()),
         "the balance");
}

void ClaimCheck::operator()(const story::GapChange& claim) {
  const std::string ahead = claim.ahead.str(), behind = claim.behind.str();
  const auto common = [&](std::int64_t at) { return std::min(rows_.laps_by(ahead, at), rows_.laps_by(behind, at)); };
  expect(claim.from_lap == std::max(1, common(from_)) && claim.to_lap == common(to_), "the laps");
  const auto gap = [&](int lap) { return rows_.lap(behind, lap)->ended_ms - rows_.lap(ahead, lap)->ended_ms; };
  expect(gap(claim.from_lap) == claim.gap_from.count() && gap(claim.to_lap) == claim.gap_to.count(), "the gaps");
  std::int64_t stops = 0, stops_in_caution = 0, caution = 0, pace = 0;
  for (int lap = claim.from_lap + 1; lap <= claim.to_lap; ++lap) {
    const bool green = rows_.lap(ahead, lap)->is_green() && rows_.lap(behind, lap)->is_green();
    const bool pit = rows_.is_pit_lap(ahead, lap) || rows_.is_pit_lap(behind, lap);
    (pit ? (green ? stops : stops_in_caution) : (green ? pace : caution)) += gap(lap) - gap(lap - 1);
  }
  expect(stops == claim.stops.count(), "the part of stops is " + std::to_string(stops));
  expect(stops_in_caution == claim.stops_in_caution.count(), "of stops under caution " + std::to_string(stops_in_caution));
  expect(caution == claim.caution.count(), "of caution " + std::to_string(caution));
  expect(pace == claim.pace.count(), "of pace " + std::to_string(pace));
  expect(claim.stops + claim.stops_in_caution + claim.caution + claim.pace == claim.gap_to - claim.gap_from, "the sum");
  for (const auto& [car, count] : {std::pair(claim.ahead, claim.stops_ahead), std::pair(claim.behind, claim.stops_behind)}) {
    int found = 0;
    for (const Stay& stay : stays(car)) {
      if (stay.in_lap > claim.from_lap && stay.in_lap <= claim.to_lap) ++found;
    }
    expect(found == count, "#" + car.str() + " stopped " + std::to_string(found) + " times");
  }
}

// A green lap of the interval that took at least `slower` longer than the car's usual one.
template <class SlowClaim>
void ClaimCheck::expect_slow(const SlowClaim& claim, std::chrono::milliseconds slower) {
  const TimedLap* lap = rows_.lap(claim.car.str(), claim.lap);
  if (lap == nullptr) return expect(false, "the lap is not in the file");
  expect(lap->time_ms == claim.time.count() && lap->ended_ms == ms(claim.at), "the lap's time");
  expect(lap->ended_ms > from_ && lap->ended_ms <= to_, "not in the interval");
  expect(lap->is_green() && !rows_.is_pit_lap(claim.car.str(), claim.lap), "no green lap");
  expect(rows_.usual(claim.car.str(), claim.lap) == claim.usual.count(), "the usual lap");
  expect(claim.time - claim.usual >= slower, "not slow");
}

void ClaimCheck::operator()(const story::SlowLap& claim) { expect_slow(claim, std::chrono::seconds{15}); }

void ClaimCheck::operator()(const story::Trouble& claim) {
  expect_slow(claim, std::chrono::seconds{3});
  expect(claim.sector >= 0 && claim.sector <= race_.sector_count, "no such sector");
}

void ClaimCheck::operator()(const story::PaceLoss& claim) {
  const std::string car = claim.car.str();
  std::vector<std::int64_t> times;
  for (const TimedLap& lap : rows_.laps(car)) {
    if (lap.number < claim.from_lap || lap.number > claim.to_lap) continue;
    expect(!rows_.is_pit_lap(car, lap.number), "it stopped on lap " + std::to_string(lap.number));
    if (lap.is_green()) times.push_back(lap.time_ms);
  }
  if (times.empty()) return expect(false, "the laps are not in the file");
  std::ranges::sort(times);
  const std::size_t middle = times.size() / 2;
  const std::int64_t median = times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  expect(median == claim.time.count(), "the median is " + std::to_string(median));
  expect(rows_.usual(car, claim.from_lap) == claim.usual.count(), "the usual lap");
  expect(claim.time > claim.usual, "not slower");
  const TimedLap* last = rows_.lap(car, claim.to_lap);
  expect(last != nullptr && last->ended_ms == ms(claim.at) && last->ended_ms > from_ && last->ended_ms <= to_, "the last lap");
}

void ClaimCheck::operator()(const story::Gone& claim) {
  const std::string car = claim.car.str();
  expect(rows_.laps_by(car, to_) == claim.laps, "the laps completed");
  expect(ms(claim.last_seen) > from_ && ms(claim.last_seen) <= to_, "not in the interval");
  for (const TimedLap& lap : rows_.laps(car)) {
    expect(lap.ended_ms <= ms(claim.last_seen) || lap.ended_ms > to_, "seen later, on lap " + std::to_string(lap.number));
  }
  if (claim.state == race::CarState::in_pit) {
    const TimedLap* last = rows_.lap(car, claim.laps);
    expect(last != nullptr && last->in_pit, "not in the pit lane");
  }
  if (claim.state == race::CarState::retired) {
    expect(rows_.laps(car).back().flag_at_end != "FF", "took the chequered flag");
  }
}

void ClaimCheck::operator()(const story::BestLap& claim) {
  const auto best_by = [&](std::int64_t at) {
    std::optional<std::int64_t> best;
    for (const std::string& car : claim.own ? std::vector{claim.car.str()} : rows_.cars(claim.class_name)) {
      for (const TimedLap& lap : rows_.laps(car)) {
        if (lap.ended_ms <= at && lap.time_ms > 0) best = std::min(best.value_or(lap.time_ms), lap.time_ms);
      }
    }
    return best;
  };
  const TimedLap* lap = rows_.lap(claim.car.str(), claim.lap);
  if (lap == nullptr) return expect(false, "the lap is not in the file");
  expect(lap->time_ms == claim.time.count() && lap->ended_ms == ms(claim.at), "the lap's time");
  expect(best_by(to_) == claim.time.count(), "not the best");
  expect(best_by(from_) == (claim.before ? std::optional(claim.before->count()) : std::nullopt), "the best before");
  expect(claim.driver.empty() || claim.driver == lap->driver, "the driver is " + lap->driver);
}

void ClaimCheck::operator()(const story::ControlWord& claim) {
  expect(std::ranges::any_of(events_,
                             [&](const timing::Event& event) {
                               const auto* message = timing::event_as<timing::RaceControl>(event);
                               return message != nullptr && message->text == claim.text && event.at == claim.at;
                             }),
         "no such message");
}

void ClaimCheck::operator()(const story::Rain& claim) {
  std::optional<bool> was, is;
  for (const timing::Event& event : events_) {
    const auto* weather = timing::event_as<timing::Weather>(event);
    if (weather == nullptr || !weather->rain || event.at > claim.at) continue;
    was = is;
    is = weather->rain;
  }
  expect(was && is && *was != *is && *is == claim.begins, "no change of rain");
}

}  // namespace stint::testing
