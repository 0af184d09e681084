#include "insight/strategy/call_score.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "insight/strategy/score/race_truth.hpp"

namespace stint::insight {
namespace {

// A call counts for a stop that comes within so many laps.
constexpr std::int32_t kLapsBefore = 10;
// NET is held against what came on the laps around a stop: there it differs from the place on the road.
constexpr std::int32_t kLapsAround = 3;
constexpr double kExact = 0.5;  // laps or places: right

// The calls of one kind and class.
struct Errors {
  std::vector<double> all;
  std::int32_t exact = 0, banded = 0, in_band = 0;
  double simple_sum = 0;
  std::int32_t simple = 0;

  void add(double called, double came, const std::optional<Quantiles>& band, std::optional<double> simple_answer) {
    all.push_back(std::abs(called - came));
    exact += std::abs(called - came) < kExact ? 1 : 0;
    if (band) {
      ++banded;
      in_band += band->p10 <= came && came <= band->p90 ? 1 : 0;
    }
    if (simple_answer) {
      ++simple;
      simple_sum += std::abs(*simple_answer - came);
    }
  }
};

using Book = std::map<std::pair<CallKind, std::string>, Errors>;

class Judge {
 public:
  Judge(const race::Snapshot& race, const StrategyCallBook& book)
      : race_(race), book_(book), so_far_(race, RaceIs::under_way) {}

  [[nodiscard]] std::vector<CallScore> scores() {
    for (const race::CarSnapshot& car : race_.cars) {
      const StrategyCallBook::Calls* calls = book_.find(car.number());
      if (calls == nullptr) continue;
      judge_stops(car, *calls);
      judge_net(car, *calls);
      judge_finish(car, *calls);
    }
    std::vector<CallScore> scores;
    for (auto& [key, errors] : errors_) scores.push_back(summed(key.first, key.second, errors));
    return scores;
  }

 private:
  void add(CallKind kind, const race::CarSnapshot& car, double called, double came, const std::optional<Quantiles>& band,
           std::optional<double> simple) {
    errors_[{kind, std::string{}}].add(called, came, band, simple);
    if (!car.entry->class_name.empty()) errors_[{kind, car.entry->class_name}].add(called, came, band, simple);
  }

  void judge_stops(const race::CarSnapshot& car, const StrategyCallBook::Calls& calls) {
    std::int32_t before = 0;  // in-lap of the stop before
    for (const race::PitStop& stop : car.pit_stops) {
      if (stop.red_flag) continue;
      for (const StrategyCall& call : calls) {
        const bool counts = call.laps > before && call.laps < stop.in_lap && call.laps >= stop.in_lap - kLapsBefore;
        if (!counts || call.at >= stop.in_at || !call.next_stop_lap) continue;
        add(CallKind::next_stop, car, call.next_stop_lap->p50, stop.in_lap, call.next_stop_lap, call.usual_stop_lap);
      }
      judge_rejoin(car, stop, calls);
      before = stop.in_lap;
    }
  }

  // By the last call before the car came in.
  void judge_rejoin(const race::CarSnapshot& car, const race::PitStop& stop, const StrategyCallBook::Calls& calls) {
    if (!stop.out_lap || stop.flag != FlagKind::green) return;
    const race::LapRecord* out_lap = lap_of(car, *stop.out_lap);
    if (out_lap == nullptr) return;
    const StrategyCall* last = nullptr;
    for (const StrategyCall& call : calls) {
      if (call.at < stop.in_at && call.laps < stop.in_lap && call.laps >= stop.in_lap - 2) last = &call;
    }
    if (last == nullptr || last->flag != FlagKind::green) return;
    if (last->rejoin_class_position && out_lap->class_position > 0) {
      add(CallKind::rejoin_position, car, *last->rejoin_class_position, out_lap->class_position, std::nullopt, std::nullopt);
    }
    if (!last->rejoin_behind || !last->rejoin_gap_ms) return;
    const race::CarSnapshot* ahead = race_.find(*last->rejoin_behind);
    const race::LapRecord* its = ahead == nullptr ? nullptr : lap_of(*ahead, out_lap->number);
    if (its == nullptr) return;
    const double gap = static_cast<double>((out_lap->ended_at - its->ended_at).count());
    add(CallKind::rejoin_gap, car, last->rejoin_gap_ms->p50, gap, last->rejoin_gap_ms, std::nullopt);
  }

  // Against the place when every car of the class had made its stop of the same cycle.
  void judge_net(const race::CarSnapshot& car, const StrategyCallBook::Calls& calls) {
    const CarTruth* came = so_far_.find(car.number());
    if (came == nullptr) return;
    for (const StopTruth& stop : came->stops) {
      const auto net = so_far_.net_position(*came, stop);
      if (!net) continue;
      for (const StrategyCall& call : calls) {
        const bool counts = call.laps >= stop.in_lap - kLapsAround && call.laps <= stop.out_lap + kLapsAround;
        if (!counts || call.at >= net->known_at || !call.net_class_position || !call.class_position) continue;
        add(CallKind::net_position, car, *call.net_class_position, net->class_position, call.net_class_position_band,
            *call.class_position);
      }
    }
  }

  // By the call at half of the time that the car was under way.
  void judge_finish(const race::CarSnapshot& car, const StrategyCallBook::Calls& calls) {
    if (car.state != timing::CarState::finished || !car.class_position || !race_.session.started_at) return;
    if (!car.elapsed) return;
    const Instant half = *race_.session.started_at + *car.elapsed / 2;
    const StrategyCall* call = nullptr;
    for (const StrategyCall& one : calls) {
      if (one.at <= half) call = &one;
    }
    if (call == nullptr || !call->mean_finish_class_position) return;
    std::optional<double> now;
    if (call->class_position) now.emplace(*call->class_position);
    add(CallKind::finish_position, car, *call->mean_finish_class_position, *car.class_position, call->finish_class_position,
        now);
  }

  static const race::LapRecord* lap_of(const race::CarSnapshot& car, std::int32_t number) {
    const auto found = std::lower_bound(car.laps_done.begin(), car.laps_done.end(), number,
                                        [](const race::LapRecord& lap, std::int32_t wanted) { return lap.number < wanted; });
    return found != car.laps_done.end() && found->number == number ? &*found : nullptr;
  }

  static CallScore summed(CallKind kind, const std::string& class_name, Errors& errors) {
    CallScore score;
    score.kind = kind;
    score.class_name = class_name;
    score.calls = static_cast<std::int32_t>(errors.all.size());
    const double count = static_cast<double>(errors.all.size());
    score.mean_error = std::accumulate(errors.all.begin(), errors.all.end(), 0.0) / count;
    const auto middle = errors.all.begin() + static_cast<std::ptrdiff_t>(errors.all.size() / 2);
    std::nth_element(errors.all.begin(), middle, errors.all.end());
    score.median_error = *middle;
    if (kind != CallKind::rejoin_gap) score.exact = errors.exact / count;
    if (errors.banded > 0) score.in_band = static_cast<double>(errors.in_band) / errors.banded;
    if (errors.simple > 0) score.simple_mean_error = errors.simple_sum / errors.simple;
    return score;
  }

  const race::Snapshot& race_;
  const StrategyCallBook& book_;
  RaceTruth so_far_;
  Book errors_;
};

}  // namespace

std::string_view call_kind_name(CallKind kind) {
  switch (kind) {
    case CallKind::next_stop:
      return "next_stop";
    case CallKind::rejoin_position:
      return "rejoin_position";
    case CallKind::rejoin_gap:
      return "rejoin_gap";
    case CallKind::net_position:
      return "net_position";
    case CallKind::finish_position:
      return "finish_position";
  }
  return "next_stop";
}

std::vector<CallScore> score_calls(const race::Snapshot& race, const StrategyCallBook& book) {
  return Judge(race, book).scores();
}

}  // namespace stint::insight
