#include "insight/story/passes.hpp"

#include <algorithm>
#include <tuple>

namespace stint::insight::story {
namespace {

// A lap that is this much longer than usual has lost its place by itself.
constexpr double kSlowLapFactor = 1.1;
// A car that has not completed a lap for this many of its usual ones does not complete it any more.
constexpr int kLapsUntilGone = 3;
// A gap is old once the car ahead has completed more laps than this since.
constexpr std::int32_t kLapsUntilOld = 2;

// Who of the two is first to complete at least `lap` laps, in the order of the race: by time, then by number.
bool is_first(const RacePast& past, CarIndex a, CarIndex b, std::int32_t lap) {
  const LapRecord* of_a = past.first_from(a, lap);
  const LapRecord* of_b = past.first_from(b, lap);
  if (of_a == nullptr || of_b == nullptr) return of_a != nullptr;
  return std::tie(of_a->ended_at, past.number(a)) < std::tie(of_b->ended_at, past.number(b));
}

bool is_gone(const RacePast& past, CarIndex car, std::int32_t lap, Instant passed_at) {
  const auto usual = past.usual_lap(car, lap);
  return usual && past.until() - passed_at > kLapsUntilGone * *usual;
}

}  // namespace

bool is_ahead(const RacePast& past, CarIndex a, CarIndex b, Instant at) {
  const auto place = [&](CarIndex car) {
    const std::size_t records = past.records_by(car, at);
    const auto& laps = past.car(car).laps_done;
    return records == 0 ? std::tuple(0, Instant{}, past.number(car))
                        : std::tuple(-laps[records - 1].number, laps[records - 1].ended_at, past.number(car));
  };
  return place(a) < place(b);
}

std::optional<Pass> last_pass(const RacePast& past, CarIndex a, CarIndex b) {
  for (std::int32_t lap = past.laps_by(a, past.until()); lap > 1; --lap) {
    if (is_first(past, a, b, lap - 1)) continue;
    const LapRecord* record = past.first_from(a, lap);
    return Pass{past.number(a), past.number(b), lap, record->ended_at, cause_of(past, a, b, lap)};
  }
  return std::nullopt;
}

Cause cause_of(const RacePast& past, CarIndex a, CarIndex b, std::int32_t lap) {
  const LapRecord* passing = past.first_from(a, lap);
  const LapRecord* passed = past.lap(b, lap);
  const bool a_stops = past.is_pit_lap(a, lap);
  const bool b_stops = past.is_pit_lap(b, lap) || (passed == nullptr && past.is_in_lane(b, passing->ended_at));
  if (passed == nullptr && is_gone(past, b, lap, passing->ended_at)) return Cause::gone;
  if (b_stops) return a_stops ? Cause::quicker_stop : Cause::stop;
  if (is_neutralised(*passing) || (passed != nullptr && is_neutralised(*passed))) return Cause::under_caution;
  if (passed == nullptr) return Cause::unknown;
  const auto usual = past.usual_lap(b, lap);
  const bool is_slow = passed->time && usual &&
                       static_cast<double>(passed->time->count()) > kSlowLapFactor * static_cast<double>(usual->count());
  return is_slow ? Cause::slow_lap : Cause::on_track;
}

std::vector<Lead> leads(const RacePast& past, const std::string& class_name) {
  // For each number of laps, who completed that many first. From the highest down, as a lap may be unknown of a car.
  struct First {
    Instant at{};
    CarNumber number;
    CarIndex car = 0;
  };
  std::vector<std::optional<First>> firsts;
  const auto offer = [](std::optional<First>& held, const First& first) {
    if (!held || std::tie(first.at, first.number) < std::tie(held->at, held->number)) held = first;
  };
  for (const CarIndex car : past.cars_in(class_name)) {
    const std::size_t records = past.records_by(car, past.until());
    for (std::size_t i = 0; i < records; ++i) {
      const LapRecord& lap = past.car(car).laps_done[i];
      const auto place = static_cast<std::size_t>(lap.number);
      if (place >= firsts.size()) firsts.resize(place + 1);
      offer(firsts[place], {lap.ended_at, past.number(car), car});
    }
  }
  for (std::size_t lap = firsts.size(); lap > 1; --lap) {
    if (firsts[lap - 1] && lap - 1 > 1) offer(firsts[lap - 2], *firsts[lap - 1]);
  }
  std::vector<Lead> told;
  for (std::size_t lap = 1; lap < firsts.size(); ++lap) {
    if (told.empty() || told.back().car != firsts[lap]->car)
      told.push_back({firsts[lap]->car, static_cast<std::int32_t>(lap), firsts[lap]->at});
  }
  return told;
}

std::optional<LineGap> line_gap(const RacePast& past, CarIndex ahead, CarIndex behind, Instant at) {
  const std::int32_t number = past.laps_by(behind, at);
  const LapRecord* of_behind = past.lap(behind, number);
  const LapRecord* of_ahead = past.lap(ahead, number);
  if (number == 0 || of_behind == nullptr || of_ahead == nullptr) return std::nullopt;
  if (of_behind->ended_at < of_ahead->ended_at) return std::nullopt;
  const std::int32_t further = past.laps_by(ahead, of_behind->ended_at) - number;
  if (past.laps_by(ahead, at) - number - further > kLapsUntilOld) return std::nullopt;
  return LineGap{past.number(behind), number, of_behind->ended_at - of_ahead->ended_at, further};
}

Fact lap_fact(const RacePast& past, CarIndex car, const LapRecord& lap) {
  return {"lap", lap.ended_at, past.number(car), lap.number, {}};
}

std::vector<Fact> facts_of(const RacePast& past, const Pass& pass) {
  std::vector<Fact> facts;
  const auto add = [&](const CarNumber& number, std::int32_t lap) {
    const race::CarSnapshot* shown = past.race().find(number);
    const auto car = static_cast<CarIndex>(shown - past.race().cars.data());
    if (const LapRecord* record = past.lap(car, lap)) facts.push_back(lap_fact(past, car, *record));
  };
  add(pass.ahead, pass.lap);
  add(pass.behind, pass.lap);
  add(pass.behind, pass.lap - 1);
  add(pass.ahead, pass.lap - 1);
  return facts;
}

}  // namespace stint::insight::story
