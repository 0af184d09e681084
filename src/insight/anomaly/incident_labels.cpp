#include "insight/anomaly/incident_labels.hpp"

#include <algorithm>
#include <cmath>

#include "insight/field/field.hpp"

namespace stint::insight {
namespace {

using std::chrono::seconds;
using timing::count_ms;

constexpr double kSlow = 0.08;               // an incident by itself
constexpr double kSlowBeforeTrouble = 0.04;  // with a long stop or retirement within
constexpr std::int32_t kTroubleWithin = 2;   // laps
constexpr double kFieldAtPace = 1.04;        // else the lap is no green one, where no flags are told
constexpr std::size_t kLapsEachSide = 5;     // of the car's own median
constexpr Millis kSameTime = seconds{90};    // what the class did

double middle(std::vector<double>& values) {
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  if (values.size() % 2 == 1) return *half;
  return (*half + *std::max_element(values.begin(), half)) / 2;
}

bool is_flying(const LapRecord& lap) { return lap.time && lap.number > 1 && !lap.in_lap && !lap.out_lap; }
double labelled_ms(const LapRecord& lap) { return static_cast<double>(count_ms(*lap.time)); }

// Median of the nearest green laps on both sides, without the lap itself; nullopt with fewer than three of them.
std::optional<double> own_median(const FieldCar& car, std::size_t at) {
  std::vector<double> times;
  for (std::size_t i = at, taken = 0; i-- > 0 && taken < kLapsEachSide;) {
    if (car.laps[i].is_green() && car.laps[i].time) times.push_back(labelled_ms(car.laps[i])), ++taken;
  }
  for (std::size_t i = at + 1, taken = 0; i < car.laps.size() && taken < kLapsEachSide; ++i) {
    if (car.laps[i].is_green() && car.laps[i].time) times.push_back(labelled_ms(car.laps[i])), ++taken;
  }
  if (times.size() < 3) return std::nullopt;
  return middle(times);
}

struct ClassLap {
  Instant ended{};
  std::size_t car = 0;
  double ratio = 1;  // to the car's own median
};

// The laps of one class in order of time.
class ClassLaps {
 public:
  void add(const ClassLap& lap) { laps_.push_back(lap); }
  void sort() { std::ranges::sort(laps_, {}, &ClassLap::ended); }

  // Median ratio of the others' laps that ended within `kSameTime` of `at`; nullopt with fewer than three.
  [[nodiscard]] std::optional<double> factor(Instant at, std::size_t except) const {
    std::vector<double> ratios;
    for (auto lap = std::ranges::lower_bound(laps_, at - kSameTime, {}, &ClassLap::ended);
         lap != laps_.end() && lap->ended <= at + kSameTime; ++lap) {
      if (lap->car != except) ratios.push_back(lap->ratio);
    }
    if (ratios.size() < 3) return std::nullopt;
    return middle(ratios);
  }

 private:
  std::vector<ClassLap> laps_;
};

class Labeller {
 public:
  explicit Labeller(std::span<const timing::Event> events) {
    for (const timing::Event& event : events) take(event);
    label_stops();
    label_retirements();
    label_laps();
    const Instant began = field_.session().started_at.value_or(events.empty() ? Instant{} : events.front().at);
    if (last_line_ > began) labels_.hours = std::chrono::duration<double, std::ratio<3600>>(last_line_ - began).count();
  }

  IncidentLabels take_labels() { return std::move(labels_); }

 private:
  void take(const timing::Event& event) {
    const Step step = field_.apply(event);
    if (step.kind == Step::Kind::lap) {
      ++labels_.all_laps;
      last_line_ = event.at;
      flags_told_ |= event_as<timing::Lap>(event)->flag.has_value();
    }
    const auto* out = event_as<timing::PitOut>(event);
    if (out == nullptr || step.kind != Step::Kind::pit_out) return;
    const FieldCar& car = field_.cars()[step.car];
    if (car.last_lane_time) stops_.push_back({car.number, out->lap - 1, car.lane_entered, event.at, *car.last_lane_time});
  }

  void label_stops() {
    std::vector<double> lanes;
    for (const LongStop& stop : stops_) lanes.push_back(static_cast<double>(count_ms(stop.lane)));
    if (lanes.empty()) return;
    const double longest = 2 * middle(lanes) + 60'000;
    for (const LongStop& stop : stops_) {
      if (static_cast<double>(count_ms(stop.lane)) > longest) labels_.long_stops.push_back(stop);
    }
  }

  // The winner has the most laps and completed them first.
  void label_retirements() {
    const FieldCar* winner = nullptr;
    for (const FieldCar& car : field_.cars()) {
      if (car.laps.empty()) continue;
      const bool ahead = winner == nullptr || car.laps_completed() > winner->laps_completed() ||
                         (car.laps_completed() == winner->laps_completed() && *car.last_line() < *winner->last_line());
      if (ahead) winner = &car;
    }
    if (winner == nullptr) return;
    for (const FieldCar& car : field_.cars()) {
      if (car.laps.empty() || car.finished || *car.last_line() >= *winner->last_line()) continue;
      const LapRecord& last = car.laps.back();
      const double lap_ms = car.base().value_or(car.level().value_or(0));
      labels_.retirements.push_back(
          {car.number, last.number, last.ended_at, last.ended_at + Millis{std::llround(lap_ms)}, !last.in_lap && !car.in_lane});
    }
  }

  [[nodiscard]] bool in_trouble_soon(const CarNumber& car, std::int32_t lap) const {
    const auto soon = [&](std::int32_t other) { return other >= lap && other <= lap + kTroubleWithin; };
    return std::ranges::any_of(labels_.long_stops, [&](const LongStop& s) { return s.car == car && soon(s.in_lap); }) ||
           std::ranges::any_of(labels_.retirements, [&](const Retirement& r) { return r.car == car && soon(r.laps); });
  }

  void label_laps() {
    const auto cars = field_.cars();
    std::vector<ClassLaps> classes(field_.classes().size());
    ClassLaps field;
    std::vector<std::vector<std::optional<double>>> medians(cars.size());
    for (std::size_t c = 0; c < cars.size(); ++c) {
      for (std::size_t i = 0; i < cars[c].laps.size(); ++i) {
        const LapRecord& lap = cars[c].laps[i];
        medians[c].push_back(is_flying(lap) ? own_median(cars[c], i) : std::nullopt);
        if (!medians[c][i]) continue;
        const ClassLap reading{lap.ended_at, c, labelled_ms(lap) / *medians[c][i]};
        classes[cars[c].class_index].add(reading);
        field.add(reading);
      }
    }
    for (ClassLaps& group : classes) group.sort();
    field.sort();
    for (std::size_t c = 0; c < cars.size(); ++c) {
      for (std::size_t i = 0; i < cars[c].laps.size(); ++i) {
        const LapRecord& lap = cars[c].laps[i];
        if (!medians[c][i] || !lap.is_green()) continue;
        const auto own_class = classes[cars[c].class_index].factor(lap.ended_at, c);
        const double factor = own_class ? *own_class : field.factor(lap.ended_at, c).value_or(1);
        const double excess = labelled_ms(lap) / (*medians[c][i] * factor) - 1;
        if (excess < kSlowBeforeTrouble) continue;
        if (!flags_told_ && field.factor(lap.ended_at, c).value_or(1) > kFieldAtPace) continue;
        const bool by_itself = excess >= kSlow;
        if (!by_itself && !in_trouble_soon(cars[c].number, lap.number)) continue;
        labels_.laps.push_back({cars[c].number, lap.number, lap.ended_at - *lap.time, lap.ended_at, excess, !by_itself});
      }
    }
  }

  Field field_;
  std::vector<LongStop> stops_;
  IncidentLabels labels_;
  Instant last_line_{};
  bool flags_told_ = false;
};

}  // namespace

IncidentLabels label_incidents(std::span<const timing::Event> events) { return Labeller(events).take_labels(); }

}  // namespace stint::insight
