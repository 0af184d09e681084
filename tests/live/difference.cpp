#include "live/difference.hpp"

#include <algorithm>
#include <set>

namespace stint::testing {
namespace {

using race::CarSnapshot;
using race::FlagKind;
using race::LapRecord;
using timing::Millis;

class Comparison {
 public:
  Comparison(const race::Snapshot& truth, const race::Snapshot& followed, const Carries& carries)
      : truth_(truth), followed_(followed), carries_(carries) {}

  Differences made() && {
    compare_order();
    for (const CarSnapshot& car : truth_.cars) {
      if (car.laps_done.empty()) continue;
      const CarSnapshot* other = followed_.find(car.number());
      if (other == nullptr) {
        found("cars", name(car) + "is missing");
      } else {
        compare_car(car, *other);
      }
    }
    for (const CarSnapshot& car : followed_.cars) {
      if (truth_.find(car.number()) == nullptr) found("cars", name(car) + "is invented");
    }
    compare_flags();
    if (carries_.messages) compare_messages();
    return std::move(differences_);
  }

 private:
  void found(const std::string& kind, std::string what) { differences_[kind].push_back(std::move(what)); }
  static std::string name(const CarSnapshot& car) { return "car " + car.number().str() + " "; }
  static std::string text(std::int64_t number) { return std::to_string(number); }
  template <class T>
  static std::string text(const std::optional<T>& value) {
    return value ? text(static_cast<std::int64_t>(value->count())) : "unknown";
  }
  static std::string text(const std::optional<std::int32_t>& value) { return value ? std::to_string(*value) : "unknown"; }

  static std::string order_of(const race::Snapshot& race) {
    std::string order;
    for (const CarSnapshot& car : race.cars) {
      if (!car.laps_done.empty()) order += car.number().str() + " ";
    }
    return order;
  }

  void compare_order() {
    const std::string expected = order_of(truth_), shown = order_of(followed_);
    if (expected != shown) found("order", "\n    " + expected + "\n    " + shown);
  }

  static std::string driver_of(const CarSnapshot& car, const LapRecord& lap) {
    if (!lap.driver) return "";
    const auto& drivers = car.entry->drivers;
    const auto driver = std::ranges::find(drivers, *lap.driver, &timing::Driver::id);
    return driver == drivers.end() ? "id " + lap.driver->str() : driver->name;
  }

  void compare_car(const CarSnapshot& car, const CarSnapshot& other) {
    if (car.entry->class_name != other.entry->class_name) found("class", name(car) + other.entry->class_name);
    if (car.laps != other.laps) found("laps", name(car) + text(car.laps) + " / " + text(other.laps));
    std::map<std::int32_t, const LapRecord*> laps;
    for (const LapRecord& lap : other.laps_done) {
      if (!laps.emplace(lap.number, &lap).second) found("doubled", name(car) + "lap " + text(lap.number));
    }
    for (const LapRecord& lap : car.laps_done) {
      const auto same = laps.find(lap.number);
      if (same == laps.end()) {
        if (carries_.every_lap) found("lost", name(car) + "lap " + text(lap.number));
        continue;
      }
      compare_lap(car, lap, other, *same->second);
      laps.erase(same);
    }
    for (const auto& [number, lap] : laps) found("invented", name(car) + "lap " + text(number));
    if (carries_.stops) compare_stops(car, other);
  }

  void compare_lap(const CarSnapshot& car, const LapRecord& lap, const CarSnapshot& other, const LapRecord& same) {
    const std::string where = name(car) + "lap " + text(lap.number) + ": ";
    const bool timed = (carries_.every_lap || same.time) && (carries_.first_lap_time || lap.number > 1);
    if (timed && lap.time != same.time) {
      found("lap time", where + text(lap.time) + " / " + text(same.time));
    }
    const Millis off = same.ended_at - lap.ended_at;
    if (off > carries_.line || off < -carries_.line) found("crossing", where + text(off.count()) + " ms");
    if (carries_.sectors && lap.sectors != same.sectors) {
      for (std::size_t i = 0; i < race::kMaxSectors; ++i) {
        if (lap.sectors[i] == same.sectors[i] || (!same.sectors[i] && !carries_.every_sector)) continue;
        found("sector", where + "S" + text(static_cast<std::int64_t>(i) + 1) + " " + text(lap.sectors[i]) + " / " +
                            text(same.sectors[i]));
      }
    }
    if (carries_.drivers && driver_of(car, lap) != driver_of(other, same)) {
      found("driver", where + driver_of(car, lap) + " / " + driver_of(other, same));
    }
    if (!carries_.marks_of_laps) return;
    if (lap.in_lap != same.in_lap) found("in-lap", where + text(lap.in_lap) + " / " + text(same.in_lap));
    if (lap.out_lap != same.out_lap) found("out-lap", where + text(lap.out_lap) + " / " + text(same.out_lap));
  }

  void compare_stops(const CarSnapshot& car, const CarSnapshot& other) {
    std::map<std::int32_t, const race::PitStop*> stops;
    for (const race::PitStop& stop : other.pit_stops) stops[stop.in_lap] = &stop;
    for (const race::PitStop& stop : car.pit_stops) {
      const std::string where = name(car) + "stop of lap " + text(stop.in_lap) + ": ";
      const auto same = stops.find(stop.in_lap);
      if (same == stops.end()) {
        found("stop lost", where);
        continue;
      }
      const race::PitStop& shown = *same->second;
      if (stop.out_lap != shown.out_lap) found("out-lap of stop", where + text(stop.out_lap) + " / " + text(shown.out_lap));
      if (carries_.lane_times && stop.lane) {
        const bool near = shown.lane && *shown.lane - *stop.lane <= carries_.lane && *stop.lane - *shown.lane <= carries_.lane;
        if (!near) found("lane time", where + text(stop.lane) + " / " + text(shown.lane));
      }
      stops.erase(same);
    }
    for (const auto& [lap, stop] : stops) found("stop invented", name(car) + "on lap " + text(lap));
  }

  [[nodiscard]] FlagKind shown_as(FlagKind kind) const {
    if (carries_.cautions) return kind;
    const bool caution =
        kind == FlagKind::yellow || kind == FlagKind::safety_car || kind == FlagKind::vsc || kind == FlagKind::code60;
    return caution ? FlagKind::fcy : kind;
  }

  // The kinds of flag one after the other; without chatter.
  [[nodiscard]] std::vector<FlagKind> flags_of(const race::Snapshot& race) const {
    std::vector<FlagKind> kinds;
    for (const race::FlagPeriod& period : race.flags) {
      if (period.deduced || (period.until && *period.until - period.from < carries_.chatter)) continue;
      const FlagKind kind = shown_as(period.kind);
      if (kind != FlagKind::none && (kinds.empty() || kinds.back() != kind)) kinds.push_back(kind);
    }
    return kinds;
  }

  void compare_flags() {
    const auto expected = flags_of(truth_), shown = flags_of(followed_);
    if (expected == shown) return;
    const auto words = [](const std::vector<FlagKind>& kinds) {
      std::string all;
      for (const FlagKind kind : kinds) all.append(timing::flag_name(kind)).append(" ");
      return all;
    };
    found("flags", "\n    " + words(expected) + "\n    " + words(shown));
  }

  void compare_messages() {
    const auto texts = [](const race::Snapshot& race) {
      std::multiset<std::string> all;
      for (const race::Message& message : race.messages) all.insert(message.text);
      return all;
    };
    const auto expected = texts(truth_), shown = texts(followed_);
    std::vector<std::string> lost, more;
    std::ranges::set_difference(expected, shown, std::back_inserter(lost));
    std::ranges::set_difference(shown, expected, std::back_inserter(more));
    for (std::string& each : lost) found("message lost", std::move(each));
    for (std::string& each : more) found("message invented", std::move(each));
  }

  const race::Snapshot& truth_;
  const race::Snapshot& followed_;
  const Carries& carries_;
  Differences differences_;
};

}  // namespace

Differences differences(const race::Snapshot& truth, const race::Snapshot& followed, const Carries& carries) {
  return Comparison(truth, followed, carries).made();
}

std::string in_words(const Differences& differences) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (const auto& [kind, all] : differences) {
    text += kind + ": " + std::to_string(all.size()) + "\n";
    for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) text += "  " + all[i] + "\n";
  }
  return text;
}

}  // namespace stint::testing
