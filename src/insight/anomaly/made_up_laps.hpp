// For tests: a race of equal cars in laps of three sectors, to which things happen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "timing/event.hpp"

namespace stint::insight {

// Car "1" starts first, the others 4 s after each other; a sector takes 30 s, give or take 60 ms.
class MadeUpLaps {
 public:
  static constexpr std::int64_t kSector = 30'000, kLap = 3 * kSector, kApart = 4'000, kPitEntry = 3'000;

  MadeUpLaps(std::int32_t cars, std::int32_t laps) : cars_(cars), laps_(laps) {}

  // The car loses so much in that sector; `sector` is 1-based.
  MadeUpLaps& lose(std::int32_t car, std::int32_t lap, std::int32_t sector, std::int64_t ms) {
    lost_[{car, lap, sector}] += ms;
    return *this;
  }
  MadeUpLaps& everyone_loses(std::int32_t lap, std::int32_t sector, std::int64_t ms) {
    for (std::int32_t car = 1; car <= cars_; ++car) lose(car, lap, sector, ms);
    return *this;
  }
  // Between these instants everybody drives at 40 % of the usual speed.
  MadeUpLaps& neutralise(std::int64_t from_ms, std::int64_t to_ms) {
    slow_from_ = from_ms;
    slow_to_ = to_ms;
    return *this;
  }
  // It isn't seen again from that sector on.
  MadeUpLaps& stop(std::int32_t car, std::int32_t lap, std::int32_t sector) {
    gone_[car] = {lap, sector};
    return *this;
  }
  // It comes in at the end of that lap, and is in the lane for so long.
  MadeUpLaps& pit(std::int32_t car, std::int32_t lap, std::int64_t lane_ms) {
    lanes_[{car, lap}] = lane_ms;
    return *this;
  }
  MadeUpLaps& miss(std::int32_t car, std::int32_t lap, std::int32_t sector) {
    unseen_.insert({car, lap, sector});
    return *this;
  }
  MadeUpLaps& mistime(std::int32_t car, std::int32_t lap, std::int32_t sector, std::int64_t ms) {
    mistimed_[{car, lap, sector}] = ms;
    return *this;
  }
  MadeUpLaps& top_speed(std::int32_t car, std::int32_t from_lap, double kph) {
    speeds_[car] = {from_lap, kph};
    return *this;
  }
  MadeUpLaps& tell(std::int64_t at_ms, timing::EventBody body) {
    told_.push_back({timing::instant_from_ms(at_ms), 0, std::move(body)});
    return *this;
  }

  // When the car begins the sector, with all that it loses before.
  [[nodiscard]] std::int64_t begins(std::int32_t car, std::int32_t lap, std::int32_t sector) const {
    std::int64_t at = (car - 1) * kApart;
    for (std::int32_t l = 1; l <= lap; ++l) {
      for (std::int32_t s = 1; s <= 3 && (l < lap || s < sector); ++s) at = finish(at, time(car, l, s));
    }
    return at;
  }

  [[nodiscard]] std::vector<timing::Event> events() const {
    std::vector<timing::Event> all = told_;
    timing::Session session;
    session.kind = timing::SessionKind::race;
    session.started_at = timing::instant_from_ms(0);
    all.push_back({timing::instant_from_ms(0), 0, session});
    for (std::int32_t car = 1; car <= cars_; ++car) add_car(car, all);
    std::ranges::stable_sort(all, {}, [](const timing::Event& event) { return std::tuple(event.at, event.body.index()); });
    return all;
  }

 private:
  using Place = std::tuple<std::int32_t, std::int32_t, std::int32_t>;  // car, lap, sector

  [[nodiscard]] std::int64_t time(std::int32_t car, std::int32_t lap, std::int32_t sector) const {
    std::int64_t ms = kSector + (car * 37 + lap * 53 + sector * 71) % 121 - 60;
    if (const auto lost = lost_.find({car, lap, sector}); lost != lost_.end()) ms += lost->second;
    if (const auto lane = lanes_.find({car, lap - 1}); sector == 1 && lane != lanes_.end()) ms += lane->second - kPitEntry;
    return ms;
  }

  // When what takes `ms` at full speed is done.
  [[nodiscard]] std::int64_t finish(std::int64_t at, std::int64_t ms) const {
    if (at < slow_from_) {
      const std::int64_t before = std::min(ms, slow_from_ - at);
      at += before;
      ms -= before;
    }
    if (ms == 0 || at >= slow_to_) return at + ms;
    const std::int64_t done = std::min(ms, (slow_to_ - at) * 2 / 5);
    return at + done * 5 / 2 + (ms - done);
  }

  void add_car(std::int32_t car, std::vector<timing::Event>& all) const {
    const timing::CarNumber number(std::to_string(car));
    timing::Entry entry;
    entry.car = number;
    entry.class_name = "GT";
    all.push_back({timing::instant_from_ms(0), 0, entry});
    const auto gone = gone_.find(car);
    std::int64_t at = (car - 1) * kApart;
    for (std::int32_t lap = 1; lap <= laps_; ++lap) {
      const std::int64_t began = at;
      const bool in = lanes_.contains({car, lap}), out = lanes_.contains({car, lap - 1});
      for (std::int32_t sector = 1; sector <= 3; ++sector) {
        if (gone != gone_.end() && std::pair(lap, sector) >= gone->second) return;
        if (out && sector == 1) {
          const std::int64_t lane = lanes_.at({car, lap - 1});
          all.push_back({timing::instant_from_ms(at + lane - kPitEntry), 0, timing::PitOut{number, lap, timing::Millis{lane}}});
        }
        const std::int64_t took = finish(at, time(car, lap, sector)) - at;
        at += took;
        const auto wrong = mistimed_.find({car, lap, sector});
        if (unseen_.contains({car, lap, sector})) continue;
        const timing::Millis seen{wrong == mistimed_.end() ? took : wrong->second};
        all.push_back({timing::instant_from_ms(at), 0, timing::Sector{number, lap, sector, seen}});
      }
      if (in) all.push_back({timing::instant_from_ms(at - kPitEntry), 0, timing::PitIn{number, lap}});
      timing::Lap record;
      record.car = number;
      record.lap = lap;
      record.time = timing::Millis{at - began};
      record.driver = timing::DriverId("1");
      if (lap == laps_) record.flag = timing::FlagKind::chequered;
      record.in_lap = in;
      record.out_lap = out;
      const auto speed = speeds_.find(car);
      record.top_speed_kph = speed != speeds_.end() && lap >= speed->second.first ? speed->second.second : 280.0 + lap % 3;
      all.push_back({timing::instant_from_ms(at), 0, record});
    }
  }

  std::int32_t cars_, laps_;
  std::int64_t slow_from_ = 0, slow_to_ = 0;
  std::map<Place, std::int64_t> lost_, mistimed_;
  std::set<Place> unseen_;
  std::map<std::int32_t, std::pair<std::int32_t, std::int32_t>> gone_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> lanes_;
  std::map<std::int32_t, std::pair<std::int32_t, double>> speeds_;
  std::vector<timing::Event> told_;
};

}  // namespace stint::insight
